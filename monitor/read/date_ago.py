"""Times that count from the moment of reading: "3 hours ago", ៣ ម៉ោងមុន, 3時間前, "yesterday at 14:05".

Only where nothing else stands beside them: "opened 3 years ago" says nothing of when it was written.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from monitor.read import date_times, date_words
from monitor.read.date_words import any_of
from monitor.times import When

_SPANS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30.4375),
    "year": timedelta(days=365.25),
}
_PART = re.compile(r"[^\n|·•/]{2,60}")
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Ago:
    """A moment or day (in the source's zone) that is so long before the reading, and where that is written."""

    when: When
    start: int
    end: int


def ago(flat: str, read_at: date, zone: ZoneInfo) -> Ago | None:
    """The first such time in `flat` text. Of what is read on a day, not at a moment, only days are known."""
    for part in _PART.finditer(flat, 0, _LONGEST):
        found = _counted(flat, part, read_at, zone) or _named(flat, part, read_at, zone)
        if found is not None:
            return found
    return None


def _counted(flat: str, part: "re.Match[str]", read_at: date, zone: ZoneInfo) -> Ago | None:
    for form in _forms():
        found = form.fullmatch(flat, part.start(), part.end())
        if found is None:
            continue
        unit = next(name for name in _SPANS if found[name])
        when = _earlier(read_at, int(found["count"] or 1), unit, zone)
        return Ago(when, found.start("said"), found.end("said")) if when else None
    return None


def _earlier(read_at: date, count: int, unit: str, zone: ZoneInfo) -> When | None:
    exact = unit in ("minute", "hour")
    if exact and not isinstance(read_at, datetime):
        return None
    try:
        then = read_at - count * _SPANS[unit]
    except OverflowError:
        return None
    return then if exact or not isinstance(then, datetime) else then.astimezone(zone).date()


def _named(flat: str, part: "re.Match[str]", read_at: date, zone: ZoneInfo) -> Ago | None:
    """Today or yesterday, with the hour: without it, these words are as often the name of a page."""
    found = _day_names().match(flat, part.start(), part.end())
    hour = date_times.after(flat, found.end()) if found else None
    if found is None or hour is None or flat[hour.end : part.end()].strip(" )."):
        return None
    today = read_at.astimezone(zone).date() if isinstance(read_at, datetime) else read_at
    day = today - timedelta(days=1 if found["yesterday"] else 0)
    return Ago(datetime.combine(day, hour.at, hour.zone or zone).astimezone(UTC), found.start("said"), hour.end)


@cache
def _forms() -> tuple["re.Pattern[str]", ...]:
    return tuple(_form(words) for words in date_words.written_words()["ago"])


def _form(words: dict[str, list[str]]) -> "re.Pattern[str]":
    units = "|".join(rf"(?P<{unit}>{any_of(words[unit])})" for unit in _SPANS)
    first = rf"(?:{any_of(words['before'])})\s?" if "before" in words else ""
    last = rf"\s?(?:{any_of(words['after'])})" if "after" in words else ""
    said = rf"{first}(?:(?P<count>\d{{1,3}})|{any_of(words['one'])})\s?(?:{units})\.?{last}"
    return re.compile(rf"{_posted()}(?P<said>{said})[\s).]*", re.IGNORECASE)


@cache
def _day_names() -> "re.Pattern[str]":
    words = date_words.written_words()
    said = rf"(?P<said>(?:{any_of(words['today'])})|(?P<yesterday>{any_of(words['yesterday'])}))"
    return re.compile(_posted() + said, re.IGNORECASE)


def _posted() -> str:
    return rf"[\s(]*(?:(?:{any_of(date_words.written_words()['posted'])})[\s:]*)?"
