"""PAPER: the text of a file or a picture, read in a process that can be ended. A failure is a value, no exception."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from monitor.paper.lines import text_of

DEADLINE = 90.0
"""Seconds on the clock, pictures included; the worker bounds its own time of the processor and its memory."""
SURE = 70.0
"""The percentage of confidence below which what OCR gives is not taken for words."""
SOME_LETTERS = 40
"""Fewer, on a picture, are a sign in a photograph: they do not make its text."""
_PDF = b"%PDF"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")
_WORKER = Path(__file__).with_name("worker.py")
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Paper:
    """What a file or a picture says."""

    text: str = ""  #: empty: it could not be read
    read_by: str = ""  #: `pdf` or `ocr`
    whole: bool = False
    why: str = ""  #: it could not be read, or not whole


def paper(body: bytes, *, tesseract: str | None = None, seconds: float = DEADLINE) -> Paper:
    """The text of a PDF, or of a picture where OCR is installed.

    `tesseract` is its path; None: where it is found; empty: there is none.
    """
    if not body.startswith((_PDF, *_PICTURES)):
        return Paper(why="it is neither a PDF file nor a picture")
    try:
        with _ONE_AT_A_TIME:  # a machine of 1 GB
            told = _told(body, (shutil.which("tesseract") or "") if tesseract is None else tesseract, seconds)
    except OSError as error:  # no room for its folder, or for a process more
        return Paper(why=f"no worker could be started: {error.strerror}")
    if "pages" not in told:
        return Paper(why=str(told.get("why", "the file is damaged")))
    text = text_of([(str(words), float(height)) for words, height in page] for page in told["pages"])
    if told["ocr"] and (told["confidence"] < SURE or len(text) < SOME_LETTERS):
        return Paper(why="OCR is not sure what the picture says")
    if not text:
        return Paper(why="the file holds no text")
    read = len(told["pages"]) - told.get("pictures", 0)
    why = f"{read} of {told['count']} pages were read" if read < told["count"] else ""
    return Paper(text, "ocr" if told["ocr"] else "pdf", whole=not why, why=why)


def _told(body: bytes, tesseract: str, seconds: float) -> dict[str, Any]:
    """The worker's answer. It is given no variable of ours: they hold secrets."""
    path = os.environ.get("PATH", os.defpath)
    with TemporaryDirectory(prefix="monitor-paper-") as folder:
        worker = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", _WORKER, tesseract],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": path, "OMP_THREAD_LIMIT": "1"},
            start_new_session=True,
        )
        with worker:
            try:
                answer, _ = worker.communicate(body, timeout=seconds)
            except subprocess.TimeoutExpired:
                return {"why": f"it could not be read within {seconds:.0f} s"}
            finally:
                _end(worker)
    if worker.returncode:
        return {"why": "reading it took more time or memory than a file is worth, or it is damaged"}
    answered: dict[str, Any] = json.loads(answer)
    return answered


def _end(worker: subprocess.Popen[bytes]) -> None:
    """End the worker, and whatever it started."""
    try:
        os.killpg(worker.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
