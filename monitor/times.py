"""Times as the whole package writes them: aware UTC inside, ISO 8601 with `Z` outside, days as days."""

import re
import time
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol

When = datetime | date
"""A moment (aware UTC) or, where the source gives only a day, a day."""

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(\d{1,6})\s*([smhdw])")


class Clock(Protocol):
    """The only place from which acting code takes the time; tests pass one that they move."""

    def now(self) -> datetime:
        """The wall clock, aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back, for waits and deadlines."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The wall clock, aware UTC, to the microsecond."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since an arbitrary start, those in which the machine slept among them."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def sleep(self, seconds: float) -> None:
        """Block this thread for so many seconds."""
        time.sleep(max(seconds, 0))


def iso(when: When | None) -> str | None:
    """`2020-08-22T12:42:00Z` for a moment, `2020-08-22` for a day, None for None.

    Raises ValueError for a naive datetime: a time without a zone is a bug, not a time.
    """
    if when is None:
        return None
    if not isinstance(when, datetime):
        return when.isoformat()
    if when.tzinfo is None:
        raise ValueError(f"naive datetime {when!r}")
    utc = when.astimezone(UTC)
    whole = utc.isoformat(timespec="seconds" if utc.microsecond == 0 else "microseconds")
    return whole.replace("+00:00", "Z")


def parse_iso(text: str) -> When:
    """The inverse of `iso`: a day where only a day is written, else an aware moment in UTC.

    Raises ValueError for anything else, and for a moment without a zone.
    """
    if len(text) == 10:
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no zone: add Z")
    return moment.astimezone(UTC)


def moment(when: When) -> datetime:
    """The first moment that `when` may mean, for sorting: a day counts from its midnight in UTC."""
    if isinstance(when, datetime):
        return when
    return datetime(when.year, when.month, when.day, tzinfo=UTC)


def day_in(when: When | None, zone: tzinfo) -> date | None:
    """The day of a moment in a zone; a day stays a day."""
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def duration(text: str) -> timedelta:
    """`30s`, `5m`, `2h`, `1d`, `1w`, or several (`1h 30m`). Raises ValueError for anything else."""
    text = text.strip()
    parts = _DURATION.findall(text)
    if not parts or _DURATION.sub("", text).strip():
        raise ValueError(f"{text!r} is not a duration: write 30s, 5m, 2h or 1d")
    return timedelta(seconds=sum(int(count) * _UNITS[unit] for count, unit in parts))


def spell(span: timedelta) -> str:
    """The shortest spelling that `duration` reads back: `90s` is `1m 30s`."""
    seconds = int(span.total_seconds())
    words = []
    for unit, size in sorted(_UNITS.items(), key=lambda pair: -pair[1]):
        if seconds >= size and unit != "w":
            words.append(f"{seconds // size}{unit}")
            seconds %= size
    return " ".join(words) or "0s"
