"""Threads: which message of a channel an alert replies to, and where a side's telling of an event went out."""

from sqlmodel import Session, col, or_, select

from monitor.model import DeliveryState, Level
from monitor.store.tables import DeliveryRow, LinkRow, SourceRow, StatementRow

_UNTOLD = (str(DeliveryState.GIVEN_UP), str(DeliveryState.NOT_NEEDED))


def thread(session: Session, channel: str, statement: str) -> tuple[str, str]:
    """The name of the thread of a statement, its event's where it has one, and the channel's own name for its root.

    The second is empty where the channel has named none.
    """
    event = session.exec(select(LinkRow.event).where(LinkRow.statement == statement)).first()
    alike = select(LinkRow.statement).where(LinkRow.event == event)
    root = session.exec(
        select(DeliveryRow.ref)
        .where(DeliveryRow.channel == channel, DeliveryRow.ref != "")
        .where(or_(DeliveryRow.statement == statement, col(DeliveryRow.statement).in_(alike)))
        .order_by(col(DeliveryRow.id))
    ).first()
    return event or statement, root or ""


def told_on(session: Session, event: str, side: str, *, urgent: bool) -> tuple[str, ...]:
    """The channels on which a statement of this side on the event goes or went out at once; `urgent`: as urgent."""
    found = session.exec(
        select(DeliveryRow.channel)
        .distinct()
        .join(LinkRow, col(LinkRow.statement) == col(DeliveryRow.statement))
        .join(StatementRow, col(StatementRow.id) == col(DeliveryRow.statement))
        .join(SourceRow, col(SourceRow.id) == col(StatementRow.source))
        .where(LinkRow.event == event, SourceRow.side == side)
        .where(col(DeliveryRow.digest).is_(False), col(DeliveryRow.state).not_in(_UNTOLD))
        .where(col(DeliveryRow.level).in_([str(Level.URGENT)] if urgent else [str(level) for level in Level]))
    )
    return tuple(sorted(found))
