"""The words and forms of dates, made ready for one language."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.assess.fact_words import FactWords
from monitor.assess.facts import cldr
from monitor.assess.facts.lexicon import MARKS, any_of, every
from monitor.text.normalise import fold

MOTHER = "en"
"""The language whose words any text may hold."""
_SPACED = r"[^\W\d_\u0e00-\u1dff\u2e80-\uffff]"
"""A letter of a script that puts spaces between words."""
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_GROUP = re.compile(r"\(\?P<(\w+)>")
# What must not stand before comes after what is looked for: a search that begins with digits is ten times as quick.
_YEAR = r"(?:1[89]|2[0456])\d\d(?!\d)(?<!\d\d{4})"
_DAY = r"\d(?!\d)(?<![\d.,/:-]\d)|\d\d(?!\d)(?<![\d.,/:-]\d\d)"


@dataclass(frozen=True, slots=True)
class DateWords:
    """How dates are written in one language; all words are folded."""

    forms: tuple["re.Pattern[str]", ...]
    months: Mapping[str, int]
    parts: Mapping[str, tuple[int, int]]
    spans: Mapping[str, tuple[int, int]]
    relative: Mapping[str, str]
    eras: Mapping[str, int]
    fiscal: Mapping[str, int]  #: country or language -> the month in which the fiscal year begins
    short_years: int  #: what is added to a year of two digits


def date_words(language: str, words: Sequence[FactWords], to: str) -> DateWords:
    """The dates of a language from its own words and those that it shares; `to` is a pattern for what joins two."""
    months = {**cldr.months(MOTHER), **cldr.months(language)}
    months |= {word: int(worth) for word, worth in every(each.months for each in words)}
    parts = {word: _pair(worth) for word, worth in every(each.parts for each in words)}
    spans = {word: _pair(worth) for word, worth in every(each.spans for each in words)}
    relative = dict(every(each.relative for each in words))
    eras = {word: int(worth) for word, worth in every(each.eras for each in words)}
    slots = {
        "year": rf"(?P<year>{_YEAR})",
        "year2": rf"(?P<year2>{_YEAR})",
        "to": to,
        "day": rf"(?P<day>{_DAY})",
        "day2": r"(?P<day2>\d\d?)(?!\d)",
        "dd": r"(?P<day>\d\d?)(?!\d)",
        "m": r"(?P<m>\d\d?)(?!\d)(?<!\d\d\d)",
        "month": rf"(?P<month>{any_of(months)})(?!{_SPACED}|[{MARKS}])",
        "month_name": f"(?:{any_of(months)})",
        "part": rf"(?P<part>{any_of(parts)})",
        "span": rf"(?P<span>{any_of(spans)})",
        "relative": rf"(?P<relative>{any_of(relative)})(?!{_SPACED}|[{MARKS}])",
        "era": rf"(?P<era>{any_of(eras)})",
    }
    forms = tuple(_pattern(form, slots) for each in words for form in each.dates)
    fiscal = {term.text: int(term.gloss) for each in words for term in each.fiscal}
    return DateWords(forms, months, parts, spans, relative, eras, fiscal, words[0].short_years)


def _pair(worth: str) -> tuple[int, int]:
    one, _, two = re.sub("[/-]", " ", worth).partition(" ")
    return int(one), int(two)


def _pattern(form: str, slots: Mapping[str, str]) -> "re.Pattern[str]":
    """A form of dates with its slots filled; a name that stands in it again gets an underscore."""
    form = _FOREIGN.sub(lambda foreign: fold(foreign[0]).text, form)
    for name, slot in slots.items():
        form = form.replace("{" + name + "}", slot)
    seen: Counter[str] = Counter()

    def unlike(group: "re.Match[str]") -> str:
        seen[group[1]] += 1
        return f"(?P<{group[1]}{'_' * (seen[group[1]] - 1)}>"

    return re.compile(_GROUP.sub(unlike, form))
