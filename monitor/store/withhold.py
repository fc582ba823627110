"""Hiding a statement: its text goes from every table that holds some of it; hashes, times and the reason stay."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Text, delete, or_, type_coerce, update
from sqlmodel import Session, col, select

from monitor.model import DeliveryState, Finding, Notice, NoticeKind, Version
from monitor.store.tables import (
    AssessmentRow,
    CaptureRow,
    DecisionRow,
    DeliveryRow,
    HeadlineRow,
    LinkRow,
    StatementRow,
    VersionRow,
)

FORGOTTEN = "keep_deleted"
"""Who withheld what was taken down and is kept as a hash alone."""
NOT_SENT = "withheld before it was sent"
_WAITING = (str(DeliveryState.OWED), str(DeliveryState.RETRYING))


def withhold(
    session: Session, name: str, reason: str, by: str, captures: Collection[tuple[str, int]], now: datetime
) -> None:
    """Hide a statement, and mark these captures (file, offset) as withheld; the last traces leave with `purge`."""
    one = session.exec(select(StatementRow).where(StatementRow.id == name)).one()
    one.withheld, one.withheld_at, one.withheld_by = reason, now, by
    one.relook_at, one.suspect = None, False
    session.execute(
        update(VersionRow)
        .where(col(VersionRow.statement) == name)
        .values(title=None, text="", author=None, media=(), published_as_written=None, tokens="")
    )
    session.execute(delete(AssessmentRow).where(col(AssessmentRow.statement) == name))
    session.execute(delete(LinkRow).where(col(LinkRow.statement) == name))
    session.execute(update(DecisionRow).where(col(DecisionRow.statement) == name).values(judged=()))
    session.execute(update(LinkRow).where(type_coerce(col(LinkRow.why), Text).contains(name)).values(why=()))
    for of in (col(LinkRow.copy_of), col(LinkRow.translation_of)):
        session.execute(update(LinkRow).where(of == name).values({of: None}))
    session.execute(delete(HeadlineRow).where(col(HeadlineRow.source) == one.source, col(HeadlineRow.key) == one.key))
    for file, offset in captures:
        session.execute(
            update(CaptureRow)
            .where(col(CaptureRow.file) == file, col(CaptureRow.offset) == offset)
            .values(withheld_at=now)
        )
    for row in _deliveries(session, name):
        row.subject = _without(row.subject, name)
        if row.statement == name and row.state in _WAITING:
            row.state, row.answer = str(DeliveryState.GIVEN_UP), NOT_SENT
    session.flush()


def same_wording(session: Session, name: str) -> list[str]:
    """The other statements that have, or had, one of the wordings of this one."""
    hashes = select(VersionRow.hash).where(VersionRow.statement == name)
    others = select(VersionRow.statement).where(col(VersionRow.hash).in_(hashes), VersionRow.statement != name)
    return sorted(set(session.exec(others)))


def to_forget(session: Session, source: str) -> list[str]:
    """What was taken down, and of which nothing is to be told any more."""
    waiting = select(DeliveryRow.statement).where(
        col(DeliveryRow.state).in_(_WAITING), col(DeliveryRow.statement).is_not(None)
    )
    gone = select(StatementRow.id).where(
        StatementRow.source == source,
        col(StatementRow.deleted_at).is_not(None),
        col(StatementRow.withheld_at).is_(None),
        col(StatementRow.id).not_in(waiting),
    )
    return list(session.exec(gone))


def _deliveries(session: Session, name: str) -> Iterable[DeliveryRow]:
    """All that quote a statement, be it beside another one."""
    names_it = type_coerce(col(DeliveryRow.subject), Text).contains(name)
    return session.exec(select(DeliveryRow).where(or_(col(DeliveryRow.statement) == name, names_it))).all()


def _without(subject: Finding | Notice, name: str) -> Finding | Notice:
    """The subject of an alert without the words of a statement."""
    if isinstance(subject, Notice):
        return replace(subject, text="withheld") if subject.kind is NoticeKind.CORRECTION else subject
    if name not in (subject.change.statement, subject.change.twin):
        return replace(subject, linked=replace(subject.linked, sides=None, why=())) if subject.linked else subject
    change = subject.change
    hidden = replace(change, before=_hidden(change.before), after=_hidden(change.after))
    return replace(subject, change=hidden, assessments=(), before=(), concepts=(), linked=None)


def _hidden(version: Version | None) -> Version | None:
    if version is None:
        return None
    return replace(version, title=None, text="", author=None, media=(), published_as_written=None)
