"""Run a command line as a person would, in a folder of its own, and see what it says."""

import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from command_line import Monitor, Said
from monitor.cli import run


@pytest.fixture
def monitor(tmp_path: Path) -> Monitor:
    """`monitor("poll", "--all")` in a temporary folder; `stdin` is what is piped into it."""

    def command(*args: str | Path, stdin: str | bytes = "") -> Said:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = _stream(), _stream()
        with chdir(tmp_path), _piped(given), redirect_stdout(out), redirect_stderr(err):
            status = run([str(each) for each in args])
        return Said(status, _text(out), _text(err))

    return command


def _stream() -> TextIOWrapper:
    return TextIOWrapper(BytesIO(), encoding="utf-8", errors="backslashreplace")


def _text(stream: TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, BytesIO)
    return buffer.getvalue().decode()


@contextmanager
def _piped(given: bytes) -> Iterator[None]:
    usual, sys.stdin = sys.stdin, TextIOWrapper(BytesIO(given), encoding="utf-8")
    try:
        yield
    finally:
        sys.stdin = usual
