"""What belongs to a row of a list though it stands outside of its element: a line, a cell above, what follows."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree

from monitor.read import markup
from monitor.read.links import HEADINGS
from monitor.read.repeated import Row

LONGEST = 4_000
"""Characters of one element that are looked at."""
_MOST_SPANNED, _DIGITS = 100, 5
MOST_FOLLOWING = 4
"""So many elements between two rows may belong to the first."""


def line_of(element: Any, rows: Collection[Any]) -> str:
    """The text on the line of a row, where lines end with `br`; another row on it leaves nothing to it."""
    parent = element.getparent()
    if parent is None or next(parent.iterchildren("br"), None) is None:
        return ""
    before = list(_up_to_break(element.itersiblings(preceding=True), rows))
    after = list(_up_to_break(element.itersiblings(), rows))
    if any(each in rows for each in (*before, *after)):
        return ""
    first = before[-1] if before else element
    above = first.getprevious()
    opening = (parent.text if above is None else above.tail) or ""
    texts = [opening, *(_text(each) for each in reversed(before)), element.tail or "", *map(_text, after)]
    return " ".join(" ".join(texts).split())[:LONGEST]


def spanning(rows: Sequence[Row]) -> Iterator[tuple[Any, Any]]:
    """The rows of a table that have a cell in common with the row above, and that cell."""
    for row in (row.element for row in rows if row.element.tag == "tr"):
        for cell in row.iterchildren("td", "th"):
            for below in islice(row.itersiblings("tr"), max(_number(cell.get("rowspan") or "") - 1, 0)):
                yield below, cell


def following(rows: Sequence[Row]) -> dict[Any, list[str]]:
    """The texts between the rows that belong to the row before them: `dd` after `dt`, paragraphs after a heading."""
    elements = {row.element for row in rows}
    texts: dict[Any, list[str]] = {}
    for part in dict.fromkeys(row.element.getparent() for row in rows):
        after = _after_each(part, elements) if part is not None else {}
        most = max(
            (len(each) for each in [*after.values()][:-1]), default=0
        )  # what follows the last is not all its own
        for element, children in after.items() if most <= MOST_FOLLOWING else ():
            texts[element] = [line for each in children[:most] for line in _seen(each).splitlines()]
    return texts


def _after_each(part: Any, elements: Collection[Any]) -> dict[Any, list[Any]]:
    after: dict[Any, list[Any]] = {}
    current: Any = None
    for child in part.iterchildren(etree.Element):
        if child in elements:
            current = child
            after[current] = []
        elif current is not None and child.tag not in (*HEADINGS, "hr"):
            after[current].append(child)
    return after


def _up_to_break(siblings: Iterator[Any], rows: Collection[Any]) -> Iterator[Any]:
    for each in siblings:
        if each.tag == "br":
            return
        yield each
        if each in rows:
            return


def _text(element: Any) -> str:
    return f"{_seen(element)} {element.tail or ''}"


def _seen(element: Any) -> str:
    return "" if markup.invisible(element) else markup.plain_text(element)[:LONGEST]


def _number(written: str) -> int:
    return min(int(written), _MOST_SPANNED) if written.isdecimal() and len(written) < _DIGITS else 1
