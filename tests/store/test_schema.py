"""The database file: made, recognised, brought up to date, refused."""

import os
import re
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy.exc import StatementError

from fakes import NOW, finding, reading, source
from monitor.errors import StoreError, UsageError
from monitor.model import Kept, Version
from monitor.store import schema
from monitor.store.engine import APPLICATION_ID, connect, writer
from monitor.store.store import Store
from polls import Office, owe


def url(path: Path) -> str:
    """How a database is named."""
    return f"sqlite:///{path}"


def marked(path: Path) -> Path:
    """A database of ours from before the first migration: it has our mark and nothing else."""
    with closing(sqlite3.connect(path)) as plain:
        plain.execute(f"PRAGMA application_id={APPLICATION_ID}")
        plain.execute("CREATE TABLE meta_before (name)")
        plain.execute("DROP TABLE meta_before")
    return path


def shape(path: Path) -> dict[str, list[str]]:
    """What each table and index is made of: the order of constraints and white space aside."""
    with closing(sqlite3.connect(path)) as plain:
        rows = plain.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: sorted(part.strip(",)") for part in re.split("CONSTRAINT", "".join(words.split())))
        for name, words in rows
    }


def test_fresh_equals_migrated(tmp_path: Path) -> None:
    """A database that took every migration is the same as one that is made today."""
    fresh, migrated = tmp_path / "fresh.db", marked(tmp_path / "migrated.db")
    schema.create(fresh)
    copy = schema.upgrade(migrated)
    assert copy is not None
    assert copy.exists()
    assert shape(migrated) == shape(fresh)
    assert schema.upgrade(migrated) is None
    assert schema.upgrade(fresh) is None


def test_no_migration_is_missing(tmp_path: Path) -> None:
    """The tables in the code are those in the database; those of the search index are not taken for removed ones."""
    path = tmp_path / "monitor.db"
    schema.create(path)
    engine = connect(path)
    try:
        with writer(engine).begin() as connection:
            command.check(schema.steps(connection))  # raises where Alembic would write a migration
    finally:
        engine.dispose()


def test_a_migrated_database_works(tmp_path: Path) -> None:
    """An older database is used as any other once it is opened, its search included."""
    store = Store.open(url(marked(tmp_path / "monitor.db")))
    try:
        Office(store).poll(reading(["a"]))
        assert store.verify() == ()
    finally:
        store.close()


def test_a_failed_migration_has_not_happened(tmp_path: Path) -> None:
    """A database in which a step fails is left as it was."""
    path = marked(tmp_path / "monitor.db")
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE versions (id)")
    before = shape(path)
    with pytest.raises(StoreError, match="versions already exists"):
        Store.open(url(path))
    assert shape(path) == before


def test_every_field_of_a_value_has_its_column() -> None:
    """A field that is added to a value without a column for it is noticed here, not by a newsroom."""
    from monitor.model import Headline, Validators
    from monitor.store.tables import CaptureRow, HeadlineRow, ValidatorsRow, VersionRow
    from monitor.store.values import columns

    pairs = ((Version, VersionRow), (Kept, CaptureRow), (Headline, HeadlineRow), (Validators, ValidatorsRow))
    for value, row in pairs:
        assert len(columns(value, row)) == len(value.__dataclass_fields__)


