"""What the YAML says: sources, beats, and who is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.model.kinds import ChangeKind

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Source:
    """One place to poll, final: defaults are resolved, secrets filled in (so it is never logged or stored whole)."""

    id: str
    name: str
    kind: str
    options: Any  #: the kind's own frozen options (a pydantic model from `read/<kind>.py`)
    url: str | None  #: the address that people are shown
    side: str | None = None  #: ISO 3166 alpha-2 (or EU): whom it speaks for
    person: str | None = None  #: whose page it is, by the ID in `offices.yaml`: it speaks in the office of the day
    about: tuple[str, ...] = ()  #: whom its words concern even where it names nobody
    every: timedelta = timedelta(minutes=10)
    gap: timedelta = timedelta(seconds=1)  #: least time between two requests to its host
    alert_recent: timedelta = timedelta(hours=24)  #: in the baseline, only younger entries alert
    timezone: ZoneInfo = _UTC  #: of the dates that the source writes
    languages: tuple[str, ...] = ()
    enabled: bool = True
    paused_until: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    proxy: str | None = None
    secret_query: tuple[tuple[str, str], ...] = field(default=(), repr=False)  #: of `url`: sent, never kept or shown
    allow_private: tuple[str, ...] = ()  #: `host:port` that may be a private address
    obeys_robots: bool = False
    knows_edits: bool = True
    knows_deletions: bool = True
    keep_deleted: str = "full"  #: `full` or `hash`
    note: str = ""
    tags: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  #: variables that are missing: the source is disabled until they are set

    @property
    def pollable(self) -> bool:
        """Whether the daemon asks it at all (a pause is a matter of the schedule)."""
        return self.enabled and not self.needs

    @property
    def byline(self) -> "Byline":
        """What a reader of an alert or of the log is shown of it."""
        zone = str(self.timezone)
        return Byline(self.id, self.name, self.kind, self.side, self.about, zone, self.url, self.tags, self.person)


@dataclass(frozen=True, slots=True)
class Byline:
    """The part of a source that readers are shown, and that may be stored: no options, no secrets."""

    id: str
    name: str
    kind: str
    side: str | None
    about: tuple[str, ...]
    timezone: str
    url: str | None = None
    tags: tuple[str, ...] = ()
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Beat:
    """What the newsroom follows: countries (any two of them) and topics."""

    id: str
    name: str
    countries: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Whom we work for."""

    timezone: ZoneInfo = _UTC
    language: str = "en"
    public_url: str | None = None  #: of our web page; alerts link to it only when set
    contact: str | None = None  #: an address or mailbox, told to servers in the User-Agent
    templates: Mapping[str, str] = field(default_factory=dict, repr=False)  #: the newsroom's own, by name; good ones
    phrases: Mapping[str, str] = field(default_factory=dict, repr=False)  #: its own of alerts, by key, over the shipped


@dataclass(frozen=True, slots=True)
class Bundling:
    """When a route's alerts go out, bundled: at these times of the newsroom's day, or every so often from midnight."""

    at: tuple[time, ...] = ()
    every: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the newsroom's day in which only what is urgent interrupts; over midnight, where they end earlier."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        """Whether a time of the day lies in them."""
        return self.start <= at < self.end if self.start < self.end else at >= self.start or at < self.end


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who is told of an urgent alert that nobody acknowledged in time."""

    after: timedelta
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """Which findings go to which channels, and how. An empty tuple means: all."""

    id: str
    channels: tuple[str, ...]
    beats: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    changes: tuple[ChangeKind, ...] = ()
    levels: tuple[str, ...] = ("urgent", "routine")  #: may also name `unsure` and `typographic`: at once, not digest
    sides: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()  #: of the source: one of them
    languages: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    search: tuple[str, ...] = ()  #: saved searches of the log: one of them finds it
    digest: Bundling | None = None  #: None: at once
    quiet: Quiet | None = None
    per_hour: int | None = None  #: the most messages on each channel; what is over goes out bundled
    escalate: Escalation | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What is not pushed at once, bundled: at these times of the newsroom's day."""

    at: tuple[time, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routing:
    """`config/alerts.yaml`, final. `channels` holds secrets: apprise URLs by name, those that lack nothing."""

    newsroom: Newsroom = Newsroom()
    channels: Mapping[str, str] = field(default_factory=dict, repr=False)
    routes: tuple[Route, ...] = ()
    digest: Digest = Digest()
    operators: tuple[str, ...] = ()  #: channels that get notices
    heartbeat: Digest = Digest()  #: when and where "all is well" goes; empty: nowhere
    ping: str | None = field(default=None, repr=False)  #: a dead man's switch: called while we are at work
