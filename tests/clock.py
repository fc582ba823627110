"""A clock that only moves when a test moves it."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class MovedClock:
    """The clock of a test: waiting moves it, nothing else does. Satisfies `monitor.times.Clock`."""

    def __init__(self, start: datetime = START) -> None:
        self._start = self._now = start

    def now(self) -> datetime:
        """The moment to which the test has come."""
        return self._now

    def monotonic(self) -> float:
        """Seconds since the start."""
        return (self._now - self._start).total_seconds()

    def sleep(self, seconds: float) -> None:
        """Waiting takes no time of ours."""
        self.move(timedelta(seconds=max(seconds, 0)))

    def move(self, span: timedelta) -> None:
        """Let time pass."""
        self._now += span
