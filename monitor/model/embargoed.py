"""What may not be told yet."""

from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.entries import Entry


@dataclass(frozen=True, slots=True)
class Embargo:
    """A text that is kept back, without its words."""

    id: str  #: of the statement that it is, or will be
    source: str
    until: datetime | None  #: None: its words name no time that we can read; a person decides
    since: datetime
    pasted: bool = False  #: brought by hand


@dataclass(frozen=True, slots=True)
class Embargoed:
    """A text that is kept back: it stands in one table of its own, and nowhere else, until its embargo ends."""

    embargo: Embargo
    entry: Entry = field(repr=False)
    capture_sha256: str | None = None  #: of the mail that shows it
