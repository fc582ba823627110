"""The lock beside a database: one delivers, others are refused by name."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import Busy
from monitor.lock import held, holder

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_second_is_refused_by_name(tmp_path: Path) -> None:
    """Who comes second is told the command, the process and the machine of the first."""
    database = tmp_path / "data" / "monitor.db"
    assert holder(database) is None
    with held(database, "monitor run", NOW):
        said = holder(database)
        assert said is not None
        assert said.startswith("`monitor run`, process ")
        assert said.endswith("since 2026-03-02T09:00:00Z")
        with pytest.raises(Busy, match="monitor run"), held(database, "monitor deliver", NOW):
            raise AssertionError("two hold one lock")
    assert holder(database) is None
    with held(database, "monitor deliver", NOW):
        assert "monitor deliver" in (holder(database) or "")


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    """A daemon that was killed does not keep the next one from starting."""
    database = tmp_path / "monitor.db"
    code = (
        "import sys, os, pathlib, datetime\nfrom monitor.lock import held\n"
        "with held(pathlib.Path(sys.argv[1]), 'monitor run', datetime.datetime.now(datetime.UTC)):\n"
        "    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "held\n"
        assert str(process.pid) in (holder(database) or "")
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
    with held(database, "monitor run", NOW):
        pass


def test_a_strange_lock_file(tmp_path: Path) -> None:
    """A lock file that holds something else still says that somebody holds it, without a name."""
    database = tmp_path / "monitor.db"
    with held(database, "monitor run", NOW):
        (tmp_path / "monitor.db.lock").write_text("[")
        assert holder(database) == "another process"
