"""The words of facts, made ready for one language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.assess.fact_words import FactWords
from monitor.assess.facts import cldr
from monitor.assess.facts.date_words import MOTHER, DateWords, date_words
from monitor.assess.facts.lexicon import MARKS, Lexicon, any_of, every, spaced

COMMON = "common"
"""Signs and ISO codes, in any text."""
_LETTER = r"[^\W\d_]"
_LEXICONS = (
    *("between", "percent", "percent_before", "times", "things", "about", "about_after", "vague", "ordinal", "ago"),
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What stands in a text of one language; all words are folded."""

    language: str
    decimal: str
    tokens: "re.Pattern[str]"  #: digits, words of numbers, scales
    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    no_numbers: frozenset[str]  #: found so that no number is found in them
    gaps: frozenset[str]  #: what may stand between the parts of one number
    to: "re.Pattern[str]"  #: between the ends of a range
    between: Lexicon[str]  #: before a range whose ends a word of `gaps` joins
    currencies: Lexicon[tuple[str, ...]]
    money_scales: Lexicon[int]  #: that only money has: $5m
    percent: Lexicon[str]
    percent_before: Lexicon[str]
    times: Lexicon[str]
    plurals: bool  #: what is counted ends in -s
    things: Lexicon[str]
    about: Lexicon[str]
    about_after: Lexicon[str]
    vague: Lexicon[str]
    ordinal: Lexicon[str]
    ago: Lexicon[str]
    no_things: frozenset[str]
    no_counts: frozenset[str]
    dates: DateWords

    def links(self, text: str, start: int, end: int, then: int) -> bool:
        """Whether what stands at `start` to `end` and what begins at `then` are the ends of a range or period."""
        if self.to.fullmatch(text, end, then):
            return True
        gap = text[end:then]
        return len(gap) > 1 and gap in self.gaps and self.between.before(text, start) is not None


class Vocabularies:
    """The words of all languages; those of one are made ready when a text first needs them."""

    def __init__(self, words: Mapping[str, FactWords]) -> None:
        self._words = words
        self._made: dict[str | None, Vocabulary] = {}

    def of(self, language: str | None) -> Vocabulary:
        """The words of a language, with those that any text may hold."""
        language = language if language in self._words else None
        if language not in self._made:
            own = language or MOTHER
            codes = dict.fromkeys((own, MOTHER, COMMON))
            self._made[language] = _made(own, [self._words[each] for each in codes if each in self._words])
        return self._made[language]


def _made(language: str, words: list[FactWords]) -> Vocabulary:
    """The vocabulary of a language from its own words and those that it shares; its own go before."""
    numbers = {word: int(worth) for word, worth in every(each.numbers for each in words)}
    scales = {word: int(worth) for word, worth in every(each.scales for each in words)}
    no_numbers = dict(every(each.no_numbers for each in words))
    to = f" ?(?:{any_of(word for word, _ in every(each.to for each in words))}) ?"
    joins = (f" {word} " for word, _ in every(each.joins for each in words))
    return Vocabulary(
        language=language,
        decimal=next((each.decimal for each in words if each.decimal), "."),
        tokens=_tokens([*numbers, *scales, *no_numbers], words),
        numbers=numbers,
        scales=scales,
        no_numbers=frozenset(no_numbers),
        gaps=frozenset({"", " ", "-", *joins}),
        to=re.compile(to),
        currencies=Lexicon(_currencies(language, words)),
        money_scales=Lexicon({word: int(worth) for word, worth in every(each.money_scales for each in words)}),
        plurals=words[0].plurals,
        no_things=frozenset(word for word, _ in every(each.no_things for each in words)),
        no_counts=frozenset(word for word, _ in every(each.no_counts for each in words)),
        dates=date_words(language, words, to),
        **{name: Lexicon(dict(every(getattr(each, name) for each in words))) for name in _LEXICONS},
    )


def _tokens(known: Iterable[str], words: list[FactWords]) -> "re.Pattern[str]":
    comma = r"(?:[.,]| [.,] )" if words[0].tokenised else "[.,]"
    groups = r"\d{1,3}(?: \d{3})+" if words[0].spaced_groups else r"\d{1,3}(?: \d{3}){2,}"
    digits = rf"(?P<digits>(?=\d)(?<!\d)(?<!\d[.,:])(?:{groups}(?:[.,]\d+)?(?![\d:])|\d+(?:{comma}\d+)*(?!:\d)))"
    apart = [word for word in known if spaced(word[0])]
    dense = [word for word in known if not spaced(word[0])]
    return re.compile(
        rf"{digits}|(?<!{_LETTER}){_first(apart)}(?:{any_of(apart)})(?!{_LETTER})|{_first(dense)}(?:{any_of(dense)})(?![{MARKS}])"
    )


def _first(words: Iterable[str]) -> str:
    """What makes a search for many words quick: a look at the first letter."""
    return f"(?=[{''.join(sorted({re.escape(word[0]) for word in words}))}])" if words else ""


def _currencies(language: str, words: list[FactWords]) -> dict[str, tuple[str, ...]]:
    """Names from CLDR, then the words of the files, which know what is meant when several are called the same."""
    found = {**cldr.currencies(MOTHER), **cldr.currencies(language)}
    return found | {word: tuple(worth.split()) for word, worth in every(each.currencies for each in words)}
