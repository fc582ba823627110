"""ARTICLE: what one post's own page says, without what surrounds it. Pure; nothing is guessed.

For title and date, what the page says for machines goes before what it shows. The text is what people see of one
element of it, always found in the same way: a text that came from another part of the page would look like an edit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from monitor.model import Media
from monitor.read import json_tree, linked_data, markup
from monitor.read.links import base_of, joined
from monitor.read.main_text import Body, body_of
from monitor.read.noise import quiet
from monitor.read.published import Calendar, published
from monitor.read.title import title_of
from monitor.text.normalise import clean
from monitor.times import When

SHORTEST_TEXT = 80
"""Characters. A page with less, and with a picture or a file, says the rest there."""

_META_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author")
_MOST_MEDIA = 40


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
    headed: bool = False  #: a heading on the page says the title
    whole: bool = True  #: False: the text is short, and the page carries pictures or files that may say the rest


def article(
    html_text: str,
    url: str,
    *,
    zone: ZoneInfo,
    languages: Iterable[str] = (),
    today: date | None = None,
    listed_as: str | None = None,
) -> Article | None:
    """The post that stands on a page, or None. `today`, the day of the capture, gives days without year theirs;
    `listed_as` is the title by which a list knows the post."""
    root = markup.parse(html_text) if markup.is_html(html_text) else None
    if root is None:
        return None
    said, meta = linked_data.described(root), linked_data.meta(root)
    called = title_of(root, said, meta, listed_as)
    body = body_of(root, called.heading)
    if body is None:
        return None
    text = quiet(without_line(called.text, clean(body.text)))
    media = media_of(body, base_of(root, url))
    if not text and not media:
        return None
    calendar = Calendar(zone, today, tuple(languages))
    when = published(root, body, called.text, said, meta, url, calendar)
    text = without_line(when.as_written, text) if when else text
    return Article(
        title=called.text,
        text=text,
        published_at=when.when if when else None,
        published_as_written=when.as_written if when else None,
        author=_author(said, meta),
        language=language_of(root, said),
        media=media,
        headed=called.heading is not None,
        whole=len(text) >= SHORTEST_TEXT or not media,
    )


def without_line(line: str | None, text: str) -> str:
    """The text without a line that stands at its head and is told elsewhere: the title, the date."""
    first, _, rest = text.partition("\n")
    return rest.lstrip() if line and first.strip() == line else text


def _author(said: dict[str, Any], meta: dict[str, str]) -> str | None:
    authors = said.get("author")
    first = authors[0] if isinstance(authors, list) and authors else authors
    named = json_tree.string(first, "name") or (first if isinstance(first, str) else None)
    named = named or next((meta[name] for name in _META_AUTHORS if name in meta), None)
    return clean(named) or None if named and not named.startswith(("http://", "https://")) else None


def language_of(root: Any, said: dict[str, Any]) -> str | None:
    """The language that a page declares."""
    declared = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return clean(declared or json_tree.string(said, "inLanguage") or "") or None


def media_of(body: Body, base: str) -> tuple[Media, ...]:
    """The pictures, films and files of a text, each once."""
    found: dict[str, Media] = {}
    for kind, written in body.carried():
        address = joined(base, written)
        if address is not None and len(found) < _MOST_MEDIA:
            found.setdefault(address, Media(address, kind))
    return tuple(found.values())
