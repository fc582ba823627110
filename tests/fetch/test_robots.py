from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clock import MovedClock
from monitor.fetch.answer import Answer
from monitor.fetch.robots import Robots
from monitor.model import Capture, State
from origin import Asked, Desk, Line, desk

DENY = b"User-agent: *\nDisallow: /closed\n"
HOUR = timedelta(hours=1)


def look(here: Desk, path: str = "/") -> Capture:
    """Fetch as a kind does that reads pages meant for people."""
    return here.fetch(path, source=here.source(obeys_robots=True))


def test_robots_txt_is_obeyed() -> None:
    """What the site closes to us is not asked, and the state says why; the rest is. The file is read once a day."""
    with desk() as here:
        here.origin.serve("/robots.txt", DENY)
        here.origin.serve("/", b"water")
        assert look(here).body == b"water"
        closed = look(here, "/closed/1")
        assert (closed.failure, closed.status) == (State.ROBOTS, 0)
        assert closed.why == "robots.txt does not allow us /closed/1"
        assert here.origin.paths == ["/robots.txt", "/"]
        here.clock.move(25 * HOUR)
        look(here)
        assert here.origin.paths == ["/robots.txt", "/", "/robots.txt", "/"]


def test_who_need_not_ask_does_not() -> None:
    """An API or a feed is no page for people: its source asks for no robots.txt."""
    with desk() as here:
        here.origin.serve("/robots.txt", b"User-agent: *\nDisallow: /")
        here.origin.serve("/", b"water")
        assert here.fetch().body == b"water"
        assert here.origin.paths == ["/"]


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (b"User-agent: monitor\nDisallow: /\n", False),
        (b"User-agent: Monitor\nDisallow:\n\nUser-agent: *\nDisallow: /\n", True),
        (b"User-agent: otherbot\nDisallow: /\n", True),
        (b"User-agent: *\nDisallow: /*?x=\n", False),
        (b"User-agent: *\nDisallow: /news\nAllow: /news$\n", False),
        (b"User-agent: *\nDisallow: /\nAllow: /news\n", True),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /news\n", False),
        (b"<html><body>Not here, but with a 200.</body></html>", True),
        (b"\xff\xfe\x00junk\nUser-agent *\n", True),
        (b"", True),
    ],
)
def test_rules(rules: bytes, allowed: bool) -> None:
    """Our own group before all others', wildcards, the longer rule, a file that is none."""
    with desk() as here:
        here.origin.serve("/robots.txt", rules)
        here.origin.serve("/news", b"water")
        assert (look(here, "/news?x=1").failure is None) is allowed


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone", "400 Bad Request", "204 No Content"])
def test_no_file_allows_all(status: str) -> None:
    """A site without robots.txt has closed nothing."""
    with desk() as here:
        here.origin.serve("/robots.txt", DENY, status=status)
        here.origin.serve("/closed", b"water")
        assert look(here, "/closed").body == b"water"


def test_a_server_that_errs_on_the_file_is_not_asked() -> None:
    """A 503 for robots.txt refuses us until it can be read; it is asked for again within the hour."""
    with desk() as here:
        here.origin.serve("/robots.txt", status="503 Service Unavailable")
        here.origin.serve("/", b"water")
        for _ in range(3):
            capture = look(here)
            assert capture.failure is State.ROBOTS
            assert "robots.txt cannot be read (HTTP 503)" in capture.why
        assert here.origin.paths == ["/robots.txt"]
        here.origin.serve("/robots.txt", b"")
        here.clock.move(HOUR)
        assert look(here).body == b"water"


def test_the_last_word_stands_while_the_file_cannot_be_read() -> None:
    """Rules that we had from the site hold while its server cannot give them anew."""
    with desk() as here:
        here.origin.serve("/robots.txt", DENY)
        here.origin.serve("/", b"water")
        look(here)
        here.origin.serve("/robots.txt", status="500 Internal Server Error")
        here.clock.move(25 * HOUR)
        assert look(here).body == b"water"
        assert look(here, "/closed").failure is State.ROBOTS


def test_a_server_that_is_down_is_said_to_be_down() -> None:
    """Where nothing answers at all, the state is that, and not that robots.txt forbids."""
    with desk() as here:

        @here.origin.route("/robots.txt")
        def _(_: Asked, line: Line) -> None:
            line.socket.close()

        assert look(here).failure is State.OFFLINE


def test_a_crawl_delay_is_kept_up_to_ten_seconds() -> None:
    """A site that wants time between two requests gets it, ten seconds at most."""
    for told, waited in ((b"4", 4), (b"3600", 10), (b"junk", 0)):
        with desk() as here:
            here.origin.serve("/robots.txt", b"User-agent: *\nCrawl-delay: " + told)
            here.origin.serve("/", b"water")
            look(here)
            before = here.clock.now()
            look(here)
            assert here.clock.now() - before == timedelta(seconds=waited)


def test_the_file_is_fetched_under_guard() -> None:
    """A robots.txt that leads to a private address is not followed there; one that leads to itself ends."""
    with desk() as here:
        here.origin.redirect("/robots.txt", here.canary.url("/robots.txt"))
        here.origin.serve("/", b"water")
        assert look(here).body == b"water"
        assert here.canary.connections == 0
    with desk() as here:
        here.origin.redirect("/robots.txt", "/robots.txt")
        here.origin.serve("/", b"water")
        assert look(here).body == b"water"


def test_the_file_gets_no_secrets() -> None:
    """Tokens and headers of a source are for its own address, not for robots.txt."""
    with desk() as here:
        source = here.source(obeys_robots=True, headers=(("Authorization", "Bearer own"),))
        here.fetch(source=source, secret_query=(("access_token", "s3cret-token"),))
        assert here.origin.asked[0].target == "/robots.txt"
        assert "authorization" not in here.origin.asked[0].headers
        assert here.origin.asked[1].target == "/?access_token=s3cret-token"


def test_a_redirect_into_what_is_closed_is_not_followed() -> None:
    """Each step of a redirect is held against the robots.txt of its site."""
    with desk() as here:
        here.origin.serve("/robots.txt", DENY)
        here.origin.redirect("/", "/closed")
        assert look(here).failure is State.ROBOTS
        assert here.origin.paths == ["/robots.txt", "/"]


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.characters(codec="utf-8"), max_size=200), st.sampled_from(["Disallow", "Crawl-delay", "User-agent", ""])
)
def test_no_junk_raises(junk: str, field: str) -> None:
    """Whatever stands in the file, there is a verdict."""
    rules = f"User-agent: *\n{field}: {junk}\n{junk}"
    Robots(MovedClock()).verdict("https://rivers.example/news?x=1", lambda _: Answer(200, body=rules.encode()))


def test_hostile_rules_take_no_time() -> None:
    """Thousands of patterns full of wildcards are matched in no time."""
    with desk() as here:
        pattern = b"Disallow: /" + b"*a" * 200 + b"b\n"
        here.origin.serve("/robots.txt", b"User-agent: *\n" + pattern * 1000)
        path = "/" + "a" * 3000
        here.origin.serve(path, b"water")
        assert look(here, path).body == b"water"
