"""What the store answers."""

from dataclasses import dataclass
from datetime import datetime

from monitor.model.assessed import Assessment
from monitor.model.fetched import Kept
from monitor.model.kinds import ChangeKind, Level, State
from monitor.model.known import Version
from monitor.times import When


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as the log shows it; the field names are the JSON shape that programs rely on."""

    id: str
    source: str
    side: str | None
    url: str | None
    title: str | None
    text: str
    language: str | None
    published_at: When | None
    first_seen_at: datetime
    last_seen_at: datetime
    change: ChangeKind  #: the latest
    version: int
    versions: int
    deleted_at: datetime | None
    beats: tuple[str, ...]  #: for which it is relevant
    relevant: bool
    unsure: bool
    level: Level
    topics: tuple[str, ...]
    countries: tuple[str, ...]
    event: str | None
    capture_sha256: str | None
    read_by: str = ""  #: `pdf` or `ocr`: its latest wording stands in a file or a picture
    pasted: bool = False  #: its latest wording was brought by hand
    corrected: str | None = None  #: why its latest change was an error of ours
    withheld: str | None = None  #: why its text and captures are hidden
    withheld_at: datetime | None = None
    withheld_by: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """One change in the history of a statement: when, which wording, how assessed, shown by which capture."""

    kind: ChangeKind
    at: datetime
    version: Version
    assessments: tuple[Assessment, ...]
    capture: Kept | None
    significant: bool
    last_seen_at: datetime | None = None  #: for `deleted`, `replaced`
    missing_at: tuple[datetime, ...] = ()
    proof: str = ""
    twin: str | None = None  #: as of the change
    corrected_at: datetime | None = None  #: when we said that it was an error of ours
    correction: str = ""  #: and why
    backfilled: bool = False  #: these three as of the change
    baseline: bool = False
    flapping: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """A statement that is missing, and not reported as no longer public: nothing proves it."""

    statement: Statement
    missing_at: tuple[datetime, ...]  #: when it was missed, or since when its own address says gone
    held: bool  #: part of a mass loss


@dataclass(frozen=True, slots=True)
class Span:
    """Coverage: a run of polls of one source with the same outcome."""

    source: str
    state: State
    why: str
    from_at: datetime
    to_at: datetime
    polls: int
    sees_back_to: When | None


@dataclass(frozen=True, slots=True)
class Health:
    """How a source stands now."""

    source: str
    state: State | None  #: None: never polled
    why: str
    last_poll_at: datetime | None
    last_good_at: datetime | None
    next_poll_at: datetime | None
    failures: int
    broken_since: datetime | None
    statements: int
    latest_at: datetime | None  #: when its newest statement was first seen
