"""Mutes and acknowledgements: what somebody said about alerts, and what becomes of those that wait."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from monitor.model import Ack, DeliveryState, Held, Lately, Mute, Muted
from monitor.route.limit import HOUR
from monitor.route.mutes import moved
from monitor.store.outbox import move, pushed, unsent
from monitor.store.tables import AckRow, DeliveryRow, MuteRow
from monitor.store.values import shallow, value


def lately(session: Session, now: datetime) -> Lately:
    """What routing must know: what went out in the last hour, and what is muted."""
    return Lately(pushed(session, now - HOUR), mutes(session, now))


def mutes(session: Session, now: datetime) -> tuple[Mute, ...]:
    """Those in force, the one that ends first before the others."""
    rows = session.exec(
        select(MuteRow).where(MuteRow.since <= now, MuteRow.until > now).order_by(col(MuteRow.until), col(MuteRow.id))
    )
    return tuple(_mute(row) for row in rows)


def mute(session: Session, one: Mute, now: datetime) -> int:
    """Begin a mute; how many alerts that wait already are held by it."""
    session.add(MuteRow(**shallow(one)))
    session.flush()
    return _hold(session, now)


def unmute(session: Session, name: str, now: datetime) -> tuple[Mute, int] | None:
    """End a mute in force, with the number of alerts that it lets go; None: there is no such mute."""
    row = session.get(MuteRow, name)
    if row is None or row.until <= now:
        return None
    row.until = now
    session.add(row)
    session.flush()
    return _mute(row), _hold(session, now)


def ack(session: Session, alert: str, by: str, now: datetime) -> Ack | None:
    """Somebody has seen an alert: who was first stands, and nobody else is told. None: there is no such alert."""
    if session.exec(select(DeliveryRow.id).where(DeliveryRow.alert == alert).limit(1)).first() is None:
        return None
    row = session.get(AckRow, alert)
    if row is None:
        row = AckRow(alert=alert, at=now, by=by)
        session.add(row)
    session.connection().execute(
        update(DeliveryRow)
        .where(col(DeliveryRow.alert) == alert, col(DeliveryRow.held) == Held.ESCALATION)
        .where(col(DeliveryRow.state).in_((str(DeliveryState.OWED), str(DeliveryState.RETRYING))))
        .values(state=str(DeliveryState.NOT_NEEDED), answer=f"acknowledged by {by}")
    )
    session.flush()
    return value(Ack, row)


def acks(session: Session, alerts: Collection[str]) -> dict[str, Ack]:
    """Who acknowledged which of these alerts."""
    rows = session.exec(select(AckRow).where(col(AckRow.alert).in_(set(alerts))))
    return {row.alert: value(Ack, row) for row in rows}


def _hold(session: Session, now: datetime) -> int:
    changes = list(moved(unsent(session), mutes(session, now), now))
    for name, to in changes:
        move(session, name, to)
    session.flush()
    return len(changes)


def _mute(row: MuteRow) -> Mute:
    return Mute(row.id, Muted(row.what), row.name, row.reason, row.by, row.since, row.until)
