"""What is known of a source when a poll begins."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import starmap
from typing import Any

from sqlalchemy import ColumnElement, union_all
from sqlmodel import Session, and_, col, or_, select

from monitor.habit import LEARNED_FROM
from monitor.model import Before, Headline, Known, Source, State, Validators, Version
from monitor.store.database import Database
from monitor.store.embargoes import keys
from monitor.store.sources import adopt
from monitor.store.standing import COLUMNS, CURRENT, last_seen, standing
from monitor.store.tables import HeadlineRow, SourceRow, Standing, StatementRow, ValidatorsRow, VersionRow
from monitor.store.values import columns, value
from monitor.store.withhold import FORGOTTEN

RECENT = timedelta(hours=24)
FOLLOWED = 20
"""Of the relevant statements that are looked at for over a year, those whose turn comes next."""


def before(database: Database, source: Source) -> Before:
    """What is stored of a source; its statements are loaded when first asked for."""
    adopt(database, source)
    with database.reading() as session:
        row = session.get(SourceRow, source.id)
        if row is None:
            return Before()
        known = Remembered(database, source.id, row.last_whole_at, row.last_poll_at)
        return Before(
            validators=_validators(session, source.id),
            known=known,
            addresses=Addresses(database, source.id),
            headlines=headlines(session, source.id),
            suspects=_suspects(session, source.id),
            learned=row.learned,
            baseline_at=row.baseline_at,
            last_whole_at=row.last_whole_at,
            last_poll_at=row.last_poll_at,
            state=State(row.state) if row.last_poll_at else None,
            failures=row.failures,
            broken_since=row.broken_since,
            told_broken=row.told_broken,
            told_held=row.told_held,
            told_silent=row.told_silent,
            embargoed=keys(session, source.id),
            posted=_posted(session, source.id),
        )


def headlines(session: Session, source: str) -> tuple[Headline, ...]:
    """What is listed and not opened yet, in the order in which it is to be opened."""
    waiting = select(*columns(Headline, HeadlineRow)).where(HeadlineRow.source == source)
    return tuple(starmap(Headline, session.execute(waiting.order_by(col(HeadlineRow.place)))))


def _validators(session: Session, source: str) -> dict[str, Validators]:
    rows = session.exec(select(ValidatorsRow).where(ValidatorsRow.source == source))
    return {row.url: value(Validators, row) for row in rows}


def _suspects(session: Session, source: str) -> tuple[str, ...]:
    suspected = select(StatementRow.key).where(StatementRow.source == source, col(StatementRow.suspect))
    return tuple(session.exec(suspected.order_by(col(StatementRow.first_seen_at), col(StatementRow.key))))


def _posted(session: Session, source: str) -> tuple[datetime, ...]:
    """When the statements that were seen last were posted: by them its habit is told."""
    latest = select(StatementRow.told_at).where(StatementRow.source == source)
    return tuple(session.exec(latest.order_by(col(StatementRow.first_seen_at).desc()).limit(LEARNED_FROM)))


class Remembered(Mapping[str, Known]):
    """The statements of one source by key, loaded when first asked for.

    Any is found by its key, however long ago it scrolled off. Walking through them gives those that the next list may
    show or miss (listed at the last whole reading, or missing since), and of those that are followed at their own
    address those that are said to be gone, and those that are asked next. A source may have ten thousand others.
    """

    def __init__(
        self, database: Database, source: str, last_whole_at: datetime | None, last_poll_at: datetime | None
    ) -> None:
        self._database, self._source = database, source
        self._last_whole_at = last_whole_at
        self._recent_since = last_poll_at - RECENT if last_poll_at else None
        self._others: dict[str, Known] = {}

    def __getitem__(self, key: str) -> Known:
        found = self._standing.get(key) or self._others.get(key)
        if found is None:
            if key not in self._keys:
                raise KeyError(key)
            found = self._load(and_(StatementRow.source == self._source, StatementRow.key == key))[key]
            self._others[key] = found
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._standing or key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._standing)

    def __len__(self) -> int:
        return len(self._standing)

    @cached_property
    def _standing(self) -> dict[str, Known]:
        return self._load(col(StatementRow.id).in_(_walked(self._source)))

    @cached_property
    def _keys(self) -> frozenset[str]:
        with self._database.reading() as session:
            return frozenset(session.exec(select(StatementRow.key).where(StatementRow.source == self._source)))

    def _load(self, which: ColumnElement[bool]) -> dict[str, Known]:
        wordings = select(*COLUMNS, *columns(Version, VersionRow)).join(VersionRow, CURRENT).where(which)
        with self._database.reading() as session:
            recent = self._recent(session, which)
            rows = session.execute(wordings).all()
        return {one.key: self._known(one, version, recent.get(one.id, ())) for one, version in map(_split, rows)}

    def _recent(self, session: Session, which: ColumnElement[bool]) -> dict[str, tuple[tuple[datetime, str], ...]]:
        """The wordings of the last day by statement; a day before the last poll reaches far enough back."""
        found: dict[str, tuple[tuple[datetime, str], ...]] = {}
        if self._recent_since is None:
            return found
        rows = session.exec(
            select(VersionRow.statement, VersionRow.captured_at, VersionRow.hash)
            .join(StatementRow, col(StatementRow.id) == col(VersionRow.statement))
            .where(col(VersionRow.captured_at) >= self._recent_since, which)
            .order_by(col(VersionRow.id))
        )
        for statement, captured_at, wording in rows:
            found[statement] = (*found.get(statement, ()), (captured_at, wording))
        return found

    def _known(self, one: Standing, version: Version, recent: tuple[tuple[datetime, str], ...]) -> Known:
        return Known(
            statement=one.id,
            key=one.key,
            url=one.url,
            version=version,
            first_seen_at=one.first_seen_at,
            last_seen_at=last_seen(one, self._last_whole_at),
            looked_at=one.looked_at,
            rank=one.rank,
            missing_at=one.missing_at,
            deleted_at=one.deleted_at,
            relevant=one.relevant,
            pinned=one.pinned,
            relook_at=one.relook_at,
            gone_at=one.gone_at,
            asked_at=one.asked_at,
            opened=one.opened,
            withheld=one.withheld_at is not None and one.withheld_by != FORGOTTEN,
            forgotten=one.withheld_by == FORGOTTEN,
            recent=recent,
        )


def _walked(source: str) -> Any:
    """The IDs of what is walked through; each part of it has an index of its own."""
    ours = select(StatementRow.id).where(StatementRow.source == source)
    followed = ours.where(
        col(StatementRow.relook_at).is_not(None), or_(col(StatementRow.rank).is_(None), col(StatementRow.opened))
    )
    next_ones = followed.order_by(col(StatementRow.relook_at)).limit(FOLLOWED).subquery()
    return union_all(
        ours.where(col(StatementRow.rank).is_not(None)),
        ours.where(col(StatementRow.suspect)),
        ours.where(col(StatementRow.gone_at).is_not(None)),
        select(next_ones.c.id),
    )


def _split(row: Sequence[Any]) -> tuple[Standing, Version]:
    return standing(row), Version(*row[len(COLUMNS) :])


class Addresses(Mapping[str, tuple[str, ...]]):
    """The keys of all statements of one source by canonical address, looked up one by one."""

    def __init__(self, database: Database, source: str) -> None:
        self._database, self._source = database, source

    def __getitem__(self, address: str) -> tuple[str, ...]:
        with self._database.reading() as session:
            here = select(StatementRow.key).where(StatementRow.source == self._source, StatementRow.address == address)
            keys = tuple(session.exec(here.order_by(col(StatementRow.first_seen_at), col(StatementRow.key))))
        if not keys:
            raise KeyError(address)
        return keys

    def __iter__(self) -> Iterator[str]:
        with self._database.reading() as session:
            known = select(StatementRow.address).where(StatementRow.source == self._source).distinct()
            yield from [address for address in session.exec(known) if address]

    def __len__(self) -> int:
        return sum(1 for _ in self)
