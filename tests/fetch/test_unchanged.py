from datetime import timedelta
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from clock import START
from monitor.fetch.condition import wants_whole
from monitor.model import State, Validators
from origin import Asked, Line, desk

SHA256 = sha256(b"water").hexdigest()


def test_not_modified_is_unchanged() -> None:
    """A server is asked whether the page has changed, with what it gave us; its 304 means: as before."""
    with desk() as here:

        @here.origin.route("/")
        def _(asked: Asked, line: Line) -> None:
            if asked.headers.get("if-none-match") == '"1"' and asked.headers.get("if-modified-since"):
                line.say("HTTP/1.1 304 Not Modified", 'ETag: "1"')
            else:
                line.ok(b"water", 'ETag: "1"', "Last-Modified: Mon, 02 Mar 2026 08:00:00 GMT")

        here.clock.move(here.until_conditional("/"))
        first = here.fetch()
        assert not first.unchanged
        assert first.validators == Validators('"1"', "Mon, 02 Mar 2026 08:00:00 GMT", SHA256)
        second = here.fetch(validators=first.validators)
        assert (second.status, second.unchanged, second.body) == (304, True, b"")


def test_the_same_bytes_are_unchanged() -> None:
    """A server that knows no validators is unchanged when the bytes are."""
    with desk() as here:
        here.origin.serve("/", b"water")
        capture = here.fetch(validators=Validators(sha256=SHA256))
        assert (capture.status, capture.unchanged, capture.body) == (200, True, b"water")


def test_an_equal_etag_over_other_bytes_is_a_change() -> None:
    """An edit under a constant ETag is not lost when the server sends the page."""
    with desk() as here:
        here.origin.serve("/", b"wine", 'ETag: "1"')
        assert not here.fetch(validators=Validators('"1"', None, SHA256)).unchanged


def test_the_same_bytes_under_an_error_are_no_unchanged_page() -> None:
    """A 404 with the body of before is a 404; a 304 that nobody asked for is nothing."""
    with desk() as here:
        here.origin.serve("/", b"water", status="404 Not Found")
        assert not here.fetch(validators=Validators(sha256=SHA256)).unchanged
        here.origin.serve("/", status="304 Not Modified")
        capture = here.fetch(validators=Validators(sha256=SHA256))
        assert (capture.failure, capture.unchanged) == (State.UNREADABLE, False)


def test_a_server_that_never_has_news_is_asked_for_the_whole_page_each_day() -> None:
    """A page behind an eternal 304 is read whole once a day at least: an edit is not hidden for ever."""
    with desk() as here:

        @here.origin.route("/")
        def _(asked: Asked, line: Line) -> None:
            if "if-none-match" in asked.headers:
                line.say("HTTP/1.1 304 Not Modified")
            else:
                line.ok(b"wine")

        seen = []
        for _poll in range(24 * 6):
            seen.append(here.fetch(validators=Validators('"1"', None, SHA256)).unchanged)
            here.clock.move(timedelta(minutes=10))
        assert 1 <= seen.count(False) <= 2


@settings(max_examples=50, deadline=None)
@given(
    st.text(max_size=30),
    st.integers(1, 600),
    st.integers(0, 3000),
)
def test_each_day_has_its_whole_poll(url: str, minutes: int, hour: int) -> None:
    """However often a source is polled, a day of polls has one without conditions, and most with them."""
    every = timedelta(minutes=minutes)
    polls = [
        wants_whole(url, every, START + timedelta(hours=hour) + every * number) for number in range(1440 // minutes + 1)
    ]
    assert any(polls)
    assert minutes > 300 or sum(polls) <= 4


def test_validators_that_could_do_harm_are_not_sent() -> None:
    """An ETag that breaks a line, or is a kilobyte long, is not sent back."""
    with desk() as here:
        here.origin.serve("/", b"water")
        here.clock.move(here.until_conditional("/"))
        here.fetch(validators=Validators('"1"\r\nX: y', "w" * 2000))
        assert not {"if-none-match", "if-modified-since", "x"} & here.origin.asked[0].headers.keys()
