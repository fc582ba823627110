"""Dates as sources write them, in every script we read: what day or moment a piece of text names.

Nothing is guessed: a year out of bounds counts as not written, a date without a year needs `today`, 11/12/2026 is
12 November only where CLDR says that the month stands first (see `date_words.month_first`), and elsewhere 11 December.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.read import date_ago, date_grammar, date_times, date_words
from monitor.times import When

FIRST_YEAR = 1990
LONGEST = 5_000
"""Characters of a text that are searched: a date that says when something was published stands near its start."""
_BUDDHIST, _SHORT_BUDDHIST = 543, 43  # 2569 and 69, read as 2069, are 2026
_AHEAD = timedelta(days=31)
"""A date without a year may lie so far ahead; else it is of the year before (the December/January trap)."""
_MAY_HOLD_A_DATE = re.compile(r"\d|月.{1,4}日")


@dataclass(frozen=True, slots=True)
class Found:
    """A date or moment (aware UTC) and where it is written: offsets in code points, time of day included."""

    when: When
    as_written: str
    start: int
    end: int


def find(text: str, *, zone: ZoneInfo, today: date | None = None, languages: Iterable[str] = ()) -> Found | None:
    """The first date in `text`; where there is none, how long ago it says; or None.

    `zone` is where the source writes; `today` is its day there, or the moment, at which it is read.
    """
    written = next(every(text, zone=zone, today=today, languages=languages), None)
    if written is not None or today is None:
        return written
    since = date_ago.ago(date_grammar.flat(text[:LONGEST]), today, zone)
    if since is None or since.when.year < FIRST_YEAR:
        return None
    return Found(since.when, text[since.start : since.end].strip(), since.start, since.end)


def every(text: str, *, zone: ZoneInfo, today: date | None = None, languages: Iterable[str] = ()) -> Iterator[Found]:
    """All dates in `text`, in reading order, none within another."""
    text = text[:LONGEST]
    flat = date_grammar.flat(text)
    if not _MAY_HOLD_A_DATE.search(flat):
        return
    languages = tuple(languages)
    if isinstance(today, datetime):
        today = today.astimezone(zone).date()
    written = sorted(date_grammar.written(flat), key=lambda one: (one.start, -one.end))
    reached = 0
    for one in written:
        day = _day(one, zone, today, languages) if one.start >= reached else None
        if day is None:
            continue
        when, start, end = _moment(day, one, flat, zone)
        start = max(start, reached)
        yield Found(when, text[start:end].strip(), start, end)
        reached = end


def _day(one: date_grammar.Written, zone: ZoneInfo, today: date | None, languages: tuple[str, ...]) -> date | None:
    year, month, day = one.year, one.month, one.day
    if one.swappable:
        if one.short and year is not None and date_words.year_first(zone):
            year, month, day = 2000 + day, month, year - 2000
        elif month > 12 or (day <= 12 and date_words.month_first(zone, languages)):
            month, day = day, month
    last = today.year + 2 if today else 2100
    if one.minguo and not _counts_from_1912(zone, languages):
        return None
    if year is not None and not FIRST_YEAR <= year <= last:
        thai = one.buddhist or str(zone) == "Asia/Bangkok" or "th" in languages
        year -= _SHORT_BUDDHIST if one.short else _BUDDHIST
        year = year if thai and FIRST_YEAR <= year <= last else None
    if year is not None:
        return _date(year, month, day)
    return _nearest(month, day, today) if today and not one.weak and not one.swappable else None


def _counts_from_1912(zone: ZoneInfo, languages: tuple[str, ...]) -> bool:
    return str(zone) == "Asia/Taipei" or any(each.lower() in ("zh-tw", "zh-hant", "zh-hant-tw") for each in languages)


def _nearest(month: int, day: int, today: date) -> date | None:
    for year in range(today.year + 1, today.year - 5, -1):
        found = _date(year, month, day)
        if found is not None and found <= today + _AHEAD:
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(day: date, one: date_grammar.Written, flat: str, zone: ZoneInfo) -> tuple[When, int, int]:
    hour, start, end = date_times.after(flat, one.end), one.start, one.end
    if hour is not None:
        end = hour.end
    else:
        ahead = date_times.before(flat, one.start)
        if ahead is not None:
            hour, start = ahead
    if hour is None:
        return day, start, end
    try:
        moment = datetime.combine(day, hour.at, hour.zone or zone).astimezone(UTC)
    except OverflowError:
        return day, one.start, one.end
    return moment, start, end
