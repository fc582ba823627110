"""Events: which statements report one occurrence, as linked when they were told or as an operator decided."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Text, func, type_coerce, update
from sqlmodel import Session, col, or_, select

from monitor.link.sides import Telling, compare
from monitor.model import Assessment, Event, Finding, Gist, Sides, Version, short_id
from monitor.store.standing import CURRENT
from monitor.store.tables import AssessmentRow, JoinedRow, LinkRow, SourceRow, StatementRow, VersionRow
from monitor.store.values import columns
from monitor.text.excerpt import shorten

LONGEST_TITLE = 120
JUST_BEFORE = timedelta(days=3)
"""A day that a statement names, so long before it was posted at most, is the day of what it reports."""


def note_links(session: Session, findings: Iterable[Finding]) -> None:
    """Keep the event of each finding that was linked, with the gist of its latest wording."""
    for finding in findings:
        linked, name = finding.linked, finding.change.statement
        if linked is None or linked.gist is None:
            continue
        row = session.get(LinkRow, name)
        if row is None:
            told_at = session.exec(select(StatementRow.told_at).where(StatementRow.id == name)).one()
            row = LinkRow(statement=name, event=linked.event, told_at=told_at, why=linked.why, gist=linked.gist)
            session.add(row)
        row.gist, row.copy_of, row.translation_of = linked.gist, linked.copy_of, linked.translation_of
    session.flush()


def gists(session: Session, since: datetime, also: Collection[str] = ()) -> list[Gist]:
    """What was told since then, and these statements; the oldest first."""
    rows = session.exec(
        select(LinkRow)
        .where(or_(col(LinkRow.told_at) >= since, col(LinkRow.statement).in_(also)))
        .order_by(col(LinkRow.told_at), col(LinkRow.statement))
    )
    return [replace(row.gist, event=row.event, apart=row.apart) for row in rows]


def tellings(session: Session, event: str) -> tuple[Telling, ...]:
    """The statements on an event in their current wording, the oldest first."""
    beside: tuple[Any, ...] = (StatementRow.id, SourceRow.side, LinkRow)
    rows = session.execute(
        select(*beside, *columns(Version, VersionRow))
        .join(LinkRow, col(LinkRow.statement) == col(StatementRow.id))
        .join(SourceRow, col(SourceRow.id) == col(StatementRow.source))
        .join(VersionRow, CURRENT)
        .where(LinkRow.event == event)
        .order_by(col(StatementRow.told_at), col(StatementRow.id))
    ).all()
    return tuple(
        Telling(
            statement,
            side,
            version,
            _judged(session, statement, version.number),
            row.gist.published_on,
            row.translation_of or row.copy_of,
        )
        for statement, side, row, version in ((*row[:3], Version(*row[3:])) for row in rows)
    )


def event(session: Session, name: str) -> Event | None:
    """One event by its ID, or by that of one which was joined into it; None where there is none."""
    name = resolved(session, name)
    told = tellings(session, name)
    if not told:
        return None
    rows = session.exec(select(LinkRow).where(LinkRow.event == name)).all()
    return replace(
        _event(name, told, session),
        sides=compare(told),
        why={row.statement: row.why for row in rows},
        copies={row.statement: row.copy_of for row in rows if row.copy_of},
        translations={row.statement: row.translation_of for row in rows if row.translation_of},
    )


def events(session: Session, *, country: str | None, both: bool, limit: int, offset: int) -> list[Event]:
    """The events with the latest news first; what the sides say is left to `event`."""
    latest = func.max(col(LinkRow.told_at))
    query: Any = select(LinkRow.event).group_by(col(LinkRow.event)).order_by(latest.desc(), col(LinkRow.event))
    if both:
        joined = query.join(StatementRow, col(StatementRow.id) == col(LinkRow.statement))
        joined = joined.join(SourceRow, col(SourceRow.id) == col(StatementRow.source))
        query = joined.having(func.count(func.distinct(col(SourceRow.side))) > 1)
    if country:
        named = select(StatementRow.id).where(
            type_coerce(col(StatementRow.countries), Text).contains(f",{country},", autoescape=True)
        )
        query = query.where(col(LinkRow.statement).in_(named))
    names = session.exec(query.limit(limit).offset(offset)).all()
    return [_event(name, tellings(session, name), session) for name in names]


def resolved(session: Session, name: str) -> str:
    """The event that an ID stands for: events are joined, their addresses stay."""
    row = session.get(JoinedRow, name)
    return resolved(session, row.into) if row else name


def split(session: Session, statement: str) -> str:
    """Take a linked statement out of its event, for ever; gives the event of its own."""
    row = session.exec(select(LinkRow).where(LinkRow.statement == statement)).one()
    row.apart = tuple(dict.fromkeys((*row.apart, row.event)))
    row.event, row.why = short_id("event", statement, *row.apart), ("an operator took it out of another event",)
    row.copy_of = row.translation_of = None
    session.flush()
    return row.event


def join(session: Session, name: str, other: str) -> str:
    """Make one event of two, for ever; gives the one that is left, the first."""
    name, other = resolved(session, name), resolved(session, other)
    if name != other:
        session.execute(update(LinkRow).where(col(LinkRow.event) == other).values(event=name))
        session.add(JoinedRow(event=other, into=name))
        session.flush()
    return name


def _judged(session: Session, statement: str, version: int) -> tuple[Assessment, ...]:
    rows = session.exec(
        select(AssessmentRow)
        .where(AssessmentRow.statement == statement, AssessmentRow.version == version)
        .order_by(col(AssessmentRow.id))
    )
    return tuple(row.body for row in rows)


def _event(name: str, told: Sequence[Telling], session: Session) -> Event:
    ids = tuple(each.statement for each in told)
    by_side: dict[str, tuple[str, ...]] = {}
    for each in told:
        if each.side:
            by_side[each.side] = (*by_side.get(each.side, ()), each.statement)
    countries = session.exec(select(StatementRow.countries).where(col(StatementRow.id).in_(ids)))
    return Event(
        id=name,
        title=shorten(" ".join(_title(told).split()), LONGEST_TITLE),
        happened_on=min(_days(told), default=None),
        countries=tuple(sorted({code for codes in countries for code in codes})),
        statements=ids,
        by_side=by_side,
        sides=Sides(),
        unread=(),
    )


def _title(told: Iterable[Telling]) -> str:
    """The first title that a statement has, else the beginning of the first text; no translation, where it can be."""
    texts = [each.version for each in sorted(told, key=lambda each: each.of is not None)]
    return next((each.title for each in texts if each.title), None) or texts[0].text


def _days(told: Iterable[Telling]) -> Iterable[date]:
    """The days on which it may have happened: those that statements posted just after name, else when they were."""
    posted = [each.published_on for each in told if each.published_on]
    named = [
        fact.from_
        for each in told
        for fact in (each.assessments[0].facts if each.assessments else ())
        if fact.kind == "date" and fact.from_ is not None and fact.from_ == fact.to
        if any(timedelta(0) <= day - fact.from_ <= JUST_BEFORE for day in posted)
    ]
    return named or posted
