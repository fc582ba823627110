"""What the `wordpress` reader asks, by which way, and what it takes for an edit, a new post, or one that is gone."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from fakes import FakeDoor, known, remembered, version
from monitor.diff import diff
from monitor.model import Before, Capture, ChangeKind, Entry, Headline, Known, Purpose, Reading, Request, Source, State
from monitor.read import READERS
from monitor.visit import Visit, visit

WORDPRESS = READERS["wordpress"]
SITE = "https://rivers.example"
FIELDS = "_fields=id,date,date_gmt,modified_gmt,link,title,content,excerpt"
WINDOW = f"{SITE}/wp-json/wp/v2/posts?per_page=25&orderby=date&order=desc&{FIELDS}"
SECOND_PAGE = f"{SITE}/wp-json/wp/v2/posts?per_page=25&orderby=date&order=desc&page=2&{FIELDS}"
FEED = f"{SITE}/feed/"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOTHING_KNOWN = Before()
LONG = "The invented ministry says that the ferries of the river run from six in the morning until ten at night."


def source(**keys: Any) -> Source:
    """An invented ministry."""
    options = WORDPRESS.options(**{"url": f"{SITE}/", **keys})
    return Source("rivers", "Ministry of Rivers", "wordpress", options, WORDPRESS.home(options))


def posted(number: int) -> datetime:
    """When a post went out."""
    return NOW - timedelta(hours=200 - number)


def post(number: int, text: str = LONG, saved_at: datetime | None = None, **more: Any) -> dict[str, Any]:
    """A post, one an hour; the higher its number, the newer."""
    saved = f"{saved_at or posted(number):%Y-%m-%dT%H:%M:%S}"
    told = {"id": number, "date_gmt": f"{posted(number):%Y-%m-%dT%H:%M:%S}", "modified_gmt": saved}
    texts = {"title": {"rendered": f"Ferry {number}"}, "content": {"rendered": f"<p>{text}</p>"}}
    return {**told, **texts, "link": f"{SITE}/{number}/", **more}


def posts(*shown: dict[str, Any]) -> bytes:
    """An answer of the interface, newest first."""
    return json.dumps(shown).encode()


def edits_since(at: datetime, order: str = "asc") -> str:
    """The address at which is asked what was saved since."""
    since = f"modified_after={at - timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}&" if order == "asc" else ""
    return f"{SITE}/wp-json/wp/v2/posts?per_page=100&orderby=modified&{since}order={order}&{FIELDS}"


def asked(door: FakeDoor, before: Before) -> Visit:
    """One visit."""
    return visit(WORDPRESS, source(), before, door, NOW)


def after(*visits: FakeDoor) -> tuple[Before, list[tuple[str, str]]]:
    """What is known after visits ten minutes apart, and all that they told."""
    before, told = NOTHING_KNOWN, []
    for minutes, door in enumerate(visits):
        now = NOW + 10 * minutes * timedelta(minutes=1)
        reading = visit(WORDPRESS, source(), before, door, now).reading
        difference = diff(source(), before, reading, now)
        told += [(str(change.kind), change.key) for change in difference.changes]
        learned = {**before.learned, **reading.learned}
        before = remembered(before, reading, difference, now)
        before = Before(**{name: getattr(before, name) for name in before.__slots__} | {"learned": learned})
    return before, told


def read(body: bytes, request: Request, status: int = 200, before: Before = NOTHING_KNOWN) -> Reading:
    """What is read of one answer."""
    return WORDPRESS.read(Capture("rivers", request, request.url, NOW, status, (), body), source(), before)


def error(code: str) -> bytes:
    """A refusal of the interface."""
    return json.dumps({"code": code, "message": "An invented refusal.", "data": {}}).encode()


def by_rest(number: int, **changes: Any) -> Known:
    """A statement whose text came from the interface."""
    entry = Entry(str(number), f"{SITE}/{number}/", f"Ferry {number}", LONG)
    wording = version(entry, published_as_written="2026-03-01T02:00:00", published_at=NOW - timedelta(days=1))
    return known(entry, number, **{"version": wording, **changes})


@pytest.mark.parametrize("address", ["rivers.example", "https://user:secret@rivers.example", "ftp://rivers.example"])
def test_the_site_is_a_web_address(address: str) -> None:
    """A site is given by its address, without a name or password."""
    with pytest.raises(ValidationError):
        source(url=address)


def test_a_site_may_stand_below_another() -> None:
    """The English half of a site has posts of its own."""
    assert WORDPRESS.ask(source(url=f"{SITE}/en/"), NOTHING_KNOWN).url.startswith(f"{SITE}/en/wp-json/wp/v2/posts?")


def test_an_old_post_that_was_edited_is_seen_behind_the_same_list() -> None:
    """The newest posts are the same as before; the second question finds the sentence that changed behind them."""
    first = FakeDoor({WINDOW: posts(post(90), post(89))})
    behind = posts(post(89, "It is shut.", NOW - timedelta(minutes=5)))
    _, told = after(first, FakeDoor({WINDOW: posts(post(90)), edits_since(posted(90)): behind}))
    assert told == [("new", "89"), ("new", "90"), ("edited", "89")]


def test_posts_that_are_saved_anew_are_no_edits() -> None:
    """A site that saves a hundred posts at once, word for word, has edited nothing; the rest is asked for at once."""
    saved = [NOW - timedelta(seconds=300 - number) for number in range(150)]
    all_of_them = [post(number, saved_at=saved[number]) for number in range(1, 150)]
    reached = saved[100]
    door = FakeDoor(
        {
            WINDOW: posts(*all_of_them[:-26:-1]),
            edits_since(NOW - timedelta(hours=1)): posts(*all_of_them[:100]),
            edits_since(reached): posts(*all_of_them[99:]),
        }
    )
    before = Before(
        learned={"way": "rest", "edited_to": f"{NOW - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"},
        known={str(number): by_rest(number) for number in range(120, 150)},
        baseline_at=NOW - timedelta(days=9),
        last_whole_at=NOW - timedelta(minutes=10),
    )
    trip = asked(door, before)
    assert door.asked == [WINDOW, edits_since(NOW - timedelta(hours=1)), edits_since(reached)]
    changes = diff(source(), before, trip.reading, NOW).changes
    assert {change.kind for change in changes} == {ChangeKind.NEW}
    assert all(change.baseline for change in changes), "posts that we never saw are kept, and are no news"
    assert trip.reading.learned["edited_to"] == f"{saved[149]:%Y-%m-%dT%H:%M:%SZ}"


def test_a_new_post_with_an_old_date_is_news() -> None:
    """A post that is dated back is not among the newest, but its number is: it is told, as backfilled."""
    saved_at = NOW - timedelta(minutes=5)
    back = post(99, saved_at=saved_at, date_gmt="2019-01-01T00:00:00")
    window = posts(post(90), post(89))
    door = FakeDoor({WINDOW: window, edits_since(posted(90)): posts(back)})
    _, told = after(FakeDoor({WINDOW: window}), door)
    assert told[2:] == [("new", "99")]


def test_a_hundred_posts_saved_in_one_second_do_not_stop_us() -> None:
    """What was saved in the same second by a machine is passed by at the next question."""
    one_second = posts(*(post(number, saved_at=NOW - timedelta(hours=1)) for number in range(100)))
    request = Request(edits_since(NOW - timedelta(hours=1)), Purpose.PAGE)
    before = Before(learned={"way": "rest", "edited_to": "2026-03-02T08:00:00Z"})
    reading = read(one_second, request, before=before)
    assert [each.url for each in reading.more] == [edits_since(NOW - timedelta(hours=1, seconds=-1))]


def test_a_time_in_the_future_hides_nothing() -> None:
    """A post whose clock is years ahead does not keep us from asking for what is saved today."""
    request = WORDPRESS.ask(source(), NOTHING_KNOWN)
    reading = read(posts(post(90, saved_at=NOW + timedelta(days=999))), request)
    assert reading.learned["edited_to"] == "2026-03-02T09:00:00Z"


def test_an_old_wordpress_that_heeds_no_time_is_asked_otherwise() -> None:
    """A site that answers with its oldest posts is asked for those that were saved last."""
    before = Before(learned={"way": "rest", "edited_to": "2026-03-01T08:00:00Z"}, known={"90": by_rest(90)})
    request = Request(edits_since(NOW - timedelta(days=1, hours=1)), Purpose.PAGE)
    reading = read(posts(post(1), post(90, saved_at=NOW)), request, before=before)
    assert (reading.entries, reading.learned) == ((), {"heeds_modified_after": False})
    wiser = Before(learned={**before.learned, **reading.learned}, known=before.known)
    asked_again = read(posts(post(90)), WORDPRESS.ask(source(), wiser), before=wiser).more
    assert [each.url for each in asked_again] == [edits_since(NOW, order="desc")]
    reading = read(posts(post(90, saved_at=NOW), post(1)), asked_again[0], before=wiser)
    assert [entry.key for entry in reading.entries] == ["90"]


def test_older_pages_are_read_until_what_we_knew() -> None:
    """After a night without us the list is followed back; its end is no fault, and no header is needed for it."""
    known_before = Before(
        learned={"way": "rest", "edited_to": "2026-03-01T08:00:00Z"},
        known={"40": by_rest(40)},
        baseline_at=NOW - timedelta(days=9),
        last_whole_at=NOW - timedelta(days=1),
    )
    edits = edits_since(NOW - timedelta(days=1, hours=1))
    newest = posts(*(post(number) for number in range(90, 65, -1)))
    door = FakeDoor({WINDOW: newest, SECOND_PAGE: posts(post(65), post(40)), edits: posts()})
    reading = asked(door, known_before).reading
    assert (reading.state, len(reading.listed)) == (State.OK, 27)
    beyond = Request(SECOND_PAGE, Purpose.PAGE)
    assert read(error("rest_post_invalid_page_number"), beyond, 400).state is State.EMPTY


def test_the_first_look_goes_back_one_page() -> None:
    """Nothing was known: the newest posts are enough."""
    door = FakeDoor({WINDOW: posts(*(post(number) for number in range(90, 65, -1)))})
    assert asked(door, NOTHING_KNOWN).reading.complete
    assert door.asked == [WINDOW]


@pytest.mark.parametrize(
    ("status", "code", "is_gone"),
    [
        (404, "rest_post_invalid_id", True),
        (401, "rest_forbidden", True),
        (403, "rest_forbidden", True),
        (404, "rest_no_route", False),
        (401, "rest_cannot_access", False),
        (401, "rest_not_logged_in", False),
        (500, "internal_server_error", False),
    ],
)
def test_codes_that_prove_that_a_post_is_gone(status: int, code: str, is_gone: bool) -> None:
    """Deleted is 404, in the trash or private is 401; a closed interface says nothing of the post."""
    request = WORDPRESS.own(source(), by_rest(39))
    assert request is not None
    assert request.url == f"{SITE}/wp-json/wp/v2/posts/39?{FIELDS}"
    reading = read(error(code), request, status, Before(learned={"way": "rest"}))
    assert reading.gone == (("39",) if is_gone else ())
    assert (reading.instead is None) == is_gone


def test_where_the_interface_is_closed_its_refusal_proves_nothing() -> None:
    """Some plugins refuse every post with the code for a private one: then the post's page is asked."""
    request = WORDPRESS.own(source(), by_rest(39))
    assert request is not None
    reading = read(error("rest_forbidden"), request, 401, Before(learned={"way": "feed"}))
    assert reading.gone == ()
    assert reading.instead is not None
    assert reading.instead.url == f"{SITE}/?p=39"
    assert read(b"<html><body>Not here</body></html>", reading.instead, 404).gone == ("39",)
    page = f"<html><body><article><h1>Ferry 39</h1><p>{LONG}</p></article></body></html>".encode()
    assert (read(page, reading.instead).looked_at, read(page, reading.instead).entries) == (("39",), ())


