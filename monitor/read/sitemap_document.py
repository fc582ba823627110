"""What a sitemap says: the addresses of pages, or of further sitemaps, each with the time that it gives."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from monitor.read import xml_scan
from monitor.read.web_address import web_url
from monitor.text.normalise import clean

LARGEST = 10 * 1024 * 1024
"""Bytes, unpacked: what the door lets in."""
MOST_ELEMENTS = 500_000
"""Fifty thousand pages, the most that the protocol allows, with all that is told of each."""
_GZIP = b"\x1f\x8b"
_ROOT = re.compile(
    r"\A\ufeff?\s*(?:(?:<\?[^>]{0,300}\?>|<!--.{0,2000}?-->)\s*){0,6}<(?:[\w.-]{1,20}:)?(urlset|sitemapindex)(?=[\s>/])",
    re.DOTALL,
)
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]{0,300}\?>")


@dataclass(frozen=True, slots=True)
class Place:
    """One address of a sitemap, and what it says of the page there."""

    url: str
    changed: str | None = None  #: as written
    title: str | None = None  #: of a news sitemap, as are the following
    published: str | None = None  #: as written
    language: str | None = None
    is_news: bool = False


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, or an index of them. `flaw` says why it may not be whole."""

    places: tuple[Place, ...]
    is_index: bool
    flaw: str = ""


class TooLarge(Exception):
    """Unpacked, it is larger than what we read."""


def unpacked(body: bytes) -> bytes:
    """The document of a packed sitemap, of one that is cut what is there. Raises TooLarge and zlib.error."""
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    document = unpacker.decompress(body, LARGEST)
    if unpacker.unconsumed_tail:
        raise TooLarge
    return document


def parse(text: str, base: str) -> Sitemap | str | None:
    """The sitemap; or why it must not be parsed; or None when the text is none."""
    root = _ROOT.match(text)
    if root is None:
        return None
    if (why := xml_scan.refused(text, MOST_ELEMENTS, MOST_ELEMENTS)) is not None:
        return why
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    tree = etree.fromstring(_DECLARATION.sub("", text).encode("utf-8", "replace"), parser)
    flaws = [error.message for error in parser.error_log]
    if tree is None:
        return "not well-formed XML"
    elements = [each for each in tree if _name(each) in ("url", "sitemap")]
    # The last element of a document that was cut may be cut itself.
    places = _places(elements[:-1] if flaws else elements, base)
    flaw = f"not well-formed XML: {flaws[0]}" if flaws else ""
    return Sitemap(tuple({each.url: each for each in places}.values()), root[1] == "sitemapindex", flaw)


def _places(elements: list[Any], base: str) -> Iterator[Place]:
    for element in elements:
        told = {_name(each): each for each in reversed(element)}
        url = web_url(_text(told.get("loc")), base)
        if url is None:
            continue
        news = told.get("news")
        more = {_name(each): each for each in news.iter()} if news is not None else {}
        yield Place(
            url,
            changed=_text(told.get("lastmod")),
            title=" ".join((_text(more.get("title")) or "").split()) or None,
            published=_text(more.get("publication_date")),
            language=_text(more.get("language")),
            is_news=news is not None,
        )


def _name(element: Any) -> str:
    """The name of an element without its namespace: many a sitemap gives it none, or another."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(element: Any | None) -> str | None:
    return clean("".join(element.itertext())) or None if element is not None else None
