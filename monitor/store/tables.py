"""The tables. Private to this folder: what leaves it are the frozen values of `monitor.model`.

A table that changes here needs a migration in `migrations/versions/`: docs/change/table.md.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from monitor.model import Assessment, Entry, Finding, Gist, Media, Notice
from monitor.store.columns import Json, Names, Utc, WhenText
from monitor.times import When

METADATA = SQLModel.metadata
# Before the first migration, so that every constraint has a name by which a later one can change it.
METADATA.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class SourceRow(SQLModel, table=True):
    """How a source stands, what was learned of it and what was already told."""

    __tablename__ = "sources"

    id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    side: str | None = Field(default=None, sa_type=Text)
    state: str = Field(sa_type=Text)
    why: str = Field(default="", sa_type=Text)
    failures: int = 0
    broken_since: datetime | None = Field(default=None, sa_type=Utc)
    told_broken: bool = False
    told_held: bool = False
    told_silent: bool = False
    baseline_at: datetime | None = Field(default=None, sa_type=Utc)
    last_whole_at: datetime | None = Field(default=None, sa_type=Utc)
    last_poll_at: datetime | None = Field(default=None, sa_type=Utc)
    last_good_at: datetime | None = Field(default=None, sa_type=Utc)
    next_poll_at: datetime | None = Field(default=None, sa_type=Utc)
    learned: dict[str, Any] = Field(default_factory=dict, sa_type=Json(dict[str, Any]))


class Standing(SQLModel):
    """An entry followed over time: what is true of all its versions, and what the log sorts and filters by."""

    id: str = Field(primary_key=True, sa_type=Text)
    source: str = Field(sa_type=Text, foreign_key="sources.id")
    key: str = Field(sa_type=Text)
    url: str | None = Field(default=None, sa_type=Text)
    address: str | None = Field(default=None, sa_type=Text, index=True)  #: the canonical form of `url`
    first_seen_at: datetime = Field(sa_type=Utc)
    last_seen_at: datetime = Field(sa_type=Utc)  #: while `rank` is set, the source's `last_whole_at` is later
    looked_at: datetime = Field(sa_type=Utc)
    rank: int | None = None  #: its place in the last whole reading
    missing_at: tuple[datetime, ...] = Field(default=(), sa_type=Json(tuple[datetime, ...]))
    suspect: bool = False  #: missing, and not reported as no longer public
    deleted_at: datetime | None = Field(default=None, sa_type=Utc)
    gone_at: datetime | None = Field(default=None, sa_type=Utc)  #: its own address says gone since then
    relook_at: datetime | None = Field(default=None, sa_type=Utc)  #: when its own address is to be asked next
    asked_at: datetime | None = Field(default=None, sa_type=Utc)  #: when it was asked last, whatever it answered
    pinned: bool = False
    opened: bool = False
    pasted: bool = False
    version: int  #: the number of the current wording
    change: str = Field(sa_type=Text)  #: the kind of the latest change
    corrected: str | None = Field(default=None, sa_type=Text)  #: why that was an error of ours
    withheld: str | None = Field(default=None, sa_type=Text)  #: why its text and captures are hidden
    withheld_at: datetime | None = Field(default=None, sa_type=Utc)
    withheld_by: str | None = Field(default=None, sa_type=Text)  #: a person, or FORGOTTEN
    told_at: datetime = Field(sa_type=Utc, index=True)  #: when the source posted it, never later than first seen
    moved_at: datetime = Field(sa_type=Utc, index=True)  #: when it last was news
    relevant: bool = False  #: any of its versions was, for any beat
    unsure: bool = False
    level: str = Field(sa_type=Text)
    language: str | None = Field(default=None, sa_type=Text, index=True)
    beats: tuple[str, ...] = Field(default=(), sa_type=Names)
    topics: tuple[str, ...] = Field(default=(), sa_type=Names)
    countries: tuple[str, ...] = Field(default=(), sa_type=Names)


class StatementRow(Standing, table=True):
    """The same, as it is stored."""

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("source", "key"),
        Index(None, "source", "rank"),
        Index(None, "source", "suspect"),
        Index(None, "source", "gone_at"),
        Index(None, "source", "relook_at"),
        Index(None, "source", "first_seen_at"),
        Index(None, "relevant", "moved_at"),
    )


class VersionRow(SQLModel, table=True):
    """One wording of a statement."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("statement", "number"), Index(None, "captured_at"))

    id: int | None = Field(default=None, primary_key=True)
    statement: str = Field(sa_type=Text, foreign_key="statements.id")
    number: int
    title: str | None = Field(default=None, sa_type=Text)
    text: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)
    captured_at: datetime = Field(sa_type=Utc)
    published_at: When | None = Field(default=None, sa_type=WhenText)
    published_as_written: str | None = Field(default=None, sa_type=Text)
    edited_at: When | None = Field(default=None, sa_type=WhenText)
    marked_edited: bool = False
    author: str | None = Field(default=None, sa_type=Text)
    language: str | None = Field(default=None, sa_type=Text)
    media: tuple[Media, ...] = Field(default=(), sa_type=Json(tuple[Media, ...]))
    whole: bool = True
    capture_sha256: str | None = Field(default=None, sa_type=Text)
    fingerprint: str = Field(default="", sa_type=Text)
    read_by: str = Field(default="", sa_type=Text)
    tokens: str = Field(sa_type=Text)  #: what the search looks in: text/tokens.py


