"""Days, months and years as they are written in a text, and the first and last day that each may mean."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from monitor.assess.facts import cldr
from monitor.assess.facts.date_words import MOTHER
from monitor.assess.facts.lexicon import spaced
from monitor.assess.facts.vocabulary import Vocabulary

_BUDDHIST, _FIRST_BUDDHIST = 543, 2400
_SECOND_HALF = 7
"""A fiscal year that begins in the second half of a year is called after the next."""
_WEEKS, _WEEK = 4, timedelta(days=7)
"""The last of the weeks of a month ends with it."""
_TEN = "十"
_RELATIVE = re.compile(r"(day|week|month|year)([+-]\d+)")
Bounds = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or a period, where the folded text has it, and what it means."""

    start: int
    end: int
    value: str | None  #: as ISO 8601 writes a day, month or year; None where it has no form for it
    bounds: Bounds | None  #: None: no year is written, and the day of publication is unknown
    period: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """The parts of a date that are written."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: tuple[int, int] | None = None  #: the first of three parts of it
    span: tuple[int, int] | None = None  #: months of the year
    fiscal: int | None = None  #: the month in which the fiscal year begins, or 0: unknown
    relative: str = ""  #: month+1
    until_day: int | None = None
    until_year: int | None = None

    @property
    def ends(self) -> "Written | None":
        """The other end, of what is a period by itself: 3-15 September, 1992-2018."""
        if self.until_day or self.until_year:
            end = replace(self, day=self.until_day or self.day, year=self.until_year or self.year)
            return replace(end, until_day=None, until_year=None)
        return None


def dated(
    text: str, words: Vocabulary, published: date | None, territory: str | None, is_name: Callable[[int], bool]
) -> Iterator[Dated]:
    """All dates and periods of a folded text, in order; two dates with a word for "to" between them are a period."""
    found = list(_found(text, words, published, territory, is_name))
    at = 0
    while at < len(found):
        match, one = found[at]
        follows = found[at + 1] if at + 1 < len(found) else None
        joined = None
        if follows is not None and words.links(text, match.start(), match.end(), follows[0].start()):
            joined = _period(match.start(), follows[0].end(), one, follows[1], published)
        at += 1 if joined is None else 2
        yield from (joined,) if joined else _one(match, one, published)


def _found(
    text: str, words: Vocabulary, published: date | None, territory: str | None, is_name: Callable[[int], bool]
) -> Iterator[tuple["re.Match[str]", Written]]:
    matches = (match for form in words.dates.forms for match in form.finditer(text))
    reached = 0
    for match in sorted(matches, key=lambda each: (each.start(), -each.end())):
        part = {name.rstrip("_"): name for name, value in match.groupdict().items() if value is not None}
        if match.start() >= reached and _stands_alone(match, part, is_name):
            written = {name: match[group] for name, group in part.items()}
            yield match, _of_that_year(_written(written, words, territory), published)
            reached = match.end()


def _stands_alone(match: "re.Match[str]", part: Mapping[str, str], is_name: Callable[[int], bool]) -> bool:
    """Whether it is no part of a word, and an English month is written as a name: may and march are words too."""
    start, text = match.start(), match.string
    if start and spaced(text[start]) and spaced(text[start - 1]):
        return False
    return (
        match[part["month"]] not in cldr.months(MOTHER) or is_name(match.start(part["month"]))
        if "month" in part
        else True
    )


def _written(part: Mapping[str, str], words: Vocabulary, territory: str | None) -> Written:
    year = _count(part["year"], words) if "year" in part else None
    if "era" in part:
        year = words.dates.eras[part["era"]] + _count(part["count"], words)
    elif "short" in part:
        year = int(part["short"]) + words.dates.short_years
    month = words.dates.months[part["month"]] if "month" in part else _count(part.get("m", "0"), words) or None
    day = _count(part.get("day", "0"), words) or None
    if "swap" in part and month and day and (month > 12 or (day <= 12 and cldr.month_first(territory))):
        month, day = day, month
    this = "year+0" if "year0" in part else "month+0" if "month0" in part else ""
    return Written(
        _common_era(year),
        month,
        day,
        words.dates.parts[part["part"]] if "part" in part else None,
        words.dates.spans[part["span"]] if "span" in part else None,
        words.dates.fiscal.get(territory or "", words.dates.fiscal.get(words.language, 0))
        if "fiscal" in part
        else None,
        words.dates.relative[part["relative"]] if "relative" in part else this,
        int(part.get("day2", 0)) or None,
        _common_era(int(part["year2"])) if "year2" in part else None,
    )


def _count(written: str, words: Vocabulary) -> int:
    """A number in digits, or in characters that each stand for one; 元 is the first year of an era."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition(_TEN)
    if ten:
        return 10 * (words.numbers.get(tens) or 1) + words.numbers.get(ones, 0)
    return int("".join(str(words.numbers.get(each, 1)) for each in written))


def _of_that_year(one: Written, published: date | None) -> Written:
    """`March next year` with the number of the year."""
    found = _RELATIVE.fullmatch(one.relative)
    if not (found and found[1] == "year" and one.month and published):
        return one
    return replace(one, year=published.year + int(found[2]), relative="")


