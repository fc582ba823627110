"""What a bomb may cost. The servers run in another process, so that only the door's own memory is measured."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clock import MovedClock
from monitor.fetch.door import HttpDoor
from monitor.fetch.limits import Limits
from monitor.fetch.transport import RequestsTransport
from monitor.model import Capture, Request, Source, State

BOMBS = Path(__file__).with_name("bombs.py")
MB = 1_000_000


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    """Where the bombs are served."""
    with subprocess.Popen(
        [sys.executable, str(BOMBS)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


def resident() -> int:
    """The memory of this process that is in use, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def peak() -> int:
    """The most of it that there ever was."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) * 1024


def look(place: str, path: str) -> tuple[Capture, int]:
    """Fetch a bomb; the capture, and by how much the memory grew at its peak."""
    door = HttpDoor(RequestsTransport(), MovedClock(), contact=None, limits=Limits(seconds=10))
    source = Source("rivers", "Ministry of Rivers", "page", None, None, allow_private=(place,))
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    before = resident()
    capture = door.fetch(Request(f"http://{place}{path}"), source)
    return capture, peak() - before


pytestmark = pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="measures with Linux's /proc")


def test_a_bomb_behind_a_redirect_is_never_unpacked(place: str) -> None:
    """A gigabyte packed into the body of a redirect costs nothing: the redirect is followed, its body never read."""
    capture, grown = look(place, "/redirect")
    assert (capture.body, capture.failure) == (b"water", None)
    assert grown < 5 * MB


@pytest.mark.parametrize("path", ["/gzip", "/deflate", "/chunked", "/plain", "/error"])
def test_a_bomb_is_given_up_at_the_limit(place: str, path: str) -> None:
    """A gigabyte, packed or plain, in a page or an error page, ends at ten megabytes and costs less than fifty."""
    capture, grown = look(place, path)
    assert capture.failure is State.TOO_LARGE
    assert grown < 50 * MB
