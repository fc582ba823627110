"""What the rows of a list are called: what their links say, else what stands beside a link that says only "24-0013".

A word says something where it is not in most rows and has no digit: "Read more", "Download opinion 24-0013 as PDF" and
numbers of files tell nothing of a row.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from monitor.read import markup
from monitor.read.beside import PAPER
from monitor.read.links import SAYS_LITTLE, weight
from monitor.read.repeated import Row
from monitor.text.normalise import clean

COMMON = 3
"""What so many rows share, and not so few of all, is no title of theirs ("Read more")."""
_SHARE_OF_ALL = 0.2
_MOST_ROWS = 0.5
_LEAST = 4
"""The letters that say something, from which a link may be a title."""
_CELLS = ("td", "th")
_WORD = re.compile(r"\w+")
Saying = Callable[[str], int]


def shared(texts: Sequence[str]) -> frozenset[str]:
    """The texts that stand for no row of their own, for many have them."""
    least = max(COMMON, _SHARE_OF_ALL * len(texts))
    return frozenset(text for text, count in Counter(texts).items() if count >= least)


def saying(texts: Sequence[str]) -> Saying:
    """How to weigh what a text of one row says, where `texts` are the same of all rows."""
    counts = Counter(word for text in texts for word in set(_WORD.findall(text)))
    most = max(_MOST_ROWS * len(texts), COMMON - 1)

    def says(text: str) -> int:
        if PAPER.search(text):
            return 0
        words = (word for word in _WORD.findall(text) if counts[word] <= most)
        return sum(weight(word) for word in words if not any(map(str.isdigit, word)))

    return says


def labels(rows: Sequence[Row]) -> frozenset[Any]:
    """The links in rows beside their own that say the same in most of them: "Case details", "Share"."""
    links = [(link, " ".join(markup.plain_text(link).split())) for row in rows for link in row.element.iter("a")]
    counts = Counter(text for _, text in links)
    least = max(_MOST_ROWS * len(rows), COMMON)
    return frozenset(link for link, text in links if counts[text] >= least)


def column(rows: Sequence[Row]) -> int | None:
    """Of a table whose links mostly say nothing of their own, the column of titles.

    It is the first that says enough, else the one that says most; None where the links are the titles.
    """
    titles = [row.link.title for row in rows]
    if not rows or median(map(saying(titles), titles)) >= _LEAST:
        return None
    left_out = labels(rows)
    lines = [[text_of(each, left_out) for each in cells_of(row.element)] for row in rows]
    width = Counter(map(len, lines)).most_common(1)[0][0]
    columns = map(list, zip(*(line for line in lines if len(line) == width), strict=True))
    worth = [(_worth(texts), place) for place, texts in enumerate(columns)]
    most, best = max(worth, default=(0, 0))
    return next((place for says, place in worth if says >= SAYS_LITTLE), best if most >= _LEAST else None)


def cells_of(element: Any) -> list[Any]:
    """The cells of a row; a part of a table that holds one row is that row."""
    lines = list(element.iter("tr")) if element.tag in ("table", "tbody") else []
    return [each for each in (lines[0] if len(lines) == 1 else element) if each.tag in _CELLS]


def _worth(texts: list[str]) -> float:
    """What a column says, in most of its rows; a column of a few words that come again says nothing."""
    return median(map(saying(texts), texts)) if 2 * len(set(filter(None, texts))) > len(texts) else 0


def text_of(element: Any, left_out: frozenset[Any]) -> str:
    """The text of a cell, in one line."""
    return clean(" ".join(markup.plain_text(element, left_out).split()))
