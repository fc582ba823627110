"""`monitor db`: copies of the log, and the proof that every byte is as it was kept."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import Monitor
from everyday import newsroom
from servers import Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The stand-in, and the operator's files that point to it."""
    with newsroom(tmp_path) as stand_in:
        yield stand_in


def test_backup_and_restore(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """A backup put back has what it had; what stood there is kept, and what it owed is not sent by itself."""
    monitor("poll", "bridges", "--hold")
    assert monitor("db", "backup", "copy.db").status == 0
    monitor("poll", "rivers", "--hold")
    assert len(json.loads(monitor("statements", "--all", "--format", "json").out)) == 3
    said = monitor("db", "restore", "copy.db")
    assert said.status == 0
    assert "monitor.db.replaced.1" in said.out
    assert "may have been sent since: 1" in said.out
    assert len(json.loads(monitor("statements", "--all", "--format", "json").out)) == 2
    assert monitor("deliver", "--format", "json").json["sent"] == 0
    assert monitor("alerts", "retry").out == "Deliveries owed again: 1\n"
    assert monitor("deliver", "--format", "json").json["sent"] == 1
    assert "up to date already" in monitor("db", "upgrade").out
    assert monitor("db", "restore", "nowhere.db").status == 1


def test_one_byte(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """When one byte of a capture is changed, `db verify` names the file and fails."""
    monitor("poll", "bridges", "--hold")
    good = monitor("db", "verify", "--format", "json")
    assert (good.status, good.json["damaged"], good.json["database"]) == (0, [], [])
    assert good.json["captures"] == 1
    (file,) = (tmp_path / "data" / "captures").iterdir()
    body = bytearray(file.read_bytes())
    body[-20] ^= 1
    file.write_bytes(body)
    bad = monitor("db", "verify", "--format", "json")
    assert bad.status == 1
    assert file.name in bad.json["damaged"][0]
    assert "every byte" not in monitor("db", "verify").out
