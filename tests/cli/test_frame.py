"""What all commands share: help, options that stand anywhere, one line for a fault, text that is harmless."""

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from command_line import Monitor
from everyday import newsroom
from monitor.cli import COMMANDS, frame, load, tables
from monitor.errors import ConfigError, NotFound

UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def every_command() -> list[tuple[str, ...]]:
    """The path of every command and of every command within a group."""
    paths: list[tuple[str, ...]] = []
    for name in COMMANDS:
        paths.append((name,))
        paths += [(name, within) for within in getattr(load(name), "commands", {})]
    return paths


@pytest.mark.parametrize("path", every_command(), ids=" ".join)
def test_examples(path: tuple[str, ...], monitor: Monitor) -> None:
    """The help of every command shows an example of that very command."""
    said = monitor(*path, "--help")
    assert said.status == 0
    assert re.search(rf"Example:[\s\S]*monitor [^\n]*{path[-1]}", said.out), said.out


def test_what_is_loaded() -> None:
    """The list of commands comes without loading anything; `read` and `assess` load no database, page or network."""
    code = (
        "import sys; from monitor.cli import run; run(['--help']); print(' '.join(sys.modules)); "
        "run(['read', '--kind', 'feed', '/dev/null']); run(['assess', '/dev/null', '--countries', 'KH,JP']); "
        "print(' '.join(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    help_, tuning = (set(line.split()) for line in said.splitlines() if line.startswith("sys "))
    assert "typer" in help_
    assert not {"sqlalchemy", "fastapi", "ahocorasick", "requests", "lxml", "pydantic"} & help_
    assert not {"sqlalchemy", "fastapi", "apprise", "monitor.fetch.door"} & tuning


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["poll", "--sources", "x.yaml", "a"], ["--sources", "x.yaml", "poll", "a"]),
        (["poll", "--data=d", "--debug"], ["--data=d", "--debug", "poll"]),
        (["paste", "--", "--debug"], ["paste", "--", "--debug"]),
        (["poll", "--data"], ["poll", "--data"]),
    ],
)
def test_options_stand_anywhere(args: list[str], expected: list[str]) -> None:
    """`--sources` and its like may stand before the command or after it."""
    assert frame.hoisted(args) == expected


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["polll"], "Did you mean 'poll'"),
        (["assess", "--nope"], "No such option"),
        (["assess", "--countries"], "--countries"),
        ([], ""),
    ],
)
def test_a_wrong_command_line(args: list[str], words: str, monitor: Monitor) -> None:
    """A wrong command line is told in one line on standard error, with exit status 2."""
    said = monitor(*args)
    assert said.status == 2
    assert words in said.err
    assert said.err.count("\n") == (1 if words else 0)


def test_complaints(capsys: pytest.CaptureFixture[str]) -> None:
    """Each complaint about a file has its own line; any other fault has one line that names the mend."""
    here = frame.Here()
    assert frame.complain(ConfigError(("sources.yaml:3:1: one", "sources.yaml:9:1: two")), here) == 2
    assert frame.complain(NotFound("no alert A-1", "see\n`monitor alerts`"), here) == 1
    assert frame.surprise(RuntimeError("a\x1b[31mb"), here) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[:3] == [
        "monitor: sources.yaml:3:1: one",
        "monitor: sources.yaml:9:1: two",
        "monitor: no alert A-1: see `monitor alerts`",
    ]
    assert "\x1b" not in lines[3]
    assert "--debug" in lines[3]


def test_a_disk_that_cannot_be_written(tmp_path: Path, monitor: Monitor) -> None:
    """Where a folder or a file cannot be made, the one line names it and the mend, and calls it no error of ours."""
    (tmp_path / "file").write_text("no folder")
    with newsroom(tmp_path):
        said = monitor("poll", "--hold", "--database", "sqlite:///file/data/monitor.db")
    assert said.status == 1
    assert said.err.splitlines()[-1].startswith("monitor: file/data cannot be used (Not a directory): check ")


def test_debug(capsys: pytest.CaptureFixture[str]) -> None:
    """With --debug a fault is told with its traceback."""
    frame.surprise(RuntimeError("bridge"), frame.Here(debug=True))
    assert "RuntimeError: bridge" in capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(("name", "mend"), [("bridge", "did you mean bridges?"), ("zzz", "there are: bridges, rivers")])
def test_did_you_mean(name: str, mend: str) -> None:
    """A name that is not known is answered with the one that was meant."""
    with pytest.raises(frame.UsageError, match=re.escape(mend)):
        frame.known(name, ["rivers", "bridges"], "source")


def drawn(value: Any) -> str:
    """What a table with this in a cell prints on a terminal."""
    out = io.StringIO()
    made = tables.table("one", "two…")
    tables.add(made, value, value)
    console = Console(file=out, force_terminal=True, color_system=None, width=60, highlight=False)
    console.print(made)
    console.print(tables.entry(value, body=str(value)))
    return out.getvalue()


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(codec=None) | st.sampled_from("\x1b\x9b\x07\u202e\u2066\u2028\r\b"), max_size=40))
def test_hostile_text(title: str) -> None:
    """A title from a page cannot colour, move or turn around what a terminal shows."""
    assert not UNWANTED.search(drawn(title))
    assert not UNWANTED.search(drawn([title]))
    assert not UNWANTED.search(tables.harmless_lines(title))


def test_markup_of_a_title_is_text() -> None:
    """Square brackets in a title are shown as they are."""
    assert "[red]x[/red]" in drawn("[red]x[/red]")
