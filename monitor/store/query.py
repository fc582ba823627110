"""What is asked of the log, and the same in SQL."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, column, false, or_, text, type_coerce
from sqlmodel import col, select

from monitor.model import ChangeKind
from monitor.store.tables import ChapterRow, SourceRow, StatementRow, VersionRow
from monitor.text import tokens


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """A search of the log. All that is given must hold; by default what concerns, or once concerned, a beat."""

    text: str = ""  #: each word must stand in one wording of the statement, be it an old one
    beat: str | None = None
    topic: str | None = None
    side: str | None = None
    source: str | None = None
    language: str | None = None
    change: ChangeKind | None = None  #: the latest
    level: str | None = None
    relevant: str = "yes"  #: yes, no, unsure or all
    since: datetime | None = None  #: posted or changed since then …
    until: datetime | None = None  #: … and before then
    limit: int = 50
    offset: int = 0
    sort: str = "newest"  #: newest or oldest by its last news; published: by when the source posted it

    def at(self, *, limit: int | None = None, offset: int | None = None) -> "StatementQuery":
        """The same question, another page of the answer."""
        return replace(
            self,
            limit=self.limit if limit is None else limit,
            offset=self.offset if offset is None else offset,
        )


def conditions(query: StatementQuery) -> list[ColumnElement[bool]]:
    """All that must hold of a `StatementRow` joined with its `SourceRow`."""
    row = StatementRow
    wanted: list[tuple[object, ColumnElement[bool]]] = [
        (query.beat, _named(row.beats, query.beat)),
        (query.topic, _named(row.topics, query.topic)),
        (query.side, col(SourceRow.side) == query.side),
        (query.source, col(row.source) == query.source),
        (query.language, col(row.language) == query.language),
        (query.change, col(row.change) == query.change),
        (query.level, col(row.level) == query.level),
    ]
    held = [condition for value, condition in wanted if value is not None]
    return [*held, *_relevance(query.relevant), *_window(query), *_words(query.text)]


def order(query: StatementQuery) -> tuple[Any, ...]:
    """How the answer is sorted; the ID decides between equals, so that pages never overlap."""
    moved, told, name = col(StatementRow.moved_at), col(StatementRow.told_at), col(StatementRow.id)
    orders = {
        "newest": (moved.desc(), name),
        "oldest": (moved.asc(), name),
        "published": (told.desc(), name),
    }
    return orders[query.sort]


def _named(names: Any, name: str | None) -> ColumnElement[bool]:
    return type_coerce(names, Text).contains(f",{name},", autoescape=True)


def _relevance(wanted: str) -> list[ColumnElement[bool]]:
    """One of yes, no, unsure, or several with commas; what is none of these is taken for the default."""
    relevant, unsure = col(StatementRow.relevant), col(StatementRow.unsure)
    known = {"yes": relevant, "unsure": unsure, "no": and_(~relevant, ~unsure)}
    names = set(wanted.split(","))
    if "all" in names:
        return []
    return [or_(*(known[name] for name in sorted(names & set(known)) or ["yes"]))]


def _window(query: StatementQuery) -> list[ColumnElement[bool]]:
    """What was posted in the window, or changed in it. That a baseline found it then is no news."""
    if query.since is None and query.until is None:
        return []
    told, at = _between(col(StatementRow.told_at), query), _between(col(ChapterRow.at), query)
    changed = select(ChapterRow.statement).where(*at, col(ChapterRow.baseline).is_(False))
    return [or_(and_(*told), col(StatementRow.id).in_(changed))]


def _between(moment: Any, query: StatementQuery) -> list[ColumnElement[bool]]:
    bounds = [moment >= query.since] if query.since else []
    return [*bounds, moment < query.until] if query.until else bounds


def _words(wanted: str) -> list[ColumnElement[bool]]:
    """All words in one wording, be it an old one. Tokens are letters and digits: no text is an operator."""
    if not wanted.strip():
        return []
    phrases = tokens.sought(wanted)
    if not phrases:
        return [false()]
    asked = " AND ".join(f'"{phrase}"' for phrase in phrases)
    found = text("SELECT rowid FROM versions_fts WHERE versions_fts MATCH :asked").bindparams(asked=asked)
    versions = select(VersionRow.statement).where(col(VersionRow.id).in_(found.columns(column("rowid"))))
    return [col(StatementRow.id).in_(versions)]
