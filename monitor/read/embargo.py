"""Embargoes: the words by which an office asks that a text be kept back, and until when. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from monitor.read import dates
from monitor.read.date_words import any_of, weekday_names
from monitor.text.excerpt import shorten

HEAD, FOOT = 15, 5
"""Lines of a text, from either end, in which it may stand."""
LONGEST_LINE = 400
QUOTED = 120
_MARKS = r"[\s*#=_~–—|<>【】〔〕\[\]（）()「」『』“”\"'■●◆※!！-]*"


@dataclass(frozen=True, slots=True)
class Embargo:
    """What a text asks for; `until` is None where no time can be made of its words."""

    words: str  #: the line that says so
    until: datetime | None


def words(title: str | None, text: str) -> str | None:
    """The line by which a text puts itself under an embargo; None: it does not."""
    return next((shorten(line, QUOTED) for line, _, _ in _lines(title, text)), None)


def embargo(title: str | None, text: str, zone: ZoneInfo, posted: datetime) -> Embargo | None:
    """The embargo that a text is under; `zone`: of its source, where it names no other; `posted`: when it came.

    A day without an hour begins at its midnight. Of several times the last counts.
    """
    found = list(_lines(title, text))
    if not found:
        return None
    times = [until for line, following, _ in found if (until := _until(line, following, zone, posted)) is not None]
    if not times and all(told_everywhere for _, _, told_everywhere in found):
        return None
    return Embargo(shorten(found[0][0], QUOTED), max(times, default=None))


def _lines(title: str | None, text: str) -> Iterator[tuple[str, str, bool]]:
    """The lines that say so, each with the one after it, and whether such a line stands in every press release."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    near = lines if len(lines) <= HEAD + FOOT else [*lines[:HEAD], *lines[-FOOT:]]
    for line, following in zip([title or "", *near], ["", *near[1:], ""], strict=False):
        if len(line) > LONGEST_LINE:
            continue
        if _says().search(line):
            yield line, following, False
        elif _hours().match(line) and _day_or_hour(line, ZoneInfo("UTC"), datetime.min.replace(tzinfo=UTC)):
            yield line, "", True


def _until(line: str, following: str, zone: ZoneInfo, posted: datetime) -> datetime | None:
    """What the line names; where it names nothing, the hour in the one after it, unless that is past already."""
    own = _day_or_hour(line, zone, posted)
    if own is not None or len(following) > QUOTED:
        return own
    after = _day_or_hour(following, zone, posted)
    return after if after is not None and after > posted else None


def _day_or_hour(line: str, zone: ZoneInfo, posted: datetime) -> datetime | None:
    """The last moment that a line names, told by the clock of the place that it names."""
    zone, line = _told_by(line, zone)
    today = posted.astimezone(zone).date() if posted.year > 1 else None
    named = [each.when for each in dates.every(line, zone=zone, today=today)]
    if named:
        return max(_moment(each, zone) for each in named)
    return _hour_alone(line, zone, today, posted) if today else None


def _hour_alone(line: str, zone: ZoneInfo, today: date, posted: datetime) -> datetime | None:
    """`10:00`, `tomorrow at 10:00`: the next such hour. A weekday alone is not counted out."""
    if _weekday().search(line):
        return None
    day = today + timedelta(days=1) if _any("tomorrow").search(line) else today
    line = _any("tomorrow", "today").sub(" ", line)
    for start in range(len(line)):
        if start and line[start - 1].isdigit():
            continue
        found = dates.find(f"{day.isoformat()} {line[start:]}", zone=zone)
        if found and isinstance(found.when, datetime):
            return found.when if found.when > posted else found.when + timedelta(days=1)
    return None


def _moment(when: date, zone: ZoneInfo) -> datetime:
    if isinstance(when, datetime):
        return when
    return datetime(when.year, when.month, when.day, tzinfo=zone).astimezone(UTC)


def _told_by(line: str, zone: ZoneInfo) -> tuple[ZoneInfo, str]:
    """The zone of the place beside a time, and the line without it."""
    for name, pattern in _clocks().items():
        if pattern.search(line):
            return ZoneInfo(name), _local_clock().sub(" ", pattern.sub(" ", line))
    return zone, _local_clock().sub(" ", line)


@cache
def _data() -> Mapping[str, Any]:
    return YAML(typ="safe").load(files("monitor.read").joinpath("embargo.yaml").read_text("utf-8"))  # type: ignore[no-any-return]


def _all(part: str) -> list[str]:
    """The words of a list, of all languages."""
    told = _data()[part]
    return [word for some in told.values() for word in some] if isinstance(told, dict) else list(told)


@cache
def _any(*parts: str) -> "re.Pattern[str]":
    return re.compile(any_of(word for part in parts for word in _all(part)), re.IGNORECASE)


@cache
def _says() -> "re.Pattern[str]":
    anywhere, begins, until = any_of(_all("anywhere")), any_of(_all("begins")), any_of(_all("until"))
    after = rf"(?=\s*(?:[:：\-–—|】\])）*■\d]|$)|\s+(?:[^\W\d_]+\s+){{0,2}}?(?:{until}))"
    return re.compile(rf"(?<![A-Za-z])(?:{anywhere})|^{_MARKS}(?:{begins}){after}", re.IGNORECASE)


@cache
def _hours() -> "re.Pattern[str]":
    return re.compile(rf"{_MARKS}(?:{any_of(_all('hours'))})")


@cache
def _weekday() -> "re.Pattern[str]":
    return re.compile(
        rf"(?<![^\W\d_])(?:{any_of(each for each in weekday_names() if len(each) > 2)})(?![^\W\d_])", re.IGNORECASE
    )


@cache
def _clocks() -> Mapping[str, "re.Pattern[str]"]:
    """For each zone, its places as they stand beside a time: `(Phnom Penh time)`, `日本時間`, `heure de Paris`."""
    clock = any_of(_all("clock"))
    found = {}
    for zone, named in _data()["places"].items():
        place = any_of(named)
        either = rf"(?:{place})\s*(?:{clock})|(?:{clock})\s*(?:{place})"
        found[zone] = re.compile(
            rf"[(（]\s*(?:{either}|{place})\s*[)）]|(?<![^\W\d_])(?:{either})(?![a-z])", re.IGNORECASE
        )
    return found


@cache
def _local_clock() -> "re.Pattern[str]":
    return re.compile(
        r"[(（]?\blocal time\b[)）]?|[(（](?:現地時間|heure locale|waktu setempat|giờ địa phương)[)）]|現地時間",
        re.IGNORECASE,
    )
