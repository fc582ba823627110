import threading
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clock import START, MovedClock
from monitor.fetch.manners import LONGEST_SILENCE, SILENCE_AFTER_429, Manners, silence_asked
from monitor.model import State
from origin import Asked, Line, desk


@pytest.mark.parametrize(
    ("status", "told", "wait"),
    [
        (429, "120", timedelta(seconds=120)),
        (503, "120", timedelta(seconds=120)),
        (429, "Mon, 02 Mar 2026 09:05:00 GMT", timedelta(minutes=5)),
        (429, "Mon, 02 Mar 2026 10:05:00 +0100", timedelta(minutes=5)),
        (429, "Mon, 02 Mar 2026 09:05:00", timedelta(minutes=5)),
        (503, "Mon, 02 Mar 2026 08:00:00 GMT", timedelta(0)),
        (429, "0", timedelta(0)),
        (429, "9" * 5000, LONGEST_SILENCE),
        (429, "999999999", LONGEST_SILENCE),
        (429, "Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_SILENCE),
        (429, "-5", SILENCE_AFTER_429),
        (429, "soon", SILENCE_AFTER_429),
        (429, "", SILENCE_AFTER_429),
        (429, "１２", SILENCE_AFTER_429),
        (503, "soon", None),
        (503, "", None),
        (500, "120", None),
        (200, "120", None),
    ],
)
def test_how_long_a_host_wants_silence(status: int, told: str, wait: timedelta | None) -> None:
    """Seconds or a date, at most a day; junk after "too many requests" is met with a minute."""
    assert silence_asked(status, told, START) == wait


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_no_junk_raises(told: str) -> None:
    """Whatever stands in Retry-After, the wait lies between nothing and a day."""
    assert timedelta(0) <= (silence_asked(429, told, START) or timedelta(0)) <= LONGEST_SILENCE


def test_a_host_that_asks_for_silence_gets_it() -> None:
    """After a 429 the host is asked nothing until its time, by no source; then again."""
    with desk() as here:
        here.origin.serve("/", b"enough", "Retry-After: 120", status="429 Too Many Requests")
        here.origin.serve("/other", b"water")
        first = here.fetch()
        until = START + timedelta(seconds=120)
        assert (first.status, first.failure, first.retry_after) == (429, State.RATE_LIMITED, until)
        assert first.body == b"enough"
        here.clock.move(timedelta(seconds=60))
        second = here.fetch("/other", source=here.source(id="bridges"))
        assert (second.status, second.failure, second.retry_after) == (0, State.RATE_LIMITED, until)
        assert "until 2026-03-02T09:02:00Z" in second.why
        assert here.origin.paths == ["/"]
        here.clock.move(timedelta(seconds=61))
        assert here.fetch("/other").body == b"water"


def test_a_busy_server_that_says_when_is_not_asked_before() -> None:
    """A 503 with a time asks for silence; without one the server is merely down."""
    with desk() as here:
        here.origin.serve("/", b"", status="503 Service Unavailable")
        assert here.fetch().failure is State.OFFLINE
        here.origin.serve("/", b"", "Retry-After: 60", status="503 Service Unavailable")
        assert here.fetch().failure is State.RATE_LIMITED


def test_the_gap_between_two_requests() -> None:
    """Two requests to a host lie at least the gap apart; the first waits for nothing."""
    with desk() as here:
        here.origin.serve("/", b"water")
        source = here.source(gap=timedelta(seconds=3))
        asked_at: list[datetime] = []
        for _ in range(3):
            here.fetch(source=source)
            asked_at.append(here.clock.now())
        assert [at - START for at in asked_at] == [timedelta(seconds=wait) for wait in (0, 3, 6)]
        here.clock.move(timedelta(seconds=10))
        here.fetch(source=source)
        assert here.clock.now() - asked_at[-1] == timedelta(seconds=10)


def test_a_stop_waits_for_no_gap() -> None:
    """When the monitor is stopped while it waits for its turn, it does not wait to the end."""

    class StoppedWhileWaiting(MovedClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            manners.close()

    clock = StoppedWhileWaiting()
    manners = Manners(clock)
    for _ in range(2):
        with manners.turn("rivers.example", 60.0):
            pass
    assert clock.monotonic() < 1


def test_one_connection_per_host() -> None:
    """However many sources ask a host at the same time, it sees one connection after the other."""
    at_work: list[str] = []
    counts: list[int] = []
    with desk() as here:

        @here.origin.route("/")
        def _(_: Asked, line: Line) -> None:
            at_work.append("one")
            counts.append(len(at_work))
            line.stopped.wait(0.01)
            at_work.pop()
            line.ok(b"water")

        bodies: list[bytes] = []
        threads = [threading.Thread(target=lambda: bodies.append(here.fetch().body)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert bodies == [b"water"] * 8
        assert counts == [1] * 8


def test_hosts_without_a_memory_are_forgotten() -> None:
    """A page that leads to ever new hosts does not fill our memory; who asked for silence stays remembered."""
    clock = MovedClock()
    manners = Manners(clock)
    manners.hush("silent.example", timedelta(hours=1))
    for number in range(2500):
        clock.move(timedelta(seconds=1))
        with manners.turn(f"{number}.example", 0.0) as silence:
            assert silence == 0
    assert len(manners._hosts) <= 1001
    with manners.turn("silent.example", 0.0) as silence:
        assert silence == 3600 - 2500


def test_who_we_say_we_are() -> None:
    """The User-Agent names the monitor and the newsroom's contact; languages are asked for as the source has them."""
    with desk() as here:
        here.origin.serve("/", b"water", "Set-Cookie: a=b", "X-Kept: yes")
        capture = here.fetch()
        asked = here.origin.asked[0].headers
        assert asked["user-agent"].startswith("monitor/20")
        assert asked["user-agent"].endswith(" (+desk@newsroom.example)")
        assert asked["accept-language"] == "en"
        assert capture.header("x-kept") == "yes"
        assert capture.header("set-cookie") is None
        here.fetch(source=here.source(languages=("km", "ja"), headers=(("X-Own", "own"), ("accept", "text/html"))))
        asked = here.origin.asked[1].headers
        assert (asked["accept-language"], asked["x-own"], asked["accept"]) == ("km, ja;q=0.9", "own", "text/html")
        assert "cookie" not in asked


def test_a_header_that_cannot_be_sent_is_told() -> None:
    """A header of the operator's that breaks the line is no crash."""
    with desk() as here:
        capture = here.fetch(source=here.source(headers=(("X-Own", "a\r\nb: c"),)))
        assert capture.failure is State.REFUSED_ADDRESS
        assert here.origin.connections == 0
