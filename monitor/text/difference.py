"""What changed between two wordings, in words, whole numbers and grapheme clusters, for people to read."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import regex
from rapidfuzz.distance import Indel

from monitor.text.normalise import fold

_DENSE = r"\p{Khmer}\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Myanmar}"
_DIGIT = r"(?:(?=\p{Nd})\X)"
_LETTER = rf"(?:(?=[\p{{L}}--[{_DENSE}]])\X)"
# A number with its separators is one token, so that nobody reads "1[4→0] days"; so is a word of a spaced script. Other
# scripts go by cluster, the unit that a reader sees as one letter. All are made of whole clusters.
_TOKEN = regex.compile(
    rf"{_DIGIT}+(?:[.,:/٫٬]{_DIGIT}+)*|{_LETTER}+(?:['’]{_LETTER}+)*|\X",
    regex.VERSION1,
)
# What tells one wording from another whatever its punctuation: numbers with their sign and point, letters, currencies,
# and signs that stand for words (a tick, a cross).
_TELLING = regex.compile(r"(?<![\p{L}\p{N}])-(?=\p{Nd})|\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}\p{Sc}\p{So}%‰±≤≥<>]")
_SPACE_IN_A_NUMBER = regex.compile(r"(?<=\p{Nd}) (?=\p{Nd}{3}(?!\p{Nd}))")
SHORT_ISLAND = 2
"""An unchanged stretch of so few tokens between two changes is shown as part of them: people read phrases."""
LONGEST = 20_000
"""Between two wordings that differ over more tokens than this nobody reads a comparison: all of it is one change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `same` in both wordings, `gone` from the first, or `come` with the second."""

    kind: str
    text: str


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order: `same` and `gone` together give `before`, `same` and `come` give `after`."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    head = _shared(old, new)
    tail = _shared(old[: head - 1 if head else None : -1], new[: head - 1 if head else None : -1])
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    pieces = [Piece("same", "".join(old[:head])), *_compared(*middle), Piece("same", "".join(old[len(old) - tail :]))]
    return tuple(piece for piece in pieces if piece.text)


def significant(before: str, after: str) -> bool:
    """Whether a letter or a number changed: not only punctuation, quotes, case or spacing."""
    return _telling(before) != _telling(after)


def _telling(text: str) -> list[str]:
    return list(map(str, _TELLING.findall(_SPACE_IN_A_NUMBER.sub("", fold(text).text))))


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    at = 0
    for start, end, new_start, new_end in _merged(_changes(old, new), old):
        yield Piece("same", "".join(old[at:start]))
        yield Piece("gone", "".join(old[start:end]))
        yield Piece("come", "".join(new[new_start:new_end]))
        at = end
    yield Piece("same", "".join(old[at:]))


def _changes(old: Sequence[str], new: Sequence[str]) -> list[list[int]]:
    """Neighbouring deletions and insertions as one replacement: [from, to) in the old, [from, to) in the new."""
    if max(len(old), len(new)) > LONGEST:
        return [[0, len(old), 0, len(new)]]
    numbers: dict[str, int] = {}
    left, right = ([numbers.setdefault(token, len(numbers)) for token in side] for side in (old, new))
    changes: list[list[int]] = []
    fresh = True
    for code in Indel.opcodes(left, right):
        if code.tag == "equal":
            fresh = True
        elif fresh:
            changes.append([code.src_start, code.src_end, code.dest_start, code.dest_end])
            fresh = False
        else:
            changes[-1][1], changes[-1][3] = code.src_end, code.dest_end
    return changes


def _merged(changes: list[list[int]], old: Sequence[str]) -> list[list[int]]:
    merged: list[list[int]] = []
    for change in changes:
        island = old[merged[-1][1] : change[0]] if merged else []
        wordy = sum(unicodedata.category(token[0])[0] in "LN" for token in island)
        if merged and wordy <= SHORT_ISLAND and len(island) <= 2 * SHORT_ISLAND and "\n" not in island:
            merged[-1][1], merged[-1][3] = change[1], change[3]
        else:
            merged.append(change)
    return merged
