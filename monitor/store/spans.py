"""Coverage: when we looked and what we could see, as runs of polls with the same outcome."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from monitor.model import READABLE, Span, State
from monitor.store.polled import Polled
from monitor.store.tables import SpanRow

BLIND_AFTER = timedelta(minutes=15)
"""A silence of ours so long (and of two intervals) ends a run: coverage never reaches over what we did not look at."""


def note_span(session: Session, polled: Polled) -> None:
    """Lengthen the last run of the source, or begin one."""
    newest = select(SpanRow).where(SpanRow.source == polled.source.id).order_by(col(SpanRow.to_at).desc()).limit(1)
    last = session.exec(newest).first()
    reading, at = polled.reading, polled.at
    if last is not None and _goes_on(last, polled):
        last.to_at, last.polls = max(at, last.to_at), last.polls + 1
        last.sees_back_to = reading.sees_back_to or last.sees_back_to
        return
    session.add(
        SpanRow(
            source=polled.source.id,
            state=str(reading.state),
            why=reading.why,
            from_at=at,
            to_at=at,
            sees_back_to=reading.sees_back_to,
        )
    )


def _goes_on(last: SpanRow, polled: Polled) -> bool:
    """Whether this poll came to the same as the run; an unchanged list is the last whole one seen again."""
    reading = polled.reading
    again = reading.state is State.UNCHANGED and last.state == State.OK
    if not again and (last.state, last.why) != (reading.state, reading.why):
        return False
    blind = polled.at - last.to_at > max(BLIND_AFTER, 2 * polled.source.every)
    return not blind or reading.state not in READABLE


def coverage(session: Session, source: str, since: datetime, until: datetime) -> list[Span]:
    """The runs of a source that lie in this time at least in part, oldest first."""
    rows = session.exec(
        select(SpanRow)
        .where(SpanRow.source == source, SpanRow.to_at >= since, SpanRow.from_at <= until)
        .order_by(col(SpanRow.from_at), col(SpanRow.id))
    )
    return [
        Span(row.source, State(row.state), row.why, row.from_at, row.to_at, row.polls, row.sees_back_to) for row in rows
    ]