class ChapterRow(SQLModel, table=True):
    """One change in the history of a statement."""

    __tablename__ = "chapters"
    __table_args__ = (UniqueConstraint("statement", "kind", "version", "at"), Index(None, "at"))

    id: int | None = Field(default=None, primary_key=True)
    statement: str = Field(sa_type=Text, foreign_key="statements.id")
    kind: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Utc)
    version: int
    significant: bool = True
    backfilled: bool = False
    baseline: bool = False
    flapping: bool = False
    last_seen_at: datetime | None = Field(default=None, sa_type=Utc)
    missing_at: tuple[datetime, ...] = Field(default=(), sa_type=Json(tuple[datetime, ...]))
    proof: str = Field(default="", sa_type=Text)
    twin: str | None = Field(default=None, sa_type=Text)  #: the other statement of a replacement
    corrected_at: datetime | None = Field(default=None, sa_type=Utc)
    correction: str = Field(default="", sa_type=Text)
    capture: int | None = Field(default=None, foreign_key="captures.id")


class AssessmentRow(SQLModel, table=True):
    """How one version was judged for one beat."""

    __tablename__ = "assessments"
    __table_args__ = (UniqueConstraint("statement", "version", "beat"),)

    id: int | None = Field(default=None, primary_key=True)
    statement: str = Field(sa_type=Text, foreign_key="statements.id")
    version: int
    beat: str = Field(sa_type=Text)
    relevant: bool
    body: Assessment = Field(sa_type=Json(Assessment))


class DecisionRow(SQLModel, table=True):
    """What a person decided of a statement; the last one stands."""

    __tablename__ = "decisions"

    id: int | None = Field(default=None, primary_key=True)
    statement: str = Field(sa_type=Text, foreign_key="statements.id", index=True)
    version: int
    hash: str = Field(sa_type=Text)
    verdict: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    by: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Utc, index=True)
    level: str | None = Field(default=None, sa_type=Text)
    topics: tuple[str, ...] = Field(default=(), sa_type=Names)
    judged: tuple[Assessment, ...] = Field(default=(), sa_type=Json(tuple[Assessment, ...]))
    feedback: bool = False
    alert: str | None = Field(default=None, sa_type=Text)


class LinkRow(SQLModel, table=True):
    """The event that a statement reports, why, and the marks by which others are linked with it."""

    __tablename__ = "links"

    statement: str = Field(primary_key=True, sa_type=Text, foreign_key="statements.id")
    event: str = Field(sa_type=Text, index=True)
    told_at: datetime = Field(sa_type=Utc, index=True)  #: as the statement's
    why: tuple[str, ...] = Field(default=(), sa_type=Json(tuple[str, ...]))
    apart: tuple[str, ...] = Field(default=(), sa_type=Names)  #: events that an operator took it out of
    copy_of: str | None = Field(default=None, sa_type=Text)
    translation_of: str | None = Field(default=None, sa_type=Text)
    gist: Gist = Field(sa_type=Json(Gist))


class JoinedRow(SQLModel, table=True):
    """An event that an operator found to be another one: its address leads there for ever."""

    __tablename__ = "joined"

    event: str = Field(primary_key=True, sa_type=Text)
    into: str = Field(sa_type=Text)


class CaptureRow(SQLModel, table=True):
    """Where a kept capture stands in the archive."""

    __tablename__ = "captures"
    __table_args__ = (UniqueConstraint("file", "offset"),)

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(sa_type=Text, foreign_key="sources.id")
    sha256: str = Field(sa_type=Text, index=True)
    url: str = Field(sa_type=Text)
    captured_at: datetime = Field(sa_type=Utc)
    status: int
    media_type: str = Field(sa_type=Text)
    size: int
    file: str = Field(sa_type=Text)
    offset: int
    withheld_at: datetime | None = Field(default=None, sa_type=Utc)


class ValidatorsRow(SQLModel, table=True):
    """What to ask a server with next time, by request URL."""

    __tablename__ = "validators"

    source: str = Field(primary_key=True, sa_type=Text, foreign_key="sources.id")
    url: str = Field(primary_key=True, sa_type=Text)
    etag: str | None = Field(default=None, sa_type=Text)
    last_modified: str | None = Field(default=None, sa_type=Text)
    sha256: str | None = Field(default=None, sa_type=Text)


