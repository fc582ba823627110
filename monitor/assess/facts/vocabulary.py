"""The words of facts, made ready for one language."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from monitor.assess.fact_words import FactWords
from monitor.assess.facts import cldr
from monitor.assess.facts.lexicon import Lexicon, spaced
from monitor.assess.terms import Terms, forms
from monitor.text.normalise import fold

COMMON, MOTHER = "common", "en"
"""The words that any text may hold: signs and ISO codes, and English ones."""
MARKS = r"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u17b4-\u17d3"
_LETTER = r"[^\W\d_]"
_SPACED = r"[^\W\d_\u0e00-\u1dff\u2e80-\uffff]"
"""A letter of a script that puts spaces between words."""
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_GROUP = re.compile(r"\(\?P<(\w+)>")
# What must not stand before comes after what is looked for: a search that begins with digits is ten times as quick.
_YEAR = r"(?:1[89]|2[0-6])\d\d(?!\d)(?<!\d\d{4})"
_DAY = r"\d(?!\d)(?<![\d.,/:-]\d)|\d\d(?!\d)(?<![\d.,/:-]\d\d)"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What stands in a text of one language; all words are folded."""

    language: str
    decimal: str
    tokenised: bool  #: a script without spaces, of which some sources put spaces between words
    tokens: "re.Pattern[str]"  #: digits, words of numbers, scales
    numbers: Mapping[str, float | int]
    scales: Mapping[str, float | int]
    no_numbers: frozenset[str]  #: found so that no number is found in them
    gaps: frozenset[str]  #: what may stand between the parts of one number
    to: "re.Pattern[str]"  #: between the ends of a range
    between: Lexicon[str]  #: before a range whose ends a word of `gaps` joins
    currencies: Lexicon[tuple[str, ...]]
    money_scales: Lexicon[float]  #: that only money has: $5m
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
    dates: tuple["re.Pattern[str]", ...]
    months: Mapping[str, int]
    parts: Mapping[str, tuple[int, int]]
    spans: Mapping[str, tuple[int, int]]
    relative: Mapping[str, str]
    eras: Mapping[str, int]
    fiscal: Mapping[str, int]  #: country or language -> the month in which the fiscal year begins
    short_years: int  #: what is added to a year of two digits

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
    numbers = {word: float(worth) for word, worth in _all(each.numbers for each in words)}
    scales = {word: float(worth) for word, worth in _all(each.scales for each in words)}
    months = {**cldr.months(MOTHER), **cldr.months(language)}
    months |= {word: int(worth) for word, worth in _all(each.months for each in words)}
    parts = {word: _pair(worth) for word, worth in _all(each.parts for each in words)}
    spans = {word: _pair(worth) for word, worth in _all(each.spans for each in words)}
    relative = dict(_all(each.relative for each in words))
    eras = {word: int(worth) for word, worth in _all(each.eras for each in words)}
    no_numbers = {word for word, _ in _all(each.no_numbers for each in words)}
    to = [word for word, _ in _all(each.to for each in words)]
    joins = [word for word, _ in _all(each.joins for each in words)]
    slots = {
        "year": rf"(?P<year>{_YEAR})",
        "year2": rf"(?P<year2>{_YEAR})",
        "to": f" ?(?:{_any(to)}) ?",
        "day": rf"(?P<day>{_DAY})",
        "day2": r"(?P<day2>\d\d?)(?!\d)",
        "dd": r"(?P<day>\d\d?)(?!\d)",
        "m": r"(?P<m>\d\d?)(?!\d)(?<!\d\d\d)",
        "month": rf"(?P<month>{_any(months)})(?!{_SPACED}|[{MARKS}])",
        "month_name": f"(?:{_any(months)})",
        "part": rf"(?P<part>{_any(parts)})",
        "span": rf"(?P<span>{_any(spans)})",
        "relative": rf"(?P<relative>{_any(relative)})(?!{_SPACED}|[{MARKS}])",
        "era": rf"(?P<era>{_any(eras)})",
    }
    return Vocabulary(
        language=language,
        decimal=next((each.decimal for each in words if each.decimal), "."),
        tokenised=any(each.tokenised for each in words),
        tokens=_tokens([*numbers, *scales, *no_numbers], words),
        numbers=numbers,
        scales=scales,
        no_numbers=frozenset(no_numbers),
        gaps=frozenset({"", " ", "-", *(f" {join} " for join in joins)}),
        to=re.compile(f" ?(?:{_any(to)}) ?"),
        between=_lexicon(each.between for each in words),
        currencies=Lexicon(_currencies(language, words)),
        money_scales=Lexicon({word: float(worth) for word, worth in _all(each.money_scales for each in words)}),
        percent=_lexicon(each.percent for each in words),
        percent_before=_lexicon(each.percent_before for each in words),
        times=_lexicon(each.times for each in words),
        plurals=words[0].plurals,
        things=_lexicon(each.things for each in words),
        about=_lexicon(each.about for each in words),
        about_after=_lexicon(each.about_after for each in words),
        vague=_lexicon(each.vague for each in words),
        ordinal=_lexicon(each.ordinal for each in words),
        ago=_lexicon(each.ago for each in words),
        no_things=frozenset(word for word, _ in _all(each.no_things for each in words)),
        dates=tuple(_pattern(form, slots) for each in words for form in each.dates),
        months=months,
        parts=parts,
        spans=spans,
        relative=relative,
        eras=eras,
        fiscal={term.text: int(term.gloss) for each in words for term in each.fiscal},
        short_years=words[0].short_years,
    )


def _all(lists: Iterable[Terms]) -> Iterator[tuple[str, str]]:
    """(folded word, worth) of all lists; where several have a word, the first one's comes last, and so counts."""
    for terms in reversed(list(lists)):
        for term in terms:
            yield from ((fold(form).text, term.gloss) for form in forms(term.text) if form)


def _lexicon(lists: Iterable[Terms]) -> Lexicon[str]:
    return Lexicon(dict(_all(lists)))


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; one that never matches for none."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) or r"(?!)"


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


def _tokens(known: Iterable[str], words: list[FactWords]) -> "re.Pattern[str]":
    comma = r"(?:[.,]| [.,] )" if any(each.tokenised for each in words) else "[.,]"
    groups = r"\d{1,3}(?: \d{3})+" if words[0].spaced_groups else r"\d{1,3}(?: \d{3}){2,}"
    digits = rf"(?P<digits>(?=\d)(?<!\d)(?<!\d[.,:])(?:{groups}(?:[.,]\d+)?(?![\d:])|\d+(?:{comma}\d+)*(?!:\d)))"
    apart = [word for word in known if spaced(word[0])]
    dense = [word for word in known if not spaced(word[0])]
    return re.compile(
        rf"{digits}|(?<!{_LETTER}){_first(apart)}(?:{_any(apart)})(?!{_LETTER})|{_first(dense)}(?:{_any(dense)})(?![{MARKS}])"
    )


def _first(words: Iterable[str]) -> str:
    """What makes a search for many words quick: a look at the first letter."""
    return f"(?=[{''.join(sorted({re.escape(word[0]) for word in words}))}])" if words else ""


def _currencies(language: str, words: list[FactWords]) -> dict[str, tuple[str, ...]]:
    """Names from CLDR, then the words of the files, which know what is meant when several are called the same."""
    found = {**cldr.currencies(MOTHER), **cldr.currencies(language)}
    return found | {word: tuple(worth.split()) for word, worth in _all(each.currencies for each in words)}
