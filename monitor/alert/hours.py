"""Times as a newsroom reads them: its own clock first, then the clocks of the source and of both sides."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from monitor.alert.phrases import Phrases
from monitor.model import Byline

_NOT_A_PLACE = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT"})


def clocks(newsroom: ZoneInfo, source: Byline) -> tuple[ZoneInfo, ...]:
    """The zones to tell a time in: the newsroom's, the source's, those of the sides that have one zone only."""
    sides = (code for code in (source.side, *source.about) if code)
    names = [str(newsroom), source.timezone, *filter(None, map(_zone_of, sides))]
    first, *others = dict.fromkeys(names)
    found = [_zone(name) for name in (first, *(name for name in others if name not in _NOT_A_PLACE))]
    return tuple(zone for zone in found if zone)


def told(at: datetime, zones: Sequence[ZoneInfo], today: date, say: Phrases) -> str:
    """`19:42 Phnom Penh (21:42 Tokyo)`, with the day where it is not today; clocks that agree are told once."""
    here = at.astimezone(zones[0])
    offsets = {here.utcoffset()}
    others = []
    for zone in zones[1:]:
        there = at.astimezone(zone)
        if there.utcoffset() not in offsets:
            offsets.add(there.utcoffset())
            others.append(_clock(there, zone, here.date(), say))
    clock = _clock(here, zones[0], today, say)
    return say("elsewhere", clock=clock, others=say("comma").join(others)) if others else clock


def hour(at: datetime, zone: ZoneInfo, today: date, say: Phrases) -> str:
    """`19:44`, with the day where it is not today."""
    here = at.astimezone(zone)
    on = here.date()
    return f"{here:%H:%M}" if on == today else say("hour.on", time=f"{here:%H:%M}", day=say.day(on))


def lapse(span: timedelta, say: Phrases) -> str:
    """A span in its largest whole unit: `40 minutes`, `36 hours`, `12 days`."""
    minutes = int(span.total_seconds() // 60)
    for size, unit, least in ((1440, "days", 3 * 1440), (60, "hours", 120)):
        if minutes >= least:
            return say(unit, count=minutes // size)
    return say("minutes", count=minutes)


def _clock(local: datetime, zone: ZoneInfo, today: date, say: Phrases) -> str:
    given = {"time": f"{local:%H:%M}", "place": say.place(zone)}
    return say("clock", **given) if local.date() == today else say("clock.on", **given, day=say.day(local.date()))


@cache
def _zone_of(country: str) -> str | None:
    zones = get_global("territory_zones").get(country, ())
    return str(zones[0]) if len(zones) == 1 else None


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
