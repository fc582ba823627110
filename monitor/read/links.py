"""The links of a page that lead to another page, with the words that they show and where they stand."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from monitor.read import markup
from monitor.read.beside import is_called_beside
from monitor.read.paths import step_to
from monitor.text.normalise import clean

LONGEST = 500
SAYS_LITTLE = 12
"""The weight of a text that may be "Read more", "PDF" or "詳細はこちら"."""
MOST_OF_A_PAGE = 0.6
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARTS_OF_A_PAGE = ("h1", "main", "nav", "footer")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its element, where it leads, what it shows, and the path to it."""

    element: Any
    url: str
    title: str
    chain: tuple[Any, ...]  #: the elements from the root down to it
    path: str  #: their tags and class names
    tags: str  #: their tags
    host: str | None  #: of its address
    in_menu: bool = False  #: something above it is called navigation or the like


def links(root: Any, base: str, *, hidden: bool = False) -> tuple[Link, ...]:
    """The links that a person sees, in reading order; a place on the same page is none.

    `hidden`: with those in parts that are not shown until a script of the page shows them.
    """
    found: list[Link] = []
    menus: list[tuple[Any, ...]] = []
    waiting: list[tuple[Any, tuple[Any, ...], str, str, tuple[Any, ...]]] = [(root, (), "", "", ())]
    while waiting:
        element, above, path, tags, called = waiting.pop()
        if markup.unseen(element) if hidden else markup.invisible(element):
            continue
        chain = (*above, element)
        path = f"{path}/{step_to(element)}"
        tags = f"{tags}/{element.tag}"
        called = (*called, element) if is_called_beside(element) else called
        url = _leads_to(element.get("href"), base) if element.tag == "a" else None
        if url is not None:
            found.append(Link(element, url, title_of(element), chain, path, tags, urlsplit(url).hostname))
            menus.append(called)
        waiting.extend((child, chain, path, tags, called) for child in reversed(element))
    return tuple(_in_menus(found, menus))


def _in_menus(found: list[Link], menus: list[tuple[Any, ...]]) -> Iterator[Link]:
    """The links, those in menus marked. What holds most of them, and parts of a page, is the page, however called."""
    counts = Counter(element for called in menus for element in called)
    pages = {
        element
        for element, count in counts.items()
        if count > MOST_OF_A_PAGE * len(found) and next(element.iterdescendants(*_PARTS_OF_A_PAGE), None) is not None
    }
    for link, called in zip(found, menus, strict=True):
        yield link if pages.issuperset(called) else replace(link, in_menu=True)


def joined(base: str, written: str) -> str | None:
    """A web address as written on a page, whole; None for what is none (`mailto:`, `javascript:`, junk)."""
    path, mark, rest = written.strip().partition("?")
    try:
        address = urljoin(base, path.replace("\\", "/") + mark + rest)  # as browsers read it
        parts = urlsplit(address)
        return address if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def base_of(root: Any, url: str) -> str:
    """What addresses on a page are relative to."""
    base = next(root.iter("base"), None)
    return (joined(url, base.get("href", "")) or url) if base is not None else url


def heading_in(element: Any) -> str:
    """The heading in a part of a page: one by its tag, else the button that opens the part."""
    openers = (each for each in element.iter("summary", "button") if each.get("aria-expanded") or each.tag == "summary")
    heading = next(element.iter(*HEADINGS), None)
    heading = next(openers, None) if heading is None else heading
    return "" if heading is None else clean(" ".join(markup.plain_text(heading).split()))


def title_of(element: Any) -> str:
    """What a link shows: the heading in it, else its words; what says little, or a picture, is called as marked."""
    heading = next(element.iter(*HEADINGS), None)
    text = " ".join(markup.plain_text(element if heading is None else heading).split())
    if weight(text) < SAYS_LITTLE:
        picture = next(element.iter("img"), None)
        marked = element.get("title") or (picture.get("alt") if picture is not None else None) or ""
        text = max(text, " ".join(marked.split()), key=weight)
    return clean(text)[:LONGEST]


@lru_cache(maxsize=10_000)
def weight(text: str) -> int:
    """How much a text says: its letters, counted twice in scripts that say more with each."""
    return len(text) + len(_DENSE.findall(text))


def _leads_to(written: str | None, base: str) -> str | None:
    if not written or written.startswith("#"):
        return None
    url = joined(base, written)
    if url is None or "#/" in url or "#!" in url:
        return url
    return url.partition("#")[0]
