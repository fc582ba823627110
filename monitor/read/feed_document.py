"""What every form of feed says, before it is decided what is an entry and what only points to one."""

import re
from dataclasses import dataclass

from monitor.model import Media
from monitor.read.markup import parse
from monitor.read.web_address import web_url

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_MOST_PICTURES = 20


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed, its texts plain, its addresses whole."""

    id: str | None
    link: str | None
    title: str | None
    text: str
    is_full: bool = False  #: the text stood where the format puts the whole of it, not a summary
    published: str | None = None  #: as written
    updated: str | None = None  #: as written
    author: str | None = None
    language: str | None = None
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A feed. `flaw` says why it may not be whole; an empty one is well-formed to its end."""

    items: tuple[Item, ...]
    older: str | None = None  #: the address of the page that goes on
    flaw: str = ""


def media_type(declared: str | None) -> str:
    """`image`, `video`, `audio`, `link` or `file` for a MIME type or a medium as a feed declares it."""
    family = (declared or "").partition("/")[0].strip().lower()
    if family in ("image", "video", "audio"):
        return family
    return "link" if declared and declared.startswith("text/html") else "file"


def pictures(html: str, base: str) -> tuple[Media, ...]:
    """The pictures that an HTML text shows: where there is no other text, they are the statement."""
    root = parse(f"<html><body>{html}</body></html>") if "<img" in html.lower() else None
    if root is None:
        return ()
    found = (web_url(image.get("src"), base) for image in root.iter("img"))
    return tuple(Media(url, "image") for url in dict.fromkeys(filter(None, found)))[:_MOST_PICTURES]


def language_tag(declared: str | None) -> str | None:
    """A language tag as declared; None for what cannot be one."""
    tag = (declared or "").strip()
    return tag if _LANGUAGE.fullmatch(tag) else None
