"""What the daemon remembers of itself, and what it did: its sign of life, its heartbeat."""

from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from monitor.model import ChangeKind, DeliveryState, NoticeKind, Trouble
from monitor.store.outbox import waiting
from monitor.store.polled import Polled
from monitor.store.tables import ChapterRow, DeliveryRow, MetaRow, SourceRow, SpanRow
from monitor.times import iso, moment, parse_iso

_ALIVE, _HEARTBEAT, _OUTAGE, _TROUBLES = "alive", "heartbeat", "outage", "troubles"
_SEVERAL = TypeAdapter(tuple[Trouble, ...])


def alive(session: Session, now: datetime) -> None:
    """Give a sign of life."""
    session.merge(MetaRow(name=_ALIVE, value=iso(now) or ""))


def last_alive(session: Session) -> datetime | None:
    """The last sign of life; None: there was none yet."""
    row = session.get(MetaRow, _ALIVE)
    return moment(parse_iso(row.value)) if row else None


def heartbeat_told(session: Session, day: date) -> None:
    """The heartbeat of this day of the newsroom is owed."""
    session.merge(MetaRow(name=_HEARTBEAT, value=day.isoformat()))


def last_heartbeat(session: Session) -> date | None:
    """The last day of which the heartbeat was told."""
    row = session.get(MetaRow, _HEARTBEAT)
    return date.fromisoformat(row.value) if row else None


def note_outage(session: Session, polled: Polled) -> None:
    """An outage that is told with this poll, or over with it."""
    if polled.tells(NoticeKind.OUTAGE):
        session.merge(MetaRow(name=_OUTAGE, value=iso(polled.at) or ""))
    if polled.tells(NoticeKind.OUTAGE_OVER):
        session.execute(delete(MetaRow).where(col(MetaRow.name) == _OUTAGE))


def outage_since(session: Session) -> datetime | None:
    """Since when an outage is told that is not over; None: there is none."""
    row = session.get(MetaRow, _OUTAGE)
    return moment(parse_iso(row.value)) if row else None


def troubles(session: Session) -> tuple[Trouble, ...]:
    """What operators know to last."""
    row = session.get(MetaRow, _TROUBLES)
    return _SEVERAL.validate_json(row.value) if row else ()


def note_troubles(session: Session, lasting: tuple[Trouble, ...]) -> None:
    """What lasts now."""
    session.merge(MetaRow(name=_TROUBLES, value=_SEVERAL.dump_json(lasting).decode()))


def counts(session: Session, since: datetime) -> dict[str, int]:
    """What was done since then, in the words of the heartbeat."""
    spans = session.exec(select(SpanRow).where(SpanRow.to_at >= since)).all()
    found = func.count(col(ChapterRow.id))
    new = select(found).where(
        ChapterRow.at >= since, ChapterRow.kind == ChangeKind.NEW, col(ChapterRow.baseline).is_(False)
    )
    sent = select(func.count(col(DeliveryRow.id))).where(
        col(DeliveryRow.sent_at) >= since, DeliveryRow.state == DeliveryState.SENT
    )
    given_up = select(func.count(col(DeliveryRow.id))).where(
        col(DeliveryRow.tried_at) >= since, DeliveryRow.state == DeliveryState.GIVEN_UP
    )
    broken = select(func.count(col(SourceRow.id))).where(col(SourceRow.told_broken))
    return {
        "polls": sum(_polls(span, since) for span in spans),
        "new statements": session.exec(new).one(),
        "alerts sent": session.exec(sent).one(),
        "alerts waiting": waiting(session),
        "alerts given up": session.exec(given_up).one(),
        "broken sources": session.exec(broken).one(),
    }


def _polls(span: SpanRow, since: datetime) -> int:
    """The polls of a run since then; of one that began before, its share, for polls come at even intervals."""
    if span.from_at >= since:
        return span.polls
    return 1 + round((span.polls - 1) * ((span.to_at - since) / (span.to_at - span.from_at)))
