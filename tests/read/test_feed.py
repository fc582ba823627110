"""What the `feed` reader makes of feeds: whole texts, lasting keys, honest times, and a state for every surprise."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.model import Before, Capture, Headline, Known, Media, Purpose, Reading, Request, Source, State, Version
from monitor.read import READERS
from monitor.read.feed_dates import when

FEED = READERS["feed"]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
URL = "https://bridges.example/feed.xml"
NOTHING_KNOWN = Before()
LONG = "The office says at length what it has to say, and it says it in more than a hundred characters, but then it"


def source(full_text: str = "auto", url: str = URL) -> Source:
    """A feed source of an invented office in Phnom Penh."""
    options = FEED.options(url=url, full_text=full_text)
    return Source("bridges", "Office of Bridges", "feed", options, URL, timezone=ZoneInfo("Asia/Phnom_Penh"))


def read(body: str | bytes, before: Before = NOTHING_KNOWN, *, full_text: str = "auto", status: int = 200) -> Reading:
    """What is read of a feed's body."""
    body = body.encode() if isinstance(body, str) else body
    return FEED.read(Capture("bridges", Request(URL), URL, NOW, status, (), body), source(full_text), before)


def rss(*items: str, head: str = "") -> str:
    """An RSS feed of these items."""
    joined = "".join(f"<item>{item}</item>" for item in items)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Bridges</title>{head}{joined}</channel></rss>"


def item(number: int, *, guid: str | None = None, text: str = "A sentence.", title: str = "Title") -> str:
    """One item of an RSS feed, the higher its number the older."""
    day = date(2026, 2, 28) - timedelta(days=number)
    return (
        f"<title>{title}</title><guid isPermaLink='false'>{guid or number}</guid>"
        f"<link>https://bridges.example/{number}</link><description>{text}</description>"
        f"<pubDate>{day:%d %b %Y} 10:00:00 GMT</pubDate>"
    )


def known(*pairs: tuple[str, str]) -> Before:
    """What the store knows: keys and addresses, all of them listed at the last whole reading."""
    version = Version(1, "Title", "A sentence.", "hash", NOW)
    statements = {
        key: Known(f"id-{key}", key, url, version, NOW, NOW, NOW, rank=rank) for rank, (key, url) in enumerate(pairs)
    }
    return Before(known=statements, baseline_at=NOW, last_whole_at=NOW)


@settings(max_examples=60, deadline=None)
@given(numbers=st.lists(st.integers(1, 400), max_size=12, unique=True).map(sorted))
def test_as_many_entries_as_items(numbers: list[int]) -> None:
    """Every item of a feed becomes one entry, in the order of the feed, and the window reaches back to the last."""
    reading = read(rss(*(item(number) for number in numbers)))
    assert [entry.key for entry in reading.entries] == [str(number) for number in numbers] == list(reading.listed)
    assert reading.complete
    assert reading.state is (State.OK if numbers else State.EMPTY)
    assert reading.sees_back_to == (reading.entries[-1].published_at if numbers else None)


def test_a_feed_that_runs_from_old_to_new() -> None:
    """A feed that lists its oldest item first is turned round: the list is newest first."""
    assert read(rss(item(3), item(2), item(1))).listed == ("1", "2", "3")


def test_a_pinned_old_item_does_not_widen_the_window() -> None:
    """An old item at the top of a feed says nothing of how far back the list reaches."""
    reading = read(rss(item(300), item(1), item(2)))
    assert reading.sees_back_to == reading.entries[-1].published_at == datetime(2026, 2, 26, 10, tzinfo=UTC)


def test_an_undated_item_leaves_the_window_open() -> None:
    """Where an item has no date, absence proves nothing by time."""
    assert read(rss(item(1), "<title>Undated</title><guid>x</guid>")).sees_back_to is None


