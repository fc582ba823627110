"""The time of day beside a written date."""

import re
from dataclasses import dataclass
from datetime import time, timezone
from functools import cache

from monitor.read import date_words
from monitor.read.date_words import any_of


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day as written, with its zone where one is written, and where it ends in the text."""

    at: time
    zone: timezone | None
    end: int


def after(text: str, end: int) -> Hour | None:
    """The time of day that follows a date which ends at `end` in `flat` text."""
    gap = _between().match(text, end)
    starts = {end, gap.end()} if gap else {end}
    for start in sorted(starts, reverse=True):
        for form in _forms():
            found = form.match(text, start)
            if found is not None and (hour := _hour(found)) is not None:
                return hour
    return None


def before(text: str, start: int) -> tuple[Hour, int] | None:
    """The time of day right before a date which starts at `start` ("14:05, 12 November 2026"), and its own start."""
    offset = max(start - 32, 0)
    for form in _forms():
        for found in form.finditer(text[offset:start]):
            hour = _hour(found)
            if hour is not None and _between().fullmatch(text, offset + hour.end, start):
                return hour, offset + found.start()
    return None


@cache
def _between() -> "re.Pattern[str]":
    """What may stand between a date and its time: a weekday, "at", a bar; never a sentence."""
    words = date_words.written_words()
    names = any_of({*date_words.weekday_names(), *words["between"], *words["hour_before"]})
    return re.compile(
        rf"(?:T|[\s,|:;.・–—()-]|\([^()\d]{{1,12}}\)|(?<![A-Za-z])(?:{names})(?![a-z])\.?|(?:星期|周|週)[一二三四五六日天]|[日月火水木金土](?:曜日?)?|[일월화수목금토](?:요일)?"
        r"){0,12}",
        re.IGNORECASE,
    )


@cache
def _forms() -> tuple["re.Pattern[str]", ...]:
    words = date_words.written_words()
    named = rf"(?<![A-Za-z])(?:{any_of(words['zones'])})\b"
    offset = r"(?:GMT|UTC)\s?[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}(?::?\d{2})?(?!\d)"
    half = rf"(?:{any_of(_halves())})(?![A-Za-z])"
    unit, minutes, halved = any_of(words["hour"]), any_of(words["minute"]), any_of(words["half_hour"])
    zone = rf"\s{{0,2}}\(?(?P<zone>{offset}|{named})"
    hour, minute, end = r"(?<![\d:.])(?P<hour>\d{1,2})", r"(?P<minute>\d{2})", r"(?!\d|[.,]\d)"
    early, late = rf"(?:(?P<half>{half})\s?)?", rf"(?:\s?(?P<after>{half}))"
    forms = (
        # 14:05:30, 午後2:05, 2:05 PM JST
        rf"{early}{hour}:{minute}(?::(?P<second>\d{{2}})(?:\.\d{{1,9}})?)?(?:នាទី)?(?!\d){late}?(?:{zone})?",
        # 14時05分, 午後2時半, 오후 2시
        rf"{early}{hour}\s?(?:{unit})(?:\s?(?P<minute>\d{{1,2}})\s?(?:{minutes})?|(?P<halved>{halved}))?(?!\s?\d)"
        rf"{late}?(?:{zone})?",
        # 14h05, 9 h
        rf"{hour}\s?(?:h|heures?|giờ)(?:\s?{minute}(?!\d)|(?![^\W_]|\s?\d)){late}?(?:{zone})?",
        # ២ និង០៥នាទីរសៀល
        rf"{hour}\s?និង\s?{minute}\s?នាទី{late}?",
        # 2pm, 2.05 p.m.
        rf"{hour}(?:\.{minute})?{end}{late}(?:{zone})?",
        # 14.05 น., 14.05 WIB, pukul 14.05
        rf"{hour}\.{minute}{end}(?:\s?(?:{any_of(words['hour_after'])})|{zone})",
        rf"(?:{any_of(words['hour_before'])})\s?{hour}\.{minute}{end}",
        # 1405hrs
        r"(?<![\d:.])(?P<hour>\d\d)(?P<minute>\d\d)\s?h(?:ou)?rs?\b",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


@cache
def _halves() -> dict[str, tuple[int, int]]:
    """For each word beside an hour, the hours of the day that it spans."""
    found = {}
    for hours, names in date_words.written_words()["halves"].items():
        first, _, last = hours.partition("-")
        found.update({name.lower(): (int(first), int(last)) for name in names})
    return found


def _hour(found: "re.Match[str]") -> Hour | None:
    part = found.groupdict()
    hour, minute, second = (int(part.get(name) or 0) for name in ("hour", "minute", "second"))
    beside = part.get("after") or part.get("half")
    if beside is not None and hour <= 12:
        first, last = _halves()[beside.lower()]
        hour = next((each for each in (hour % 12, hour % 12 + 12) if first <= each <= last), 24)
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone = part.get("zone")
    return Hour(
        time(hour, 30 if part.get("halved") else minute, second), date_words.offset(zone) if zone else None, found.end()
    )
