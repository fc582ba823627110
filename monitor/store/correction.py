"""Marking our own false alarm, with what is owed for it."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from monitor.model import ChangeKind, Delivery
from monitor.store.mutes import call_off
from monitor.store.outbox import owe
from monitor.store.tables import ChapterRow, DeliveryRow, StatementRow


def correct(session: Session, name: str, reason: str, owed: Iterable[Delivery], now: datetime) -> None:
    """The latest change of a statement was an error of ours.

    One that we said to be gone is not taken for gone any more, and its own address, which misled us, is left alone
    until something happens to it.
    """
    chapter = session.exec(
        select(ChapterRow).where(ChapterRow.statement == name).order_by(col(ChapterRow.id).desc()).limit(1)
    ).one()
    chapter.corrected_at, chapter.correction = now, reason
    one = session.exec(select(StatementRow).where(StatementRow.id == name)).one()
    one.corrected = reason
    if chapter.kind in (ChangeKind.DELETED, ChangeKind.REPLACED):
        one.deleted_at = one.gone_at = one.relook_at = None
        one.missing_at, one.suspect = (), False
    call_off(session, col(DeliveryRow.statement) == name, "corrected before it was due")
    owe(session, owed, now)
    session.flush()
