"""How each source stands: its state, its failures, what was told of it, when it is due."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from monitor.model import READABLE, Health, NoticeKind, Source, State
from monitor.store.database import Database
from monitor.store.polled import Polled
from monitor.store.tables import METADATA, SourceRow, StatementRow

NEVER_POLLED = ""
"""The state of a source of which only something pasted is stored."""


def adopt(database: Database, source: Source) -> None:
    """Give a source that is new under its ID the history of the ID that it had before (`was`)."""
    if not source.was:
        return
    with database.reading() as session:
        if _predecessor(session, source) is None:
            return
    with database.writing() as session:
        row = _predecessor(session, source)
        if row is not None:
            old = row.id
            session.add(SourceRow(**{**row.model_dump(), "id": source.id}))
            session.flush()
            for table in METADATA.tables.values():
                if "source" in table.columns:
                    session.execute(update(table).where(table.c.source == old).values(source=source.id))
            session.delete(row)


def _predecessor(session: Session, source: Source) -> SourceRow | None:
    if session.get(SourceRow, source.id) is not None:
        return None
    return next((row for row in (session.get(SourceRow, old) for old in source.was) if row is not None), None)


def row_of(session: Session, source: Source) -> SourceRow:
    """The row of a source, made when it has none."""
    row = session.get(SourceRow, source.id)
    if row is None:
        row = SourceRow(id=source.id, name=source.name, side=source.side, state=NEVER_POLLED)
        session.add(row)
    row.name, row.side = source.name, source.side
    session.flush()
    return row


def note_poll(row: SourceRow, polled: Polled) -> None:
    """What a poll means for how the source stands."""
    reading, now = polled.reading, polled.at
    row.state, row.why = str(reading.state), reading.why
    row.last_poll_at, row.next_poll_at = now, polled.result.next_poll_at
    row.learned = {**row.learned, **reading.learned}
    if reading.state in READABLE:
        row.failures, row.broken_since, row.told_broken, row.last_good_at = 0, None, False, now
    else:
        row.failures, row.broken_since = row.failures + 1, row.broken_since or now
        row.told_broken = row.told_broken or polled.tells(NoticeKind.SOURCE_BROKEN)
    if polled.tells(NoticeKind.SILENCE) or polled.tells(NoticeKind.SILENCE_OVER):
        row.told_silent = polled.tells(NoticeKind.SILENCE)
    if polled.whole:
        row.last_whole_at = now
        row.told_held = bool(polled.difference.held)
        if reading.state is State.OK:
            row.baseline_at = row.baseline_at or now


def schedule(session: Session) -> dict[str, datetime]:
    """When each source that was ever polled is due."""
    rows = session.exec(select(SourceRow.id, SourceRow.next_poll_at)).all()
    return {source: at for source, at in rows if at is not None}


def health(session: Session, ids: Sequence[str]) -> list[Health]:
    """How these sources stand, in the order asked for; one that is not stored was never polled."""
    kept = session.exec(
        select(StatementRow.source, func.count(), func.max(StatementRow.first_seen_at)).group_by(StatementRow.source)
    ).all()
    statements = {source: (count, latest) for source, count, latest in kept}
    rows = {row.id: row for row in session.exec(select(SourceRow).where(col(SourceRow.id).in_(ids)))}
    return [_health(one, rows.get(one), *statements.get(one, (0, None))) for one in ids]


def _health(source: str, row: SourceRow | None, statements: int, latest_at: datetime | None) -> Health:
    if row is None:
        return Health(source, None, "", None, None, None, 0, None, statements, latest_at)
    return Health(
        source=source,
        state=State(row.state) if row.state != NEVER_POLLED else None,
        why=row.why,
        last_poll_at=row.last_poll_at,
        last_good_at=row.last_good_at,
        next_poll_at=row.next_poll_at,
        failures=row.failures,
        broken_since=row.broken_since,
        statements=statements,
        latest_at=latest_at,
    )
