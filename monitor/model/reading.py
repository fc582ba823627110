"""What a reader finds in the captures of a poll."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from monitor.model.entries import Entry, Headline
from monitor.model.fetched import Request
from monitor.model.kinds import State
from monitor.times import When


@dataclass(frozen=True, slots=True)
class Reading:
    """What the captures of one poll say. What could be read is given in every state."""

    state: State
    why: str = ""
    entries: tuple[Entry, ...] = ()
    headlines: tuple[Headline, ...] = ()  #: in a finished visit: those still to be opened
    listed: tuple[str, ...] = ()  #: keys in the order of the list, newest first as the source shows them
    complete: bool = False  #: the list is whole as far back as it reaches: an absence inside it means something
    sees_back_to: When | None = None  #: None: absence proves nothing by time
    gone: tuple[str, ...] = ()  #: keys whose own address proved that they are no longer public
    proofs: Mapping[str, str] = field(default_factory=dict)  #: key -> what proved it ("404 at its own address")
    looked_at: tuple[str, ...] = ()  #: keys whose own address was read in this poll
    tried: tuple[str, ...] = ()  #: known keys whose own address was to be asked, whatever it answered
    more: tuple[Request, ...] = ()  #: requests that must follow
    instead: Request | None = None  #: in a state that cannot be read: another way to the same thing
    forgets: bool = False  #: entries drop out of the list by rule, or only a part of it was read: no absence counts
    hinted: tuple[str, ...] = ()  #: known keys that the list says were changed since we looked at their own address
    shown_by: Mapping[str, str] = field(default_factory=dict)  #: key -> sha256 of the capture that shows it
    named_by: Mapping[str, str] = field(default_factory=dict)  #: key -> of the one that names the file which shows it
    learned: Mapping[str, Any] = field(default_factory=dict)  #: what the reader wants to remember (a layout)
    baseline: tuple[str, ...] = ()  #: keys first listed in the baseline and opened only now
    fingerprint: str = ""  #: of the reader that made it; its versions keep it
    retry_after: datetime | None = None

    def also(self, **changes: Any) -> "Reading":
        """A copy with some fields changed."""
        return replace(self, **changes)
