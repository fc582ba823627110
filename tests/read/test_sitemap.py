"""What the `sitemap` reader lists, what it looks at again, and why an address that disappears proves little."""

import gzip
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from fakes import FakeDoor, known, remembered
from monitor.diff import diff
from monitor.model import Before, Capture, Entry, Known, Reading, Request, Source, State
from monitor.nowhere import LEARNED
from monitor.read import READERS
from monitor.read.sitemap import MOST_PAGES
from monitor.times import iso
from monitor.visit import Budget, Visit, visit

SITEMAP = READERS["sitemap"]
HOME = "https://bridges.example"
INDEX = f"{HOME}/sitemap.xml"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOTHING_KNOWN = Before()
LONG = "The invented office opened the bridge on Sunday, after four years of work, and thanked all who had built it."


def source(**keys: Any) -> Source:
    """An invented office."""
    options = SITEMAP.options(**{"url": INDEX, **keys})
    return Source("bridges", "Office of Bridges", "sitemap", options, SITEMAP.home(options))


def urlset(*places: tuple[str, str | None]) -> bytes:
    """A sitemap of paths with the times of their last change."""
    told = "".join(
        f"<url><loc>{HOME}{path}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</url>"
        for path, changed in places
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{told}</urlset>'.encode()


def index(*names: str) -> bytes:
    """An index of sitemaps."""
    told = "".join(f"<sitemap><loc>{HOME}/{name}</loc></sitemap>" for name in names)
    return f'<?xml version="1.0"?><sitemapindex>{told}</sitemapindex>'.encode()


def article(text: str = LONG) -> bytes:
    """A post's own page."""
    return f"<html><body><article><h1>A bridge</h1><p>{text}</p></article></body></html>".encode()


def read(body: bytes, before: Before = NOTHING_KNOWN, **keys: Any) -> Reading:
    """What is read of a sitemap."""
    request = SITEMAP.ask(source(**keys), before)
    return SITEMAP.read(Capture("bridges", request, request.url, NOW, 200, (), body), source(**keys), before)


def asked(door: FakeDoor, before: Before) -> Visit:
    """One visit."""
    return visit(SITEMAP, source(), before, door, NOW)


def opened(path: str, rank: int, **changes: Any) -> Known:
    """A statement whose page was read an hour ago."""
    page = Entry(f"//bridges.example{path}", f"{HOME}{path}", "A bridge", LONG)
    return known(page, rank, opened=True, looked_at=NOW - timedelta(minutes=30), **changes)


def knowing(*those: Known, **changes: Any) -> Before:
    """A source that was read before, and whose answer where nothing stands is learned."""
    changes["learned"] = {LEARNED: {"at": iso(NOW), "mark": None}, **changes.get("learned", {})}
    return Before(
        known={each.key: each for each in those},
        baseline_at=NOW - timedelta(days=9),
        last_whole_at=NOW - timedelta(minutes=15),
        **changes,
    )


@pytest.mark.parametrize("match", ["news/", "", "/a b"])
def test_what_is_wanted_is_the_beginning_of_a_path(match: str) -> None:
    """`match` begins with a slash and holds no blank."""
    with pytest.raises(ValidationError):
        source(match=match)


def test_what_is_new_is_opened() -> None:
    """A page that was not listed before is read at its own address."""
    door = FakeDoor({INDEX: urlset(("/news/2", "2026-03-02"), ("/news/1", "2026-03-01")), f"{HOME}/news/2": article()})
    reading = asked(door, knowing(opened("/news/1", 0))).reading
    assert [entry.text for entry in reading.entries] == [LONG]
    assert door.asked == [INDEX, f"{HOME}/news/2"]


def test_a_changed_time_is_a_reason_to_look_and_no_edit() -> None:
    """A page that says it was changed since we looked is read again first; one that says the same is no edit."""
    body = urlset(("/news/1", "2026-03-02T08:45:00Z"), ("/news/2", "2026-03-02T08:00:00Z"), ("/news/3", "2026-03-01"))
    before = knowing(*(opened(f"/news/{number}", number) for number in (1, 2, 3)))
    assert read(body, before).hinted == ("//bridges.example/news/1",)
    for text, edits in ((LONG, []), (f"{LONG} The toll is 2 yen.", ["//bridges.example/news/1"])):
        door = FakeDoor({INDEX: body, f"{HOME}/news/1": article(text)})
        reading = asked(door, before).reading
        assert door.asked == [INDEX, f"{HOME}/news/1"]
        assert [change.key for change in diff(source(), before, reading, NOW).changes] == edits


def test_a_site_that_calls_all_pages_changed_is_not_read_whole_at_each_poll() -> None:
    """Where every page bears today's time, a few are looked at, those first that were not looked at for longest."""
    paths = [f"/news/{number}" for number in range(40)]
    body = urlset(*((path, "2026-03-02T08:59:00Z") for path in paths))
    door = FakeDoor({INDEX: body} | {f"{HOME}{path}": article() for path in paths})
    asked(door, knowing(*(opened(path, rank) for rank, path in enumerate(paths))))
    assert len(door.asked) == 1 + Budget().relooks


def test_the_sitemaps_of_an_unchanged_index_are_read() -> None:
    """An index says nothing of the pages: it is never asked whether it has changed, and they are read each time."""
    door = FakeDoor({INDEX: index("a.xml"), f"{HOME}/a.xml": urlset(("/news/1", None)), f"{HOME}/news/1": article()})
    first = asked(door, NOTHING_KNOWN)
    assert (first.reading.state, first.reading.listed) == (State.OK, ("//bridges.example/news/1",))
    again = knowing(validators=first.validators, learned=first.reading.learned)
    door = FakeDoor({INDEX: index("a.xml"), f"{HOME}/a.xml": urlset(("/news/2", None)), f"{HOME}/news/2": article()})
    assert asked(door, again).reading.listed == ("//bridges.example/news/2",)
    assert door.asked_with[INDEX] is None


def test_a_first_look_that_lacks_a_sitemap_is_not_whole() -> None:
    """Else all that stands in it would be news at the next poll."""
    door = FakeDoor({INDEX: index("a.xml", "b.xml"), f"{HOME}/a.xml": urlset(("/news/1", None)), f"{HOME}/b.xml": 500})
    reading = asked(door, NOTHING_KNOWN).reading
    assert (reading.state, reading.complete) == (State.INCOMPLETE, False)


def test_what_leaves_a_whole_sitemap_is_asked_for_and_may_be_gone() -> None:
    """A page that leaves the sitemap and answers 404 is no longer public, after two misses."""
    whole = urlset(*((f"/news/{number}", f"2026-02-0{number}") for number in (3, 2, 1)))
    less = urlset(*((f"/news/{number}", f"2026-02-0{number}") for number in (3, 1)))
    pages = {f"{HOME}/news/{number}": article() for number in (1, 3)}
    before, told = NOTHING_KNOWN, []
    for minutes, body in ((0, whole), (15, less), (30, less)):
        now = NOW + timedelta(minutes=minutes)
        answers = {INDEX: body, **pages, **({f"{HOME}/news/2": article()} if body is whole else {})}
        reading = visit(SITEMAP, source(), before, FakeDoor(answers), now).reading
        difference = diff(source(), before, reading, now)
        told += [(str(change.kind), change.key) for change in difference.changes]
        before = remembered(before, reading, difference, now)
    assert told[3:] == [("deleted", "//bridges.example/news/2")]


@pytest.mark.parametrize("news", [True, False])
def test_what_leaves_a_news_sitemap_or_a_part_of_a_long_one_is_not_missing(news: bool) -> None:
    """A news sitemap keeps two days; of a long one we see the newest part: both lose pages that are still there."""
    body = urlset(*((f"/news/{number}", "2026-03-01T00:00:00Z") for number in range(MOST_PAGES + (not news))))
    if news:
        title = "<news:news xmlns:news='n'><news:title>A</news:title></news:news></url>"
        body = body.replace(b"</url>", title.encode(), 1)
    before = knowing(*(opened(f"/old/{number}", number) for number in range(9)), opened("/news/5", 9))
    reading = read(body, before)
    assert len(reading.listed) == MOST_PAGES
    difference = diff(source(), before, reading, NOW)
    assert (difference.missing, difference.held) == ((), ())


def test_too_many_pages_without_a_time_are_said() -> None:
    """Where nothing tells what is new among thousands, an operator is told how to narrow it."""
    body = urlset(*((f"/news/{number}", None) for number in range(MOST_PAGES + 1)))
    reading = read(body)
    assert (reading.state, reading.listed) == (State.UNREADABLE, ())
    assert "`match`" in reading.why
    assert read(body, match="/news/20").state is State.OK


def test_a_bomb_is_refused() -> None:
    """A packed sitemap that unpacks to gigabytes is too large; one that names entities is none."""
    assert read(gzip.compress(b"<urlset>" + b" " * 11_000_000)).state is State.TOO_LARGE
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'
    assert read(entities).state is State.UNREADABLE


def test_fifty_thousand_pages_are_read_in_little_time() -> None:
    """The longest sitemap that the protocol allows takes seconds, and yields the newest pages."""
    body = urlset(*((f"/news/{number}", f"2026-02-{number % 28 + 1:02}") for number in range(50_000)))
    started = time.process_time()
    reading = read(body)
    assert time.process_time() - started < 8
    assert len(reading.listed) == MOST_PAGES


@pytest.mark.parametrize("address", ["https://ferries.example/news/1", "ftp://bridges.example/news/1", "http://[", ""])
def test_only_pages_of_the_site_are_listed(address: str) -> None:
    """What others say is not the office's; what is no web address is nothing."""
    body = f"<urlset><url><loc>{address}</loc></url><url><loc>{HOME}/news/1</loc></url></urlset>".encode()
    assert read(body).listed == ("//bridges.example/news/1",)


def test_an_index_leads_nowhere_else() -> None:
    """A sitemap on another site is not asked for."""
    body = index("a.xml").replace(
        b"</sitemapindex>", b"<sitemap><loc>https://e.example/b.xml</loc></sitemap></sitemapindex>"
    )
    assert [request.url for request in read(body).more] == [f"{HOME}/a.xml"]


def test_a_page_is_asked_for_with_what_is_known_of_it() -> None:
    """Its title tells the post from what else a page may show."""
    request = SITEMAP.own(source(), opened("/news/1", 0))
    assert isinstance(request, Request)
    assert (request.url, request.told and request.told.title) == (f"{HOME}/news/1", "A bridge")
