"""Where known statements stand after a poll: listed, seen elsewhere, missing. What can be derived is not written."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, and_, col, or_, select

from monitor.model import Entry, State
from monitor.store.polled import Polled
from monitor.store.tables import StatementRow
from monitor.text.address import canonical

MISSES_KEPT = 10
"""Of the readings that missed a statement the first is kept, and the last ones."""
_CHUNK = 10_000
"""SQLite takes no more than 32,766 values in one query."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a poll may change of a statement of which it says nothing new; the names are those of its row."""

    id: str
    key: str
    url: str | None
    address: str | None
    rank: int | None
    last_seen_at: datetime
    looked_at: datetime
    missing_at: tuple[datetime, ...]
    suspect: bool
    deleted_at: datetime | None
    pinned: bool


_COLUMNS = tuple(getattr(StatementRow, name) for name in _Standing.__dataclass_fields__)


def note_presence(session: Session, polled: Polled, last_whole_at: datetime | None) -> None:
    """`last_whole_at`: of the source before this poll; what stood in that list was seen then."""
    entries = {entry.key: entry for entry in polled.reading.entries if entry.key not in polled.reading.looked_at}
    changed = []
    for one in _touched(session, polled):
        after = _as_listed(_after(one, polled, last_whole_at), entries.get(one.key))
        if after != one:
            changed.append(asdict(after))
    if changed:
        session.execute(update(StatementRow), changed)


def _touched(session: Session, polled: Polled) -> Iterator[_Standing]:
    """The statements whose standing this poll may change; behind an unchanged list these are few."""
    ranked = col(StatementRow.rank).is_not(None)
    standing = list(_load(session, polled, or_(col(StatementRow.suspect), and_(ranked, polled.relisted))))
    yield from standing
    shown = polled.reading.looked_at if polled.reading.state is State.UNCHANGED else polled.seen
    others = list({*shown, *polled.difference.missing} - {one.key for one in standing})
    for start in range(0, len(others), _CHUNK):
        yield from _load(session, polled, col(StatementRow.key).in_(others[start : start + _CHUNK]))


def _load(session: Session, polled: Polled, which: ColumnElement[bool]) -> Iterator[_Standing]:
    rows = session.execute(select(*_COLUMNS).where(StatementRow.source == polled.source.id, which))
    return (_Standing(*row) for row in rows.all())


def _after(one: _Standing, polled: Polled, last_whole_at: datetime | None) -> _Standing:
    seen = one.key in polled.seen
    rank = polled.places.get(one.key) if polled.relisted else one.rank
    last_seen_at = one.last_seen_at
    if seen and not (rank is not None and polled.whole):
        last_seen_at = polled.at
    elif one.rank is not None and rank is None and last_whole_at is not None:
        last_seen_at = max(last_seen_at, last_whole_at)
    missing_at = one.missing_at if one.deleted_at else _missing_at(one, polled, seen)
    return replace(
        one,
        rank=rank,
        last_seen_at=last_seen_at,
        looked_at=polled.at if one.key in polled.reading.looked_at else one.looked_at,
        missing_at=missing_at,
        suspect=bool(missing_at) and one.deleted_at is None,
    )


def _missing_at(one: _Standing, polled: Polled, seen: bool) -> tuple[datetime, ...]:
    """The misses in a row. What a whole list neither shows nor should have shown scrolled off: that proves nothing."""
    if one.key in polled.missing:
        return (*one.missing_at[:1], *one.missing_at[1:][2 - MISSES_KEPT :], polled.at)
    return () if seen or polled.whole else one.missing_at


def _as_listed(one: _Standing, entry: Entry | None) -> _Standing:
    """Where a list shows it now: a site that moves takes its statements with it."""
    if entry is None:
        return one
    address = canonical(entry.url) if entry.url else one.address
    url = entry.url if address != one.address else one.url
    return replace(one, url=url, address=address, pinned=entry.pinned)
