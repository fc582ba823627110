"""Whether the monitor works: for `monitor health`, `/health`, the container's check and a person in a hurry."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Protocol

from monitor.config.dated import dated_warnings
from monitor.export.shapes import plain
from monitor.model import Health, Source
from monitor.read import READERS
from monitor.store.store import Store
from monitor.times import iso
from monitor.trouble import DISK_FULL

SIGN_OF_LIFE = timedelta(minutes=2)
"""The daemon's work loops give one each 20 s; without one for so long it hangs or does not run."""
OVERDUE = timedelta(minutes=15)
"""A poll so late (and by four of the source's intervals) is not done, or cannot be recorded."""


class Listed(Protocol):
    """The part of the configuration that health is told of."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What `config check` would warn of."""


def health_of(store: Store, config: Listed, now: datetime) -> dict[str, Any]:
    """`ok` tells whether the daemon lives and polls; a source that fails is shown, and is no fault of ours."""
    alive_at = store.last_alive()
    polled = [source for source in config.sources if source.pollable]
    stand = store.health([source.id for source in polled])
    failing = [one for one in stand if one.failures]
    troubles = store.troubles()
    why = _ill(alive_at, [source.id for source, one in zip(polled, stand, strict=True) if _late(source, one, now)], now)
    why = why or next((each.text for each in troubles if each.name == DISK_FULL), "")
    return {
        "ok": not why,
        "why": why,
        "alive_at": iso(alive_at),
        "sources": len(polled),
        "failing": [
            {"source": one.source, "state": str(one.state), "why": one.why, "since": iso(one.broken_since)}
            for one in failing
        ],
        "needs": sorted({name for source in config.sources for name in source.needs}),
        "waiting": store.waiting(),
        "troubles": [plain(each) for each in troubles],
        "embargoes": len(store.embargoes()),
        "mutes": [plain(each) for each in store.mutes(now)],
        "warnings": [
            *config.warnings,
            *dated_warnings(config.sources, now.date()),
            *(warning for source in polled for warning in _learned_warnings(source, store, now)),
        ],
    }


def _learned_warnings(source: Source, store: Store, now: datetime) -> Iterator[str]:
    """What polls have learned that operators should know in time, as the day on which a token ends."""
    for warning in READERS[source.kind].warnings(source.options, store.before(source).learned, now.date()):
        yield f'source "{source.id}": {warning}'


def _ill(alive_at: datetime | None, late: list[str], now: datetime) -> str:
    if alive_at is None or now - alive_at > SIGN_OF_LIFE:
        return "the daemon gave no sign of life in the last two minutes: is `monitor run` running?"
    if late:
        return f"polls are long overdue, of {', '.join(late)}: the daemon's log says why (is the disk full?)"
    return ""


def _late(source: Source, one: Health, now: datetime) -> bool:
    """Whether its poll is long overdue; the end of a pause counts as due."""
    due = max(filter(None, (one.next_poll_at, source.paused_until)), default=None)
    return due is not None and now - due > max(OVERDUE, 4 * source.every)
