"""One at a time delivers from a database: a lock of the operating system beside it, which ends with its process."""

import fcntl
import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from monitor.errors import Busy
from monitor.times import iso

PATIENCE = 0.3
"""Seconds to wait for it: `holder` takes it for a moment when it looks."""


@contextmanager
def held(database: Path, work: str, now: datetime) -> Iterator[None]:
    """Hold the lock while the block runs; `work` (`monitor run`) is what another is told. Raises Busy, by name."""
    path = _beside(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        deadline = time.monotonic() + PATIENCE
        while not _taken(file, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise Busy(f"{database} is in use by {_told(file)}", "stop that one first")
            time.sleep(0.05)
        file.seek(0)
        file.truncate()
        json.dump({"work": work, "pid": os.getpid(), "host": platform.node(), "since": iso(now)}, file)
        file.flush()
        yield


def holder(database: Path) -> str | None:
    """Who holds the lock, in words; None when nobody does."""
    path = _beside(database)
    if not path.exists():
        return None
    with path.open(encoding="utf-8") as file:
        return None if _taken(file, fcntl.LOCK_SH) else _told(file)


def _beside(database: Path) -> Path:
    """The lock's file. It stays when the lock ends: were it removed, two could hold locks on two files of one name."""
    return database.with_name(f"{database.name}.lock")


def _taken(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _told(file: IO[str]) -> str:
    file.seek(0)
    try:
        said = json.loads(file.read())
        return f"`{said['work']}`, process {said['pid']} on {said['host']}, since {said['since']}"
    except (ValueError, KeyError, TypeError):
        return "another process"
