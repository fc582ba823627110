"""A page as a browser shows it after its scripts have run: Chromium, each time a new one, in a process that we can end.

The process (`chromium.py`) has no way to the net. What the page wants is asked of the caller, who asks the door: so it
is checked, capped, counted and mannered like any other request. Playwright is an extra.
"""

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from monitor.fetch.guard import objection, plain
from monitor.model import Capture, State

RENDERED = "X-Monitor-Rendered"
"""The header of a capture that says which browser made its body."""

MEND = "`pip install 'statement-monitor[browser]'`, and Debian's package `chromium`"
_SCRIPT = Path(__file__).with_name("chromium.py")
_DROPPED = frozenset({"content-type", "content-encoding", "etag", "last-modified", RENDERED.lower()})
_OWN_PARTS = frozenset({"script", "xhr", "fetch"})
_DYING = 5.0  # seconds: the memory of a killed process is freed before it is gone

Ask = Callable[[str, tuple[tuple[str, str], ...]], Capture]
"""Asks the door for what a page wants, with the headers that the page gives it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one page may cost."""

    seconds: float = 60.0  #: of which Chromium takes one or two to start
    requests: int = 60
    size: int = 10_000_000  #: of what it shows
    loaded: int = 30_000_000  #: of all that it asks for


def missing(chromium: str = "chromium") -> str:
    """What is not installed; empty when pages can be shown."""
    if find_spec("playwright") is None:
        return "Playwright is not installed"
    return "" if shutil.which(chromium) else f"{chromium} is not installed"


class Browser:
    """Shows pages one after the other: two at once would take more memory than a small machine has."""

    def __init__(self, chromium: str = "chromium", bounds: Bounds = Bounds()) -> None:
        self._chromium, self._bounds = chromium, bounds
        self._turn, self._lock = threading.Lock(), threading.Lock()
        self._running: subprocess.Popen[str] | None = None
        self._closed = False

    @property
    def missing(self) -> str:
        """What is not installed; empty when pages can be shown."""
        return missing(self._chromium)

    def show(self, document: Capture, ask: Ask, agent: str, language: str) -> Capture:
        """The document as Chromium shows it, or the state in which that failed."""
        try:
            return self._shown(document, ask, agent, language)
        except OSError as error:
            why = f"Chromium cannot be started: {error.strerror}"
            return replace(document, body=b"", failure=State.NEEDS_BROWSER, why=why)

    def _shown(self, document: Capture, ask: Ask, agent: str, language: str) -> Capture:
        with self._turn, tempfile.TemporaryDirectory(prefix="monitor-", ignore_cleanup_errors=True) as home:
            order = {
                "url": document.url,
                "agent": agent,
                "locale": language,
                "seconds": self._bounds.seconds,
                "chromium": shutil.which(self._chromium),
                "sandbox": os.geteuid() != 0,  # Chromium has none for root
            }
            visit = _Visit(document, ask, self._bounds)
            with self._process(home) as (process, alarm):
                said = visit.told(process, order)
            if self._closed or alarm.is_set():
                late = f"the page was not shown within {self._bounds.seconds:.3g} s: it was ended"
                why = "the monitor was stopped" if self._closed else late
                return replace(document, body=b"", failure=State.TIMEOUT, why=why)
            return visit.shown(said)

    def close(self) -> None:
        """End the page that is being shown; none is shown any more."""
        with self._lock:
            self._closed = True
            if self._running is not None:
                _end(self._running)

    @contextmanager
    def _process(self, home: str) -> Iterator[tuple["subprocess.Popen[str]", threading.Event]]:
        """The process, which nothing survives: neither the time that it has, nor the block."""
        process = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-I", str(_SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=home,
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        alarm = threading.Event()

        def ring() -> None:
            alarm.set()
            _end(process)

        timer = threading.Timer(self._bounds.seconds, ring)
        timer.daemon = True
        with self._lock:
            self._running = process
            if self._closed:
                _end(process)
        timer.start()
        try:
            yield process, alarm
        finally:
            timer.cancel()
            with self._lock:
                self._running = None
            _end(process)
            for pipe in filter(None, (process.stdin, process.stdout)):
                _shut(pipe)


