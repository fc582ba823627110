"""The log: statements as journalists find them, and the history of each."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import starmap
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from monitor.model import Assessment, ChangeKind, Chapter, Kept, Level, Lost, Statement, Version
from monitor.store.query import StatementQuery, conditions, order
from monitor.store.standing import COLUMNS, CURRENT, last_seen, standing
from monitor.store.tables import (
    AssessmentRow,
    CaptureRow,
    ChapterRow,
    LinkRow,
    SourceRow,
    Standing,
    StatementRow,
    VersionRow,
)
from monitor.store.values import columns, value
from monitor.text.address import canonical


def statements(session: Session, query: StatementQuery) -> list[Statement]:
    """The statements asked for, each in its current wording."""
    page = _asked(StatementRow.id, query).order_by(*order(query)).limit(query.limit).offset(query.offset)
    # The page first, by IDs alone: else every text that is found is carried through the sorting.
    rows = session.execute(_wordings().where(col(StatementRow.id).in_(page)).order_by(*order(query)))
    return [_statement(row) for row in rows]


def count(session: Session, query: StatementQuery) -> int:
    """How many there are, on all pages."""
    return int(session.execute(_asked(func.count(), query)).scalar_one())


def statement(session: Session, name: str) -> Statement | None:
    """One statement by its ID."""
    row = session.execute(_wordings().where(StatementRow.id == name)).first()
    return _statement(row) if row else None


def history(session: Session, name: str) -> tuple[Chapter, ...]:
    """All that happened to a statement, oldest first."""
    wordings = {version.number: version for version in versions(session, name)}
    judged: dict[int, list[Assessment]] = defaultdict(list)
    for judgement in session.exec(
        select(AssessmentRow).where(AssessmentRow.statement == name).order_by(col(AssessmentRow.id))
    ):
        judged[judgement.version].append(judgement.body)
    rows = session.exec(
        select(ChapterRow, CaptureRow)
        .join(CaptureRow, col(CaptureRow.id) == col(ChapterRow.capture), isouter=True)
        .where(ChapterRow.statement == name)
        .order_by(col(ChapterRow.id))
    )
    return tuple(
        Chapter(
            kind=ChangeKind(row.kind),
            at=row.at,
            version=wordings[row.version],
            assessments=tuple(judged[row.version]),
            capture=value(Kept, capture) if capture else None,
            significant=row.significant,
            last_seen_at=row.last_seen_at,
            missing_at=row.missing_at,
            proof=row.proof,
            twin=row.twin,
            corrected_at=row.corrected_at,
            correction=row.correction,
            backfilled=row.backfilled,
            baseline=row.baseline,
            flapping=row.flapping,
        )
        for row, capture in rows
    )


def versions(session: Session, name: str) -> tuple[Version, ...]:
    """All wordings of a statement, by number."""
    found = select(*columns(Version, VersionRow)).where(VersionRow.statement == name)
    return tuple(starmap(Version, session.execute(found.order_by(col(VersionRow.number)))))


def languages(session: Session) -> list[str]:
    """The languages that the log has, by code."""
    known = select(StatementRow.language).where(col(StatementRow.language).is_not(None)).distinct()
    return sorted(code for code in session.exec(known) if code)


def lost(session: Session) -> list[Lost]:
    """What is missing where much is missing at once; and relevant statements, where they are missing alone."""
    held = set(session.exec(select(SourceRow.id).where(col(SourceRow.told_held))))
    unproved = _wordings().where(
        col(StatementRow.deleted_at).is_(None),
        col(StatementRow.withheld_at).is_(None),
        or_(col(StatementRow.suspect), col(StatementRow.gone_at).is_not(None)),
        or_(col(StatementRow.relevant), col(StatementRow.source).in_(held)),
    )
    rows = session.execute(unproved.order_by(col(StatementRow.source), col(StatementRow.told_at).desc()))
    return [_lost(standing(row), _statement(row), held) for row in rows]


def _lost(one: Standing, shown: Statement, held: Collection[str]) -> Lost:
    since = one.missing_at or ((one.gone_at,) if one.gone_at else ())
    return Lost(shown, since, one.source in held)


def find_address(session: Session, url: str) -> list[str]:
    """The IDs of the statements at an address, however it is written; the first seen first."""
    here = select(StatementRow.id).where(StatementRow.address == canonical(url))
    return list(session.exec(here.order_by(col(StatementRow.first_seen_at), col(StatementRow.id))))


def kept(session: Session, sha256: str) -> Kept | None:
    """Where a capture with this hash stands; the first, where it was kept more than once."""
    row = session.exec(select(CaptureRow).where(CaptureRow.sha256 == sha256).order_by(col(CaptureRow.id))).first()
    return value(Kept, row) if row else None


def captures(session: Session, source: str | None = None) -> list[Kept]:
    """Where each kept capture stands, in the order of the archive's files."""
    query = select(*columns(Kept, CaptureRow)).order_by(col(CaptureRow.file), col(CaptureRow.offset))
    if source is not None:
        query = query.where(CaptureRow.source == source)
    return list(starmap(Kept, session.execute(query)))


def _asked(what: Any, query: StatementQuery) -> Any:
    """Of the statements asked for, this."""
    joined = select(what).select_from(StatementRow).join(SourceRow, col(SourceRow.id) == col(StatementRow.source))
    return joined.where(*conditions(query))


def _wordings() -> Any:
    """Each statement with its current wording, its side, when its source was last seen whole, and its event."""
    beside: tuple[Any, ...] = (SourceRow.side, SourceRow.last_whole_at, LinkRow.event)
    return (
        select(*COLUMNS, *columns(Version, VersionRow), *beside)
        .join(VersionRow, CURRENT)
        .join(SourceRow, col(SourceRow.id) == col(StatementRow.source))
        .join(LinkRow, col(LinkRow.statement) == col(StatementRow.id), isouter=True)
    )


def _statement(row: Sequence[Any]) -> Statement:
    one, version = standing(row), Version(*row[len(COLUMNS) : -3])
    side, last_whole_at, event = row[-3:]
    return Statement(
        id=one.id,
        source=one.source,
        side=side,
        url=one.url,
        title=version.title,
        text=version.text,
        language=one.language,
        published_at=version.published_at,
        first_seen_at=one.first_seen_at,
        last_seen_at=last_seen(one, last_whole_at),
        change=ChangeKind(one.change),
        version=one.version,
        versions=one.version,
        deleted_at=one.deleted_at,
        beats=one.beats,
        relevant=one.relevant,
        unsure=one.unsure,
        level=Level(one.level),
        topics=one.topics,
        countries=one.countries,
        event=event,
        capture_sha256=version.capture_sha256,
        read_by=version.read_by,
        pasted=one.pasted,
        corrected=one.corrected,
        withheld=one.withheld,
        withheld_at=one.withheld_at,
        withheld_by=one.withheld_by,
    )
