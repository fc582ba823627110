"""All that one poll of a source came to, as it is to be committed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from monitor.absence import shown_public
from monitor.model import (
    Decision,
    Delivery,
    Difference,
    Embargoed,
    Entry,
    Finding,
    Kept,
    Notice,
    NoticeKind,
    PollResult,
    Reading,
    Source,
    State,
    Validators,
)


@dataclass(frozen=True)
class Polled:
    """What `Store.record` is given, and what follows from it."""

    source: Source
    kept: tuple[Kept, ...]
    reading: Reading
    difference: Difference
    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...]
    owed: tuple[Delivery, ...]
    validators: Mapping[str, Validators]
    result: PollResult
    pasted: bool = False
    decisions: tuple[Decision, ...] = ()
    apart: bool = False
    embargoed: tuple[Embargoed, ...] = ()

    @property
    def at(self) -> datetime:
        """The moment of the poll, the same for all that it changes."""
        return self.result.started_at

    @property
    def whole(self) -> bool:
        """The list was seen as far back as it reaches, though perhaps by a 304."""
        return self.reading.complete and self.reading.state in (State.OK, State.UNCHANGED)

    @property
    def relisted(self) -> bool:
        """The list itself was read whole: it says anew where each entry stands."""
        return self.reading.complete and self.reading.state is State.OK

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each key in a list that was read whole; the first, where it stands there twice."""
        return {key: place for place, key in reversed([*enumerate(self.reading.listed)])} if self.relisted else {}

    @cached_property
    def seen(self) -> frozenset[str]:
        """The keys of what was there to be seen."""
        return shown_public(self.reading)

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The entries by key, as the list has them first."""
        return {entry.key: entry for entry in reversed(self.reading.entries)}

    @cached_property
    def looked_at(self) -> frozenset[str]:
        """The keys whose own address was read."""
        return frozenset(self.reading.looked_at)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The known keys whose own address was to be asked."""
        return frozenset((*self.reading.tried, *self.reading.looked_at))

    @cached_property
    def gone(self) -> frozenset[str]:
        """The keys whose own address says gone, and that nothing shows to be public."""
        return frozenset(self.reading.gone) - self.seen

    @cached_property
    def missing(self) -> frozenset[str]:
        """The keys that a whole list should have shown."""
        return frozenset(self.difference.missing)

    def tells(self, kind: NoticeKind) -> bool:
        """Whether operators are told of this by this poll."""
        return any(notice.kind is kind for notice in self.notices)
