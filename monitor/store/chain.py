"""The chain of captures: each day's value is made of the day's before and of the hashes kept since, so that whoever has
one value can check all that we said we held. How: docs/operators/heartbeat.md.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.model import ChainDay
from monitor.store.tables import CaptureRow, ChainRow
from monitor.store.values import value

FIRST = "0" * 64
"""What stands in the place of a value before the first."""
SETTLED = timedelta(minutes=10)
"""After midnight (UTC): a poll that began before it has ended."""


def linked(before: str, hashes: Iterable[str]) -> str:
    """The value of a day: SHA-256 of the one before and of each hash, a line each."""
    return sha256("".join(f"{each}\n" for each in (before, *hashes)).encode()).hexdigest()


def close_day(session: Session, now: datetime) -> ChainDay | None:
    """Add yesterday to the chain; None where that is done, or too early. It holds what was kept since the last day."""
    yesterday = (now - SETTLED).astimezone(UTC).date() - timedelta(days=1)
    last = latest(session)
    if last is not None and last.day >= yesterday:
        return None
    start, midnight = last.until if last else 0, datetime.combine(yesterday, time.max, UTC)
    ended = select(func.max(CaptureRow.id)).where(col(CaptureRow.captured_at) <= midnight)
    rows = _kept(session, start, session.exec(ended).one() or 0)
    if last is None and not rows:
        return None
    hashes = [sha for _, sha in rows]
    until = rows[-1][0] if rows else start
    made = ChainDay(yesterday, linked(last.value if last else FIRST, hashes), len(hashes), until)
    session.add(ChainRow(day=made.day, value=made.value, captures=made.captures, until=made.until))
    session.flush()
    return made


def latest(session: Session) -> ChainDay | None:
    """The last day of the chain."""
    row = session.exec(select(ChainRow).order_by(col(ChainRow.day).desc())).first()
    return value(ChainDay, row) if row else None


def days(session: Session) -> list[ChainDay]:
    """All days of the chain, the first one first."""
    return [value(ChainDay, row) for row in session.exec(select(ChainRow).order_by(col(ChainRow.day)))]


def hashes_of(session: Session, day: date) -> tuple[str, tuple[str, ...]] | None:
    """The value before a day of the chain, and the hashes that the day adds; None for a day that it has not."""
    before, start = FIRST, 0
    for one in days(session):
        if one.day == day:
            return before, tuple(sha for _, sha in _kept(session, start, one.until))
        before, start = one.value, one.until
    return None


def wrong(session: Session) -> Iterator[str]:
    """The days whose value is not made of what is kept, a line each."""
    before, start = FIRST, 0
    for one in days(session):
        kept = _kept(session, start, one.until)
        if len(kept) != one.captures or linked(before, (sha for _, sha in kept)) != one.value:
            yield f"the chain of captures is broken on {one.day}: what it was made of is no longer what is kept"
        before, start = one.value, one.until


def _kept(session: Session, after: int, until: int | None = None) -> list[tuple[int, str]]:
    """The numbers and hashes of captures, in the order in which they were kept."""
    query = select(CaptureRow.id, CaptureRow.sha256).where(col(CaptureRow.id) > after).order_by(col(CaptureRow.id))
    if until is not None:
        query = query.where(col(CaptureRow.id) <= until)
    return [(number, sha) for number, sha in session.exec(query) if number is not None]
