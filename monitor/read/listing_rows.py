"""Which rows a list page has: those that an operator's selectors name, else those found by themselves before or now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from monitor.read import markup, row_titles, selector
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
    if before is not None and (alike := before.rows(found) or before.rows(_with_hidden(root, url))):
        return _of_layout(before, alike, where, rows)
    if before is not None and before.is_emptied(root):
        return Listed((), before, emptied=True)
    layout = best(found, urlsplit(url).hostname, rows.dated)
    if layout is None:
        found = _with_hidden(root, url)
        layout = best(found, urlsplit(url).hostname, rows.dated)
    if layout is None:
        return Listed(())
    alike = layout.rows(found)
    layout = replace(layout, column=row_titles.column(alike))
    return replace(_of_layout(layout, alike, where, rows), moved=before is not None)


def _with_hidden(root: Any, url: str) -> tuple[Link, ...]:
    """With links that are shown only when a script of the page has run: some hold back their whole list."""
    return links(root, base_of(root, url), hidden=True)


def _of_layout(layout: Layout, alike: Sequence[Row], where: Where, rows: Rows) -> Listed:
    """What its rows say. A table of years or of pages that stands beside the list, built like it, is none of it."""
    told = tuple(_told(alike, where, rows, layout.column))
    parts: dict[Any, list[Told]] = {}
    for row, said in zip(alike, told, strict=True):
        parts.setdefault(row.element.getparent(), []).append(said)
    kept = [said for part in parts.values() if not _is_numbers(part) for said in part]
    return Listed(tuple(kept) or told, layout)


def _is_numbers(part: Sequence[Told]) -> bool:
    """Whether most of some rows are called a number, and none has a date."""
    numbers = sum(not any(map(str.isalpha, said.title or "")) for said in part)
    return 2 * numbers > len(part) and not any(said.when for said in part)


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


def _told(found: Sequence[Row], where: Where, rows: Rows, column: int | None = None) -> Iterator[Told]:
    """What the rows say; where an operator says where, only there."""
    for row, told in zip(found, rows.told(found, column), strict=True):
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
