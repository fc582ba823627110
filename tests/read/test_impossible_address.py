import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import NOW
from monitor.model import Capture, Purpose, Request, State
from monitor.read.nowhere import impossible, mark

HOME = "https://bridges.example"


def answer(url: str, said: str, *, led_to: str | None = None, **more: object) -> Capture:
    """What a site answers."""
    html = f"<!doctype html><html><head><title>Office of Bridges</title></head><body>{said}</body></html>"
    request = Request(url, Purpose.ITEM, "a")
    given = {"status": 200, "headers": (("content-type", "text/html; charset=utf-8"),), "body": html.encode()}
    return Capture("bridges", request, led_to or url, NOW, **{**given, **more})


SORRY = "<h1>Sorry</h1><p>The page {} that you were looking for could not be found. Page made in {} ms.</p>"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (f"{HOME}/news/bridge-opens", "/news/"),
        (f"{HOME}/news/bridge-opens/", "/news/"),
        (f"{HOME}/news/2026/bridge.html", "/news/2026/"),
        (f"{HOME}/news.php?id=1234&lang=en", "/news.php?id="),
        (f"{HOME}/news/1234", "/news/"),
    ],
)
def test_an_impossible_address_is_like_a_real_one(url: str, kept: str) -> None:
    """Its path, its ending and the kind of its name stay; the name is one that nobody gave."""
    made = impossible(url, "office/1")
    assert made is not None
    assert made != url
    assert made.startswith(HOME + kept)
    assert made.endswith("/") == url.endswith("/")
    assert made.endswith(".html") == url.endswith(".html")
    assert ("lang=en" in made) == ("lang=en" in url)
    assert impossible(url, "office/2") != made
    if url.endswith("1234"):
        assert made.rpartition("/")[2].isdecimal()


def test_a_home_page_names_nothing() -> None:
    """An address without a name has no like."""
    assert impossible(f"{HOME}/", "x") is None
    assert impossible(HOME, "x") is None


def test_two_pages_that_say_not_found_are_the_same() -> None:
    """The address in them and the numbers that run do not count."""
    one = answer(f"{HOME}/news/bridge-opens", SORRY.format("/news/bridge-opens", 12))
    other = answer(f"{HOME}/news/k7x2", SORRY.format("/news/k7x2", 9))
    assert mark(one) == mark(other) is not None


def test_two_posts_are_not_the_same() -> None:
    """A post says something of its own."""
    one = answer(f"{HOME}/news/a", "<p>The bridge over the invented river is open.</p>")
    other = answer(f"{HOME}/news/b", "<p>The bridge over the invented lake is closed.</p>")
    assert mark(one) != mark(other)


def test_two_that_lead_to_the_same_place_are_the_same() -> None:
    """A site that leads what is not there to its first page says so by that."""
    one = answer(f"{HOME}/news/a", "<p>Welcome. Today: sunny in the invented town.</p>", led_to=f"{HOME}/")
    other = answer(f"{HOME}/news/b", "<p>Welcome. Today: rainy in the invented town.</p>", led_to=f"{HOME}/")
    there = answer(f"{HOME}/news/b", "<p>Welcome.</p>", led_to=f"{HOME}/en/news/b")
    assert mark(one) == mark(other)
    assert mark(there) not in (None, mark(one))


@pytest.mark.parametrize(
    "given",
    [
        answer(f"{HOME}/a", "<p>Gone for ever, as everything must be one day.</p>", status=404),
        answer(f"{HOME}/a", "<p>Gone for ever, as everything must be one day.</p>", failure=State.TIMEOUT),
        answer(f"{HOME}/a", "<p>Hm.</p>"),
        answer(f"{HOME}/a", "<p>Please log in to read this.</p><input type='password'>"),
        answer(f"{HOME}/a", "<p>Please verify you are human before you go on, thank you.</p>"),
        answer(f"{HOME}/a", "", body=b'{"text": "This is no page, though it is long enough."}'),
    ],
    ids=["an honest 404", "no answer", "next to nothing", "a log-in page", "a test for humans", "no page"],
)
def test_what_says_nothing_has_no_mark(given: Capture) -> None:
    """Nothing is learned from what would be the same whatever stands there, or tells it by itself."""
    assert mark(given) is None


@given(st.text(max_size=40), st.binary(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_address_and_any_bytes_are_answered(path: str, body: bytes) -> None:
    """Nothing that a site links to or sends ends a poll."""
    url = f"{HOME}/{path}"
    impossible(url, "x")
    mark(answer(url, "", body=b"<html>" + body))
