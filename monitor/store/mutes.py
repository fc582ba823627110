"""Mutes and acknowledgements: what somebody said about alerts, and what becomes of those that wait."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from monitor.model import Ack, DeliveryState, Held, Lately, Mute, Muted
from monitor.route.limit import HOUR
from monitor.route.mutes import moved
from monitor.store.events import resolved
from monitor.store.outbox import move, pushed, unsent
from monitor.store.tables import AckRow, DeliveryRow, JoinedRow, MuteRow
from monitor.store.values import shallow, value


def lately(session: Session, now: datetime) -> Lately:
    """What routing must know: what went out in the last hour, what is muted, which events were joined."""
    joined = {name: resolved(session, name) for name in session.exec(select(JoinedRow.event))}
    muted = (
        replace(one, name=joined.get(one.name, one.name)) if one.what is Muted.EVENT else one
        for one in mutes(session, now)
    )
    return Lately(pushed(session, now - HOUR), tuple(muted), joined)


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
    call_off(session, col(DeliveryRow.alert) == alert, f"acknowledged by {by}")
    session.flush()
    return value(Ack, row)


def call_off(session: Session, which: ColumnElement[bool], why: str) -> None:
    """The escalations that still wait are not needed any more."""
    session.connection().execute(
        update(DeliveryRow)
        .where(which, col(DeliveryRow.held) == Held.ESCALATION)
        .where(col(DeliveryRow.state).in_((str(DeliveryState.OWED), str(DeliveryState.RETRYING))))
        .values(state=str(DeliveryState.NOT_NEEDED), answer=why)
    )


def acks(session: Session, alerts: Collection[str]) -> dict[str, Ack]:
    """Who acknowledged which of these alerts."""
    rows = session.exec(select(AckRow).where(col(AckRow.alert).in_(set(alerts))))
    return {row.alert: value(Ack, row) for row in rows}


def _hold(session: Session, now: datetime) -> int:
    changes = list(moved(unsent(session), lately(session, now).mutes, now))
    for name, to in changes:
        move(session, name, to)
    session.flush()
    return len(changes)


def _mute(row: MuteRow) -> Mute:
    return Mute(row.id, Muted(row.what), row.name, row.reason, row.by, row.since, row.until)
