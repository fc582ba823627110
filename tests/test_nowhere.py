"""Many sites answer 200 where nothing stands: what they say there is learned, and taken for what it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from fakes import NOW, ago, before, entry, known
from monitor.archive.worth import worth
from monitor.diff import diff
from monitor.model import Before, Capture, Known, Purpose, Request, Source, State, Validators
from monitor.nowhere import PROOF
from monitor.read.feed import READER, FeedOptions
from monitor.times import iso
from monitor.visit import Visit, visit

HOME = "https://rivers.example"
FEED = f"{HOME}/feed"
SORRY = "<h1>Sorry</h1><p>What you were looking for could not be found on the site of the invented ministry.</p>"
POST = "<article><h1>The water of {0}</h1><p>{1}</p></article>"
LONG = "The water of the invented river {0} stands at two metres, and is not expected to rise before the weekend. " * 4


def page(body: str) -> bytes:
    """A page of the ministry."""
    return f"<!doctype html><html><head><title>Ministry</title></head><body>{body}</body></html>".encode()


def post(key: str) -> bytes:
    """A post that stands at its address."""
    return page(POST.format(key, LONG.format(key)))


NOT_THERE = page(SORRY)


class SoftDoor:
    """A site that answers everything with 200."""

    def __init__(self, pages: Mapping[str, bytes | State], elsewhere: bytes | State | int = NOT_THERE) -> None:
        self.pages, self.elsewhere = pages, elsewhere
        self.asked: list[Request] = []

    def fetch(self, request: Request, source: Source, validators: Validators | None) -> Capture:
        """The page at the address, or what the site shows elsewhere."""
        self.asked.append(request)
        given = self.pages.get(request.url, self.elsewhere)
        made = Capture(source.id, request, request.url, NOW, headers=(("content-type", "text/html"),))
        if isinstance(given, State):
            return replace(made, failure=given)
        return replace(made, status=given) if isinstance(given, int) else replace(made, status=200, body=given)

    @property
    def nowhere(self) -> int:
        """How often it was asked for what cannot be."""
        return sum(request.purpose is Purpose.NOWHERE for request in self.asked)


def feed(*keys: str) -> bytes:
    """A feed of these posts, whole."""
    items = "".join(
        f"<item><title>The water of {key}</title><link>{HOME}/news/{key}</link><guid>{key}</guid>"
        f"<description>{LONG.format(key)}</description></item>"
        for key in keys
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>R</title>{items}</channel></rss>".encode()


def ministry(**changes: Any) -> Source:
    """A source whose posts have pages of their own."""
    made = Source("rivers", "Ministry of Rivers", "feed", FeedOptions(url=FEED), FEED)
    return replace(made, **changes)


def statement(key: str, rank: int | None, **changes: Any) -> Known:
    """What is known of a post."""
    shown = entry(key, LONG.format(key).strip(), title=f"The water of {key}", url=f"{HOME}/news/{key}")
    return known(shown, rank, **changes)


def missed(**changes: Any) -> Before:
    """The last whole list lacked `b`, a quarter of an hour ago."""
    lost = statement("b", None, missing_at=(ago(minutes=15),))
    return before([statement("a", 0), lost, statement("c", 1)], suspects=("b",), **changes)


def visited(door: SoftDoor, was: Before, now: object = NOW) -> tuple[Visit, list[tuple[str, str, str]]]:
    """One poll, and what it showed."""
    trip = visit(READER, ministry(), was, door, now)  # type: ignore[arg-type]
    changes = diff(ministry(), was, trip.reading, NOW).changes
    return trip, [(change.key, str(change.kind), change.proof) for change in changes]


SHOWN = {FEED: feed("a", "c"), f"{HOME}/news/a": post("a"), f"{HOME}/news/c": post("c")}


def test_a_page_that_says_not_found_with_200_proves_it() -> None:
    """The post's address answers as an impossible one does, while another post stands: no longer public."""
    trip, told = visited(door := SoftDoor(SHOWN), missed())
    assert told == [("b", "deleted", PROOF)]
    assert door.nowhere == 1
    assert trip.reading.learned["nowhere"]["mark"]
    assert f"{HOME}/news/b" not in trip.validators, "it is not asked whether that has changed"


def test_the_answer_is_kept_as_evidence() -> None:
    """Both are archived: what the post's address says, and what the site says where nothing stands."""
    was = missed()
    trip, _ = visited(SoftDoor(SHOWN), was)
    kept = worth(trip.captures, trip.reading, diff(ministry(), was, trip.reading, NOW), was, NOW)
    assert {each.request.purpose for each in kept} >= {Purpose.NOWHERE, Purpose.ITEM}


def test_a_post_that_stands_is_not_taken_for_it() -> None:
    """The post is there, only not in the list."""
    trip, told = visited(SoftDoor({**SHOWN, f"{HOME}/news/b": post("b")}), missed())
    assert told == []
    assert "b" not in trip.reading.gone


def test_the_impossible_is_asked_once_a_week() -> None:
    """What was learned holds for a week."""
    trip, _ = visited(SoftDoor(SHOWN), missed())
    learned = missed(learned=trip.reading.learned)
    _, told = visited(door := SoftDoor(SHOWN), learned, NOW + timedelta(days=6))
    assert (door.nowhere, told) == (0, [("b", "deleted", PROOF)])
    visited(door := SoftDoor(SHOWN), learned, NOW + timedelta(days=7))
    assert door.nowhere == 1


def test_a_site_that_shows_the_same_everywhere_says_nothing() -> None:
    """A site drawn by scripts, or under repair, answers alike whatever stands there: no post is gone for that."""
    everywhere = {FEED: feed("a", "c")}
    trip, told = visited(door := SoftDoor(everywhere), missed())
    assert told == []
    assert trip.reading.learned["nowhere"]["mark"] is None
    assert door.nowhere == 1


def test_an_honest_site_is_believed_as_before() -> None:
    """Where the impossible is a 404, a page with 200 is a page; that, too, is remembered for a week."""
    odd = page("<p>The invented ministry has moved this page to its archive in the cellar.</p>")
    trip, told = visited(door := SoftDoor({**SHOWN, f"{HOME}/news/b": odd}, elsewhere=404), missed())
    assert told == []
    assert trip.reading.learned["nowhere"] == {"at": iso(NOW), "mark": None}
    assert len(door.asked) == 3, "no post has to stand for what says nothing"


def test_no_answer_teaches_nothing() -> None:
    """When the impossible address times out, it is asked again at the next occasion, and the host is left in peace."""
    trip, told = visited(SoftDoor({**SHOWN, f"{HOME}/news/b": page(SORRY)}, elsewhere=State.TIMEOUT), missed())
    assert (told, dict(trip.reading.learned)) == ([], {})


def test_a_page_that_says_not_found_is_no_edit() -> None:
    """A listed post whose page says "not found" with 200 for an hour was not edited."""
    was = before([replace(statement("a", 0), opened=True, looked_at=ago(days=1)), statement("c", 1)])
    shown = {FEED: feed("a", "c"), f"{HOME}/news/c": post("c")}
    learned = {"nowhere": visited(SoftDoor(SHOWN), missed())[0].reading.learned["nowhere"]}
    _, told = visited(SoftDoor(shown), replace(was, learned=learned))
    assert told == []
