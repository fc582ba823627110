"""Manners: one connection per host, a gap between two requests, silence when the host asks for it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.times import Clock

LONGEST_SILENCE = timedelta(hours=24)
SILENCE_AFTER_429 = timedelta(minutes=1)
"""When a host says "too many requests" and not until when."""
_LONGEST_GAP = 60.0
_NAP = 0.5
"""Seconds after which a wait looks whether it is still wanted."""
_REMEMBERED = 1000
"""Hosts; when there are more, those with nothing to remember are forgotten."""


@dataclass(slots=True)
class _Host:
    turn: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0  #: who have their turn or wait for it
    asked_at: float = float("-inf")  #: when its last answer was there
    silent_until: float = float("-inf")


class Manners:
    """What each host is owed, on a clock that never goes back. Used by several threads at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._closed = threading.Event()

    def close(self) -> None:
        """Wait for no gap any more: nothing is asked after this."""
        self._closed.set()

    @contextmanager
    def turn(self, host: str, gap: float) -> Iterator[float]:
        """Wait until the host may be asked, and keep others from it for the length of the block.

        Gives the seconds for which it is to be left in peace: 0 when it may be asked now.
        """
        with self._known(host) as known, known.turn:
            silence = known.silent_until - self._clock.monotonic()
            if silence > 0:
                yield silence
                return
            while (wait := known.asked_at + gap - self._clock.monotonic()) > 0 and not self._closed.is_set():
                self._clock.sleep(min(wait, _NAP))
            try:
                yield 0.0
            finally:
                known.asked_at = self._clock.monotonic()

    def hush(self, host: str, wait: timedelta) -> None:
        """Ask this host nothing for so long."""
        with self._known(host) as known:
            known.silent_until = max(known.silent_until, self._clock.monotonic() + wait.total_seconds())

    @contextmanager
    def _known(self, host: str) -> Iterator[_Host]:
        with self._lock:
            if len(self._hosts) > _REMEMBERED:
                now = self._clock.monotonic()
                self._hosts = {
                    name: each
                    for name, each in self._hosts.items()
                    if each.users or each.asked_at + _LONGEST_GAP > now or each.silent_until > now
                }
            known = self._hosts.setdefault(host, _Host())
            known.users += 1
        try:
            yield known
        finally:
            with self._lock:
                known.users -= 1


def silence_asked(status: int, retry_after: str, now: datetime) -> timedelta | None:
    """For how long an answer asks for silence; None when it does not.

    A 429 without a time, or with junk for one, is met with a minute; a 503 asks for silence only by saying until when.
    """
    if status not in (429, 503):
        return None
    told = _told(retry_after.strip(), now)
    if told is None:
        return SILENCE_AFTER_429 if status == 429 else None
    return min(max(told, timedelta(0)), LONGEST_SILENCE)


def _told(retry_after: str, now: datetime) -> timedelta | None:
    if retry_after.isascii() and retry_after.isdigit():
        return timedelta(seconds=int(retry_after)) if len(retry_after) < 10 else LONGEST_SILENCE
    try:
        until = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return None
    return (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
