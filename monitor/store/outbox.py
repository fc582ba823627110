"""The outbox: what is owed, what was tried, what became of it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, or_, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, select

from monitor.model import Delivery, DeliveryState, Finding, Level, Owed
from monitor.store.tables import DeliveryRow

UNKNOWN_FOR = timedelta(seconds=60)
"""A delivery whose outcome we do not know (a crash, a lost answer) is not tried again before."""
_WAITING = (str(DeliveryState.OWED), str(DeliveryState.RETRYING))


def owe(session: Session, deliveries: Iterable[Delivery], now: datetime) -> None:
    """Put deliveries into the outbox; the same alert is never owed twice on one channel."""
    rows = [_row(each, now) for each in deliveries]
    if rows:
        session.connection().execute(insert(DeliveryRow).on_conflict_do_nothing(), rows)


def _row(delivery: Delivery, now: datetime) -> dict[str, object]:
    finding = delivery.subject if isinstance(delivery.subject, Finding) else None
    return {
        "channel": delivery.channel,
        "key": delivery.key,
        "alert": delivery.alert,
        "subject": delivery.subject,
        "statement": delivery.statement,
        "source": finding.source.id if finding else None,
        "routes": delivery.routes,
        "level": str(delivery.level),
        "digest": delivery.digest,
        "follow_up": delivery.follow_up,
        "due_at": delivery.due_at,
        "state": str(DeliveryState.OWED),
        "created_at": now,
        "tries": 0,
        "next_try_at": delivery.due_at,
        "answer": "",
        "ref": "",
    }


def due(session: Session, now: datetime) -> list[Owed]:
    """What is to be tried now, by channel, the oldest first."""
    rows = session.exec(
        select(DeliveryRow)
        .where(col(DeliveryRow.state).in_(_WAITING), DeliveryRow.next_try_at <= now)
        .order_by(col(DeliveryRow.channel), col(DeliveryRow.id))
    )
    return [_owed(row) for row in rows]


def trying(session: Session, ids: Collection[int], now: datetime) -> None:
    """Note a try before it is made: should we die in it, the outcome is unknown, and said to be."""
    session.connection().execute(
        update(DeliveryRow)
        .where(col(DeliveryRow.id).in_(ids))
        .values(
            state=str(DeliveryState.RETRYING),
            tries=DeliveryRow.tries + 1,
            tried_at=now,
            next_try_at=now + UNKNOWN_FOR,
            answer="",
        )
    )


def settle(
    session: Session,
    ids: Collection[int],
    state: DeliveryState,
    answer: str,
    now: datetime,
    next_try_at: datetime | None = None,
    ref: str = "",
) -> None:
    """Note what the channel answered, and what it calls the message."""
    values: dict[str, object] = {"state": str(state), "answer": answer, "ref": ref}
    if state is DeliveryState.SENT:
        values["sent_at"] = now
    if next_try_at is not None:
        values["next_try_at"] = next_try_at
    session.connection().execute(update(DeliveryRow).where(col(DeliveryRow.id).in_(ids)).values(values))


def retry(session: Session, now: datetime, alert: str | None = None) -> int:
    """Owe anew what was given up (or one alert of it), due now; how many. The count of tries goes on."""
    owed = update(DeliveryRow).where(col(DeliveryRow.state) == DeliveryState.GIVEN_UP)
    if alert is not None:
        owed = owed.where(col(DeliveryRow.alert) == alert)
    owed = owed.values(state=str(DeliveryState.OWED), due_at=now, next_try_at=now)
    return session.connection().execute(owed).rowcount


def deliveries(
    session: Session,
    *,
    states: Collection[DeliveryState] = (),
    digest: bool | None = None,
    channel: str | None = None,
    alert: str | None = None,
    statement: str | None = None,
    limit: int = 200,
) -> list[Owed]:
    """The history of the outbox, the newest first."""
    query = select(DeliveryRow).order_by(col(DeliveryRow.id).desc()).limit(limit)
    if states:
        query = query.where(col(DeliveryRow.state).in_([str(state) for state in states]))
    for name, wanted in (("digest", digest), ("channel", channel), ("alert", alert), ("statement", statement)):
        if wanted is not None:
            query = query.where(getattr(DeliveryRow, name) == wanted)
    return [_owed(row) for row in session.exec(query)]


def waiting(session: Session) -> int:
    """How many are owed or being tried again; what is bundled for a digest waits only from its first try on."""
    pushed = or_(col(DeliveryRow.digest).is_(False), col(DeliveryRow.tries) > 0)
    return session.exec(select(func.count()).where(col(DeliveryRow.state).in_(_WAITING), pushed)).one()


def _owed(row: DeliveryRow) -> Owed:
    assert row.id is not None
    return Owed(
        id=row.id,
        delivery=Delivery(
            channel=row.channel,
            key=row.key,
            alert=row.alert,
            subject=row.subject,
            due_at=row.due_at,
            routes=row.routes,
            level=Level(row.level),
            digest=row.digest,
            follow_up=row.follow_up,
        ),
        state=DeliveryState(row.state),
        created_at=row.created_at,
        tries=row.tries,
        next_try_at=row.next_try_at,
        tried_at=row.tried_at,
        sent_at=row.sent_at,
        answer=row.answer,
    )
