"""What changed between two wordings, in words, whole numbers and grapheme clusters, for people to read."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex
from rapidfuzz.distance import Indel

from monitor.text.normalise import fold

# A number with its separators is one token, so that nobody reads "1[4→0] days"; so is a word of a spaced script. Other
# scripts go by cluster, the unit that a reader sees as one letter.
_TOKEN = regex.compile(
    r"""\p{Nd}+(?:[.,:/٫٬]\p{Nd}+)* |
        [\p{L}&&[^\p{Khmer}\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Myanmar}]]
            [\p{L}\p{M}'’&&[^\p{Khmer}\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Myanmar}]]* |
        \X""",
    regex.VERBOSE | regex.VERSION1,
)
_WORDY = regex.compile(r"[\p{L}\p{M}\p{N}\p{Sc}%]+")
SHORT_ISLAND = 2
"""An unchanged stretch of so few tokens between two changes is shown as part of them: people read phrases."""
LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `same` in both wordings, `gone` from the first, or `come` with the second."""

    kind: str
    text: str


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order: `same` and `gone` together give `before`, `same` and `come` give `after`."""
    old, new = _TOKEN.findall(before[:LONGEST]), _TOKEN.findall(after[:LONGEST])
    numbers: dict[str, int] = {}
    left = [numbers.setdefault(token, len(numbers)) for token in old]
    right = [numbers.setdefault(token, len(numbers)) for token in new]
    changes = _merged([list(each) for each in _changes(left, right)], old)
    pieces: list[Piece] = []
    at = 0
    for start, end, new_start, new_end in changes:
        pieces += _pieces("".join(old[at:start]), "".join(old[start:end]), "".join(new[new_start:new_end]))
        at = end
    pieces += _pieces("".join(old[at:]), "", "")
    pieces += _pieces("", before[LONGEST:], after[LONGEST:])
    return tuple(pieces)


def significant(before: str, after: str) -> bool:
    """Whether a word or a number changed: not only punctuation, quotes, case or spacing."""
    return _words(before) != _words(after)


def _words(text: str) -> list[str]:
    return _WORDY.findall(regex.sub(r"(?<=\d)[\s  ](?=\d)", "", _separated(fold(text).text)))


def _separated(text: str) -> str:
    """Keep the point of 2.5 apart from the comma of a list: "$2.5" and "$25" are different numbers."""
    return regex.sub(r"(?<=\d)[.,](?=\d)", "d", text)


def _changes(left: list[int], right: list[int]) -> Iterator[tuple[int, int, int, int]]:
    """Neighbouring deletions and insertions as one replacement: (from, to) in the old, (from, to) in the new."""
    open_change: list[int] | None = None
    for code in Indel.opcodes(left, right):
        if code.tag == "equal":
            if open_change:
                yield open_change[0], open_change[1], open_change[2], open_change[3]
            open_change = None
        elif open_change:
            open_change[1], open_change[3] = code.src_end, code.dest_end
        else:
            open_change = [code.src_start, code.src_end, code.dest_start, code.dest_end]
    if open_change:
        yield open_change[0], open_change[1], open_change[2], open_change[3]


def _merged(changes: list[list[int]], old: list[str]) -> list[list[int]]:
    merged: list[list[int]] = []
    for change in changes:
        island = old[merged[-1][1] : change[0]] if merged else []
        wordy = sum(1 for token in island if unicodedata.category(token[0])[0] in "LN")
        if merged and wordy <= SHORT_ISLAND and len(island) <= 2 * SHORT_ISLAND and "\n" not in island:
            merged[-1][1], merged[-1][3] = change[1], change[3]
        else:
            merged.append(change)
    assert all(one[1] <= two[0] for one, two in pairwise(merged))
    return merged


def _pieces(same: str, gone: str, come: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in (("same", same), ("gone", gone), ("come", come)) if text]
