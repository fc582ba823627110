"""`listing`: a page that lists posts, and the posts' own pages.

Where no selectors are given, the rows are found by themselves (repeated.py); where they were found is kept, so that the
choice does not change from poll to poll.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any, Literal
from urllib.parse import urlsplit

from lxml import etree

from monitor.model import Before, Capture, Entry, Headline, Known, Media, Purpose, Reading, Request, Source, State
from monitor.read import markup, selector, wall
from monitor.read.beside import PAPER
from monitor.read.links import base_of, joined, weight
from monitor.read.listing_rows import Listed, Where, listed
from monitor.read.own_page import closes, own_page
from monitor.read.published import Calendar
from monitor.read.reach import newest_first, sees_back_to, wants_older
from monitor.read.reader import Options, Reader
from monitor.read.rows import Rows, Told
from monitor.read.selector import Selector
from monitor.read.web_address import WebAddress
from monitor.text.address import canonical
from monitor.text.charset import decode
from monitor.text.fingerprint import fingerprint
from monitor.times import When, moment

SHORTEST_BEGINNING = 60
"""The weight of what a list says of a post beyond its title: less is a label."""
MOST_PINNED = 5
_KINDS = markup.names("ac co com ed edu go gob gouv gov gr lg mil ne net or org")
_NEXT = etree.XPath("//a[@rel='next'] | //link[@rel='next']")


class ListingOptions(Options):
    """The keys of a `listing` source."""

    url: WebAddress
    item: Selector | None = None
    title: Selector | None = None
    link: Selector | None = None
    date: Selector | None = None
    text: Selector | None = None
    next: Selector | None = None
    open: Literal["auto", "always", "never"] = "auto"
    render: Literal["chromium"] | None = None


def ask(source: Source, _before: Before) -> Request:
    """The list's own address."""
    return Request(source.options.url, rendered=source.options.render is not None)


def own(source: Source, one: Headline | Known) -> Request | None:
    """A post's own page, with what is known of the post: it tells the post's title from the site's."""
    if not (one.url or "").startswith(("http://", "https://")):
        return None
    told = _known(one) if isinstance(one, Known) else one
    rendered = getattr(source.options, "render", None) is not None  # other kinds that open pages have no such key
    return Request(str(one.url), Purpose.ITEM, one.key, told=told, rendered=rendered)


def read(capture: Capture, source: Source, before: Before) -> Reading:
    """What a page of the list, or a post's own page, says."""
    text = decode(capture.body, capture.header("content-type"))
    if capture.request.purpose is Purpose.ITEM:
        return own_page(capture, text, source, source.options.url)
    root = markup.parse(text) if capture.status == 200 and markup.is_html(text) else None
    if root is None:
        why = markup.refused(text) if capture.status == 200 else None
        return Reading(State.UNREADABLE, why) if why else wall.instead(capture, text, "a list")
    options = source.options
    where = Where(options.item, options.title, options.link, options.date, options.text)
    rows = Rows(Calendar(source.timezone, capture.captured_at, source.languages))
    found = listed(root, capture.url, where, rows, before.learned)
    told = _one_for_each_key(found.told, options.url)
    if not told:
        return _no_rows(found, capture, text, before)
    if found.moved and before.known and not any(key in before.known for key in told):
        return Reading(State.LAYOUT_CHANGED, "the list is not where it was, and nothing in its place is known")
    whole = closes(text)
    reading = _rows(told, source).also(learned=_learned(found, whole))
    if not whole and before.learned.get("closes"):
        return reading.also(state=State.INCOMPLETE, why="the page is cut", complete=False, learned={})
    return reading.also(more=_older(root, capture, source) if wants_older(told, before) else ())


def _known(known: Known) -> Headline:
    version = known.version
    return Headline(
        known.key, str(known.url), version.title, version.published_at, version.published_as_written, text=version.text
    )


def _one_for_each_key(told: Sequence[Told], home: str) -> dict[str, Told]:
    """The rows by what identifies them."""
    rows: dict[str, Told] = {}
    for row in told:
        rows.setdefault(_key(row), row)
    rows.pop(canonical(home), None)
    return rows


