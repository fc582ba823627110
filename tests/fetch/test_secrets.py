import logging
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.fetch.secret import Secrets
from monitor.model import Request, State
from origin import Asked, Line, desk

TOKEN = "EAAB/invented|token+1"
QUERY = (("access_token", TOKEN),)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=6, max_size=30), st.sampled_from(["", "?a=b", "?a&a=%2F&c="]))
def test_what_is_added_can_be_taken_away(value: str, query: str) -> None:
    """A secret added to an address is found in it, and the address without it is the one of before."""
    secrets = Secrets((("token", value),))
    url = f"https://rivers.example/feed{query}"
    wire = secrets.added_to(url)
    assert secrets.are_in(wire)
    assert secrets.taken_from(wire) == url
    assert secrets.masked(f"before {value} after") == "before *** after"


def test_a_masked_body_is_compared_as_it_is_kept() -> None:
    """A list that gives the token back is unchanged when it is, so that the mask is no change of its own."""
    with desk() as here:
        here.origin.serve("/", TOKEN.encode())
        first = here.fetch(secret_query=QUERY)
        assert here.fetch(secret_query=QUERY, validators=first.validators).unchanged


def test_the_token_is_on_the_wire_and_nowhere_else() -> None:
    """The server gets the token; what it writes back of it, in any spelling, is masked before anything is kept."""
    echoes = [
        TOKEN,
        "EAAB%2Finvented%7Ctoken%2B1",
        "EAAB%2finvented%7ctoken%2b1",
        "EAAB\\/invented|token+1",
        "EAAB%2Finvented%7Ctoken+1".replace("+", "%2B"),
    ]
    with desk() as here:

        @here.origin.route("/feed")
        def _(asked: Asked, line: Line) -> None:
            line.ok(
                " ".join(echoes).encode(), f"X-Echo: {TOKEN}", "Link: </next?access_token=EAAB%2Finvented%7Ctoken%2B1>"
            )

        capture = here.fetch("/feed?fields=id", secret_query=QUERY)
        assert here.origin.asked[0].target == "/feed?fields=id&access_token=EAAB%2Finvented%7Ctoken%2B1"
        assert capture.url == capture.request.url == here.origin.url("/feed?fields=id")
        assert capture.body == b"*** *** *** *** ***"
        assert capture.request.secret_query == ()
        assert "invented" not in repr(capture)
        assert "invented" not in str(capture.headers)


@pytest.mark.parametrize("path", ["hangs-up", "nowhere", "private", "slow"])
def test_no_failure_tells_the_token(path: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever goes wrong, neither the reason nor any log line holds the token."""

    def numbers_only(host: str, port: int) -> Sequence[str]:
        if host.endswith(".invalid"):
            raise OSError(-2, "Name or service not known")
        return [host]

    with desk(resolver=numbers_only) as here, caplog.at_level(logging.INFO):
        here.origin.routes["/hangs-up"] = lambda _, line: line.socket.close()
        here.origin.redirect("/nowhere", f"http://nobody.invalid/?access_token={TOKEN}")
        here.origin.redirect("/private", here.canary.url(f"/?access_token={TOKEN}"))
        here.origin.routes["/slow"] = lambda _, line: line.say("HTTP/1.1 200 OK", "Content-Length: 9", body=b"w")
        capture = here.fetch(f"/{path}", secret_query=QUERY)
        assert capture.failure in (State.OFFLINE, State.REFUSED_ADDRESS, State.INCOMPLETE)
        assert "invented" not in f"{capture!r} {caplog.text}"


def test_a_user_in_an_address_is_not_asked_and_not_shown() -> None:
    """An address with a password in it is refused, and kept without the password."""
    with desk() as here:
        capture = here.door.fetch(Request(here.origin.url().replace("//", "//user:hunter2@")), here.source())
        assert capture.failure is State.REFUSED_ADDRESS
        assert "hunter2" not in repr(capture)
        assert here.origin.connections == 0


def test_headers_cannot_break_a_line() -> None:
    """Control characters in a header of the server's are blanks in what is kept."""
    with desk() as here:
        here.origin.serve("/", b"water", "X-Odd: a\x00b\x1bc", "X-Folded: a\r\n b")
        capture = here.fetch()
        assert capture.header("x-odd") == "a b c"
        assert not any(char < " " for _, value in capture.headers for char in value)
