"""How long a statement is followed at its own address. Pure."""

from datetime import datetime, timedelta

DAILY_FOR = timedelta(days=30)
WEEKLY_FOR = timedelta(days=365)
"""After the days come the weeks: product promise 4."""


def next_look(first_seen_at: datetime, now: datetime) -> datetime | None:
    """When its own address is to be asked next, after a look now: daily, then weekly, then no more."""
    age = now - first_seen_at
    if age < DAILY_FOR:
        return now + timedelta(days=1)
    return now + timedelta(weeks=1) if age < DAILY_FOR + WEEKLY_FOR else None
