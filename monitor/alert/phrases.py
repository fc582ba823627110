"""The words of alerts in the newsroom's language: `words/alerts/`. What a table lacks is told in English.

What earlier stages said is kept in English; people read it through `sentence`, which knows it again by its English.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from monitor.alert.glosses import from_terms
from monitor.assess.names import name
from monitor.config.complaints import Complaints
from monitor.config.document import parse
from monitor.config.templates import told_in
from monitor.model import Newsroom

_FOLDER = files("monitor") / "words" / "alerts"
_VALUE = re.compile(r"\{(\w+)\}")
_DEEPEST = 3


@dataclass(frozen=True)
class Phrases:
    """What is said in one language."""

    language: str
    day_pattern: str  #: how a day is written: a pattern of CLDR
    phrases: Mapping[str, str]
    glosses: Mapping[str, str] = field(default_factory=dict)  #: of the English gloss of a term
    sentences: Mapping[str, str] = field(default_factory=dict)  #: of English sentences with {values}

    def __call__(self, key: str, **values: object) -> str:
        """The phrase with its values filled in."""
        return _filled(self.phrases[key], values)

    def or_else(self, key: str, plain: str) -> str:
        """The phrase, or these words where a newsroom's own topic, or a kind, has none."""
        return self.phrases.get(key, plain)

    def gloss(self, english: str) -> str:
        """What an English term or gloss means; in English where nobody has a word for it in this language."""
        plain = english.casefold()
        known = (self.glosses.get(each) for each in (english, plain, plain.removesuffix("s")))
        return next(filter(None, known), english)

    def sentence(self, english: str, depth: int = _DEEPEST) -> str:
        """What an earlier stage said; what stands in it as a value may be such a sentence itself."""
        for parts, translated in self._known if depth else ():
            values = _values(parts, english)
            if values is not None:
                return _filled(translated, {key: self.sentence(said, depth - 1) for key, said in values.items()})
        return self.glosses.get(english, english)

    def day(self, on: date) -> str:
        """`22 August 2020`."""
        return str(format_date(on, self.day_pattern, locale=self.language))

    def place(self, zone: ZoneInfo) -> str:
        """The city that a zone is called after: `Asia/Phnom_Penh` is Phnom Penh."""
        city = self._cities.get(str(zone), {}).get("city")
        return str(city or str(zone).rpartition("/")[2].replace("_", " "))

    def country(self, code: str) -> str:
        """The name of a country."""
        return name(code, self.language)

    def listed(self, words: Iterable[str]) -> str:
        """`a`, `a and b`, `a, b and c`."""
        *most, last = words
        return self("and", most=self("comma").join(most), last=last) if most else last

    @cached_property
    def _cities(self) -> Mapping[str, Mapping[str, str]]:
        return Locale.parse(self.language).time_zones

    @cached_property
    def _known(self) -> list[tuple[list[str], str]]:
        return [(_VALUE.split(english), said) for english, said in self.sentences.items()]


@cache
def phrases(language: str) -> Phrases:
    """The words in a language; in English where there is no table of it."""
    english = _table("en")
    told = _table(language) or english
    code = language if told is not english else "en"
    return Phrases(
        code,
        told["date"],
        {**english["phrases"], **told["phrases"]},
        {**from_terms(code), **(told.get("glosses") or {})},
        told.get("sentences") or {},
    )


def spoken(newsroom: Newsroom) -> Phrases:
    """The words in a newsroom's language, its own over ours."""
    said = phrases(newsroom.language)
    return replace(said, phrases={**said.phrases, **newsroom.phrases}) if newsroom.phrases else said


def _table(language: str) -> Mapping[str, Any]:
    if language not in told_in():
        return {}
    path = _FOLDER / f"{language}.yaml"
    complaints = Complaints()
    document = parse(f"words/alerts/{path.name}", path.read_text(encoding="utf-8"), complaints, {})
    complaints.settle()
    return document.tree if document else {}


def _filled(phrase: str, values: Mapping[str, object]) -> str:
    """Not by `format`: what stands in braces is a name and never reaches into a value."""
    return _VALUE.sub(lambda found: str(values[found[1]]), phrase)


def _values(parts: Sequence[str], text: str) -> dict[str, str] | None:
    """The values in a sentence of these parts (words, name, words, …); None where it is another sentence.

    Not by a regular expression: a notice quotes strangers, and some texts keep one busy for long.
    """
    first, *rest = parts
    if not text.startswith(first) or not text.endswith(parts[-1]):
        return None
    values, at = {}, len(first)
    while rest:
        value, words, *rest = rest
        end = text.find(words, at + 1) if rest else len(text) - len(words)
        if end <= at:
            return None
        values[value], at = text[at:end], end + len(words)
    return values if at == len(text) else None
