"""Alerts owed, held, acknowledged and tried."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.model.found import Finding
from monitor.model.kinds import Level, short_id
from monitor.model.noticed import Notice, NoticeKind


class DeliveryState(StrEnum):
    """What became of a delivery."""

    OWED = "owed"
    RETRYING = "retrying"
    SENT = "sent"
    GIVEN_UP = "given-up"
    NOT_NEEDED = "not-needed"  #: an escalation whose alert was acknowledged in time; what a person took for noise first


class Held(StrEnum):
    """Why a delivery does not go out at once."""

    DIGEST = "digest"
    FOLLOW_UP = "follow-up"  #: its side told of the event before, and the channel has no quiet way
    BACKFILLED = "backfilled"
    LATE = "late"  #: we were blind: what came of that goes out together
    QUIET = "quiet-hours"
    LIMIT = "limit"
    MUTE = "mute"
    ESCALATION = "escalation"  #: goes out only when nobody acknowledges the alert in time


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert owed on one channel. (`channel`, `key`) is unique: the same alert cannot be owed twice there."""

    channel: str
    key: str
    alert: str  #: the short ID that people see: A-…
    subject: Finding | Notice
    due_at: datetime
    routes: tuple[str, ...] = ()
    level: Level = Level.ROUTINE
    digest: bool = False  #: bundled with what else is due on the channel at that time
    follow_up: bool = False  #: its side told of the event there before: it interrupts nobody where the channel can help
    held: Held | None = None  #: why it waits until `due_at`; None: it goes at once
    mute: str | None = None  #: the ID of the mute that holds it
    ack_by: datetime | None = None  #: unless it is acknowledged before then, others are told

    @property
    def statement(self) -> str | None:
        """The statement that it is about."""
        if isinstance(self.subject, Finding):
            return self.subject.change.statement
        return self.subject.subject if self.subject.kind is NoticeKind.CORRECTION else None


class Muted(StrEnum):
    """What a mute may name."""

    SOURCE = "source"
    ROUTE = "route"
    CHANNEL = "channel"
    EVENT = "event"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Mute:
    """What it names interrupts nobody until then; it is bundled at the end."""

    id: str  #: as people see it: M-…
    what: Muted
    name: str
    reason: str
    by: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Ack:
    """Somebody has seen an alert and sees to it."""

    alert: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Push:
    """A message that a channel was owed of late, as the limit of a route counts it."""

    channel: str
    routes: tuple[str, ...]
    due_at: datetime
    level: Level
    over: bool  #: part of a bundle of what was over the limit: all of one time are one message


@dataclass(frozen=True, slots=True)
class Lately:
    """What routing must know of before: what went out in the last hour, what is muted, which events were joined."""

    pushed: tuple[Push, ...] = ()
    mutes: tuple[Mute, ...] = ()
    joined: Mapping[str, str] = field(default_factory=dict)  #: an event's ID -> of the one that it is part of now


def alert_id(key: str) -> str:
    """The short ID of an alert, the same on every channel and for every repeat: `A-7K2QM4`."""
    return "A-" + short_id(key, length=6).upper()


@dataclass(frozen=True, slots=True)
class Owed:
    """A delivery with what became of it so far."""

    id: int
    delivery: Delivery
    state: DeliveryState
    created_at: datetime
    tries: int
    next_try_at: datetime
    tried_at: datetime | None = None
    sent_at: datetime | None = None
    answer: str = ""  #: what the channel said last
    done_with: Mapping[str, str] = field(default_factory=dict)  #: recipients that have it; why, where refused for good


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a delivery."""

    at: datetime
    answered_at: datetime | None  #: None: we do not know what came of it
    answer: str
