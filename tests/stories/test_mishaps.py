from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from newsroom import Newsroom, newsroom

HOUR = timedelta(hours=1)
SAID = "Direct flights between Cambodia and Japan resume in April, says statement {}. "
MORE = "Travellers need a visa, and show a certificate on arrival. The office answers questions by telephone. " * 4
FRONT = "<h1>Welcome</h1>" + "<p>The office builds bridges between two banks, and opens its doors at eight.</p>" * 6
FEED = """\
  - {id: bridges, name: Office of Bridges (invented), kind: feed, url: "{site}/feed.xml", side: JP, about: [KH],
     allow_private: true, every: 10m}
"""
LISTING = """\
  - {id: bridges, name: Office of Bridges (invented), kind: listing, url: "{site}/news", side: JP, about: [KH],
     allow_private: true, every: 1h}
"""


def show_feed(room: Newsroom, at: datetime, more: str) -> None:
    """Eight posts, an hour apart, with so much of their texts."""
    items = "".join(
        f"<item><guid>{n}</guid><title>Statement {n}</title><description>{SAID.format(n)}{more}</description>"
        f"<pubDate>{format_datetime(at - n * HOUR)}</pubDate></item>"
        for n in range(1, 9)
    )
    room.site.put("/feed.xml", f'<rss version="2.0"><channel>{items}</channel></rss>', "application/rss+xml")


def page(body: str, title: str) -> str:
    """A page of the office's site."""
    return f"<!doctype html><html lang=en><head><title>{title}</title></head><body><main>{body}</main></body></html>"


def show_posts(room: Newsroom, at: datetime, instead: str | None = None) -> None:
    """A list of eight posts and their own pages, or what stands in the place of each page."""
    titles = {n: f"Statement {n} of the office on flights" for n in range(1, 9)}
    days = {n: f"{at - timedelta(days=n):%d %B %Y}" for n in titles}
    rows = "".join(f"<li><span>{days[n]}</span> <a href='/p/{n}'>{titles[n]}</a></li>" for n in titles)
    room.site.put("/news", page(f"<h1>News</h1><ul class=news>{rows}</ul>", "News"))
    for n, title in titles.items():
        post = page(f"<article><h1>{title}</h1><p>{days[n]}</p><p>{SAID.format(n)}{MORE}</p></article>", title)
        room.site.put(f"/p/{n}", instead or post)


def test_a_feed_that_shows_summaries_for_an_hour_edits_nothing(tmp_path: Path) -> None:
    """When all texts of a feed are cut at once, and whole again later, the desk is told of no edit."""
    with newsroom(tmp_path, FEED) as room:
        at = room.clock.now()
        show_feed(room, at, MORE)
        room.let(HOUR, steps=6)
        assert [told["change"] for told in room.desk] == ["new"] * 8
        for more in ("", MORE):
            show_feed(room, at, more)
            room.let(HOUR, steps=6)
        assert len(room.desk) == 8
        assert room.ops == []


def test_a_site_that_answers_every_address_with_its_front_page_edits_nothing(tmp_path: Path) -> None:
    """When the front page stands at the address of each post for two days, nothing is told as edited or gone."""
    with newsroom(tmp_path, LISTING) as room:
        at = room.clock.now()
        show_posts(room, at)
        room.let(6 * HOUR, steps=6)
        told = len(room.desk)
        show_posts(room, at, page(FRONT, "Office of Bridges"))
        room.let(48 * HOUR, steps=48)
        show_posts(room, at)
        room.let(48 * HOUR, steps=48)
        assert room.desk[told:] == []
        assert room.ops == []
