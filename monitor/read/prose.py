"""Where on a page there is prose, and how much: what tells a text from the links, labels and dates around it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from monitor.read import markup

Weights = dict[Any, float]
"""How much there is in and below each element that has any."""

LEAST = 20
"""The weight below which a block is a label, a menu entry or a date."""
UNFINISHED = 0.3
"""What a block without the end of a sentence counts for: headings, captions, teasers."""

BLOCKS = markup.names(
    "p div section article main td th li dd dt blockquote pre h1 h2 h3 h4 h5 h6 figcaption center body caption nav"
    " footer aside header form ul ol dl table fieldset figure details summary address menu dialog"
)
_SENTENCE_END = re.compile(r"[.!?…](?:\s|[\"'”’)]|$)|[。！？।។៕]")
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Block:
    """The text that stands in one element and in no block below it."""

    element: Any
    text: str
    linked: int  #: how many of its characters are in links

    @property
    def prose(self) -> float:
        """How much prose it is: nothing where half of it is links, or where it is too short to say anything."""
        weight = len(self.text) - self.linked + len(_DENSE.findall(self.text))
        if self.linked * 2 > len(self.text) or weight < LEAST:
            return 0
        return weight * (1 if _SENTENCE_END.search(self.text) else UNFINISHED)

    @property
    def path(self) -> tuple[Any, ...]:
        """Its element and all above it."""
        return (self.element, *self.element.iterancestors())


def blocks(root: Any) -> tuple[Block, ...]:
    """Every block of text that a person sees, in reading order."""
    found: dict[Any, list[tuple[str, bool]]] = {}
    for block, text, linked in _texts(root):
        if not text.isspace():
            found.setdefault(block, []).append((text, linked))
    return tuple(
        Block(block, " ".join("".join(text for text, _ in pieces).split()), sum(len(text) for text, on in pieces if on))
        for block, pieces in found.items()
    )


def weights(found: Iterable[Block], beside: frozenset[Any] = frozenset()) -> Weights:
    """Where the prose stands, but for what is `beside` the text."""
    return _summed(((block, block.prose) for block in found), beside)


def lengths(found: Iterable[Block], beside: frozenset[Any] = frozenset()) -> Weights:
    """Where text stands, whether it is prose or the cells of a table."""
    return _summed(((block, float(len(block.text))) for block in found), beside)


def _summed(worth: Iterable[tuple[Block, float]], beside: frozenset[Any]) -> Weights:
    summed: Weights = {}
    for block, value in worth:
        if value and beside.isdisjoint(block.path):
            for element in block.path:
                summed[element] = summed.get(element, 0) + value
    return summed


def _texts(root: Any) -> Iterator[tuple[Any, str, bool]]:
    """Each piece of text with the block that it belongs to, and whether it stands in a link."""
    # Each is an element to enter, or the text after one.
    waiting: list[tuple[Any, Any, bool]] = [(root, root, False)]
    while waiting:
        one, block, in_link = waiting.pop()
        if isinstance(one, str):
            yield block, one, in_link
            continue
        if markup.invisible(one):
            continue
        block = one if one.tag in BLOCKS else block
        linked = in_link or one.tag == "a"
        if one.text:
            yield block, one.text, linked
        for child in reversed(one):
            if child.tail:
                waiting.append((child.tail, block, linked))
            waiting.append((child, block, linked))
