"""Find thousands of terms at once in a text of any script, with spans of the original."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick

from monitor.text.normalise import Folded, fold

_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_KANA = "\u30a1-\u30fa\u30fc-\u30ff"
# Some sources write Japanese with a space between words. Katakana words stay apart: their border is all we have.
_LOOSE = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}])(?!(?<=[{_KANA}] )(?=[{_KANA}]))")
_COENG = "\u17d2"
_SPACED = ("letter", "digit", "hangul")
_OFTEN_SHORT = ("country", "title", "office")
SHORT = 4
"""A Latin word of so few letters is trusted only in a text of its own language: `Anh`, `Nga`, `Man`."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a matched term says."""

    role: str  #: topic, urgent, against, country, agency, stance, … as the word files group them
    value: str  #: the topic, country, stance …
    strength: str = ""  #: of a topic's term: strong or weak
    topic: str = ""  #: that an agency also speaks for
    language: str = ""
    gloss: str = ""
    shape: str = ""  #: `upper` or `title`: the capitals that the text must have


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found: its span in the original, and what it says there."""

    start: int
    end: int
    senses: tuple[Sense, ...]
    spaced: bool = True  #: written in a script that puts spaces between words


class Matcher:
    """Terms in one Aho-Corasick automaton, built once."""

    def __init__(self, terms: Iterable[tuple[str, Sense]]) -> None:
        senses: dict[str, list[Sense]] = {}
        for text, sense in terms:
            key = key_of(text)
            kept = senses.setdefault(key, []) if key else []
            if not any(_same(sense, each, len(key) <= SHORT) for each in kept):
                kept.append(sense)
        self._automaton = ahocorasick.Automaton()
        for key, found in senses.items():
            self._automaton.add_word(key, (len(key), tuple(found), all(map(_fits_anywhere, found))))
        self._automaton.make_automaton()

    def find(self, text: str, language: str | None) -> list[Hit]:
        """All terms in `text`, in order; overlapping ones too."""
        folded = fold(text)
        plain, dropped = _squeeze(folded)
        hits = []
        for last, (length, senses, anywhere) in self._automaton.iter(plain) if plain else ():
            start, end = last + 1 - length, last + 1
            if not _stands_alone(plain, start, end):
                continue
            span = _trimmed(text, *folded.span(_back(start, dropped), _back(end - 1, dropped) + 1))
            found = text[span[0] : span[1]]
            kept = senses if anywhere else tuple(each for each in senses if _fits(each, found, language))
            if kept:
                hits.append(Hit(*span, kept, _class(plain[start]) in _SPACED))
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))


def key_of(term: str) -> str:
    """The form in which a term is looked for: spellings with one key are found at the same places."""
    return _squeeze(fold(term))[0].strip()


def shape(term: str) -> str:
    """The capitals that a term asks for."""
    letters = [each for each in term if each.isalpha()]
    if not letters or not letters[0].isupper():
        return ""
    return "upper" if len(letters) > 1 and all(each.isupper() for each in letters) else "title"


def _same(one: Sense, two: Sense, is_short: bool) -> bool:
    alike = (one.role, one.value, one.topic, one.shape) == (two.role, two.value, two.topic, two.shape)
    return alike and (one.language == two.language or not is_short)


def _squeeze(folded: Folded) -> tuple[str, list[int]]:
    """The folded text without the spaces inside Japanese and Chinese, and where each of them would stand in it."""
    if folded.text.isascii():
        return folded.text, []
    at = [match.start() - number for number, match in enumerate(_LOOSE.finditer(folded.text))]
    return (_LOOSE.sub("", folded.text), at) if at else (folded.text, [])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the white space and invisible characters that folding took together with a letter."""
    while end - start > 1 and not text[end - 1].isprintable():
        end -= 1
    return start, end


def _back(at: int, dropped: list[int]) -> int:
    return at + bisect_right(dropped, at)


@cache
def _class(character: str) -> str:
    """How a character binds to its neighbours."""
    if character.isdecimal():
        return "digit"
    kind = unicodedata.category(character)
    if kind[0] == "M":
        return "mark"
    if kind[0] != "L":
        return ""
    if "\u30a1" <= character <= "\u30ff":
        return "kana"
    if "\uac00" <= character <= "\ud7a3":
        return "hangul"
    dense = "\u3005" <= character <= "\u9fff" or "\u1780" <= character <= "\u17d3" or "\u0e00" <= character <= "\u0eff"
    return "dense" if dense or "\u1000" <= character <= "\u109f" or "\uf900" <= character <= "\ufaff" else "letter"


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a match is no part of a longer word, as far as its script shows where words end."""
    first, last = _class(text[start]), _class(text[end - 1])
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    left, right = _class(before), _class(after)
    if right == "mark" or before == _COENG:
        return False
    if first in ("letter", "digit") and left in ("letter", "mark", "digit"):
        return False
    if last in ("letter", "digit") and right in ("letter", "digit"):
        return False
    return not (first == "kana" == left or last == "kana" == right or first == "hangul" == left)


def _fits_anywhere(sense: Sense) -> bool:
    """Whether neither the letters found nor the language of the text matter."""
    return not sense.shape and sense.role != "surname" and sense.role not in _OFTEN_SHORT


def _fits(sense: Sense, found: str, language: str | None) -> bool:
    if sense.shape == "upper" and not found.isupper():
        return False
    letter = next((each for each in found if each.isalpha()), "")
    if sense.shape == "title" and not letter.isupper():
        return False
    if sense.role == "surname" and sense.language != language:
        return False
    short = sense.role in _OFTEN_SHORT and len(found) <= SHORT and _class(letter.lower() or " ") == "letter"
    return not short or sense.language in ("en", language)


def mentions(hits: Iterable[Hit], role: str) -> Iterator[tuple[Hit, Sense]]:
    """The hits that have a sense of this role, with that sense."""
    for hit in hits:
        for sense in hit.senses:
            if sense.role == role:
                yield hit, sense
