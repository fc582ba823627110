"""Which rows a list page has: those that an operator's selectors name, else those found by themselves before or now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from monitor.read import markup, selector
from monitor.read.links import Link, base_of, links, weight
from monitor.read.repeated import Layout, Row, best
from monitor.read.rows import Rows, Told
from monitor.text.normalise import clean


@dataclass(frozen=True, slots=True)
class Where:
    """The selectors of a list; without `item` its rows are found, and the others are looked for in them."""

    item: str | None = None
    title: str | None = None
    link: str | None = None
    date: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a list page, and where they were found."""

    told: tuple[Told, ...]
    layout: Layout | None = None  #: None: where an operator's selector says
    moved: bool = False  #: not where they were before
    emptied: bool = False  #: what held them before is there, and holds none


def listed(root: Any, url: str, where: Where, rows: Rows, learned: Mapping[str, Any]) -> Listed:
    """What a list page lists; `url` is its own address."""
    found = links(root, base_of(root, url))
    if where.item is not None:
        return Listed(tuple(_told(tuple(_named(root, where, found)), where, rows)))
    before = Layout.remembered(learned)
    if before is not None and (alike := before.rows(found)):
        return Listed(tuple(_told(alike, where, rows)), before)
    if before is not None and before.is_emptied(root):
        return Listed((), before, emptied=True)
    layout = best(found, urlsplit(url).hostname, rows.dated)
    if layout is None:
        return Listed(())
    return Listed(tuple(_told(layout.rows(found), where, rows)), layout, moved=before is not None)


def _named(root: Any, where: Where, found: Iterable[Link]) -> Iterator[Row]:
    """The rows that an operator's selector names. Where some have links, those without are no rows (a table's head)."""
    by_element = {link.element: link for link in found}
    items = [(item, _link(item, where, by_element)) for item in selector.select(root, str(where.item))]
    some_lead = any(link is not None for _, link in items)
    for item, link in items:
        if link is not None:
            yield Row(item, link)
        elif not some_lead:
            yield Row(item, Link(item, "", "", (), "", "", None))


def _link(item: Any, where: Where, by_element: Mapping[Any, Link]) -> Link | None:
    """The link that a row is about: the one that is named, else the one that says most."""
    named = selector.select(item, where.link) if where.link else [item]
    inside = [link for each in named for below in each.iter("a") if (link := by_element.get(below)) is not None]
    return max(inside, key=lambda link: weight(link.title), default=None)


def _told(found: Sequence[Row], where: Where, rows: Rows) -> Iterator[Told]:
    """What the rows say; where an operator says where, only there."""
    for row, told in zip(found, rows.told(found), strict=True):
        if where.title is not None:
            told = replace(told, title=" ".join(_text(row, where.title).split()) or None)
        if where.date is not None:
            told = replace(told, when=rows.calendar.find(_written(row, where.date)))
        if where.text is not None:
            told = replace(told, text=_text(row, where.text))
        yield told


def _text(row: Row, css: str) -> str:
    texts = (markup.plain_text(each) for each in selector.select(row.element, css))
    return clean("\n\n".join(filter(None, texts)))


def _written(row: Row, css: str) -> str:
    element = selector.first(row.element, css)
    return "" if element is None else element.get("datetime") or markup.plain_text(element)