@pytest.mark.parametrize("share", range(5, 100, 5))
def test_a_cut_feed_never_lets_anything_be_missing(share: int) -> None:
    """A feed that breaks off anywhere is not whole, and the item in which it breaks off is not shown."""
    whole = rss(*(item(number) for number in range(1, 4)))
    reading = read(whole[: len(whole) * share // 100])
    assert not reading.complete
    assert reading.state in (State.INCOMPLETE, State.UNREADABLE)
    assert {(entry.key, entry.text) for entry in reading.entries} <= {(str(each), "A sentence.") for each in (1, 2, 3)}


def test_what_stands_around_the_feed_does_no_harm() -> None:
    """Blank lines before a feed, and a provider's script after it, leave it whole."""
    reading = read("\n\n  " + rss(item(1)) + "\n<script>track()</script>")
    assert reading.state is State.OK
    assert len(reading.entries) == 1


def test_two_feeds_in_one_answer() -> None:
    """Two feeds glued together are no whole feed."""
    assert not read(rss(item(1)) + rss(item(2))).complete


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("A &amp; B", "A & B"),
        ("A & B", "A & B"),
        ("A&nbsp;B", "A B"),
        ("5 &lt; 6", "5 < 6"),
        ("&lt;b&gt;bold&lt;/b&gt;", "bold"),
        ("<![CDATA[a & b]]>", "a & b"),
        ("x\x00\x0b\x1fy\ufffe", "xy"),
        ("&#0;&#x1F;z&#xD800;", "z"),
        ("&invented;", "&invented;"),
    ],
)
def test_signs_that_break_other_readers(written: str, read_as: str) -> None:
    """Ampersands, entities and control characters leave the feed whole and the title right."""
    reading = read(rss(item(1, title=written)))
    assert reading.state is State.OK
    assert reading.entries[0].title == read_as


def test_no_entity_is_expanded() -> None:
    """Entities that a document declares for itself are not expanded, whatever they would grow to."""
    bomb = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>"
    reading = read(rss(item(1, title="&b;&c;")).replace("<rss", bomb + "<rss"))
    assert reading.entries[0].title == "&b;&c;"


@pytest.mark.parametrize(
    "hurting",
    [
        "<a " + "b='' " * 3000 + "/>",
        "<a>" * 5000,
        "<" * 300_000,
        "&" * 500_000,
        "<item/>" * 150_000,
        "<!--" * 200_000,
        "<![CDATA[" * 100_000,
        '<a b="' * 100_000,
    ],
)
def test_nothing_takes_long(hurting: str) -> None:
    """What was made to keep a parser busy for minutes is refused, or read, within seconds."""
    started = perf_counter()
    assert not read(rss(item(1)).replace("</channel>", hurting + "</channel>")).complete
    assert perf_counter() - started < 5


def test_identifiers_that_are_not_unique() -> None:
    """Items that share one identifier are told apart by their addresses, and keep those keys when one leaves."""
    both = read(rss(item(1, guid="same"), item(2, guid="same")))
    first, second = both.listed
    assert first != second
    after = read(
        rss(item(2, guid="same")), known((first, "https://bridges.example/1"), (second, "https://bridges.example/2"))
    )
    assert after.listed == (second,)


def test_a_second_item_with_a_known_identifier() -> None:
    """A statement keeps its key when another item comes with the same identifier, which then gets one of its own."""
    before = known(("same", "https://bridges.example/2"))
    listed = read(rss(item(1, guid="same"), item(2, guid="same")), before).listed
    assert listed[1] == "same"
    assert listed[0] != "same"


def test_an_item_that_is_repeated() -> None:
    """An item that stands twice in a feed, word for word, is one entry."""
    assert len(read(rss(item(1), item(1))).entries) == 1


def test_items_without_identifier() -> None:
    """Without an identifier an item is known by its address, tracking aside; without both, by its words."""
    first = read(rss("<title>A</title><link>https://bridges.example/a?utm_source=x</link>", "<title>B</title>")).listed
    again = read(rss("<title>A</title><link>http://www.bridges.example/a/</link>", "<title>B</title>")).listed
    assert first == again


@settings(max_examples=60, deadline=None)
@given(guids=st.lists(st.text(min_size=1, max_size=600), min_size=1, max_size=6))
def test_any_identifier_gives_bounded_keys(guids: Iterable[str]) -> None:
    """Whatever a feed writes as an identifier, keys are short, storable and as many as the listed items."""
    escaped = [guid.replace("&", "&amp;").replace("<", "&lt;") for guid in guids]
    reading = read(rss(*(item(number, guid=guid) for number, guid in enumerate(escaped))))
    assert len(set(reading.listed)) == len(escaped)
    assert all(0 < len(key) <= 1000 for key in reading.listed)
    "".join(reading.listed).encode()


