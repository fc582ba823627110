"""What a poll changed."""

from dataclasses import dataclass
from datetime import datetime

from monitor.model.kinds import ChangeKind
from monitor.model.known import Version


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one statement at one poll."""

    kind: ChangeKind
    statement: str
    key: str
    url: str | None
    at: datetime
    before: Version | None
    after: Version | None  #: None: no longer public; of `replaced`: the wording that was posted again
    significant: bool = True  #: False: an edit of typography only
    backfilled: bool = False  #: dated long before our last whole look
    baseline: bool = False  #: part of the first whole reading and not recent: stored, told to nobody
    was_relevant: bool = False  #: a version before this one was
    last_seen_at: datetime | None = None
    missing_at: tuple[datetime, ...] = ()
    proof: str = ""
    flapping: bool = False  #: this wording returned a third time within 24 h
    twin: str | None = None  #: of `replaced`: the statement posted again; of a `new` told by that: the one before

    @property
    def taken_down(self) -> bool:
        """The statement is no longer public, whether or not near the same was posted again."""
        return self.kind in (ChangeKind.DELETED, ChangeKind.REPLACED)

    @property
    def own(self) -> Version:
        """The wording of the statement itself: of a replaced one, not that of the post in its place."""
        version = self.before if self.taken_down else self.version
        assert version is not None
        return version

    @property
    def version(self) -> Version:
        """The wording that the change is about: the new one, or the last one that was public."""
        version = self.after or self.before
        assert version is not None
        return version


@dataclass(frozen=True, slots=True)
class Difference:
    """What a reading means for what we know: changes, and absences that prove nothing yet."""

    changes: tuple[Change, ...] = ()
    missing: tuple[str, ...] = ()  #: keys absent from inside the window of this whole reading
    held: tuple[str, ...] = ()  #: missing keys that are part of a mass loss: not reported, told as unconfirmed
