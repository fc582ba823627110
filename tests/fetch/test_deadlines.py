import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from monitor.fetch.limits import Limits
from monitor.model import State
from origin import Asked, Line, Route, desk

SHORT = Limits(seconds=0.3)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fails when the block takes longer."""
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


def drips_headers(_: Asked, line: Line) -> None:
    """Headers without end, byte by byte."""
    line.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Drop: water\r\n" * 1000)


def drips_a_body(_: Asked, line: Line) -> None:
    """A body of known length, byte by byte."""
    line.say("HTTP/1.1 200 OK", "Content-Length: 1000", body=b"beginning ")
    line.drip(b"w" * 990)


def drips_without_length(_: Asked, line: Line) -> None:
    """A body that ends with the connection, byte by byte."""
    line.say("HTTP/1.1 200 OK", body=b"beginning ")
    line.drip(b"w" * 990)


def drips_chunks(_: Asked, line: Line) -> None:
    """Chunks of one byte."""
    line.say("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
    line.drip(b"1\r\nw\r\n" * 500)


def says_nothing(_: Asked, line: Line) -> None:
    """No word."""
    line.stopped.wait(5)


def goes_on_for_ever(_: Asked, line: Line) -> None:
    """'Go on', again and again."""
    while not line.stopped.wait(0.005):
        line.say("HTTP/1.1 100 Continue")


@pytest.mark.parametrize(
    "route", [drips_headers, drips_a_body, drips_without_length, drips_chunks, says_nothing, goes_on_for_ever]
)
def test_a_fetch_ends_in_time(route: Route) -> None:
    """However slowly a server drips, in headers or in body, the fetch ends within its time and says so."""
    with desk(SHORT) as here, within(3):
        here.origin.routes["/"] = route
        capture = here.fetch()
        assert capture.failure is State.TIMEOUT
        assert capture.why == "no whole answer within 0.3 s"


def test_the_time_counts_for_all_redirects_together() -> None:
    """Five slow steps have no more time than one."""

    def slowly(_: Asked, line: Line) -> None:
        line.stopped.wait(0.12)
        line.say("HTTP/1.1 302 Found", "Location: /", "Content-Length: 0")

    with desk(SHORT) as here, within(3):
        here.origin.routes["/"] = slowly
        assert here.fetch().failure is State.TIMEOUT
        assert 1 <= len(here.origin.asked) <= 3


def test_a_door_that_closes_waits_for_nobody() -> None:
    """When the daemon stops, a fetch under way ends at once, and none begins."""
    with desk(Limits(seconds=20)) as here, within(3):

        def closes(_: Asked, line: Line) -> None:
            here.door.close()
            line.stopped.wait(5)

        here.origin.routes["/"] = closes
        for _ in range(2):
            capture = here.fetch()
            assert (capture.failure, capture.why) == (State.TIMEOUT, "the monitor was stopped")
        assert len(here.origin.asked) == 1


def hangs_up(_: Asked, line: Line) -> None:
    """The connection ends before a word."""
    line.socket.close()


def speaks_something_else(_: Asked, line: Line) -> None:
    """A mail server's greeting."""
    line.say("220 rivers.example ESMTP")


def has_a_header_without_end(_: Asked, line: Line) -> None:
    """One header of 100 KB."""
    line.say("HTTP/1.1 200 OK", "X: " + "w" * 100_000)


def has_many_headers(_: Asked, line: Line) -> None:
    """500 headers."""
    line.say("HTTP/1.1 200 OK", *(f"X-{number}: w" for number in range(500)))


@pytest.mark.parametrize("route", [hangs_up, speaks_something_else, has_a_header_without_end, has_many_headers])
def test_what_is_no_http_is_offline(route: Route) -> None:
    """A server that hangs up, or says what is no HTTP, has given no answer."""
    with desk() as here:
        here.origin.routes["/"] = route
        capture = here.fetch()
        assert capture.failure is State.OFFLINE
        assert capture.why == "the server closed the connection, or did not answer in HTTP"


def test_a_flood_of_early_answers_is_none() -> None:
    """A server that answers 103 and 103 again has given no answer that anybody could read."""
    with desk() as here:
        here.origin.routes["/"] = lambda _, line: line.say(*["HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n"] * 50)
        capture = here.fetch()
        assert (capture.failure, capture.why) == (State.UNREADABLE, "HTTP 103")


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (200, None),
        (204, State.UNREADABLE),
        (206, State.UNREADABLE),
        (300, State.UNREADABLE),
        (302, State.UNREADABLE),
        (304, State.UNREADABLE),
        (400, None),
        (401, None),
        (403, None),
        (404, None),
        (410, None),
        (451, None),
        (500, State.OFFLINE),
        (503, State.OFFLINE),
        (999, State.UNREADABLE),
    ],
)
def test_statuses(status: int, failure: State | None) -> None:
    """4xx is for the reader, body and all: an API tells there what is wrong. Elsewhere only 200 shows a page."""
    with desk() as here:
        here.origin.serve("/", b"water", status=f"{status} Whatever")
        capture = here.fetch()
        assert (capture.status, capture.failure) == (status, failure)
        assert capture.why == (f"HTTP {status}" if failure else "")
        if failure is None:
            assert capture.body == b"water"
