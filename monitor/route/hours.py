"""Hours of the newsroom's day: when a digest goes out, when quiet hours end. Pure."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.model import Bundling, Quiet, Routing


def next_digest_at(routing: Routing, now: datetime) -> datetime | None:
    """The next time of the newsroom's day at which a digest goes out; None without a digest."""
    if not routing.digest.channels or not routing.digest.at:
        return None
    return _next(routing.digest.at, routing.newsroom.timezone, now)


def bundled_at(bundling: Bundling, zone: ZoneInfo, now: datetime) -> datetime:
    """When a route's bundle goes out next. `every` is counted from midnight, so that a restart changes nothing."""
    if bundling.every is None:
        return _next(bundling.at, zone, now)
    today = now.astimezone(zone).date()
    midnight, end = (_at(day, time(), zone) for day in (today, today + timedelta(days=1)))
    return min(midnight + bundling.every * ((now - midnight) // bundling.every + 1), end)


def quiet_until(quiet: Quiet, zone: ZoneInfo, at: datetime) -> datetime | None:
    """The end of the quiet hours in which a moment lies; None outside of them."""
    if not quiet.holds(at.astimezone(zone).time()):
        return None
    ends = _moments((quiet.end,), zone, at)
    return min(end for end in ends if end > at and not quiet.holds(end.astimezone(zone).time()))


def _next(times: Iterable[time], zone: ZoneInfo, now: datetime) -> datetime:
    return min(at for at in _moments(times, zone, now, folds=(0,)) if at > now)


def _moments(
    times: Iterable[time], zone: ZoneInfo, now: datetime, folds: tuple[int, ...] = (0, 1)
) -> Iterator[datetime]:
    """These times of today and the days after it. An hour that the clocks repeat has two folds."""
    today = now.astimezone(zone).date()
    for at in times:
        for days in range(3):
            yield from (_at(today + timedelta(days=days), at.replace(fold=fold), zone) for fold in folds)


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
