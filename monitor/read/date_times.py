"""The time of day beside a written date."""

import re
from dataclasses import dataclass
from datetime import time, timezone

from monitor.read import date_words

_NAMED = rf"(?<![A-Za-z])(?:{'|'.join(date_words.ZONE_NAMES)})\b"
_ZONE = rf"(?:(?:GMT|UTC)\s?[+-]\d{{1,2}}(?::?\d{{2}})?|[+-]\d{{2}}:?\d{{2}}|{_NAMED})"
_HALF = r"(?P<half>午前|午後|上午|下午|오전|오후|ព្រឹក|ล่วง)?"
_TIME = re.compile(
    rf"{_HALF}\s?(?<![\d:.])(?P<hour>\d{{1,2}})"
    r"(?:(?::|\s?[時时点點시]\s?|h(?=\d))(?P<minute>\d{2})(?:\s?[分분])?(?::(?P<second>\d{2})(?:\.\d{1,9})?)?|\s?[時时시](?!\d))?"
    r"(?![\d])(?:\s?(?P<after>[ap])\.?m\b\.?)?"
    rf"\s{{0,2}}\(?(?P<zone>{_ZONE})?",
    re.IGNORECASE,
)
# What may stand between a date and its time: a weekday, "at", a bar; never a sentence.
_BETWEEN = re.compile(
    r"(?:T|(?:[\s,|:;・–—-]|\([^()\d]{1,12}\)|[^\W\d_]{1,12}\.?(?=[\s,])|ម៉ោង|เวลา|น\.){0,8})", re.IGNORECASE
)
_LATER = frozenset({"午後", "下午", "오후"})


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day as written, with its zone where one is written, and where it ends in the text."""

    at: time
    zone: timezone | None
    end: int


def after(text: str, end: int) -> Hour | None:
    """The time of day that follows a date which ends at `end` in `flat` text."""
    gap = _BETWEEN.match(text, end)
    starts = {end, gap.end()} if gap else {end}
    for start in sorted(starts, reverse=True):
        found = _TIME.match(text, start)
        if found is not None and (hour := _hour(found)) is not None:
            return hour
    return None


def before(text: str, start: int) -> tuple[Hour, int] | None:
    """The time of day right before a date which starts at `start` ("14:05, 12 November 2026"), and its own start."""
    offset = max(start - 24, 0)
    for found in _TIME.finditer(text[offset:start]):
        hour = _hour(found)
        if hour is not None and not text[offset + hour.end : start].strip(" ,|-–()"):
            return hour, offset + found.start("hour")
    return None


def _hour(found: "re.Match[str]") -> Hour | None:
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)
    half = (found["after"] or "").lower()
    if found["minute"] is None and not half and not re.search("[時时시]", found[0]):
        return None
    if half or found["half"]:
        if hour > 12:
            half = ""
        hour = hour % 12 + (12 if half == "p" or found["half"] in _LATER else 0) if hour <= 12 else hour
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone = date_words.offset(found["zone"]) if found["zone"] else None
    return Hour(time(hour, minute, second), zone, found.end("zone") if found["zone"] else _end(found))


def _end(found: "re.Match[str]") -> int:
    return max(found.end(group) for group in ("hour", "minute", "second", "after") if found.end(group) >= 0)
