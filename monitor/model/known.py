"""What the store knows of a source before a poll."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.model.entries import Headline, Media
from monitor.model.fetched import Validators
from monitor.model.kinds import State
from monitor.times import When


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a statement."""

    number: int
    title: str | None
    text: str
    hash: str  #: text.fingerprint of title and text: equal for wordings that differ only in noise
    captured_at: datetime
    published_at: When | None = None
    published_as_written: str | None = None
    edited_at: When | None = None
    author: str | None = None
    language: str | None = None
    media: tuple[Media, ...] = ()
    whole: bool = True
    capture_sha256: str | None = None
    fingerprint: str = ""  #: of the reader that made it
    read_by: str = ""  #: as of the entry
    marked_edited: bool = False  #: the source marked it as edited, without a time


@dataclass(frozen=True, slots=True)
class Known:
    """What the store remembers of a statement when its source is polled again."""

    statement: str  #: its ID
    key: str
    url: str | None
    version: Version  #: the current wording
    first_seen_at: datetime
    last_seen_at: datetime
    looked_at: datetime  #: when its full text was last read (at its own address or in the list)
    rank: int | None = None  #: its place in the last whole reading; None: it was not listed
    missing_at: tuple[datetime, ...] = ()  #: whole readings that missed it since it was last seen
    deleted_at: datetime | None = None
    relevant: bool = False  #: any of its versions was, for any beat
    pinned: bool = False
    opened: bool = False  #: its current wording came from its own address, not from the list
    recent: tuple[tuple[datetime, str], ...] = ()  #: (captured_at, hash) of its versions of the last 24 h, oldest first
    relook_at: datetime | None = None  #: when its own address is to be asked next; None: it is not followed
    gone_at: datetime | None = None  #: its own address says gone since then, and nothing shows it to be public
    asked_at: datetime | None = None  #: when its own address was asked last, whatever it answered
    withheld: bool = False  #: a person hid its text: what becomes of it is not followed
    forgotten: bool = False  #: its text went when it was taken down: `keep_deleted: hash`


@dataclass(frozen=True, slots=True)
class Before:
    """What the store knows of a source when a poll begins."""

    validators: Mapping[str, Validators] = field(default_factory=dict)  #: by request URL
    known: Mapping[str, Known] = field(default_factory=dict)
    """By key; loaded when first asked for. Any is found by its key; walking through them gives those that the last
    whole reading listed, the suspects, and those whose own address is asked next."""
    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: the keys at each canonical address
    headlines: tuple[Headline, ...] = ()  #: listed, not opened yet
    suspects: tuple[str, ...] = ()  #: keys missing at the last whole reading, not yet reported
    learned: Mapping[str, Any] = field(default_factory=dict)
    baseline_at: datetime | None = None  #: the first whole reading; None: this may be it
    last_whole_at: datetime | None = None
    last_poll_at: datetime | None = None
    state: State | None = None  #: of the last poll
    failures: int = 0  #: polls in a row that could not be read
    broken_since: datetime | None = None
    told_broken: bool = False  #: operators know
    told_held: bool = False  #: the desk knows of a mass loss
    told_silent: bool = False  #: operators know of a silence beyond its habit
    embargoed: frozenset[str] = frozenset()  #: keys that are held under an embargo
    posted: tuple[datetime, ...] = ()  #: when its latest statements were posted, or else first seen

    def reached_by(self, keys: Iterable[str]) -> bool:
        """Whether a list of these keys reaches back to the last whole reading. What is pinned stands in every list."""
        reached = (self.known.get(key) for key in keys)
        return any(known is not None and known.rank is not None and not known.pinned for known in reached)
