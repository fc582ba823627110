"""Counts and measures: `300,000 doses`, `58 students`, 救急車12台, ១៤សន្លឹក."""

import re
from collections.abc import Iterator

from monitor.assess.facts.field import Text
from monitor.assess.facts.numbers import Number
from monitor.model import Fact

_WORD = re.compile(r"(?:[ -]|(?<='))([a-z\u00df-\u024f'-]+)")
_MOST_WORDS, _LONGER_THAN = 4, 3
"""A plural so many words after a number is what it counts: 800 full scholarships."""
_FEWEST = 2
_NO_PLURAL = ("ss", "us", "is", "'s")


def find(text: Text) -> Iterator[Fact]:
    """Each number of things, with what they are called in English where the word files know it."""
    folded, words = text.folded.text, text.vocabulary
    for number in text.numbers:
        if number.glued or number.year or words.ordinal.before(folded, number.start):
            continue
        if words.times.after(folded, number.end):
            continue  # a 5-year-old child
        counted = _known(text, number) or _plural(text, number)
        if counted is not None and not words.ago.after(folded, counted[0]):
            end, unit = counted
            yield text.fact("quantity", *text.hedged(number.start, end), number.told, unit)


def _known(text: Text, number: Number) -> tuple[int, str] | None:
    """A word that the files know, at once or after a few others."""
    folded, words = text.folded.text, text.vocabulary
    more = words.about_after.after(folded, number.end)
    thing = words.things.after(folded, more.end if more else number.end)
    return (thing.end, thing.worth) if thing else None


def _plural(text: Text, number: Number) -> tuple[int, str] | None:
    """A plural in -s, where the language has such: `13 regional airports`."""
    folded, words = text.folded.text, text.vocabulary
    if not words.plurals or number.value < _FEWEST:
        return None
    at = number.end
    for _ in range(_MOST_WORDS):
        word = _WORD.match(folded, at)
        if word is None or word[1] in words.no_things:
            return None
        thing = words.things.after(folded, at)
        if thing is not None:
            return thing.end, thing.worth
        at = word.end()
        if len(word[1]) > _LONGER_THAN and word[1].endswith("s") and not word[1].endswith(_NO_PLURAL):
            idle = not number.digits and word[1] in words.no_counts
            return None if idle else (at, _singular(word[1]))
    return None


def _singular(plural: str) -> str:
    return f"{plural[:-3]}y" if plural.endswith("ies") else plural[:-1]
