"""RSS 0.9 to 2.0, RDF and Atom through feedparser, which is only given what cannot hurt it.

We decode ourselves (feedparser would obey a document that asks for UTF-7), drop the document type (entity bombs),
mend what is common and harmless (`&nbsp;`, a bare `&`, blank lines before the declaration, control characters), and
refuse in one linear pass what would take it minutes (a tag with a hundred thousand attributes).
"""

import re
from html import escape, unescape
from html.entities import html5
from io import BytesIO
from typing import Any
from xml.sax import SAXParseException  # the error alone: the parsing is feedparser's

import feedparser

from monitor.model import Media
from monitor.read import xml_scan
from monitor.read.feed_document import Document, Item, language_tag, media_type, pictures
from monitor.read.markup import text_of
from monitor.read.web_address import web_url
from monitor.text.normalise import clean

MOST_ELEMENTS = 100_000
MOST_SIGNS = 400_000
"""Of `<` and of `&`: feedparser takes about a second for so many."""

_LOOKED_AT = 64 * 1024
_ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|rdf|feed|channel)(?=[\s>/])", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A section or comment that never ends reaches to the end, so that the next one is not looked for again.
_MENDED = re.compile(r"<!\[CDATA\[(?:.*?\]\]>|.*\Z)|<!--(?:.*?-->|.*\Z)|&(?:#\w{1,9};|(\w{1,40});)?", re.DOTALL)
_ITEM_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_ITEM = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_STUMBLES = (AttributeError, LookupError, TypeError, ValueError, RecursionError)
"""What escapes from feedparser's second, tolerant parser: end tags that nothing opened, sizes that are no numbers."""
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def root_of(text: str) -> int | None:
    """Where the root element of a feed begins; None when the document is none: the positive test of this form."""
    found = _ROOT.search(text, 0, _LOOKED_AT)
    if found is None or _HTML.search(text, 0, found.start()):
        return None
    return found.start()


def refused(text: str) -> str | None:
    """Why feedparser must not be given this document; None: it may be."""
    return xml_scan.refused(text, MOST_ELEMENTS, MOST_SIGNS)


def parse(text: str, base: str) -> Document:
    """What a feed says that passed `root_of` and not `refused`; `base` is its address."""
    try:
        parsed = feedparser.parse(
            BytesIO(_mended(text).encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": base},
            resolve_relative_uris=False,
            sanitize_html=False,  # what we keep is plain text, made by `markup`, which looks at it first
        )
    except _STUMBLES as error:
        return Document((), flaw=f"not well-formed XML, on which feedparser stumbles: {type(error).__name__}")
    feed = dict(parsed.feed)
    items = tuple(_item(dict(entry), feed, base) for entry in parsed.entries)
    return Document(items, _older(feed, base), _flaw(parsed.bozo_exception) if parsed.bozo else "")


def _flaw(error: Exception) -> str:
    if isinstance(error, SAXParseException):
        return f"not well-formed XML: {error.getMessage()} in line {error.getLineNumber()}"
    return _one_line(f"not well-formed XML: {error}")


def _mended(text: str) -> str:
    start = root_of(text)
    assert start is not None
    name = text[start + 1 :].partition(">")[0].split(maxsplit=1)[0].rstrip("/")
    end = text.rfind(f"</{name}")
    # What stands after the root (a server's comment, a script of the provider) is no part of the feed. In a feed that
    # was cut, the last item is left out: it may be cut itself.
    end = text.find(">", end) if end > start else _last_item_end(text)
    return _ILLEGAL.sub("", _MENDED.sub(_entity, text[start : end + 1]))


def _last_item_end(text: str) -> int:
    ends = [found.end() - 1 for found in _ITEM_END.finditer(text)]
    first = _ITEM.search(text)
    return ends[-1] if ends else first.start() - 1 if first else len(text)


def _entity(found: "re.Match[str]") -> str:
    written, name = found[0], found[1]
    if written[0] == "<" or name in _XML_NAMES:
        return written
    if written == "&" or (name and f"{name};" not in html5):
        return "&amp;" + written[1:]
    # A number that names no character leaves nothing.
    return escape(unescape(written).replace("\ufffd", ""), quote=True)


def _item(entry: dict[str, Any], feed: dict[str, Any], base: str) -> Item:
    contents = [_plain(each) for each in entry.get("content") or ()]
    summary = _plain(entry.get("summary_detail"))
    full = max(contents, key=len, default="")
    text = full if len(full) >= len(summary) else summary
    media = _media(entry, base)
    if not text:
        shown = [*(entry.get("content") or ()), entry.get("summary_detail") or {}]
        media = (*media, *(picture for each in shown for picture in pictures(each.get("value") or "", base)))
    details = (entry.get("title_detail") or {}, entry.get("summary_detail") or {}, *(entry.get("content") or ()), feed)
    return Item(
        id=clean(entry.get("id") or "") or None,
        link=web_url(entry.get("link"), base),
        title=_one_line(_plain(entry.get("title_detail"))) or None,
        text=text,
        is_full=text == full != "",
        published=_first(entry, "published", "created", "updated"),
        updated=_first(entry, "updated"),
        author=_author(entry),
        language=next(filter(None, (language_tag(each.get("language")) for each in details)), None),
        media=tuple({each.url: each for each in media}.values()),
    )


def _plain(detail: dict[str, Any] | None) -> str:
    value = (detail or {}).get("value") or ""
    return clean(text_of(value) if (detail or {}).get("type") in _HTML_TYPES else value)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _first(entry: dict[str, Any], *names: str) -> str | None:
    return next((written for name in names if (written := clean(entry.get(name) or ""))), None)


def _author(entry: dict[str, Any]) -> str | None:
    detail = entry.get("author_detail") or {}
    return _one_line(clean(detail.get("name") or entry.get("author") or "")) or None


def _media(entry: dict[str, Any], base: str) -> tuple[Media, ...]:
    found = [
        (each.get("href"), each.get("type")) for each in entry.get("links") or () if each.get("rel") == "enclosure"
    ]
    found += [(each.get("url"), each.get("medium") or each.get("type")) for each in entry.get("media_content") or ()]
    found += [(each.get("url"), "image") for each in entry.get("media_thumbnail") or ()]
    return tuple(Media(url, media_type(kind)) for address, kind in found if (url := web_url(address, base)))


def _older(feed: dict[str, Any], base: str) -> str | None:
    """The next page of a paged feed (RFC 5005), older as feeds run from new to old."""
    for link in feed.get("links") or ():
        if link.get("rel") in ("next", "prev-archive") and link.get("href"):
            return web_url(link["href"], base)
    return None
