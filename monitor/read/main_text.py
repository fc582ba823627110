"""Where on a page its own text stands: the smallest element that holds most of the prose, without what is beside it.

The choice rests on where sentences stand, not on how long the whole page is: a new teaser in a side column must not
change what is read, for such a change would be taken for an edit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from monitor.read import markup, prose, selector
from monitor.read.beside import PAPER, TOO_MUCH, beside, called_beside, words_of_pictures
from monitor.read.paths import standing_at

MOST_SHARE = 0.7
"""An element that holds this share of its parent's prose holds the text; with less, the text stands in several."""
NEARLY_ALL = 0.95
"""The same for a page that is watched whole: a section more must not move the choice."""
TOLD_BETWEEN = 0.05
"""Prose between the title and the text, of this share of the text, belongs to it."""

_MARKED = etree.XPath("//main | //article | //*[@role='main'] | //*[@id='content'] | //*[@id='main']")
_PARTS = markup.names("ul ol dl table thead tbody tr p li dt dd blockquote")
_TELLING = ("p", "table", "ul", "ol", "dl", "h2", "h3", "h4", "pre", "blockquote")
_SOME_LINES = 2
_SOURCES = ("data-src", "data-lazy-src", "data-original", "src")
_ORNAMENT = re.compile(r"(?i)(?:icon|logo|spacer|pixel|blank|loading|bullet|arrow)[\w-]*\.\w{3,4}(?:$|\?)")
_SMALLEST_PICTURE = 60


@dataclass(frozen=True, slots=True)
class Body:
    """The elements that hold a page's own text, what stands in them but is beside the text, and the text."""

    elements: tuple[Any, ...]
    beside: frozenset[Any]
    captions: frozenset[Any] = frozenset()  #: the words of its pictures, which are no part of the text

    @property
    def text(self) -> str:
        """Plain text, paragraphs kept."""
        left_out = self.beside | self.captions
        return "\n\n".join(filter(None, (markup.plain_text(each, left_out) for each in self.elements)))

    def carried(self) -> Iterator[tuple[str, str]]:
        """The pictures, films and files in it: what each is, and its address as written."""
        for element in self.elements:
            for inside in _seen(element, self.beside):
                found = _carried(inside)
                if found is not None:
                    yield found


def body_of(root: Any, heading: Any | None = None) -> Body | None:
    """Where the page's own text stands; None where it holds neither prose nor a main part that is marked as such.

    `heading` is the text's title where that is known: what stands between it and the text belongs to the text.
    """
    found = prose.blocks(root)
    everything = prose.weights(found)
    left_out = beside(root, found, everything)
    captions = words_of_pictures(root, everything)
    weighed = prose.weights(found, left_out | captions)
    if weighed:
        element = _around(_smallest(root, weighed))
    else:
        element = next(iter(_MARKED(root)), heading.getparent() if heading is not None else None)
    if element is None:
        return None
    if heading is not None:
        element = _from_heading(element, heading, weighed)
        left_out |= frozenset(_down_to(heading, element))
    return Body((element,), left_out, captions)


def main_part(root: Any, path: str | None) -> Body | None:
    """All of a page that is not beside its text: lists of links and tables are part of it.

    `path` is where it stood before, and is taken while it leads to something.
    """
    found = prose.blocks(root)
    left_out = frozenset(called_beside(root, prose.weights(found)))
    lengths = prose.lengths(found, left_out)
    if not lengths:
        return None
    element = max(standing_at(root, path or ""), key=lambda each: lengths.get(each, 0), default=None)
    if element not in lengths:
        marked = (each for each in _MARKED(root) if lengths.get(each, 0) >= TOO_MUCH * lengths[root])
        element = next(marked, _nearly_all(root, lengths))
    return Body((element,), left_out)


def body_within(root: Any, css: str) -> Body | None:
    """The part of the page that an operator names; several elements are read one after the other."""
    chosen = tuple(selector.select(root, css))
    return Body(chosen, frozenset()) if chosen else None


def _smallest(root: Any, weighed: prose.Weights) -> Any:
    """The smallest element that holds most of the prose."""
    chosen = root
    while True:
        heaviest = max(chosen, key=lambda child: weighed.get(child, 0), default=None)
        if heaviest is None or weighed.get(heaviest, 0) < MOST_SHARE * weighed.get(chosen, 0):
            return chosen
        chosen = heaviest


def _nearly_all(root: Any, lengths: prose.Weights) -> Any:
    """The smallest element outside of which there are only scattered words: no paragraph, no table, no list."""
    chosen = root
    while True:
        parts = [child for child in chosen if child in lengths]
        longest = max(parts, key=lambda child: lengths[child], default=None)
        others = [child for child in parts if child is not longest]
        if longest is None or lengths[longest] < NEARLY_ALL * lengths[chosen] or any(map(_says_something, others)):
            return chosen
        chosen = longest


def _says_something(element: Any) -> bool:
    return element.tag in _TELLING or next(element.iterdescendants(*_TELLING), None) is not None


def _around(element: Any) -> Any:
    """What a paragraph, a list or a table stands in: the short lines beside it belong to the same text."""
    while element.getparent() is not None and (element.tag in _PARTS or _is_paragraph(element)):
        element = element.getparent()
    return element


def _is_paragraph(element: Any) -> bool:
    """Whether it is one paragraph: no block in it, and no lines of its own."""
    inside = [each.tag for each in element.iterdescendants()]
    return prose.BLOCKS.isdisjoint(inside) and inside.count("br") < _SOME_LINES


def _from_heading(element: Any, heading: Any, weighed: prose.Weights) -> Any:
    """The element, or the one above it that also holds the prose between the heading and it."""
    above_heading = (heading, *heading.iterancestors())
    chosen = one = element
    while one is not None and one not in above_heading:
        between = 0.0
        for sibling in one.itersiblings(preceding=True):
            if sibling in above_heading:
                break
            between += weighed.get(sibling, 0)
        one = one.getparent()
        if between > TOLD_BETWEEN * weighed.get(chosen, 0):
            chosen = one
    return chosen


def _down_to(heading: Any, element: Any) -> Iterator[Any]:
    """What stands in an element before its heading, and the heading."""
    if element not in heading.iterancestors():
        return
    yield heading
    one = heading
    while one is not element:
        yield from one.itersiblings(preceding=True)
        one = one.getparent()


def _seen(element: Any, left_out: frozenset[Any]) -> Iterator[Any]:
    """An element and all below it that a person sees, in reading order."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one is element or not (markup.invisible(one) or one in left_out):
            yield one
            waiting.extend(reversed(one))


def _carried(element: Any) -> tuple[str, str] | None:
    if element.tag == "img":
        address = next((element.get(name) for name in _SOURCES if element.get(name)), "")
        return None if _is_ornament(element, address) else ("image", address)
    if element.tag == "a":
        address = element.get("href") or ""
        return ("file", address) if PAPER.search(address) else None
    address = element.get("src")
    if not address or element.tag not in ("video", "audio", "iframe"):
        return None
    return "link" if element.tag == "iframe" else element.tag, address


def _is_ornament(element: Any, address: str) -> bool:
    sizes = (element.get("width"), element.get("height"))
    tiny = any(size is not None and size.isdecimal() and int(size) < _SMALLEST_PICTURE for size in sizes)
    return tiny or not address or address.startswith("data:") or _ORNAMENT.search(address) is not None
