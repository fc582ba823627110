"""What a poll came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.kinds import READABLE, State


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one poll of one source came to: the log line, the counts on the command line."""

    source: str
    started_at: datetime
    finished_at: datetime
    state: State
    why: str = ""
    requests: int = 0
    entries: int = 0
    changes: Mapping[str, int] = field(default_factory=dict)  #: by change kind
    owed: int = 0
    next_poll_at: datetime | None = None

    @property
    def failed(self) -> bool:
        """The source could not be read."""
        return self.state not in READABLE
