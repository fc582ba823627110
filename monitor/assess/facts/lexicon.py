"""Words with what they are worth, looked up beside a place of a folded text."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from monitor.assess.terms import Terms, forms
from monitor.text.normalise import fold

Worth = TypeVar("Worth")
MARKS = r"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u17b4-\u17d3"
"""Vowels and tones of Thai, Lao and Khmer, for a class of a pattern: the letter before them is not the last."""


@dataclass(frozen=True, slots=True)
class Word(Generic[Worth]):
    """A word found: where it stands, and what it is worth."""

    start: int
    end: int
    worth: Worth


class Lexicon(Generic[Worth]):
    """Words, folded. The longest that fits is found, and none that is only a part of a longer word."""

    def __init__(self, words: Mapping[str, Worth]) -> None:
        self._words = words
        self._first = _lengths((word[0], len(word)) for word in words)
        self._last = _lengths((word[-1], len(word)) for word in words)

    def after(self, text: str, at: int) -> Word[Worth] | None:
        """The word that begins at `at`, or after one space or hyphen."""
        return self._begins(text, at) or (self._begins(text, at + 1) if text[at : at + 1] in (" ", "-") else None)

    def before(self, text: str, at: int) -> Word[Worth] | None:
        """The word that ends at `at`, or before one space."""
        return self._ends(text, at) or (self._ends(text, at - 1) if text[at - 1 : at] == " " else None)

    def _begins(self, text: str, at: int) -> Word[Worth] | None:
        for length in self._first.get(text[at : at + 1], ()):
            word = text[at : at + length]
            if len(word) == length and word in self._words and not _runs_on(text, at + length):
                return Word(at, at + length, self._words[word])
        return None

    def _ends(self, text: str, at: int) -> Word[Worth] | None:
        for length in self._last.get(text[at - 1 : at], ()):
            start = at - length
            if start >= 0 and text[start:at] in self._words and not (start and _joined(text, start)):
                return Word(start, at, self._words[text[start:at]])
        return None


def _lengths(words: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """How long the words are that begin or end with a character, the longest first."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for character, length in words:
        found[character].add(length)
    return {character: sorted(lengths, reverse=True) for character, lengths in found.items()}


def spaced(character: str) -> bool:
    """Whether it is a letter of a script that puts spaces between words."""
    return character.isalpha() and (character < "\u0e00" or "\u1e00" <= character < "\u2000")


def every(lists: Iterable[Terms]) -> Iterator[tuple[str, str]]:
    """(folded word, worth) of all lists; where several have a word, the first one's comes last, and so counts."""
    for terms in reversed(list(lists)):
        for term in terms:
            yield from ((fold(form).text, term.gloss) for form in forms(term.text) if form)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; one that never matches for none."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) or r"(?!)"


def _joined(text: str, at: int) -> bool:
    return spaced(text[at - 1]) and spaced(text[at])


def _runs_on(text: str, at: int) -> bool:
    if at >= len(text):
        return False
    return _joined(text, at) or unicodedata.category(text[at])[0] == "M" or text[at - 1] == "\u17d2"