def test_another_post_in_its_place_is_no_proof() -> None:
    """An answer for another number is neither the post nor its end."""
    request = WORDPRESS.own(source(), by_rest(39))
    assert request is not None
    reading = read(json.dumps(post(40)).encode(), request)
    assert (reading.entries, reading.gone, reading.looked_at) == ((), (), ())


def test_what_the_feed_told_is_asked_for_at_its_page() -> None:
    """A text from the feed, or from its page, is never compared with one from the interface."""
    wording = version(Entry("39", f"{SITE}/39/", "Ferry", LONG), published_as_written="Sun, 01 Mar 2026 02:00:00 +0000")
    from_feed = WORDPRESS.own(source(), by_rest(39, version=wording))
    opened = WORDPRESS.own(source(), by_rest(39, opened=True))
    pending = WORDPRESS.own(source(), Headline("39", f"{SITE}/39/", "Ferry"))
    assert from_feed
    assert opened
    assert pending
    assert {each.url for each in (from_feed, opened, pending)} == {f"{SITE}/?p=39"}
    assert [bool(each.told) for each in (from_feed, opened, pending)] == [False, True, True]


def test_a_refused_interface_is_tried_again_after_hours() -> None:
    """The feed is asked meanwhile, so that a site that closed its interface is not asked in vain at each poll."""
    learned: Mapping[str, Any] = {"way": "feed", "refused_at": "2026-03-02T09:00:00Z"}
    soon = Before(learned=learned, last_poll_at=NOW + timedelta(hours=5))
    late = Before(learned=learned, last_poll_at=NOW + timedelta(hours=6))
    assert WORDPRESS.ask(source(), soon).url == FEED
    assert WORDPRESS.ask(source(), late).url == WINDOW


def test_when_all_ways_are_closed_each_reason_is_told() -> None:
    """An operator reads why neither the interface nor the feed could be read, and nothing is learned of it."""
    door = FakeDoor({})
    reading = asked(door, NOTHING_KNOWN).reading
    assert (reading.state, reading.why, reading.learned) == (State.PAGE_GONE, "HTTP 404; HTTP 404; HTTP 404", {})
    assert [each.split("?")[0] for each in door.asked] == [WINDOW.split("?")[0], f"{SITE}/", f"{SITE}/"]


@pytest.mark.parametrize("written", [None, "0000-00-00T00:00:00", "soon", 7, "9999-99-99T00:00:00"])
def test_a_post_without_a_time_is_kept(written: Any) -> None:
    """A time that is none costs the time, not the post."""
    reading = read(posts(post(90, date_gmt=written, date=written)), WORDPRESS.ask(source(), NOTHING_KNOWN))
    assert [(entry.key, entry.published_at) for entry in reading.entries] == [("90", None)]
