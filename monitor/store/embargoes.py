"""Texts under an embargo: this table alone has them. Their words leave it by `due` and by no other way."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from monitor.model import Embargo, Embargoed, Source
from monitor.store.sources import row_of
from monitor.store.tables import EmbargoRow


def hold(session: Session, source: Source, held: Embargoed) -> None:
    """Keep a text back. Brought again, it has the words and the end that it was brought with last."""
    row_of(session, source)
    one, entry = held.embargo, held.entry
    end(session, one.source, [entry.key])
    session.add(
        EmbargoRow(
            id=one.id,
            source=one.source,
            key=entry.key,
            until=one.until,
            since=one.since,
            pasted=one.pasted,
            capture_sha256=held.capture_sha256,
            entry=entry,
        )
    )
    session.flush()


def end(session: Session, source: str, keys: Collection[str]) -> None:
    """These texts are public, or to be forgotten."""
    session.execute(delete(EmbargoRow).where(col(EmbargoRow.source) == source, col(EmbargoRow.key).in_(keys)))


def drop(session: Session, name: str) -> bool:
    """Forget a text that is kept back; whether there was one."""
    return session.connection().execute(delete(EmbargoRow).where(col(EmbargoRow.id) == name)).rowcount > 0


def move(session: Session, name: str, until: datetime) -> bool:
    """Give an embargo another end; whether there is such a one."""
    moved = update(EmbargoRow).where(col(EmbargoRow.id) == name).values(until=until)
    return session.connection().execute(moved).rowcount > 0


def embargoes(session: Session) -> list[Embargo]:
    """What is kept back, without its words; what ends first stands first, what has no end last."""
    rows = session.exec(select(EmbargoRow).order_by(col(EmbargoRow.until).is_(None), col(EmbargoRow.until)))
    return [_embargo(row) for row in rows]


def keys(session: Session, source: str) -> frozenset[str]:
    """The keys of what is kept back of a source."""
    return frozenset(session.exec(select(EmbargoRow.key).where(EmbargoRow.source == source)))


def due(session: Session, now: datetime) -> list[Embargoed]:
    """What need not be kept back any longer."""
    rows = session.exec(select(EmbargoRow).where(col(EmbargoRow.until) <= now).order_by(col(EmbargoRow.until)))
    return [Embargoed(_embargo(row), row.entry, row.capture_sha256) for row in rows]


def _embargo(row: EmbargoRow) -> Embargo:
    return Embargo(row.id, row.source, row.until, row.since, row.pasted)