def _common_era(year: int | None) -> int | None:
    return year - _BUDDHIST if year is not None and year > _FIRST_BUDDHIST else year


def _one(match: "re.Match[str]", one: Written, published: date | None) -> Iterator[Dated]:
    end = one.ends
    if end is not None:
        begin = replace(one, until_day=None, until_year=None)
        period = _period(*match.span(), begin, end, published)
        if period is not None:
            yield period
        return
    try:
        bounds = _bounds(one, published)
    except (ValueError, OverflowError):
        return  # the 31st of February
    yield Dated(*match.span(), _iso(one, bounds), bounds)


def _period(start: int, end: int, one: Written, two: Written, published: date | None) -> Dated | None:
    """From the first day of one to the last of the other; each has the year or month that only the other writes."""
    if one.ends or two.ends:
        return None
    two = replace(two, month=two.month or (one.month if two.day else None), year=two.year or one.year)
    one = replace(one, month=one.month or (two.month if one.day else None), year=one.year or two.year)
    try:
        last = _bounds(two, published)
        year = one.year if one.relative or not last else one.year or last[1].year
        first = _bounds(replace(one, year=year), published)
        if first and last and year and first[0] > last[1]:  # from December to January
            first = _bounds(replace(one, year=year - 1), published)
    except (ValueError, OverflowError):
        return None
    if (first is None) != (last is None) or (first and last and first[0] > last[1]):
        return None
    bounds = (first[0], last[1]) if first and last else None
    parts = (_iso(one, first), _iso(two, last))
    return Dated(start, end, "/".join(parts) if all(parts) else None, bounds, period=True)  # type: ignore[arg-type]


def _iso(one: Written, bounds: Bounds | None) -> str | None:
    if one.part or one.span or one.fiscal is not None:
        return None
    if bounds is not None:
        first, last = bounds
        shape = 10 if first == last else 7 if (first.year, first.month) == (last.year, last.month) else 4
        return None if one.relative.startswith("week") else first.isoformat()[:shape]
    return f"--{one.month:02}-{one.day:02}" if one.month and one.day else f"--{one.month:02}" if one.month else None


def _bounds(one: Written, published: date | None) -> Bounds | None:
    """The first and last day that it may mean; without a year, those nearest to the day of publication."""
    if one.fiscal == 0:
        return None
    if one.relative and published:
        bounds = _relative(one.relative, published)
        if one.span or one.day:
            return _of(one, bounds[0].year, bounds[0].month if one.day else None)
        return _cut(bounds, one.part)
    if one.year and (one.month or not one.day):
        return _of(one, one.year, one.month)
    if published is None or one.relative or not (one.month or one.day or one.span):
        return None
    near = []
    for shift in (-1, 0, 1):
        by_year = one.month or one.span
        year, month = (published.year + shift, one.month) if by_year else _month(published.year, published.month, shift)
        with suppress(ValueError):  # 29 February, the 31st
            near.append(_of(one, one.year or year, month))
    return min(near, key=lambda each: _distance(each, published))


def _month(year: int, month: int, shift: int) -> tuple[int, int]:
    """So many months later."""
    return year + (month - 1 + shift) // 12, (month - 1 + shift) % 12 + 1


def _distance(bounds: Bounds, day: date) -> int:
    return max((bounds[0] - day).days, (day - bounds[1]).days, 0)


def _of(one: Written, year: int, month: int | None) -> Bounds:
    if one.fiscal:
        begins = date(year - (one.fiscal >= _SECOND_HALF), one.fiscal, 1)
        return _cut((begins, begins.replace(year=begins.year + 1) - timedelta(days=1)), one.part)
    if one.day and month:
        return date(year, month, one.day), date(year, month, one.day)
    first, last = one.span or ((month, month) if month else (1, 12))
    ends = year + (last < first)  # winter
    return _cut((date(year, first, 1), date(ends, last, monthrange(ends, last)[1])), one.part)


def _cut(bounds: Bounds, part: tuple[int, int] | None) -> Bounds:
    """One of several equal parts of a month or of the months of a year."""
    if part is None:
        return bounds
    first, last = bounds
    number, of = part
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months % of == 0 and of != _WEEKS:
        begins = _month(first.year, first.month, (number - 1) * months // of)
        ends = _month(first.year, first.month, number * months // of - 1)
        return date(*begins, 1), date(*ends, monthrange(*ends)[1])
    if of == _WEEKS:
        begin = last - _WEEK + timedelta(days=1) if number == of else first + _WEEK * (number - 1)
        return begin, begin + _WEEK - timedelta(days=1)
    days = 30 // of
    begin = first + timedelta(days=days * (number - 1))
    return begin, last if number == of else begin + timedelta(days=days - 1)


def _relative(written: str, published: date) -> Bounds:
    found = _RELATIVE.fullmatch(written)
    assert found is not None
    unit, shift = found[1], int(found[2])
    if unit == "day":
        return published + timedelta(days=shift), published + timedelta(days=shift)
    if unit == "week":
        monday = published + timedelta(days=7 * shift - published.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return _of(Written(), published.year + shift, None)
    return _of(Written(), *_month(published.year, published.month, shift))
