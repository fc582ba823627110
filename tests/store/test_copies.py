"""Copies of the database, a copy put back, and whether all of it holds together."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fakes import NOW, finding, reading
from monitor.errors import StoreError
from monitor.model import DeliveryState
from monitor.store import upkeep
from monitor.store.query import StatementQuery
from monitor.store.store import Store
from polls import Office, owe

ALL = StatementQuery(relevant="all")


def damage(path: Path, words: str) -> None:
    """Change a database behind the back of the store."""
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute(words)


def test_a_backup_is_whole_while_the_daemon_writes(office: Office, tmp_path: Path) -> None:
    """What was committed stands in the copy; what comes later does not; the copy can be opened like any database."""
    office.poll(reading(["a"]))
    file = tmp_path / "copies" / "monday.db"
    file.parent.mkdir()
    upkeep.backup(office.store.path, file)
    office.poll(reading(["b", "a"]))
    assert [each.name for each in file.parent.iterdir()] == ["monday.db"]
    assert file.stat().st_mode & 0o777 == 0o600
    copy = Store.open(f"sqlite:///{file}")
    try:
        assert (copy.count(ALL), office.store.count(ALL)) == (1, 2)
        assert copy.verify() == ()
    finally:
        copy.close()
    upkeep.backup(office.store.path, file)
    assert [each.name for each in file.parent.iterdir()] == ["monday.db"]


def test_a_backup_never_overwrites_the_database_itself(store: Store, tmp_path: Path) -> None:
    """Nor does one that cannot be written leave anything behind."""
    with pytest.raises(StoreError, match="is the database itself"):
        upkeep.backup(store.path, store.path)
    with pytest.raises(StoreError, match="cannot be written"):
        upkeep.backup(store.path, tmp_path / "nowhere" / "copy.db")


def test_a_backup_is_put_back(office: Office, tmp_path: Path) -> None:
    """The database is as it was at the backup; what stood there is kept beside it."""
    file, path = tmp_path / "copy.db", office.store.path
    office.poll(reading(["a"]))
    upkeep.backup(office.store.path, file)
    office.poll(reading(["b", "a"]))
    office.store.close()
    restored = upkeep.restore(path, file)
    assert restored.aside is not None
    for one, statements in ((path, 1), (restored.aside, 2), (file, 1)):
        store = Store.open(f"sqlite:///{one}")
        try:
            assert store.count(ALL) == statements
            assert store.verify() == ()
        finally:
            store.close()
    assert upkeep.restore(path, file).aside == restored.aside.with_suffix(".2")


def test_what_a_backup_owes_is_not_told_twice(office: Office, tmp_path: Path) -> None:
    """An alert that was owed at the backup may have been sent since: a person decides whether it is told again."""
    file = tmp_path / "copy.db"
    office.store.owe([owe(finding(), "desk", NOW), owe(finding(), "mail", NOW)], NOW)
    office.store.settle([2], DeliveryState.SENT, "ok", NOW)
    upkeep.backup(office.store.path, file)
    office.store.close()
    assert upkeep.restore(office.store.path, file).doubtful == 1
    store = Store.open(f"sqlite:///{office.store.path}")
    try:
        assert store.due(NOW) == []
        sent, given_up = store.deliveries()
        assert (sent.state, given_up.state) == (DeliveryState.SENT, DeliveryState.GIVEN_UP)
        assert "may have been sent" in given_up.answer
        assert store.retry(NOW) == 1
    finally:
        store.close()


def test_a_backup_can_be_put_where_nothing_stood(store: Store, tmp_path: Path) -> None:
    """A new machine needs the backup and nothing else."""
    upkeep.backup(store.path, tmp_path / "copy.db")
    assert upkeep.restore(tmp_path / "new.db", tmp_path / "copy.db").aside is None
    Store.open(f"sqlite:///{tmp_path}/new.db").close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("PRAGMA application_id=1", "is a database of another program"),
        ("UPDATE alembic_version SET version_num = '9999'", "was written by release"),
    ],
)
def test_a_backup_that_is_not_ours_changes_nothing(office: Office, tmp_path: Path, words: str, said: str) -> None:
    """A file of another program or of a newer release is refused, and the database stays as it is."""
    office.poll(reading(["a"]))
    file, path = tmp_path / "copy.db", office.store.path
    upkeep.backup(office.store.path, file)
    damage(file, words)
    files = sorted(each.name for each in tmp_path.iterdir() if "monitor" in each.name)
    with pytest.raises(StoreError, match=said):
        upkeep.restore(path, file)
    assert sorted(each.name for each in tmp_path.iterdir() if "monitor" in each.name) == files
    assert office.store.count(ALL) == 1
    for wrong in (tmp_path / "missing.db", office.store.path):
        with pytest.raises(StoreError):
            upkeep.restore(path, wrong)


def test_a_damaged_backup_is_refused(office: Office, tmp_path: Path) -> None:
    """Bytes that were lost are noticed before the database that works is replaced."""
    office.poll(reading([f"{number}" for number in range(300)]))
    file = tmp_path / "copy.db"
    upkeep.backup(office.store.path, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] + bytes(8192) + whole[len(whole) // 2 + 8192 :])
    with pytest.raises(StoreError, match=r"damaged|malformed"):
        upkeep.restore(office.store.path, file)
    assert office.store.count(ALL) == 300


def test_verify_finds_what_does_not_hold_together(office: Office) -> None:
    """A lost version, a reference to nothing, a search index that says something else: each is named."""
    office.poll(reading(["b", "a"]))
    assert office.store.verify() == ()
    path = office.store.path
    damage(path, "UPDATE versions SET tokens = 'other' WHERE id = 1")
    assert any("search index" in line for line in office.store.verify())
    damage(path, "UPDATE versions SET number = 7 WHERE id = 2")
    assert any("not numbered in order" in line for line in office.store.verify())
    damage(path, "DELETE FROM sources")
    assert any("one of sources that is missing" in line for line in office.store.verify())


def test_a_damaged_database_is_replaced(office: Office, tmp_path: Path) -> None:
    """The backup takes the place of what can no longer be read; what was there is kept, for others to look at."""
    path, file = office.store.path, tmp_path / "copy.db"
    office.poll(reading(["a"]))
    upkeep.backup(path, file)
    office.store.close()
    path.write_bytes(b"lost" * 1000)
    path.with_name(f"{path.name}-wal").write_bytes(b"lost too")
    restored = upkeep.restore(path, file)
    assert restored.aside is not None
    assert restored.aside.read_bytes() == b"lost" * 1000
    store = Store.open(f"sqlite:///{path}")
    try:
        assert (store.count(ALL), store.verify()) == (1, ())
    finally:
        store.close()