class _Visit:
    """What one page asks for while it is shown, and what of it could not be had."""

    def __init__(self, document: Capture, ask: Ask, bounds: Bounds) -> None:
        self._document, self._ask, self._bounds = document, ask, bounds
        self._first: Capture | None = document
        self._asked, self._loaded = 0, 0
        self._lost: Capture | None = None
        self._started = False

    def told(self, process: "subprocess.Popen[str]", order: Mapping[str, Any]) -> Mapping[str, Any]:
        """The last word of the process: what is shown, or an error; empty when it ended without one."""
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            _write(process.stdin, order)
            while line := process.stdout.readline(4 * self._bounds.size):
                said = json.loads(line)
                if "started" in said:
                    self._started = True
                elif "ask" not in said:
                    return dict(said)
                else:
                    _write(process.stdin, self._answer(said))
        except (OSError, ValueError):
            pass  # it was ended, or said more than it may
        return {}

    def shown(self, said: Mapping[str, Any]) -> Capture:
        """The capture of what the page shows."""
        if "html" not in said:
            state = State.UNREADABLE if self._started else State.NEEDS_BROWSER
            what = "the page broke the browser off" if self._started else "Chromium does not start"
            return replace(self._document, body=b"", failure=state, why=f"{what}: {said.get('error', 'no word of it')}")
        body = str(said["html"]).encode("utf-8", "replace")
        failure, why = self._fault(said, len(body))
        url = plain(str(said["url"]))
        return replace(
            self._document,
            url=url if not objection(url) else self._document.url,
            headers=(
                *((name, value) for name, value in self._document.headers if name.lower() not in _DROPPED),
                ("Content-Type", "text/html; charset=utf-8"),
                (RENDERED, f"Chromium {said['version']}"),
            ),
            body=body[: self._bounds.size],
            failure=failure,
            why=why,
        )

    def _fault(self, said: Mapping[str, Any], size: int) -> tuple[State | None, str]:
        """Why what is shown may not be the whole; None when it is."""
        if size > self._bounds.size:
            return State.TOO_LARGE, f"the page shows more than {self._bounds.size:,} bytes"
        if self._lost is not None:
            state = self._lost.failure or State.INCOMPLETE
            return state, f"the page could not load {plain(self._lost.request.url)[:200]}: {self._lost.why}"
        return (None, "") if said["at_rest"] else (State.INCOMPLETE, "the page did not come to rest")

    def _answer(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """What the page is given for one request: an answer, or nothing."""
        if self._first is not None and said["kind"] == "document":
            answer, self._first = self._first, None
        else:
            answer = self._asked_for(str(said["ask"]), tuple(said["headers"].items()))
            self._note(answer, said)
        if answer.failure is not None or not answer.status:
            return {}
        return {
            "status": answer.status,
            "headers": answer.headers,
            "body": base64.b64encode(answer.body).decode(),
        }

    def _asked_for(self, url: str, headers: tuple[tuple[str, str], ...]) -> Capture:
        """What the door answers, while the page does not ask for too much."""
        if self._asked >= self._bounds.requests or self._loaded > self._bounds.loaded:
            request = replace(self._document.request, url=url)
            return replace(self._document, request=request, failure=State.INCOMPLETE, why="it asks for too much")
        self._asked += 1
        answer = self._ask(url, headers)
        self._loaded += len(answer.body)
        return answer

    def _note(self, answer: Capture, said: Mapping[str, Any]) -> None:
        """What the page's own host failed to give it: then the page may show less than there is."""
        is_own = _host(str(said["ask"])) == _host(self._document.url) and said["kind"] in _OWN_PARTS
        if is_own and self._lost is None and answer.failure is not None:
            self._lost = answer


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower()


def _write(pipe: IO[str], said: Mapping[str, Any]) -> None:
    pipe.write(json.dumps(said) + "\n")
    pipe.flush()


def _shut(pipe: IO[str]) -> None:
    try:
        pipe.close()
    except OSError:
        pass  # what was not read is not wanted any more


def _end(process: "subprocess.Popen[str]") -> None:
    """End the process with all that it started, and wait for them. Chromium has a process group of its own.

    They are stopped before they are killed: what is stopped starts nothing, and still tells whose child it is.
    """
    if process.poll() is None:
        stopped: set[int] = set()
        while new := {process.pid, *_below(process.pid)} - stopped:
            stopped |= new
            _signal(new, signal.SIGSTOP)
        ends = [end for end in map(_end_of, stopped - {process.pid}) if end is not None]
        _signal(stopped, signal.SIGKILL)
        for end in ends:
            select.select([end], [], [], _DYING)
            os.close(end)
    process.wait()


def _signal(processes: Iterable[int], number: signal.Signals) -> None:
    for process in processes:
        try:
            os.kill(process, number)
        except OSError:
            pass  # it has ended by itself


def _end_of(process: int) -> int | None:
    """A file that can be read once the process has ended; None when it has."""
    try:
        return os.pidfd_open(process)
    except OSError:
        return None


def _below(parent: int) -> list[int]:
    """The processes that a process started, and theirs, as Linux tells; elsewhere they end when their pipes do."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [parent]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found
