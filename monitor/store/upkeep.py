"""Upkeep of the database: copies of it, a copy put back, and whether all of it holds together."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from monitor.errors import StoreError
from monitor.model import DeliveryState
from monitor.store import chain, schema
from monitor.store.engine import explained, open_file

MAY_HAVE_BEEN_SENT = "owed in the backup; it may have been sent since: `monitor alerts retry` sends it"
_UNNUMBERED = """
    SELECT statements.id FROM statements LEFT JOIN versions ON versions.statement = statements.id
    GROUP BY statements.id, statements.version
    HAVING count(number) <> statements.version OR max(number) <> statements.version
"""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    aside: Path | None  #: where the database that stood there was put
    doubtful: int  #: deliveries that the backup owes: they may have been sent since, so a person decides


def backup(path: Path, file: Path) -> None:
    """Copy a database, though it is in use, to `file`: whole or not at all."""
    _not_the_same(path, file)
    with _draft(file) as draft:
        _copy(path, draft)
        draft.replace(file)


def restore(path: Path, file: Path) -> Restored:
    """Put a backup in the place of a database that nobody uses; what stood there is kept beside it.

    What the backup owes is given up: whoever restores decides whether it is told again. Raises StoreError, and changes
    nothing, when the file is not ours, damaged or of a newer release.
    """
    current = schema.check(file)
    _not_the_same(path, file)
    with _draft(path) as draft:
        _copy(file, draft)
        if complaint := _integrity(draft):
            raise StoreError(f"{file} is damaged ({complaint})", "use another backup")
        if not current:
            schema.migrate(draft)
        with explained(draft), closing(open_file(draft)) as plain, plain:
            doubtful = plain.execute(
                "UPDATE deliveries SET state = ?, answer = ? WHERE state IN (?, ?)",
                (DeliveryState.GIVEN_UP, MAY_HAVE_BEEN_SENT, DeliveryState.OWED, DeliveryState.RETRYING),
            ).rowcount
        aside = _set_aside(path) if path.exists() else None
        draft.replace(path)
    return Restored(aside, doubtful)


def verify(session: Session) -> tuple[str, ...]:
    """What does not hold together, a line each; nothing: all does."""
    complaints = [
        f"the file is damaged: {line}" for (line,) in session.execute(text("PRAGMA integrity_check")) if line != "ok"
    ]
    for table, _, parent, _ in session.execute(text("PRAGMA foreign_key_check")):
        complaints.append(f"a row of {table} refers to one of {parent} that is missing")
    complaints += [
        f"statement {one}: its versions are not numbered in order" for (one,) in session.execute(text(_UNNUMBERED))
    ]
    complaints += chain.wrong(session)
    try:
        session.execute(text("INSERT INTO versions_fts (versions_fts, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError as error:
        complaints.append(f"the search index does not say what the versions say ({error.orig})")
    return tuple(complaints)


def _not_the_same(path: Path, file: Path) -> None:
    if path.exists() and file.exists() and file.samefile(path):
        raise StoreError(f"{file} is the database itself", "name another file")


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A file beside the target, for its owner alone, that is gone at the end unless it was given a name."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        yield draft
    except OSError as error:
        raise StoreError(f"{target} cannot be written ({error.strerror})", "check the folder and its room") from error
    finally:
        for each in _files(draft):
            each.unlink(missing_ok=True)


def _copy(path: Path, target: Path) -> None:
    with explained(path), closing(open_file(path)) as source, closing(open_file(target)) as copy:
        source.backup(copy)


def _integrity(path: Path) -> str:
    with explained(path), closing(open_file(path)) as plain:
        line = str(plain.execute("PRAGMA integrity_check").fetchone()[0])
    return "" if line == "ok" else line


def _set_aside(path: Path) -> Path:
    """Keep a database under another name, its log with it: SQLite would play that into what takes its place."""
    try:
        with closing(open_file(path)) as plain:
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        pass  # it is damaged, which may be why it is replaced
    number = 1
    while (aside := path.with_name(f"{path.name}.replaced.{number}")).exists():
        number += 1
    shutil.copy2(path, aside)
    for log in _files(path)[1:]:
        if log.exists():
            log.rename(aside.with_name(aside.name + log.name.removeprefix(path.name)))
    return aside


def _files(path: Path) -> tuple[Path, ...]:
    """A database and what SQLite keeps beside it."""
    return path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))
