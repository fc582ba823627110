"""The operator's files on the command line: written by `init`, checked and shown by `config`."""

import json
import stat
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from command_line import Monitor
from servers import Site

ANSWERS = ["--countries", "kh,jp", "--topics", "travel", "--zone", "Asia/Tokyo", "--contact", "desk@newsroom.example"]


def test_init_writes_and_tests(monitor: Monitor, tmp_path: Path) -> None:
    """`init` writes files that are right, keeps the channel's address to `.env`, and sends a TEST."""
    with Site() as site:
        said = monitor("init", *ANSWERS, "--channel", f"json://{site.host}/desk")
        assert said.status == 0, said.err
        assert [each["change"] for each in site.posted] == ["notice"]
        env = tmp_path / ".env"
        assert stat.S_IMODE(env.stat().st_mode) == 0o600
        assert site.host in env.read_text()
    for name in ("sources.yaml", "config/alerts.yaml"):
        assert "json://" not in (tmp_path / name).read_text()
    assert monitor("config", "check").status == 0


def test_desk_is_told_of_no_trouble(monitor: Monitor) -> None:
    """What breaks is told to the operators alone; until they have a channel the desk hears daily how all stands."""
    with Site() as site:
        desk, ops = (f"json://{site.host}/{name}" for name in ("desk", "ops"))
        assert "OPS_URL" in monitor("init", *ANSWERS, "--channel", desk).out
        alone = monitor("config", "show").json
        assert (alone["operators"], alone["heartbeat"]["channels"]) == (["ops"], ["desk"])
        assert "OPS_URL" in monitor("config", "check").err
        said = monitor("init", "--force", *ANSWERS, "--channel", desk, "--operators", ops)
        assert (said.status, len(site.posted)) == (0, 3)
        both = monitor("config", "show").json
        assert (both["operators"], both["heartbeat"]["channels"]) == (["ops"], ["ops"])


def test_init_asks(monitor: Monitor, tmp_path: Path) -> None:
    """What no option says is asked; a wrong answer is asked again, and an empty channel is for later."""
    said = monitor("init", stdin="KH\nKH,JP\n\nAsia/Atlantis\n\ndesk@newsroom.example\n\n\n")
    assert said.status == 0, said.err
    assert "two countries" in said.err
    assert "no time zone" in said.err
    assert not (tmp_path / ".env").exists()
    checked = monitor("config", "check")
    assert checked.status == 0
    assert "DESK_URL" in checked.err
    assert monitor("config", "check", "--strict").status == 2


def test_init_writes_over_nothing(monitor: Monitor, tmp_path: Path) -> None:
    """Files that are there are left alone unless --force is said; other lines of `.env` are kept even then."""
    (tmp_path / "sources.yaml").write_text("mine")
    said = monitor("init", *ANSWERS, "--channel", "")
    assert (said.status, said.err.count("\n")) == (2, 1)
    assert (tmp_path / "sources.yaml").read_text() == "mine"
    (tmp_path / ".env").write_text("OTHER=1\nDESK_URL=old")
    with Site() as site:
        assert monitor("init", "--force", *ANSWERS, "--channel", f"json://{site.host}/desk").status == 0
    lines = (tmp_path / ".env").read_text().splitlines()
    assert lines[0] == "OTHER=1"
    assert len(lines) == 2


@pytest.mark.parametrize(
    "wrong",
    [["--countries", "KH"], ["--topics", "tea"], ["--zone", "Mars"], ["--contact", ""], ["--channel", "no-address"]],
)
def test_a_wrong_answer(wrong: list[str], monitor: Monitor, tmp_path: Path) -> None:
    """An option that cannot be used is refused before a file is written."""
    said = monitor("init", *ANSWERS, "--channel", "", *wrong)
    assert (said.status, said.err.count("\n")) == (2, 1)
    assert not (tmp_path / "sources.yaml").exists()


def test_faults_are_told_with_their_place(monitor: Monitor, tmp_path: Path) -> None:
    """Each fault of a file has a line with file, line and column; exit status 2."""
    monitor("init", *ANSWERS, "--channel", "")
    path = tmp_path / "sources.yaml"
    path.write_text(path.read_text().replace("kind: japan-travel-advice", "knid: x").replace("10m", "10 q"))
    said = monitor("config", "check")
    assert said.status == 2
    assert said.out == ""
    assert len(said.err.splitlines()) >= 2
    assert all("sources.yaml:" in line for line in said.err.splitlines())


def test_show_masks_secrets(monitor: Monitor, tmp_path: Path) -> None:
    """What is in force is shown with its defaults, and a secret as the variable that it comes from."""
    secret = "json://user:very-secret@newsroom.example/desk"
    monitor("init", *ANSWERS, "--channel", "")
    (tmp_path / ".env").write_text(f"DESK_URL={secret}\n")
    said = monitor("config", "show")
    assert said.json["channels"] == {"desk": "${DESK_URL}"}
    assert said.json["sources"][0]["every"]
    assert "very-secret" not in said.out + monitor("alerts", "test", "kh-jp").err


def test_the_schema_fits_the_files(monitor: Monitor, tmp_path: Path) -> None:
    """The published schema accepts the files that `init` writes."""
    monitor("init", *ANSWERS, "--channel", "")
    for name, path in (("sources", "sources.yaml"), ("alerts", "config/alerts.yaml")):
        schema = monitor("config", "schema", name).json
        jsonschema.validate(json.loads(json.dumps(YAML(typ="safe").load(tmp_path / path))), schema)
    assert set(monitor("config", "schema").json) == {"sources", "alerts", "offices"}
    assert monitor("config", "schema", "alert").status == 2