class HeadlineRow(SQLModel, table=True):
    """A listed entry whose page was not opened yet."""

    __tablename__ = "headlines"

    source: str = Field(primary_key=True, sa_type=Text, foreign_key="sources.id")
    key: str = Field(primary_key=True, sa_type=Text)
    place: int  #: their order
    rank: int | None = None  #: its place in the last whole reading
    url: str = Field(sa_type=Text)
    title: str | None = Field(default=None, sa_type=Text)
    text: str = Field(default="", sa_type=Text)  #: what the list shows of it
    published_at: When | None = Field(default=None, sa_type=WhenText)
    published_as_written: str | None = Field(default=None, sa_type=Text)
    pinned: bool = False
    tries: int = 0
    baseline: bool = False


class SpanRow(SQLModel, table=True):
    """Coverage: a run of polls of one source with the same outcome."""

    __tablename__ = "coverage"
    __table_args__ = (Index(None, "source", "to_at"), Index(None, "to_at"))

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(sa_type=Text, foreign_key="sources.id")
    state: str = Field(sa_type=Text)
    why: str = Field(default="", sa_type=Text)
    from_at: datetime = Field(sa_type=Utc)
    to_at: datetime = Field(sa_type=Utc)
    polls: int = 1
    sees_back_to: When | None = Field(default=None, sa_type=WhenText)


class DeliveryRow(SQLModel, table=True):
    """The outbox: one alert owed on one channel, and what became of it."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("channel", "key"),
        Index(None, "state", "next_try_at"),
        Index(None, "sent_at"),
        Index(None, "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text)
    alert: str = Field(sa_type=Text, index=True)
    subject: Finding | Notice = Field(sa_type=Json(Finding | Notice))
    statement: str | None = Field(default=None, sa_type=Text, index=True)
    source: str | None = Field(default=None, sa_type=Text)
    routes: tuple[str, ...] = Field(default=(), sa_type=Names)
    level: str = Field(sa_type=Text)
    digest: bool = False
    follow_up: bool = False
    held: str | None = Field(default=None, sa_type=Text)
    mute: str | None = Field(default=None, sa_type=Text)
    ack_by: datetime | None = Field(default=None, sa_type=Utc)
    due_at: datetime = Field(sa_type=Utc)
    state: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Utc)
    tries: int = 0
    next_try_at: datetime = Field(sa_type=Utc)
    tried_at: datetime | None = Field(default=None, sa_type=Utc)
    sent_at: datetime | None = Field(default=None, sa_type=Utc)
    answer: str = Field(default="", sa_type=Text)
    ref: str = Field(default="", sa_type=Text)  #: what the channel calls the message, where replies can be sent to it
    done_with: dict[str, str] = Field(default_factory=dict, sa_type=Json(dict[str, str]))  #: see Owed.done_with


class AttemptRow(SQLModel, table=True):
    """One try of a delivery, and what was answered. Without an answer its outcome is unknown."""

    __tablename__ = "attempts"

    id: int | None = Field(default=None, primary_key=True)
    delivery: int = Field(foreign_key="deliveries.id", index=True)
    at: datetime = Field(sa_type=Utc)
    answered_at: datetime | None = Field(default=None, sa_type=Utc)
    answer: str = Field(default="", sa_type=Text)


class MuteRow(SQLModel, table=True):
    """What somebody wanted silence of, until when, and why; `until` is moved when it is ended by hand."""

    __tablename__ = "mutes"
    __table_args__ = (Index(None, "until"),)

    id: str = Field(primary_key=True, sa_type=Text)
    what: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    by: str = Field(sa_type=Text)
    since: datetime = Field(sa_type=Utc)
    until: datetime = Field(sa_type=Utc)


class AckRow(SQLModel, table=True):
    """Who saw an alert first, and when."""

    __tablename__ = "acks"

    alert: str = Field(primary_key=True, sa_type=Text)
    at: datetime = Field(sa_type=Utc)
    by: str = Field(sa_type=Text)


class EmbargoRow(SQLModel, table=True):
    """A text under an embargo. It is no statement yet: no other table, and no query of the log, knows of it."""

    __tablename__ = "embargoes"
    __table_args__ = (UniqueConstraint("source", "key"),)

    id: str = Field(primary_key=True, sa_type=Text)
    source: str = Field(sa_type=Text, foreign_key="sources.id")
    key: str = Field(sa_type=Text)
    until: datetime | None = Field(default=None, sa_type=Utc)
    since: datetime = Field(sa_type=Utc)
    pasted: bool = False
    capture_sha256: str | None = Field(default=None, sa_type=Text)
    entry: Entry = Field(sa_type=Json(Entry))


class ChainRow(SQLModel, table=True):
    """One day of the chain of captures."""

    __tablename__ = "chain"

    day: date = Field(primary_key=True)
    value: str = Field(sa_type=Text)
    captures: int
    until: int


class MetaRow(SQLModel, table=True):
    """What the daemon remembers of itself: its last sign of life, its last heartbeat."""

    __tablename__ = "meta"

    name: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(sa_type=Text)
