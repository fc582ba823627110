"""How a wording is judged, by the words or by a person."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.model.kinds import Level


@dataclass(frozen=True, slots=True)
class Reason:
    """A quoted span on which an assessment rests; offsets are code points into `field` as published."""

    field: str  #: title or text
    start: int
    end: int
    text: str
    kind: str  #: topic, country, agency or exclusion
    value: str  #: the topic, country or agency it speaks for
    gloss: str = ""  #: what the term means, in the newsroom's language


@dataclass(frozen=True, slots=True)
class Fact:
    """An amount, date, person … stated in a version, quoted. Shapes per kind: docs/reference/facts."""

    kind: str
    field: str
    start: int
    end: int
    text: str
    value: str | float | int | None = None
    unit: str | None = None
    from_: date | None = None
    to: date | None = None
    speaker: str | None = None
    reported_by: str | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Whether a version concerns a beat, how surely, how urgent, and why."""

    relevant: bool
    unsure: bool
    level: Level
    score: float  #: 0 to 1
    beat: str
    language: str | None
    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    stance: str | None = None
    reasons: tuple[Reason, ...] = ()
    facts: tuple[Fact, ...] = ()
    why: tuple[str, ...] = ()
    decided_by: str | None = None  #: the person whose decision this is; None: it was judged by its words


class Verdict(StrEnum):
    """What a person may decide of a statement."""

    RELEVANT = "relevant"
    IRRELEVANT = "irrelevant"
    GONE = "gone"  #: it is missing, and no longer public
    PUBLIC = "public"  #: it is missing where we look, and public all the same


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of a statement, and why. It goes before what the words say."""

    statement: str
    version: int  #: the wording that was before them …
    hash: str  #: … and its hash
    verdict: Verdict
    reason: str
    by: str
    at: datetime
    level: Level | None = None  #: of what is relevant; None: as it was judged
    topics: tuple[str, ...] = ()  #: empty: as they were judged
    judged: tuple[Assessment, ...] = ()  #: what the words said, for each beat that is decided
    feedback: bool = False  #: "noise", or "should have alerted": said outside of the queue, to be looked at there
    alert: str | None = None  #: the alert of which it was said
