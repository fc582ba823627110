"""The log: statements as journalists find them, and the history of each."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, and_, col, select

from monitor.model import Assessment, ChangeKind, Chapter, Kept, Level, Statement
from monitor.store.before import last_seen, version
from monitor.store.query import StatementQuery, conditions, order
from monitor.store.tables import (
    WITHOUT_TOKENS,
    AssessmentRow,
    CaptureRow,
    ChapterRow,
    SourceRow,
    StatementRow,
    VersionRow,
)
from monitor.text.address import canonical


def statements(session: Session, query: StatementQuery) -> list[Statement]:
    """The statements asked for, each in its current wording."""
    asked = _wordings().where(*conditions(query)).order_by(*order(query)).limit(query.limit).offset(query.offset)
    return [_statement(*row) for row in session.exec(asked)]


def count(session: Session, query: StatementQuery) -> int:
    """How many there are, on all pages."""
    ours = select(func.count()).select_from(StatementRow).join(SourceRow, col(SourceRow.id) == col(StatementRow.source))
    return session.exec(ours.where(*conditions(query))).one()


def statement(session: Session, name: str) -> Statement | None:
    """One statement by its ID."""
    row = session.exec(_wordings().where(StatementRow.id == name)).first()
    return _statement(*row) if row else None


def history(session: Session, name: str) -> tuple[Chapter, ...]:
    """All that happened to a statement, oldest first."""
    wordings = {
        row.number: version(row)
        for row in session.exec(select(VersionRow).where(VersionRow.statement == name).options(WITHOUT_TOKENS))
    }
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
            capture=kept(capture) if capture else None,
            significant=row.significant,
            last_seen_at=row.last_seen_at,
            missing_at=row.missing_at,
            proof=row.proof,
        )
        for row, capture in rows
    )


def languages(session: Session) -> list[str]:
    """The languages that the log has, by code."""
    known = select(StatementRow.language).where(col(StatementRow.language).is_not(None)).distinct()
    return sorted(code for code in session.exec(known) if code)


def find_address(session: Session, url: str) -> list[str]:
    """The IDs of the statements at an address, however it is written; the first seen first."""
    here = select(StatementRow.id).where(StatementRow.address == canonical(url))
    return list(session.exec(here.order_by(col(StatementRow.first_seen_at), col(StatementRow.id))))


def captures(session: Session, source: str | None = None) -> list[Kept]:
    """Where each kept capture stands, in the order of the archive's files."""
    query = select(CaptureRow).order_by(col(CaptureRow.file), col(CaptureRow.offset))
    if source is not None:
        query = query.where(CaptureRow.source == source)
    return [kept(row) for row in session.exec(query)]


def kept(row: CaptureRow) -> Kept:
    """A row as the frozen value."""
    return Kept(
        sha256=row.sha256,
        url=row.url,
        captured_at=row.captured_at,
        status=row.status,
        media_type=row.media_type,
        size=row.size,
        file=row.file,
        offset=row.offset,
    )


def _wordings() -> Any:
    """Each statement with its current wording and its source."""
    return (
        select(StatementRow, VersionRow, SourceRow)
        .join(
            VersionRow,
            and_(
                col(VersionRow.statement) == col(StatementRow.id), col(VersionRow.number) == col(StatementRow.version)
            ),
        )
        .join(SourceRow, col(SourceRow.id) == col(StatementRow.source))
        .options(WITHOUT_TOKENS)
    )


def _statement(row: StatementRow, wording: VersionRow, source: SourceRow) -> Statement:
    return Statement(
        id=row.id,
        source=row.source,
        side=source.side,
        url=row.url,
        title=wording.title,
        text=wording.text,
        language=row.language,
        published_at=wording.published_at,
        first_seen_at=row.first_seen_at,
        last_seen_at=last_seen(row, source.last_whole_at),
        change=ChangeKind(row.change),
        version=row.version,
        versions=row.version,
        deleted_at=row.deleted_at,
        beats=row.beats,
        relevant=row.relevant,
        unsure=row.unsure,
        level=Level(row.level),
        topics=row.topics,
        countries=row.countries,
        event=None,
        capture_sha256=wording.capture_sha256,
    )
