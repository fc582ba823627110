"""Polls as the store sees them: a reading is compared with what is stored, judged by hand, and recorded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from fakes import NOW, source
from monitor.diff import diff
from monitor.model import Assessment, Delivery, Difference, Finding, Kept, PollResult, Reading, Source, alert_id
from monitor.notice import of_poll
from monitor.store.store import Store


class Office:
    """One source and the store that remembers it. Time passes only by `poll(at=…)`."""

    def __init__(self, store: Store, office: Source | None = None) -> None:
        self.store, self.source, self.now = store, office or source(), NOW

    def poll(
        self,
        reading: Reading,
        *,
        after: timedelta = timedelta(minutes=10),
        judged: Sequence[Assessment] = (),
        channels: Sequence[str] = (),
        **more: Any,
    ) -> Difference:
        """One poll, so long after the one before; each finding is owed on each of the channels."""
        self.now += after
        before = self.store.before(self.source)
        difference = diff(self.source, before, reading, self.now)
        findings = tuple(Finding(change, self.source.byline, tuple(judged)) for change in difference.changes)
        owed = tuple(owe(finding, channel, self.now) for finding in findings for channel in channels)
        notices = of_poll(self.source, before, reading, difference, self.now)
        result = PollResult(
            self.source.id, self.now, self.now, reading.state, next_poll_at=self.now + self.source.every
        )
        self.store.record(
            self.source,
            more.pop("kept", ()),
            reading,
            difference,
            findings,
            notices,
            owed,
            more.pop("validators", {}),
            result,
            **more,
        )
        return difference


def owe(finding: Finding, channel: str, at: datetime) -> Delivery:
    """An alert owed at once."""
    change = finding.change
    key = f"{change.statement}/{change.kind}/{change.version.number}/{change.at.isoformat()}"
    return Delivery(channel, key, alert_id(key), finding, due_at=at)


def kept(sha256: str, **changes: Any) -> Kept:
    """Where a capture stands in an archive."""
    made = Kept(sha256, "https://bridges.example/news", NOW, 200, "text/html", 100, "2026/03.warc.gz", 0)
    return replace(made, **changes)
