"""Making a database, and bringing an older one up to date. Alembic is imported only when there is something to do."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, create_engine, event

import monitor
from monitor.errors import StoreError
from monitor.store.engine import APPLICATION_ID, check_ours, connect, explained, open_file, writer
from monitor.store.tables import METADATA

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
SEARCH = (
    "CREATE VIRTUAL TABLE versions_fts USING fts5(tokens, content='versions', content_rowid='id', tokenize='unicode61')"
)
"""The search index over `versions.tokens`; written by `record`, no triggers, so that a rebuilt table keeps it."""


def revisions() -> tuple[str, ...]:
    """The schema versions that this program knows, oldest first: a file of `migrations/versions/` each."""
    return tuple(sorted(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def create(path: Path) -> None:
    """Make a new database at `path`, whole or not at all: it is built beside it and then given its name."""
    if not path.parent.exists() and path.parent.parent.exists():
        path.parent.mkdir(mode=0o700)
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} does not exist", "create it, or name another with --database")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        with explained(path):
            _build(draft)
        if not path.exists():
            draft.rename(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be made ({error.strerror})", "check the permissions of its folder") from error
    finally:
        draft.unlink(missing_ok=True)


def _build(draft: Path) -> None:
    with closing(open_file(draft)) as plain:  # the mark first, outside WAL: it must stand in the file's header
        plain.execute(f"PRAGMA application_id={APPLICATION_ID}")
    engine = create_engine(URL.create("sqlite", database=str(draft)))
    with engine.begin() as connection:
        METADATA.create_all(connection)
        connection.exec_driver_sql(SEARCH)
        _stamp(connection, revisions()[-1])
    engine.dispose()
    with closing(open_file(draft)) as plain:  # now, while nobody else has it: later this needs the file for itself
        plain.execute("PRAGMA journal_mode=WAL")


def _stamp(connection: Connection, revision: str) -> None:
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version"
        " (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (revision,))
    note_program(connection)


def note_program(connection: Connection) -> None:
    """Write down which release shaped the database, for the message that a release before it gives."""
    connection.exec_driver_sql(
        "INSERT INTO meta (name, value) VALUES ('release', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (monitor.__version__,),
    )


def check(path: Path) -> bool:
    """Whether the database is up to date. Raises StoreError when it is not ours, damaged, or of a newer release."""
    check_ours(path)
    with explained(path), closing(open_file(path)) as plain:
        tables = {name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        found = "" if "alembic_version" not in tables else _one(plain, "SELECT version_num FROM alembic_version")
        release = _one(plain, "SELECT value FROM meta WHERE name = 'release'") if "meta" in tables else ""
    if found and found not in revisions():
        raise StoreError(
            f"{path} was written by release {release or '?'} (schema {found}); this is {monitor.__version__} "
            f"(schema {revisions()[-1]})",
            "install that release, or restore a backup from before",
        )
    return found == revisions()[-1]


def _one(plain: sqlite3.Connection, query: str) -> str:
    row = plain.execute(query).fetchone()
    return str(row[0]) if row else ""


def upgrade(path: Path) -> Path | None:
    """Bring an older database up to date, a copy first; None when nothing was to do, else where the copy stands."""
    if check(path):
        return None
    copy = _copy_beside(path)
    migrate(path)
    return copy


def _copy_beside(path: Path) -> Path:
    number = 1
    while (copy := path.with_name(f"{path.name}.before-{revisions()[-1]}.{number}")).exists():
        number += 1
    try:
        with explained(path), closing(open_file(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        shutil.copymode(path, copy)
    except OSError as error:
        raise StoreError(f"{copy} cannot be written ({error.strerror})", "make room, then start again") from error
    return copy


def migrate(path: Path) -> None:
    """Take all steps that are missing, in one transaction: a migration that is cut off has not happened."""
    from alembic import command

    engine = connect(path)
    # SQLite changes a table by making it anew: what refers to the old one must not be torn by that.
    event.listen(engine, "connect", lambda plain, _: plain.execute("PRAGMA foreign_keys=OFF"))
    try:
        with explained(path), writer(engine).begin() as connection:
            command.upgrade(steps(connection), "head")
            note_program(connection)
            if torn := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise StoreError(
                    f"{path} cannot be brought up to date ({torn[0]} refers to what is missing)", "report it"
                )
    finally:
        engine.dispose()


def steps(connection: Connection) -> "Config":
    """Alembic's own configuration, for work on this connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