def test_opening_costs_no_migration_tool(tmp_path: Path) -> None:
    """Alembic is loaded only when there is something to migrate."""
    script = """
import sys
from monitor.store.store import Store
Store.open(sys.argv[1]).close()
print("alembic" in sys.modules)
"""
    name = url(_made(tmp_path / "monitor.db"))
    ran = subprocess.run([sys.executable, "-c", script, name], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is an empty file"),
        (b"sources:\n  - id: bridges\n", "is not a database"),
        (b"SQLite format 3\0" + bytes(200), "is a database of another program"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_untouched(tmp_path: Path, content: bytes, said: str) -> None:
    """A wrong path given with --database never costs anyone a file."""
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=said):
        Store.open(url(path))
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_database_of_a_newer_release_is_refused_untouched(tmp_path: Path) -> None:
    """The message names both releases."""
    path = tmp_path / "monitor.db"
    schema.create(path)
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute("UPDATE alembic_version SET version_num = '9999'")
        plain.execute("UPDATE meta SET value = '99.1' WHERE name = 'release'")
    content = path.read_bytes()
    with pytest.raises(StoreError, match=r"written by release 99\.1 \(schema 9999\)"):
        Store.open(url(path))
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", ["postgresql://host/db", "sqlite://", "sqlite:///:memory:", "data/monitor.db", ""])
def test_what_names_no_file_is_refused(name: str) -> None:
    """The mend shows how a database is named."""
    with pytest.raises(UsageError, match=r"write sqlite:///data/monitor\.db"):
        Store.open(name)


@pytest.mark.parametrize("name", ["with space", "50%", "a?b", "#1", "ក"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    """A folder may bear any name."""
    folder = tmp_path / name
    store = Store(_made(folder / "monitor.db"))
    store.alive(NOW)
    store.close()
    assert sorted(each.name for each in folder.iterdir()) == ["monitor.db"]
    assert not schema.upgrade(folder / "monitor.db")


def _made(path: Path) -> Path:
    schema.create(path)
    return path


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """One folder is made, as `data/` is; a longer path is more likely a mistake."""
    Store.open(url(tmp_path / "data" / "monitor.db")).close()
    assert (tmp_path / "data" / "monitor.db").stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreError, match="does not exist: create it"):
        Store.open(url(tmp_path / "a" / "b" / "monitor.db"))


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    """A time of which nobody knows the zone is a bug, and is never stored."""
    with pytest.raises(StatementError, match="naive datetime"):
        store.owe([owe(finding(), "desk", NOW)], datetime(2026, 3, 2, 9))  # noqa: DTZ001 - that is the point
    assert store.deliveries() == []


def test_a_database_that_was_removed_is_not_written_to(office: Office) -> None:
    """A file that somebody deleted or replaced under a running daemon is noticed, not filled unseen."""
    office.poll(reading(["a"]))
    office.store.path.rename(office.store.path.with_name("elsewhere.db"))
    with pytest.raises(StoreError, match="was removed or replaced while in use"):
        office.poll(reading(["b", "a"]))
    schema.create(office.store.path)
    with pytest.raises(StoreError, match="was removed or replaced while in use"):
        office.store.alive(NOW)


def test_a_lock_held_by_another_is_waited_for(store: Store) -> None:
    """Another program that writes for a moment costs nothing; readers are never held up."""
    with closing(sqlite3.connect(store.path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.3, other.execute, ["COMMIT"]).start()
        assert store.waiting() == 0
        store.alive(NOW)
    assert store.last_alive() == NOW


def test_a_full_disk_loses_nothing_but_the_poll(office: Office) -> None:
    """What could not be written is not half written; when there is room again, the next poll stores all of it."""
    office.poll(reading(["a"]))
    with closing(sqlite3.connect(office.store.path)) as plain:
        pages = plain.execute("PRAGMA page_count").fetchone()[0]
    limited = office.store._database._engine.raw_connection()
    limited.execute(f"PRAGMA max_page_count={pages}")
    limited.close()
    big = reading([f"{number}" for number in range(200)])
    with pytest.raises(StoreError, match="make room on the disk"):
        office.poll(big, channels=["desk"])
    assert office.store.waiting() == 0
    assert len(office.poll(big, channels=["desk"]).changes) == 200
    assert office.store.verify() == ()


def test_many_threads_record_at_once(store: Store) -> None:
    """Each source has its worker; all of them write, and nothing is lost or refused."""

    def polls(number: int) -> int:
        office = Office(store, source(id=f"office-{number}"))
        for count in range(5):
            office.poll(reading([f"{key}" for key in range(count + 1)]), channels=["desk"])
        return len(store.before(office.source).known)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(polls, range(8))) == [5] * 8
    assert store.waiting() == 40
    assert store.verify() == ()


def test_two_processes_write_to_one_database(tmp_path: Path) -> None:
    """A command may write while the daemon does; both succeed."""
    script = """
import sys
from datetime import timedelta
from fakes import NOW, reading, source
from polls import Office
from monitor.store.store import Store
store = Store.open(sys.argv[1])
office = Office(store, source(id=sys.argv[2]))
for count in range(10):
    office.poll(reading([str(key) for key in range(count + 1)]), channels=["desk"])
store.close()
"""
    tests = Path(__file__).parent
    setting = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tests), str(tests.parent)])}
    name = url(tmp_path / "monitor.db")
    Store.open(name).close()
    both = [subprocess.Popen([sys.executable, "-c", script, name, office], env=setting) for office in ("a", "b")]
    assert [each.wait(timeout=60) for each in both] == [0, 0]
    store = Store.open(name)
    try:
        assert store.waiting() == 20
        assert store.verify() == ()
    finally:
        store.close()


def test_a_forked_process_does_not_use_its_parents_connections(store: Store) -> None:
    """SQLite's locks belong to a process: a child that used them would damage the file."""
    store.alive(NOW)
    reader, written = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            store.alive(NOW + timedelta(hours=1))
            os.write(written, b"wrote")
        except StoreError as error:
            os.write(written, str(error).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(written)
    with os.fdopen(reader) as said:
        assert "was opened by another process: open it anew in this one" in said.read()
    assert store.last_alive() == NOW