@pytest.mark.parametrize(
    ("text", "full_text", "opens"),
    [
        ("A whole sentence.", "auto", False),
        ("", "auto", True),
        (LONG, "auto", True),
        (LONG + " ends here.", "auto", False),
        (LONG + " ends here. […]", "auto", True),
        ("The beginning… Read more", "auto", True),
        ("橋の工事は", "auto", False),
        ("橋の工事は続きを読む", "auto", True),
        ("", "never", False),
        (LONG, "never", False),
        ("A whole sentence.", "always", True),
    ],
)
def test_when_the_item_page_is_opened(text: str, full_text: str, opens: bool) -> None:
    """`auto` opens an item's page where the feed gives only a beginning; `always` and `never` do what they say."""
    reading = read(rss(item(1, text=text)), full_text=full_text)
    assert [headline.key for headline in reading.headlines] == (["1"] if opens else [])
    assert [entry.key for entry in reading.entries] == ([] if opens else ["1"])
    assert reading.listed == ("1",)


def test_a_known_statement_is_not_opened_again() -> None:
    """An item whose statement is known is given as the feed shows it, and marked where it is cut."""
    reading = read(rss(item(1, text=LONG)), known(("1", "https://bridges.example/1")))
    assert not reading.headlines
    assert not reading.entries[0].whole


@pytest.mark.parametrize(("later", "hinted"), [(timedelta(minutes=-1), ()), (timedelta(minutes=1), ("1",))])
def test_a_time_of_change_is_a_reason_to_look_at_a_page_again(later: timedelta, hinted: tuple[str, ...]) -> None:
    """An item that says it was changed since we looked at its page is named, so that the page is looked at next."""
    changed = f"<modified xmlns='http://purl.org/dc/terms/'>{(NOW + later).isoformat()}</modified>"
    assert read(rss(item(1) + changed, item(2)), known(("1", "https://bridges.example/1"))).hinted == hinted


def test_the_beginning_is_kept_for_a_page_that_cannot_be_read() -> None:
    """What the feed shows of an item goes with its headline."""
    assert read(rss(item(1, text=LONG))).headlines[0].text == LONG


def test_older_pages_are_followed_only_over_a_gap() -> None:
    """A feed in pages is followed back only when nothing on its first page was listed last time."""
    head = "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='next' href='/feed.xml?page=2'/>"
    body = rss(item(1), item(2), head=head)
    assert read(body).more == ()
    assert read(body, known(("2", "https://bridges.example/2"))).more == ()
    assert read(body, known(("9", "https://bridges.example/9"))).more == (
        Request("https://bridges.example/feed.xml?page=2", Purpose.PAGE),
    )


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (204, State.UNREADABLE), (206, State.UNREADABLE), (401, State.BLOCKED), (403, State.BLOCKED),
        (404, State.PAGE_GONE), (410, State.PAGE_GONE), (429, State.RATE_LIMITED), (451, State.BLOCKED),
        (500, State.OFFLINE), (503, State.OFFLINE), (999, State.UNREADABLE),
    ],
)  # fmt: skip
def test_statuses(status: int, state: State) -> None:
    """An answer with another status than 200 is never read as a feed, even if it carries one."""
    reading = read(rss(item(1)), status=status)
    assert reading.state is state
    assert not reading.entries
    assert not reading.complete
    assert reading.why


@pytest.mark.parametrize(
    ("page", "state"),
    [
        ("", State.UNREADABLE),
        ("Service temporarily down", State.UNREADABLE),
        ("{}", State.UNREADABLE),
        ("<html><body><h1>News</h1><p>Welcome to the news of the office.</p></body></html>", State.UNREADABLE),
        ("<html><head><title>Just a moment...</title></head><body></body></html>", State.CAPTCHA),
        ("<html><body>Please verify you are human <div class='g-recaptcha'></div></body></html>", State.CAPTCHA),
        ("<html><body><div id='app'></div><script src='/app.js'></script></body></html>", State.NEEDS_BROWSER),
        ("<html><body><noscript>You need to enable JavaScript.</noscript></body></html>", State.NEEDS_BROWSER),
        ("<html><head><title>ログイン</title></head><body>ログイン</body></html>", State.LOGIN_WALL),
        ("<html><head><title>Access Denied</title></head><body>Reference 18.1</body></html>", State.BLOCKED),
    ],
)
def test_what_stands_in_the_place_of_a_feed(page: str, state: State) -> None:
    """What is no feed is a state with a reason, never a feed with nothing new."""
    reading = read(page)
    assert reading.state is state
    assert reading.why
    assert not reading.complete


