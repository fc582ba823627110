"""ARTICLE: what one post's own page says, without what surrounds it. Pure; nothing is guessed.

For title and date, what the page says for machines goes before what it shows. The text is what people see of one
element of it, always found in the same way: a text that came from another part of the page would look like an edit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from monitor.model import Media
from monitor.read import json_tree, linked_data, markup, published
from monitor.read.main_text import Body, body_of, body_within
from monitor.read.noise import quiet
from monitor.read.title import title_of, title_where
from monitor.text.normalise import clean
from monitor.times import When

SHORTEST_TEXT = 80
"""Characters. A page with less, and with a picture or a file, says the rest there."""

_META_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author")
_MOST_MEDIA = 40


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS by which an operator says where things stand on a post's own page."""

    title: str | None = None
    date: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What one post's own page says. `text` is plain text, paragraphs kept, without the title."""

    title: str | None
    text: str
    published_at: When | None = None
    published_as_written: str | None = None
    author: str | None = None
    language: str | None = None  #: as the page declares it
    media: tuple[Media, ...] = ()
    whole: bool = True  #: False: the text is short, and the page carries pictures or files that may say the rest


def article(
    html_text: str,
    url: str,
    *,
    zone: ZoneInfo,
    languages: Iterable[str] = (),
    today: date | None = None,
    listed_as: str | None = None,
    selectors: Selectors = Selectors(),
) -> Article | None:
    """The post that stands on a page, or None. `today`, the day of the capture, gives days without year theirs;
    `listed_as` is the title by which a list knows the post."""
    root = markup.parse(html_text)
    if root is None:
        return None
    said, meta = linked_data.described(root), linked_data.meta(root)
    called = title_where(root, selectors.title) if selectors.title else title_of(root, said, meta, listed_as)
    body = body_within(root, selectors.text) if selectors.text else body_of(root, called.heading)
    if body is None:
        return None
    text = quiet(_without_title(clean(body.text), called.text))
    media = tuple(_media(body, _base(root, url)))
    if not text and not media:
        return None
    calendar = published.Calendar(zone, today, tuple(languages))
    if selectors.date:
        when = published.at(root, selectors.date, calendar)
    else:
        when = published.published(root, body, called.text, said, meta, url, calendar)
    return Article(
        title=called.text,
        text=text,
        published_at=when.when if when else None,
        published_as_written=when.as_written if when else None,
        author=_author(said, meta),
        language=_language(root, said),
        media=media,
        whole=len(text) >= SHORTEST_TEXT or not media,
    )


def _without_title(text: str, title: str | None) -> str:
    """The text without the title that stands at its head."""
    if title and text.startswith(f"{title}\n"):
        return text[len(title) :].lstrip()
    return text


def _author(said: dict[str, Any], meta: dict[str, str]) -> str | None:
    authors = said.get("author")
    first = authors[0] if isinstance(authors, list) and authors else authors
    named = json_tree.string(first, "name") or (first if isinstance(first, str) else None)
    named = named or next((meta[name] for name in _META_AUTHORS if name in meta), None)
    return clean(named) or None if named and not named.startswith(("http://", "https://")) else None


def _language(root: Any, said: dict[str, Any]) -> str | None:
    declared = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return clean(declared or json_tree.string(said, "inLanguage") or "") or None


def _media(body: Body, base: str) -> Iterator[Media]:
    """The pictures, films and files of the text, each once."""
    seen: set[str] = set()
    for kind, written in body.carried():
        address = joined(base, written)
        if address is not None and address not in seen and len(seen) < _MOST_MEDIA:
            seen.add(address)
            yield Media(address, kind)


def _base(root: Any, url: str) -> str:
    base = next(root.iter("base"), None)
    return (joined(url, base.get("href", "")) or url) if base is not None else url


def joined(base: str, written: str) -> str | None:
    """A web address as written on a page, whole; None for what is none (`mailto:`, `javascript:`, junk)."""
    try:
        address = urljoin(base, written.strip())
        return address if urlsplit(address).scheme in ("http", "https") else None
    except ValueError:
        return None
