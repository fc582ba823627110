"""One poll, one transaction: what changed, what shows it, what is owed for it, and how the source stands."""

from collections.abc import Iterable

from sqlalchemy import delete
from sqlmodel import Session, col, select

from monitor.model import READABLE, Kept, Source
from monitor.store.before import headlines
from monitor.store.decisions import keep as keep_decisions
from monitor.store.embargoes import end, hold
from monitor.store.events import note_links
from monitor.store.life import note_outage
from monitor.store.outbox import owe
from monitor.store.polled import Polled
from monitor.store.presence import note_presence
from monitor.store.sources import note_poll, row_of
from monitor.store.spans import note_span
from monitor.store.statements import note_findings
from monitor.store.tables import CaptureRow, HeadlineRow, ValidatorsRow
from monitor.store.values import shallow


def record(session: Session, polled: Polled) -> None:
    """Write all that a poll came to; the caller commits. What came otherwise says nothing of the source itself."""
    row = row_of(session, polled.source)
    note_findings(session, polled, _keep(session, polled))
    note_links(session, polled.findings)
    keep_decisions(session, polled.decisions)
    for each in polled.embargoed:
        hold(session, polled.source, each)
    end(session, row.id, list(polled.entries))
    if not polled.apart:
        note_presence(session, polled, row.last_whole_at)
        _note_headlines(session, polled)
        for url, one in polled.validators.items():
            session.merge(
                ValidatorsRow(source=row.id, url=url, etag=one.etag, last_modified=one.last_modified, sha256=one.sha256)
            )
        note_span(session, polled)
        note_poll(row, polled)
        note_outage(session, polled)
    owe(session, polled.owed, polled.at)
    session.flush()


def keep(session: Session, source: Source, kept: Iterable[Kept]) -> None:
    """Where captures stand that came otherwise than by a poll."""
    row = row_of(session, source)
    session.add_all(CaptureRow(source=row.id, **shallow(each)) for each in kept)
    session.flush()


def _keep(session: Session, polled: Polled) -> dict[str, int]:
    """Where the captures of this poll stand in the archive; gives their rows by hash."""
    rows = [CaptureRow(source=polled.source.id, **shallow(each)) for each in polled.kept]
    session.add_all(rows)
    session.flush()
    return {row.sha256: row.id for row in rows if row.id is not None}


def _note_headlines(session: Session, polled: Polled) -> None:
    """What is listed and still to be opened. A poll that could not read the list knows nothing of it."""
    if polled.reading.state not in READABLE:
        return
    source = polled.source.id
    waiting = tuple({each.key: each for each in polled.reading.headlines}.values())
    if not polled.relisted and waiting == headlines(session, source):
        return
    stored = session.exec(select(HeadlineRow.key, HeadlineRow.rank).where(HeadlineRow.source == source))
    ranks: dict[str, int | None] = dict(polled.places) if polled.relisted else dict(stored.all())
    session.execute(delete(HeadlineRow).where(col(HeadlineRow.source) == source))
    session.add_all(
        HeadlineRow(source=source, place=place, rank=ranks.get(each.key), **shallow(each))
        for place, each in enumerate(waiting)
    )
    session.flush()
