"""The SQLite file: how it is found to be ours, how connections are set up, and what its errors mean for a person.

Traps that shaped this (each measured): a deferred transaction that reads and then writes fails at once when another
writer came between, whatever the busy timeout, so writers say BEGIN IMMEDIATE; WAL with `synchronous=NORMAL` may lose
the last commits at power loss, and an alert marked as sent with them, so it is FULL.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from monitor.errors import StoreError, UsageError

APPLICATION_ID = 0x4D4E5452
"""`MNTR`, in the header of every database of ours, so that no other file is ever written to."""
BUSY_SECONDS = 10
_PURGE = (
    "INSERT INTO versions_fts (versions_fts) VALUES ('rebuild')",
    "VACUUM",
    "PRAGMA wal_checkpoint(TRUNCATE)",
)
_HEADER = b"SQLite format 3\0"
_ID_AT = 68


def path_of(url: str) -> Path:
    """The database file that a URL names. Raises UsageError for what is not `sqlite:///PATH`."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise UsageError(f"“{url}” is not a database we can use", "write sqlite:///data/monitor.db")
    return Path(parsed.database)


def check_ours(path: Path) -> None:
    """Raise StoreError unless the file bears our mark; it is only read, never through SQLite."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error.strerror})", "check its owner and permissions") from error
    if not head:
        raise StoreError(f"{path} is an empty file", "remove it, or restore a backup: `monitor db restore`")
    if not head.startswith(_HEADER):
        raise StoreError(f"{path} is not a database", "name another file with --database, or restore a backup")
    if int.from_bytes(head[_ID_AT : _ID_AT + 4], "big") != APPLICATION_ID:
        raise StoreError(f"{path} is a database of another program", "name another file with --database")


def open_file(path: Path) -> sqlite3.Connection:
    """A plain connection to a file that exists; SQLite would make the one that is missing."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)


def connect(path: Path) -> Engine:
    """An engine for a file that exists. Connections are set up when opened; `writer` of it takes the write lock."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_SECONDS},
        pool_size=5,
        max_overflow=45,
        pool_timeout=30,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def writer(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock when they begin."""
    return engine.execution_options(writes=True)


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # else the driver begins transactions itself, deferred and late
    for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def purge(engine: Engine) -> None:
    """Let nothing that was deleted stay in the file: not in the search, not on free pages, not in the journal."""
    with closing(engine.raw_connection()) as connection:
        plain = connection.cursor()
        for statement in _PURGE:
            plain.execute(statement)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the driver raises into a StoreError that says what to do."""
    try:
        yield
    except IntegrityError as error:
        raise StoreError(
            f"{path} has this already, or it contradicts what it has ({_first_line(error.orig)})",
            "nothing was written; if it happens again, run `monitor db verify`",
        ) from error
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise StoreError(f"{path} cannot be used ({_first_line(cause)})", _mend(str(cause))) from error


def _first_line(error: Any) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _mend(message: str) -> str:
    mends = {
        "locked": "another program holds it: close that one; the poll is tried again",
        "full": "make room on the disk; what was not written is polled again",
        "readonly": "check the owner and permissions of the file and its folder",
        "unable to open": "check that the folder exists and may be written to",
        "malformed": "it is damaged: restore a backup with `monitor db restore`",
        "not a database": "it is damaged: restore a backup with `monitor db restore`",
        "disk I/O": "check the disk; the connection is opened anew",
        "no such table": "it is incomplete: restore a backup with `monitor db restore`",
        "no such column": "it is of another version: run `monitor db upgrade`",
    }
    return next((mend for sign, mend in mends.items() if sign in message), "run `monitor db verify`")


def same_file(path: Path, inode: int) -> bool:
    """Whether the file that we opened still stands at its path: writing to a deleted one would lose everything."""
    try:
        return os.stat(path).st_ino == inode  # noqa: PTH116 - a bare stat: done before each write
    except OSError:
        return False