def test_an_item_page_that_is_gone() -> None:
    """Only 404 and 410 at the item's own address prove that it is gone."""
    request = FEED.own(source(), Headline("k", "https://bridges.example/k", None))
    assert request is not None
    for status, gone in ((404, ("k",)), (410, ("k",)), (403, ()), (500, ()), (200, ())):
        capture = Capture("bridges", request, request.url, NOW, status, (), b"<html><body></body></html>")
        reading = FEED.read(capture, source(), Before())
        assert reading.gone == gone
        assert set(reading.proofs) == set(gone)


def test_statements_without_a_web_address_have_no_page() -> None:
    """An item without a link, or with one that is no web address, has no page to ask."""
    statement = known(("k", "https://bridges.example/k")).known["k"]
    assert FEED.own(source(), replace(statement, url=None)) is None
    assert FEED.own(source(), replace(statement, url="javascript:alert(1)")) is None


def test_links_that_are_no_web_addresses() -> None:
    """A link to anything but the web is dropped, and the item kept."""
    body = rss(
        "<title>A</title><guid isPermaLink='false'>1</guid><link>javascript:alert(1)</link>",
        "<title>B</title><link>http://[x</link>",
    )
    assert [entry.url for entry in read(body, full_text="never").entries] == [None, None]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon, 02 Mar 2026 08:00:00 +0700", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 08:00:00 GMT", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 08:00:00 JST", datetime(2026, 3, 1, 23, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 08:00:00 EST", datetime(2026, 3, 2, 13, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 08:00:00", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ("2 Mar 26 08:00 +0000", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("Mon Mar  2 08:00:00 2026", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ("Mon, 02 Mar 2026", date(2026, 3, 2)),
        ("2026-03-02T08:00:00Z", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("2026-03-02 08:00", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-03-02T08:00:00.123456789+09:00", datetime(2026, 3, 1, 23, 0, 0, 123456, tzinfo=UTC)),
        ("March 2, 2026 8:00 PM", datetime(2026, 3, 2, 13, tzinfo=UTC)),
        ("ថ្ងៃទី២ ខែមីនា ឆ្នាំ២០២៦", date(2026, 3, 2)),
        ("2026年3月2日", date(2026, 3, 2)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("2925-03-02", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_times_of_items(written: str | None, expected: datetime | date | None) -> None:
    """Times are read as the formats ask, and as offices write them; without a zone they are of the source's zone."""
    assert when(written, ZoneInfo("Asia/Phnom_Penh"), NOW.date()) == expected


@settings(max_examples=100, deadline=None)
@given(written=st.text(max_size=60) | st.text(alphabet="0123456789:-+TZ ,JanMonGMTapm", max_size=40))
def test_no_written_time_makes_it_raise(written: str) -> None:
    """Whatever a feed writes as a time is a moment in UTC, a day, or nothing."""
    found = when(written, ZoneInfo("Asia/Phnom_Penh"), NOW.date())
    assert found is None or not isinstance(found, datetime) or found.tzinfo is UTC


@pytest.mark.parametrize(
    "url",
    [
        "bridges.example/feed",
        "ftp://bridges.example/",
        "https://",
        "https://user:word@bridges.example/",
        "https://a b/",
    ],
)
def test_addresses_that_config_refuses(url: str) -> None:
    """An address that is no web address, or holds a password, is refused when the file is loaded."""
    with pytest.raises(ValidationError, match=r"web address|name or password"):
        source(url=url)


def test_an_item_that_is_a_file_is_opened() -> None:
    """A feed that announces files in a line has them opened; the file is the text."""
    link = "https://bridges.example/notice.pdf"
    announced = item(1).replace("https://bridges.example/1", link)
    assert [each.url for each in read(rss(announced)).headlines] == [link]
    request = Request(link, Purpose.ITEM, "1")
    opened = FEED.read(Capture("bridges", request, link, NOW, 200, (), b"%PDF-1.7"), source(), NOTHING_KNOWN)
    assert (opened.entries[0].media, opened.entries[0].whole) == ((Media(link, "file"),), False)