def _key(row: Told) -> str:
    """A row's address; without one its `id`, else its title with its date."""
    if row.url:
        return canonical(row.url)
    return f"#{row.anchor or fingerprint(row.title, row.when.as_written if row.when else '')}"


def _no_rows(found: Listed, capture: Capture, text: str, before: Before) -> Reading:
    if found.emptied:
        return Reading(State.EMPTY, "the list stands there, and holds nothing")
    reading = wall.instead(capture, text, "a list of posts: `item` and `link` say where its rows are")
    if reading.state is State.UNREADABLE and (before.learned.get("found") or before.known):
        return Reading(State.LAYOUT_CHANGED, "rows were found before, and none now")
    return reading


def _learned(found: Listed, whole: bool) -> dict[str, Any]:
    """What the next reading should know: where the rows are, and that the page has an end."""
    return {"found": True, "closes": whole, **(found.layout.learned if found.layout else {})}


def _rows(told: dict[str, Told], source: Source) -> Reading:
    times = [row.when.when if row.when else None for row in told.values()]
    if not newest_first(times):
        told, times = dict(reversed(told.items())), times[::-1]
    pinned = set(list(told)[: _pinned(times)])
    shown = [_shown(key, row, key in pinned, source) for key, row in told.items()]
    return Reading(
        State.OK,
        entries=tuple(one for one in shown if isinstance(one, Entry)),
        headlines=tuple(one for one in shown if isinstance(one, Headline)),
        listed=tuple(told),
        complete=True,
        sees_back_to=sees_back_to(times),
    )


def _pinned(times: Sequence[When | None]) -> int:
    """How many rows at the top are older than what follows them: pinned there."""
    moments = [moment(time) for time in times if time is not None]
    if len(moments) < len(times):
        return 0
    count = next((place for place, (above, below) in enumerate(pairwise(moments)) if above < below), -1) + 1
    steady = all(above >= below for above, below in pairwise(moments[count:]))
    return count if count <= MOST_PINNED and steady else 0


def _shown(key: str, row: Told, pinned: bool, source: Source) -> Entry | Headline:
    when = row.when.when if row.when else None
    as_written = row.when.as_written if row.when else None
    if row.url and _opens(row.url, source):
        beginning = row.text if weight(row.text) >= SHORTEST_BEGINNING else ""
        return Headline(key, row.url, row.title, when, as_written, pinned, text=beginning)
    paper = bool(row.url and PAPER.search(row.url))
    return Entry(
        key=key,
        url=row.url or None,
        title=row.title,
        text=row.text,
        published_at=when,
        published_as_written=as_written,
        media=(Media(row.url, "file"),) if paper else (),
        pinned=pinned,
        whole=source.options.open == "never" or source.options.text is not None,
    )


def _opens(url: str, source: Source) -> bool:
    """Whether the row's text stands on a page of its own that we read."""
    options = source.options
    if options.open != "auto":
        return bool(options.open == "always")
    return options.text is None and _same_site(url, options.url)


def _same_site(url: str, home: str) -> bool:
    """Whether two addresses belong to one office: one host below the other, or both below one registered name."""
    one, other = _host(url), _host(home)
    return (
        one == other or one.endswith(f".{other}") or other.endswith(f".{one}") or _registered(one) == _registered(other)
    )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _registered(host: str) -> str:
    """The last two labels of a host, or three where the last two are a country's own kind (`gov.kh`, `go.jp`)."""
    labels = host.split(".")
    return ".".join(labels[-3 if len(labels) > 2 and labels[-2] in _KINDS and len(labels[-1]) == 2 else -2 :])


def _older(root: Any, capture: Capture, source: Source) -> tuple[Request, ...]:
    named = source.options.next
    for element in selector.select(root, named) if named else _NEXT(root):
        address = joined(base_of(root, capture.url), element.get("href") or "")
        if address is not None and canonical(address) != canonical(capture.url):
            return (Request(address, Purpose.PAGE, rendered=source.options.render is not None),)
    return ()


READER = Reader(
    kind="listing",
    options=ListingOptions,
    every=timedelta(minutes=15),
    ask=ask,
    read=read,
    own=own,
    home=lambda options: options.url,
    own_pages=True,
    robots=True,
)
