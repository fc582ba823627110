"""From the lines of pages to a text with paragraphs. Pure.

A file says where its lines stand, not where its paragraphs end: a wider gap ends one, and so does a short line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median_low
from unicodedata import category, east_asian_width

from monitor.text.normalise import clean

Line = tuple[str, float]
"""Its words, and the height of its baseline above the foot of the page."""
WIDE = 1.35
"""A gap so much wider than the usual one ends a paragraph."""
SHORT = 0.7
"""A line of this share of a page's longest ends one."""
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_NUMBER = re.compile(r"\d+")


def text_of(pages: Iterable[Sequence[Line]]) -> str:
    """The text of some pages."""
    written = [page for page in ([line for line in each if line[0].strip()] for each in pages) if page]
    for edge in (0, -1):
        written = [page for page in _told_once(written, edge) if page]
    return clean("\n\n".join("\n\n".join(_paragraphs(page)) for page in written))


def _told_once(pages: Sequence[list[Line]], edge: int) -> Iterator[list[Line]]:
    """The pages; a head or foot that each of them has stays on the first, and nowhere where it counts the pages."""
    heads = [page[edge][0].strip() for page in pages]
    repeated = len(pages) > 1 and len({_NUMBER.sub("0", head) for head in heads}) == 1
    kept = 1 if len(set(heads)) == 1 else 0
    for place, page in enumerate(pages):
        yield page if not repeated or place < kept else page[1:] if edge == 0 else page[:-1]


def _paragraphs(page: Sequence[Line]) -> Iterator[str]:
    if not page:
        return
    gaps = [above[1] - below[1] for above, below in pairwise(page) if above[1] - below[1] > 0]
    usual = median_low(gaps) if gaps else 0.0
    longest = max(_width(text) for text, _ in page)
    paragraph = page[0][0].strip()
    for above, below in pairwise(page):
        gap = above[1] - below[1]
        same_row = abs(gap) < usual / 4
        ends = gap > WIDE * usual or gap < -usual or _width(above[0]) < SHORT * longest
        if ends and not same_row:
            yield paragraph
            paragraph = below[0].strip()
        else:
            paragraph = _joined(paragraph, below[0].strip())
    yield paragraph


def _width(text: str) -> int:
    """How much room it takes: signs that stand on or below others none, those of Chinese and Japanese twice as much."""
    return sum(2 if east_asian_width(sign) in "WF" else category(sign) != "Mn" for sign in text.strip())


def _joined(above: str, below: str) -> str:
    """Two lines as one. Scripts that write no spaces between words are broken anywhere."""
    if above.endswith("\xad"):
        return above[:-1] + below
    unspaced = _UNSPACED.match(above[-1:]) and _UNSPACED.match(below[:1])
    return f"{above}{'' if unspaced else ' '}{below}"
