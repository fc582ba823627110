"""Loading and writing what is true of a statement, as values that are compared: only what differs is written."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, update
from sqlmodel import Session, and_, col, select

from monitor.store.tables import Standing, StatementRow, VersionRow

COLUMNS = tuple(getattr(StatementRow, name) for name in Standing.model_fields)
CURRENT = and_(col(VersionRow.statement) == col(StatementRow.id), col(VersionRow.number) == col(StatementRow.version))
"""Joins a statement with its current wording."""


def load(session: Session, *which: ColumnElement[bool] | bool) -> list[Standing]:
    """Those that fulfil all conditions."""
    return [standing(row) for row in session.execute(select(*COLUMNS).where(*which))]


def standing(row: Sequence[Any]) -> Standing:
    """The value of a row that begins with COLUMNS; what the database gives is not checked again."""
    return Standing.model_construct(None, **dict(zip(Standing.model_fields, row, strict=False)))


def add(session: Session, new: Iterable[Standing]) -> None:
    """Statements that were not known."""
    rows = [dict(vars(one)) for one in new]
    if rows:
        session.execute(insert(StatementRow), rows)


def change(session: Session, pairs: Iterable[tuple[Standing, Standing]]) -> None:
    """What differs between each as it was and as it is: an index whose columns stay as they are costs nothing."""
    changed = [
        {"id": was.id, **{name: value for name, value in vars(now).items() if value != getattr(was, name)}}
        for was, now in pairs
    ]
    changed = sorted((each for each in changed if len(each) > 1), key=list)
    if changed:
        session.execute(update(StatementRow), changed)


def last_seen(one: Standing, last_whole_at: datetime | None) -> datetime:
    """What stands in the last whole list of its source was seen in it, though no row was touched."""
    return max(one.last_seen_at, last_whole_at) if one.rank is not None and last_whole_at else one.last_seen_at
