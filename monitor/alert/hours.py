"""Times as a newsroom reads them: its own clock first, then the clocks of the source and of both sides."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global
from babel.dates import format_date

from monitor.model import Byline

_NOT_A_PLACE = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT"})


def clocks(newsroom: ZoneInfo, source: Byline) -> tuple[ZoneInfo, ...]:
    """The zones to tell a time in: the newsroom's, the source's, those of the sides that have one zone only."""
    sides = (code for code in (source.side, *source.about) if code)
    names = [str(newsroom), source.timezone, *filter(None, map(_zone_of, sides))]
    first, *others = dict.fromkeys(names)
    found = [_zone(name) for name in (first, *(name for name in others if name not in _NOT_A_PLACE))]
    return tuple(zone for zone in found if zone)


def place(zone: ZoneInfo) -> str:
    """The city that a zone is called after: `Asia/Phnom_Penh` is Phnom Penh."""
    return str(zone).rpartition("/")[2].replace("_", " ")


def told(at: datetime, zones: Sequence[ZoneInfo], today: date) -> str:
    """`19:42 Phnom Penh (21:42 Tokyo)`, with the day where it is not today; clocks that agree are told once."""
    here = at.astimezone(zones[0])
    offsets = {here.utcoffset()}
    others = []
    for zone in zones[1:]:
        there = at.astimezone(zone)
        if there.utcoffset() not in offsets:
            offsets.add(there.utcoffset())
            others.append(f"{there:%H:%M} {place(zone)}{_on(there.date(), here.date())}")
    elsewhere = f" ({', '.join(others)})" if others else ""
    return f"{here:%H:%M} {place(zones[0])}{_on(here.date(), today)}{elsewhere}"


def hour(at: datetime, zone: ZoneInfo, today: date) -> str:
    """`19:44`, with the day where it is not today."""
    here = at.astimezone(zone)
    return f"{here:%H:%M}{_on(here.date(), today)}"


def day(on: date) -> str:
    """`22 August 2020`."""
    return str(format_date(on, "d MMMM y", locale="en"))


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def lapse(span: timedelta) -> str:
    """A span in its largest whole unit: `40 minutes`, `36 hours`, `12 days`."""
    minutes = int(span.total_seconds() // 60)
    for size, unit, least in ((1440, "days", 3 * 1440), (60, "hours", 120), (1, "minutes", 0)):
        if minutes >= least:
            return f"{minutes // size} {unit}"
    return "0 minutes"


def _on(local: date, today: date) -> str:
    return "" if local == today else f" on {day(local)}"


@cache
def _zone_of(country: str) -> str | None:
    zones = get_global("territory_zones").get(country, ())
    return str(zones[0]) if len(zones) == 1 else None


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
