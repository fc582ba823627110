"""OPML, the form in which feed readers exchange their lists: what one holds, and the sources written as one. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from monitor.discover.entry import safe
from monitor.discover.guesses import Guess, by_address
from monitor.errors import UsageError
from monitor.read import xml_scan
from monitor.read.web_address import web_url
from monitor.text.charset import decode

MOST_ELEMENTS = 20_000
_MOST_SIGNS = 100_000
_FEEDS = frozenset({"feed", "youtube"})
"""Kinds that any feed reader can read too."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed or page of a list: what it is called, what it is, and the folders that it stands in."""

    name: str
    guess: Guess | None  #: None: no feed, and no service that we know
    url: str
    tags: tuple[str, ...] = ()


def outlines(body: bytes) -> tuple[Outline, ...]:
    """What a file lists, each address once. Raises UsageError for what is no OPML."""
    text = decode(body, None)
    why = xml_scan.refused(text, MOST_ELEMENTS, _MOST_SIGNS)
    if why:
        raise UsageError("the file is no OPML that we read", why)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or root.tag != "opml":
        raise UsageError("the file is no OPML", "export it anew from the other program")
    found: dict[str, Outline] = {}
    for each in _below(root, ()):
        found.setdefault(each.url, each)
    return tuple(found.values())


def opml(sources: Iterable[Mapping[str, Any]], title: str) -> bytes:
    """A document with these sources, in the shape of `config show`: variables in place of what is secret."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for source in sources:
        etree.SubElement(body, "outline", _attributes(source))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _below(element: Any, folders: tuple[str, ...]) -> Iterator[Outline]:
    for each in element:
        said = {key.lower(): value.strip() for key, value in each.attrib.items()} if each.tag == "outline" else {}
        name = safe(said.get("title") or said.get("text") or "")
        url = web_url(said.get("xmlurl") or said.get("url") or said.get("htmlurl"))
        if url is None:
            yield from _below(each, (*folders, name) if name else folders)
            continue
        known = by_address(url)
        guess = known[0] if known else Guess("feed", {"url": url}) if said.get("xmlurl") else None
        usable = guess if "${" not in url else None
        categories = (part.strip("/ ") for part in said.get("category", "").split(","))
        tags = tuple(dict.fromkeys(filter(None, (*folders, *map(safe, categories)))))
        yield Outline(name, usable, url, tags)


def _attributes(source: Mapping[str, Any]) -> dict[str, str]:
    feed = source.get("url") if source["kind"] in _FEEDS else None
    said = {
        "type": "rss" if feed else "link",
        "text": source["name"],
        "title": source["name"],
        "xmlUrl": feed,
        "url": None if feed else source["home"],
        "category": ",".join(f"/{tag}" for tag in source["tags"]),
    }
    return {key: value for key, value in said.items() if value}
