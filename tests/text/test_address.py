import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.address import canonical

PLAIN = "https://www.bridges.example/news/1"


@pytest.mark.parametrize(
    "other",
    [
        "http://www.bridges.example/news/1",
        "https://bridges.example/news/1/",
        "https://WWW.Bridges.Example:443/news/1",
        "https://www.bridges.example/news/1?utm_source=feed&fbclid=abc",
        "https://www.bridges.example/news/1#comments",
        "https://www.bridges.example/news/1;jsessionid=0A1B2C",
        "https://user:secret@www.bridges.example/news/1",
        "https://www.bridges.example/news/1?sid=0123456789abcdef0123",
        "  https://www.bridges.example/news/1\n",
    ],
)
def test_links_to_one_post_are_one(other: str) -> None:
    """Scheme, `www`, tracking, sessions, a final slash and an anchor do not make another post."""
    assert canonical(other) == canonical(PLAIN) == "//bridges.example/news/1"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("https://bridges.example/?id=1", "https://bridges.example/?id=2"),
        ("https://bridges.example/story?sid=12", "https://bridges.example/story?sid=13"),
        ("https://bridges.example/a", "https://bridges.example/A"),
        ("https://bridges.example/#!/news/1", "https://bridges.example/#!/news/2"),
        ("https://bridges.example/#/news/1", "https://bridges.example/#/news/2"),
        ("https://bridges.example:8080/a", "https://bridges.example/a"),
        ("https://bridges.example/a%2Fb", "https://bridges.example/a/b"),
        ("https://rivers.example/a", "https://bridges.example/a"),
    ],
)
def test_two_posts_stay_two(one: str, two: str) -> None:
    """What tells posts apart is kept: the query, the case of the path, a fragment that is a route."""
    assert canonical(one) != canonical(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("https://bridges.example/ស្ពាន", "https://bridges.example/%e1%9e%9f%E1%9F%92%E1%9E%96%E1%9E%B6%E1%9E%93"),
        ("https://日本.example/a", "https://xn--wgv71a.example/a"),
        ("https://bridges.example/?q=橋", "https://bridges.example/?q=%E6%A9%8B"),
    ],
)
def test_letters_and_their_escapes_are_one(one: str, two: str) -> None:
    """A link written in Khmer or Japanese and the same link escaped lead to one post."""
    assert canonical(one) == canonical(two)


@given(st.text(max_size=60) | st.from_regex(r"https?://[a-z0-9.\-\[\]:]{0,20}/[^\n]{0,30}", fullmatch=True))
@settings(max_examples=100, deadline=None)
def test_no_link_is_too_odd(url: str) -> None:
    """Whatever a page calls a link is equal to itself, and nothing is raised."""
    assert canonical(url) == canonical(url) == canonical(f" {url}")
