"""Events: what they are linked by, and what each side says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Gist:
    """What linking keeps of a statement: the marks by which its event is known again."""

    statement: str
    source: str
    side: str | None
    published_on: date | None  #: the day of publication, in the zone of the source
    language: str | None
    topics: tuple[str, ...]
    stance: str | None
    marks: Mapping[str, str]  #: `money:6300000 USD` -> the words of the text that say so
    concepts: tuple[str, ...]  #: what it speaks of, in its order: `JP`, `visa`; translations speak of the same
    sketch: tuple[int, ...]  #: the smallest hashes of its runs of words, ascending: near-copies share them
    runs: int  #: how many different runs of words it has
    hash: str  #: text.fingerprint of its wording
    event: str | None = None
    apart: tuple[str, ...] = ()  #: events that an operator took it out of


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of one wording of a statement, as published; offsets are code points into `field`."""

    statement: str
    version: int
    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of one thing in the statements on an event: one quote for each side that says it."""

    kind: str  #: of a fact, or `topic`
    what: str  #: the thing, in a word or figure: `Residence Track`, `14 days`
    quotes: Mapping[str, Quote]  #: by side


@dataclass(frozen=True, slots=True)
class Sides:
    """What the sides say of an event: both, only one of them, and where their figures differ."""

    both: tuple[Line, ...] = ()
    only: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)  #: by side
    differ: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """The event that a statement reports, and what it adds to what was told of it before."""

    event: str
    why: tuple[str, ...] = ()  #: what it shares with a statement told before; empty: it is the first
    told_by: tuple[str, ...] = ()  #: the sides that told of the event before it
    told_on: tuple[str, ...] = ()  #: the channels on which its own side's telling went out at once
    copy_of: str | None = None  #: the statement of its own side that says the same
    translation_of: str | None = None  #: the statement of any side that says the same in another language
    sides: Sides | None = None  #: where it is not the only side
    differs: bool = False  #: a figure differs from one told before
    unread: tuple[str, ...] = ()  #: sources of the other sides that could not be read
    gist: Gist | None = None  #: what linking keeps of the wording; not told to anybody


@dataclass(frozen=True, slots=True)
class Event:
    """An occurrence in the world, as the log shows it."""

    id: str
    title: str
    happened_on: date | None
    countries: tuple[str, ...]
    statements: tuple[str, ...]  #: IDs, as they were told
    by_side: Mapping[str, tuple[str, ...]]
    sides: Sides
    unread: tuple[str, ...]  #: sources of its countries that could not be read when it was told
    why: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: by statement: what joined it to the others
    copies: Mapping[str, str] = field(default_factory=dict)  #: statement -> the one that it is a copy of
    translations: Mapping[str, str] = field(default_factory=dict)  #: statement -> the one that it is a translation of
