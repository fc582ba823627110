"""From findings to rows: statements, their wordings, their history and how each wording was judged."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, text
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, select

from monitor.model import Change, ChangeKind, Finding, Level, State, Version
from monitor.store.polled import Polled
from monitor.store.tables import AssessmentRow, CaptureRow, ChapterRow, HeadlineRow, StatementRow, VersionRow
from monitor.text.address import canonical
from monitor.text.tokens import column
from monitor.times import moment

_INDEX = text("INSERT INTO versions_fts (rowid, tokens) SELECT id, tokens FROM versions WHERE id > :last")


def note_findings(session: Session, polled: Polled, captures: Mapping[str, int]) -> None:
    """Store what each finding says; `captures` has the rows of those kept in this poll, by hash."""
    if not polled.findings:
        return
    rows = _rows(session, polled)
    session.add_all(rows.values())
    session.flush()
    last = session.exec(select(func.coalesce(func.max(VersionRow.id), 0))).one()
    session.add_all(
        _wording(each.change, version) for each in polled.findings if (version := _new_wording(each.change))
    )
    captures = {**_captures(session, polled), **captures}
    session.add_all(_chapter(each.change, polled, captures) for each in polled.findings)
    session.flush()
    session.connection().execute(_INDEX, {"last": last})
    _judge(session, polled.findings)


def _rows(session: Session, polled: Polled) -> dict[str, StatementRow]:
    """The statements that the findings are about, by ID, as they stand after them."""
    ids = [each.change.statement for each in polled.findings if each.change.kind is not ChangeKind.NEW]
    rows = {row.id: row for row in session.exec(select(StatementRow).where(col(StatementRow.id).in_(ids)))}
    places = polled.places or _waiting_places(session, polled)
    for finding in polled.findings:
        change = finding.change
        if change.kind is ChangeKind.NEW:
            rows[change.statement] = _first(change, polled, places.get(change.key))
        _changed(rows[change.statement], finding, polled)
    return rows


def _waiting_places(session: Session, polled: Polled) -> Mapping[str, int]:
    """Where the headlines stand that were opened behind an unchanged list."""
    if polled.reading.state is not State.UNCHANGED:
        return {}
    waiting = session.exec(select(HeadlineRow.key, HeadlineRow.rank).where(HeadlineRow.source == polled.source.id))
    return {key: rank for key, rank in waiting if rank is not None}


def _first(change: Change, polled: Polled, rank: int | None) -> StatementRow:
    """A statement that was not known."""
    at = change.at
    published = change.version.published_at
    told_at = min(moment(published), at) if published else at
    return StatementRow(
        id=change.statement,
        source=polled.source.id,
        key=change.key,
        url=change.url,
        address=canonical(change.url) if change.url else None,
        first_seen_at=at,
        last_seen_at=at,
        looked_at=at,
        rank=rank,
        pinned=any(entry.pinned for entry in polled.reading.entries if entry.key == change.key),
        pasted=polled.pasted,
        version=0,
        change=str(change.kind),
        told_at=told_at,
        moved_at=told_at,
        level=str(Level.ROUTINE),
    )


def _changed(row: StatementRow, finding: Finding, polled: Polled) -> None:
    """What one finding means for what is true of all versions."""
    change = finding.change
    row.change = str(change.kind)
    if _new_wording(change):
        row.version = change.version.number
        row.opened = (change.key in polled.reading.looked_at) if not polled.pasted else row.opened
    if change.after is None:
        row.deleted_at, row.missing_at, row.suspect, row.rank = change.at, change.missing_at, False, None
    else:
        row.deleted_at = None
    if change.significant and not (change.baseline or change.backfilled or change.flapping):
        row.moved_at = change.at
    _judged(row, finding)


def _judged(row: StatementRow, finding: Finding) -> None:
    """What the log filters by: a statement belongs to all that any of its wordings concerned."""
    relevant = [one for one in (*finding.before, *finding.assessments) if one.relevant]
    row.relevant = row.relevant or finding.relevant
    row.unsure = finding.unsure and not row.relevant
    row.level = str(Level.URGENT if any(one.level is Level.URGENT for one in relevant) else Level.ROUTINE)
    languages = (one.language for one in finding.assessments if one.language)
    row.language = next(languages, None) or finding.change.version.language or row.language
    row.beats = _joined(row.beats, *((one.beat,) for one in relevant))
    row.topics = _joined(row.topics, *(one.topics for one in relevant))
    row.countries = _joined(row.countries, *(one.countries for one in relevant))


def _joined(*names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for some in names for name in some))


def _new_wording(change: Change) -> Version | None:
    if change.after is None or (change.before is not None and change.before.number == change.after.number):
        return None
    return change.after


def _wording(change: Change, version: Version) -> VersionRow:
    return VersionRow(
        statement=change.statement,
        number=version.number,
        title=version.title,
        text=version.text,
        hash=version.hash,
        captured_at=version.captured_at,
        published_at=version.published_at,
        published_as_written=version.published_as_written,
        edited_at=version.edited_at,
        author=version.author,
        language=version.language,
        media=version.media,
        whole=version.whole,
        capture_sha256=version.capture_sha256,
        fingerprint=version.fingerprint,
        tokens=column(version.title, version.text),
    )


def _chapter(change: Change, polled: Polled, captures: Mapping[str, int]) -> ChapterRow:
    return ChapterRow(
        statement=change.statement,
        kind=str(change.kind),
        at=change.at,
        version=change.version.number,
        significant=change.significant,
        backfilled=change.backfilled,
        baseline=change.baseline,
        flapping=change.flapping,
        last_seen_at=change.last_seen_at,
        missing_at=change.missing_at,
        proof=change.proof,
        capture=captures.get(_shown_by(change, polled)),
    )


def _shown_by(change: Change, polled: Polled) -> str:
    """The hash of the capture that shows a change: the one of this poll, else the one of the wording."""
    wording = change.after.capture_sha256 if change.after else None
    return polled.reading.shown_by.get(change.key) or wording or ""


def _captures(session: Session, polled: Polled) -> dict[str, int]:
    """The captures kept before that show something of this poll: a body that was kept is not kept again."""
    shown = {_shown_by(each.change, polled) for each in polled.findings} - {""}
    kept = (
        select(CaptureRow.sha256, CaptureRow.id).where(col(CaptureRow.sha256).in_(shown)).order_by(col(CaptureRow.id))
    )
    return {sha256: number for sha256, number in session.exec(kept) if number is not None}


def _judge(session: Session, findings: Sequence[Finding]) -> None:
    """Keep how each wording was judged for each beat; the judgement that was told first stands."""
    judged = [
        {
            "statement": finding.change.statement,
            "version": finding.change.version.number,
            "beat": one.beat,
            "relevant": one.relevant,
            "body": one,
        }
        for finding in findings
        for one in finding.assessments
    ]
    if judged:
        session.connection().execute(insert(AssessmentRow).on_conflict_do_nothing(), judged)
