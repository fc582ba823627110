"""`feed`: RSS, RDF, Atom and JSON Feed; where a feed gives only a beginning, the item's page gives the rest."""

import re
from datetime import datetime, timedelta
from typing import Literal

from monitor.model import Before, Capture, Entry, Headline, Known, Media, Purpose, Reading, Request, Source, State
from monitor.read import feed_json, feed_xml, wall
from monitor.read.article import article
from monitor.read.beside import PAPER
from monitor.read.feed_dates import when
from monitor.read.feed_document import Document, Item
from monitor.read.feed_keys import keys
from monitor.read.own_page import is_paper
from monitor.read.reach import newest_first, sees_back_to, wants_older
from monitor.read.reader import Options, Reader
from monitor.read.web_address import WebAddress
from monitor.text.charset import decode
from monitor.times import When

_SHORTEST_SUMMARY = 80
_CUT = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;)\]|(?i:read (?:the )?(?:more|full (?:story|article))|continue reading|more»)|"
    r"続きを読む|もっと見る|អានបន្ត)[\s\])»>→.…]*\Z"
)
_FINISHED = re.compile(r"[.!?。！？។៕]['\"”’»)\]）」』]*\Z")
_BRIDGE_ERROR = re.compile(r"Bridge returned error\b")


class FeedOptions(Options):
    """The keys of a `feed` source."""

    url: WebAddress
    full_text: Literal["always", "auto", "never"] = "auto"


def ask(source: Source, _before: Before) -> Request:
    """The feed's own address."""
    return Request(source.options.url)


def own(_source: Source, one: Headline | Known) -> Request | None:
    """The page that an item links to."""
    if not (one.url or "").startswith(("http://", "https://")):
        return None
    return Request(str(one.url), Purpose.ITEM, one.key)


def read(capture: Capture, source: Source, before: Before) -> Reading:
    """What a feed lists, or what an item's page says."""
    text = decode(capture.body, capture.header("content-type"))
    if capture.request.purpose is Purpose.ITEM:
        return _page(capture, text, source)
    if capture.status != 200:
        return wall.instead(capture, text, "a feed")
    document = _document(text, capture.url)
    if isinstance(document, str):
        return Reading(State.UNREADABLE, document)
    if document is None:
        return wall.instead(capture, text, "a feed")
    return _listed(document, capture, source, before)


def _document(text: str, base: str) -> Document | str | None:
    """The feed; or why it must not be parsed; or None when the text is no feed."""
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return feed_json.parse(text, base)
    if feed_xml.root_of(text) is None:
        return None
    return feed_xml.refused(text) or feed_xml.parse(text, base)


def _listed(document: Document, capture: Capture, source: Source, before: Before) -> Reading:
    items = [item for item in document.items if not _BRIDGE_ERROR.match(item.title or "") and _says_something(item)]
    times = [_when(item.published, source, capture) for item in items]
    if not newest_first(times):
        items, times = items[::-1], times[::-1]
    named = keys(items, before)
    listed = tuple(dict.fromkeys(named))
    entries, headlines, hinted = [], [], []
    for key, item, published in zip(named, items, times, strict=True):
        updated = _when(item.updated, source, capture)
        entry = _entry(key, item, published, updated)
        if _is_later(updated, before.known.get(key)):
            hinted.append(key)
        if key not in before.known and item.link and _must_open(entry, source):
            headlines.append(_headline(entry, item.link))
        else:
            entries.append(entry)
    older = document.older if document.older and wants_older(listed, before) else None
    state, why = _state(document, items)
    return Reading(
        state,
        why,
        entries=tuple({each.key: each for each in reversed(entries)}.values())[::-1],
        headlines=tuple({each.key: each for each in headlines}.values()),
        listed=listed,
        complete=state in (State.OK, State.EMPTY),
        sees_back_to=sees_back_to(times),
        more=(Request(older, Purpose.PAGE),) if older else (),
        hinted=tuple(hinted),
    )


def _state(document: Document, items: list[Item]) -> tuple[State, str]:
    failed = next((item.title for item in document.items if _BRIDGE_ERROR.match(item.title or "")), None)
    if failed:
        return (State.INCOMPLETE if items else State.UNREADABLE), f"the bridge behind this feed failed: {failed}"
    if document.flaw:
        return (State.INCOMPLETE if items else State.UNREADABLE), document.flaw
    return (State.OK, "") if items else (State.EMPTY, "a feed without items")


def _entry(key: str, item: Item, published: When | None, updated: When | None) -> Entry:
    later = isinstance(updated, datetime) and isinstance(published, datetime) and updated > published
    carried = not item.text and any(each.type in ("image", "video", "file") for each in item.media)
    in_file = len(item.text) < _SHORTEST_SUMMARY and PAPER.search(item.link or "") is not None
    return Entry(
        key=key,
        url=item.link,
        title=item.title,
        text=item.text,
        published_at=published,
        published_as_written=item.published,
        edited_at=updated if later else None,
        author=item.author,
        language=item.language,
        media=item.media,
        whole=not carried and not in_file and not _only_a_beginning(item),
    )


def _is_later(updated: When | None, known: Known | None) -> bool:
    """Whether an item says that it was changed after we looked at its page."""
    return known is not None and isinstance(updated, datetime) and updated > known.looked_at


def _headline(entry: Entry, link: str) -> Headline:
    return Headline(entry.key, link, entry.title, entry.published_at, entry.published_as_written, text=entry.text)


def _says_something(item: Item) -> bool:
    return bool(item.id or item.title or item.text or item.link or item.media)


def _must_open(entry: Entry, source: Source) -> bool:
    wanted = source.options.full_text
    return wanted == "always" or (wanted == "auto" and not entry.whole)


def _only_a_beginning(item: Item) -> bool:
    """Whether the text breaks off: at a sign of it, or, in a summary, without the end of a sentence."""
    if not item.text or _CUT.search(item.text):
        return True
    return not item.is_full and len(item.text) >= _SHORTEST_SUMMARY and not _FINISHED.search(item.text)


def _when(written: str | None, source: Source, capture: Capture) -> When | None:
    return when(written, source.timezone, capture.captured_at, source.languages)


def _page(capture: Capture, text: str, source: Source) -> Reading:
    """An item's page. Its date is left to the feed, which is dated by a machine."""
    if (gone := wall.gone(capture)) is not None:
        return gone
    key = str(capture.request.key)
    if capture.status == 200 and is_paper(capture):
        paper = Media(capture.request.url, "file")
        entry = Entry(key, paper.url, None, "", media=(paper,), whole=False)
        return Reading(State.OK, entries=(entry,), looked_at=(key,))
    found = None
    if capture.status == 200:
        found = article(text, capture.url, zone=source.timezone, languages=source.languages, today=capture.captured_at)
    if found is None:
        return wall.instead(capture, text, "an article")
    entry = Entry(
        key,
        capture.request.url,
        found.title,
        found.text,
        author=found.author,
        language=found.language,
        media=found.media,
        whole=found.whole,
    )
    return Reading(State.OK, entries=(entry,), looked_at=(key,))


READER = Reader(
    kind="feed",
    options=FeedOptions,
    every=timedelta(minutes=10),
    ask=ask,
    read=read,
    own=own,
    home=lambda options: options.url,
    own_pages=True,
)
