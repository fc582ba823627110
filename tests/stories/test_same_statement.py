"""What an office does to identifiers, addresses and order, and what is still the same statement."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsroom import Newsroom, newsroom
from offices import Feed

MINUTES, DAYS = timedelta(minutes=1), timedelta(days=1)
TEXT = (
    "Japan and Cambodia resume direct flights to the invented town of Aba from {0} April, the ministry announces. "
    "Travellers need no visa for a stay of 14 days. Tickets are sold at the office of bridges by the river."
)


def items(shown: Sequence[tuple[str, str, int, datetime]]) -> str:
    """A feed of these: identifier, address, number, time."""
    told = "".join(
        f"<item><title>Flights to Aba from {number} April</title><guid>{guid}</guid><link>{link}</link>"
        f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>{TEXT.format(number)}</description></item>"
        for guid, link, number, at in shown
    )
    return f'<rss version="2.0"><channel><title>Ministry of Rivers</title>{told}</channel></rss>'


MISHAPS: dict[str, Callable[[int, int], tuple[str, str]]] = {
    "an identifier that is new at each look": lambda look, n: (f"{look}-{n}", f"https://rivers.example/news/{n}"),
    "one identifier for all": lambda look, n: ("rivers", f"https://rivers.example/news/{n}"),
    "http and https": lambda look, n: (("http", "https")[look % 2] + f"://rivers.example/news/{n}",) * 2,
    "with and without www": lambda look, n: ("https://" + ("", "www.")[look % 2] + f"rivers.example/news/{n}",) * 2,
    "a slash at the end": lambda look, n: (f"https://rivers.example/news/{n}" + "/" * (look % 2),) * 2,
    "tracking": lambda look, n: (f"https://rivers.example/news/{n}?utm_source=feed&utm_id={look}&fbclid=x{look}",) * 2,
    "another domain": lambda look, n: (f"https://rivers{look}.example/news/{n}",) * 2,
    "another place on the site": lambda look, n: (f"https://rivers.example/{look}/news/{n}",) * 2,
    "an address without a number, identifiers that stay": lambda look, n: (f"{n}", "https://rivers.example/"),
}


@pytest.mark.parametrize("mishap", MISHAPS)
def test_a_feed_that_names_its_posts_anew(tmp_path: Path, mishap: str) -> None:
    """Each post is told once and is one statement, whatever becomes of its identifier and address."""
    name = MISHAPS[mishap]
    with newsroom(tmp_path, Feed.source()) as room:
        then = room.clock.now() - DAYS * 3
        for look in range(6):
            newest = 4 + (look >= 2)
            posts = [(*name(look, n), n, then + (n - 1) * DAYS / 2) for n in range(newest, 0, -1)]
            if look % 2:
                posts[1], posts[2] = posts[2], posts[1]
            room.site.put("/feed.xml", items(posts), "application/rss+xml")
            room.let(15 * MINUTES)
        assert_told_once(room, {"5 April"}, statements=5)


def assert_told_once(room: Newsroom, news: set[str], statements: int) -> None:
    """The desk was told of these, once each, and of nothing else; so many statements are known."""
    assert [each["change"] for each in room.desk] == ["new"] * len(news)
    assert {word for word in news for each in room.desk if word in each["text"]} == news
    assert sum(each.statements for each in room.store.health(["office"])) == statements
    assert room.ops == []


LISTING = """\
  - {id: office, name: Ministry of Rivers (invented), kind: listing, url: "{site}/press", side: JP, about: [KH],
     allow_private: true, every: 5m, gap: 0s}
"""


def show_list(room: Newsroom, place: str, numbers: Sequence[int], ends: str = "") -> None:
    """A site whose list shows these posts, at addresses below this place."""
    room.site.pages.clear()
    rows = "".join(f'<li><a href="{place}/{n}.html{ends}">Flights to Aba from {n} April</a></li>' for n in numbers)
    room.site.put(
        "/press", f"<html><body><h1>Press releases</h1><ul>{rows}</ul><p>Office by the river</p></body></html>"
    )
    for n in range(1, 10):
        text = f"<h1>Flights to Aba from {n} April</h1><p>{TEXT.format(n)}</p>"
        room.site.put(f"{place}/{n}.html", f"<html><body><article>{text}</article></body></html>")


def test_a_site_that_moves_its_pages(tmp_path: Path) -> None:
    """When each page of a site has a new address, and nothing stands at the old ones, no statement is lost or new."""
    with newsroom(tmp_path, LISTING) as room:
        show_list(room, "/news", [4, 3, 2, 1])
        room.let(10 * MINUTES, steps=2)
        show_list(room, "/news", [5, 4, 3, 2, 1])
        room.let(30 * MINUTES, steps=3)
        show_list(room, "/2026/press", [5, 4, 3, 2, 1])
        room.let(60 * MINUTES, steps=6)
        show_list(room, "/2026/press", [3, 5, 4, 2, 1], ends="?utm_source=list")
        room.let(60 * MINUTES, steps=6)
        assert_told_once(room, {"5 April"}, statements=5)


def test_a_list_that_is_emptied_on_the_first_of_the_month(tmp_path: Path) -> None:
    """What stood in the list of last month is not taken down, though the list is empty for days and then has others."""
    with newsroom(tmp_path, LISTING) as room:
        show_list(room, "/news", [4, 3, 2, 1])
        room.let(10 * MINUTES, steps=2)
        show_list(room, "/news", [5, 4, 3, 2, 1])
        room.let(30 * MINUTES, steps=3)
        show_list(room, "/news", [])
        room.let(2 * DAYS, steps=16)
        show_list(room, "/news", [6])
        room.let(1 * DAYS, steps=8)
        show_list(room, "/news", [7, 6])
        room.let(1 * DAYS, steps=8)
        assert [each["change"] for each in room.desk] == ["new", "new", "new"]
        assert room.ops == []
