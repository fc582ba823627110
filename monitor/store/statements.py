"""From findings to rows: statements, their wordings, their history and how each wording was judged."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

from sqlalchemy import func, insert, text
from sqlalchemy.dialects import sqlite
from sqlmodel import Session, col, select

from monitor.follow import next_look
from monitor.model import Change, ChangeKind, Finding, Level, State, Version
from monitor.store.polled import Polled
from monitor.store.standing import add, change, load
from monitor.store.tables import (
    AssessmentRow,
    CaptureRow,
    ChapterRow,
    HeadlineRow,
    Standing,
    StatementRow,
    VersionRow,
)
from monitor.store.values import shallow
from monitor.text.address import canonical
from monitor.text.tokens import column
from monitor.times import moment

_INDEX = text("INSERT INTO versions_fts (rowid, tokens) SELECT id, tokens FROM versions WHERE id > :last")


def note_findings(session: Session, polled: Polled, captures: Mapping[str, int]) -> None:
    """Store what each finding says; `captures` has the rows of those kept in this poll, by hash."""
    if not polled.findings:
        return
    _note_standing(session, polled)
    wordings = [
        {**shallow(version), "statement": each.change.statement, "tokens": column(version.title, version.text)}
        for each in polled.findings
        if (version := _new_wording(each.change))
    ]
    if wordings:
        last = session.exec(select(func.coalesce(func.max(VersionRow.id), 0))).one()
        session.execute(insert(VersionRow), wordings)
        session.execute(_INDEX, {"last": last})
    captures = {**_captures(session, polled), **captures}
    session.execute(insert(ChapterRow), [_chapter(each.change, polled, captures) for each in polled.findings])
    judge(session, polled.findings)


def _note_standing(session: Session, polled: Polled) -> None:
    """What is true of each statement after its finding."""
    places = polled.places or _waiting_places(session, polled)
    new = [each for each in polled.findings if each.change.kind is ChangeKind.NEW]
    add(session, (_after(_first(each.change, polled, places), each, polled) for each in new))
    told: dict[str, list[Finding]] = {}
    for each in polled.findings:
        if each.change.kind is not ChangeKind.NEW:
            told.setdefault(each.change.statement, []).append(each)
    known = load(session, col(StatementRow.id).in_(told))
    change(session, ((one, _after_all(one, told[one.id], polled)) for one in known))


def _waiting_places(session: Session, polled: Polled) -> Mapping[str, int]:
    """Where the headlines stand that were opened behind an unchanged list."""
    if polled.reading.state is not State.UNCHANGED:
        return {}
    waiting = session.exec(select(HeadlineRow.key, HeadlineRow.rank).where(HeadlineRow.source == polled.source.id))
    return {key: rank for key, rank in waiting if rank is not None}


def _first(change: Change, polled: Polled, places: Mapping[str, int]) -> Standing:
    """A statement that was not known, before its finding."""
    at, published = change.at, change.version.published_at
    told_at = min(moment(published), at) if published else at
    entry = polled.entries.get(change.key)
    return Standing(
        id=change.statement,
        source=polled.source.id,
        key=change.key,
        url=change.url,
        address=canonical(change.url) if change.url else None,
        first_seen_at=at,
        last_seen_at=at,
        looked_at=at,
        rank=places.get(change.key),
        pinned=entry is not None and entry.pinned,
        pasted=polled.pasted,
        version=0,
        change=str(change.kind),
        told_at=told_at,
        moved_at=told_at,
        level=str(Level.ROUTINE),
    )


def _after_all(one: Standing, findings: Iterable[Finding], polled: Polled) -> Standing:
    """What the findings of one poll mean, in their order: a source's own history may tell several edits at once."""
    return reduce(lambda after, finding: _after(after, finding, polled), findings, one)


def _after(one: Standing, finding: Finding, polled: Polled) -> Standing:
    """What one finding means for what is true of all versions."""
    change = finding.change
    after: dict[str, Any] = {"change": str(change.kind), "corrected": None, **judged(one, finding)}
    if _new_wording(change):
        after |= {"version": change.version.number, "pasted": polled.pasted}
        after |= {"withheld": None, "withheld_at": None, "withheld_by": None}  # what was forgotten is public again
        after["opened"] = one.opened if polled.pasted else change.key in polled.looked_at
    if change.taken_down:
        after |= {"deleted_at": change.at, "missing_at": change.missing_at, "suspect": False, "rank": None}
    else:
        after["deleted_at"] = None
    if after["relevant"] and one.relook_at is None:
        after["relook_at"] = next_look(one.first_seen_at, change.at)
    if change.significant and not (change.baseline or change.backfilled or change.flapping):
        after["moved_at"] = change.at
    return one.model_copy(update=after)


def judged(one: Standing, finding: Finding) -> dict[str, Any]:
    """What the log filters by: a statement belongs to all that any of its wordings concerned."""
    if finding.change.kind is ChangeKind.REPLACED:
        return {"relevant": one.relevant}
    relevant = [each for each in (*finding.before, *finding.assessments) if each.relevant]
    languages = (each.language for each in finding.assessments if each.language)
    concerns = one.relevant or finding.relevant
    urgent = any(each.level is Level.URGENT for each in relevant)
    return {
        "relevant": concerns,
        "unsure": finding.unsure and not concerns,
        "level": str(Level.URGENT if urgent else Level.ROUTINE),
        "language": next(languages, None) or finding.change.version.language or one.language,
        "beats": _joined(one.beats, *((each.beat,) for each in relevant)),
        "topics": _joined(one.topics, *(each.topics for each in relevant)),
        "countries": _joined(one.countries, *(each.countries for each in relevant)),
    }


def _joined(*names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for some in names for name in some))


def _new_wording(change: Change) -> Version | None:
    if (
        change.after is None
        or change.taken_down
        or (change.before is not None and change.before.number == change.after.number)
    ):
        return None
    return change.after


def _chapter(change: Change, polled: Polled, captures: Mapping[str, int]) -> dict[str, Any]:
    return {
        "statement": change.statement,
        "kind": str(change.kind),
        "at": change.at,
        "version": change.own.number,
        "significant": change.significant,
        "backfilled": change.backfilled,
        "baseline": change.baseline,
        "flapping": change.flapping,
        "last_seen_at": change.last_seen_at,
        "missing_at": change.missing_at,
        "proof": change.proof,
        "twin": change.twin,
        "correction": "",
        "capture": captures.get(_shown_by(change, polled)),
    }


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


def judge(session: Session, findings: Sequence[Finding]) -> None:
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
        if finding.change.kind is not ChangeKind.REPLACED  # then they judge the wording of the other statement
        for one in finding.assessments
    ]
    if judged:
        session.execute(sqlite.insert(AssessmentRow).on_conflict_do_nothing(), judged)
