"""Who is due. `next_poll_at` in the database seeds a schedule in memory that runs on the monotonic clock.

So a wall clock that jumps by a year makes neither a storm of polls nor a standstill, and a restart loses nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from monitor.model import READABLE, Before, Reading, Source, State

LONGEST_BACK_OFF = timedelta(hours=1)
SLOW = timedelta(minutes=30)
"""The least wait after a state that asking again soon cannot mend, or would make worse."""
_SLOW_STATES = frozenset(
    {State.BLOCKED, State.CAPTCHA, State.LOGIN_WALL, State.NO_PERMISSION, State.TOKEN_DEAD, State.ROBOTS}
)


def next_poll_at(source: Source, before: Before, reading: Reading, now: datetime) -> datetime:
    """When to ask again: after `every`; later while it fails (doubling, up to an hour) or asked us to wait."""
    wait = source.every
    if reading.state not in READABLE:
        doubled = source.every * 2 ** min(before.failures, 10)
        wait = max(source.every, min(doubled, LONGEST_BACK_OFF))
        if reading.state in _SLOW_STATES:
            wait = max(wait, SLOW)
    due = now + wait
    return max(due, reading.retry_after) if reading.retry_after else due


def host_of(source: Source) -> str:
    """The host whose one connection its polls share; the source's own ID where it has none."""
    return (urlsplit(source.url or "").hostname or source.id).lower()


class Schedule:
    """When each source is due, in seconds of a monotonic clock. Not thread-safe: one thread owns it."""

    def __init__(self) -> None:
        self._due: dict[str, float] = {}

    def seed(self, sources: Iterable[Source], stored: Mapping[str, datetime], now: datetime, monotonic: float) -> None:
        """Take over the pollable sources: a known one keeps its place, a new one is due within 10 s.

        What the database says is clamped to two intervals from now, lest a clock that was wrong silence a source.
        """
        due = {}
        for source in sources:
            if not source.pollable:
                continue
            if source.id in self._due:
                due[source.id] = min(self._due[source.id], monotonic + 2 * source.every.total_seconds())
                continue
            at = stored.get(source.id)
            wait = min((at - now), 2 * source.every).total_seconds() if at else 0.0
            due[source.id] = monotonic + max(wait, _spread(source.id))
        self._due = due

    def due(self, sources: Iterable[Source], now: datetime, monotonic: float) -> dict[str, list[Source]]:
        """The sources to poll now, by host; a paused one comes due when its pause ends."""
        hosts: dict[str, list[Source]] = {}
        for source in sources:
            at = self._due.get(source.id)
            paused = source.paused_until is not None and source.paused_until > now
            if at is not None and at <= monotonic and not paused:
                hosts.setdefault(host_of(source), []).append(source)
        return hosts

    def put(self, source_id: str, wait: timedelta, monotonic: float) -> None:
        """This source is due after `wait`."""
        self._due[source_id] = monotonic + max(wait.total_seconds(), 0.0)

    def wait(self, source_id: str, monotonic: float) -> float | None:
        """Seconds until the source is due; None when it is not scheduled."""
        at = self._due.get(source_id)
        return None if at is None else max(at - monotonic, 0.0)


def _spread(source_id: str) -> float:
    """0 to 10 s, the same at each start, so that a start is not a burst."""
    return sha256(source_id.encode()).digest()[0] / 25.6
