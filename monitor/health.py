"""Whether the monitor works: for `monitor health`, `/health`, the container's check and a person in a hurry."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from monitor.config.dated import dated_warnings
from monitor.model import Source
from monitor.store.store import Store
from monitor.times import iso

SIGN_OF_LIFE = timedelta(minutes=2)
"""The daemon's work loops give one each 20 s; without one for so long it hangs or does not run."""


class Listed(Protocol):
    """The part of the configuration that health is told of."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What `config check` would warn of."""


def health_of(store: Store, config: Listed, now: datetime) -> dict[str, Any]:
    """`ok` tells whether the daemon lives; a source that fails is shown, and is no fault of ours."""
    alive_at = store.last_alive()
    polled = [source for source in config.sources if source.pollable]
    failing = [one for one in store.health([source.id for source in polled]) if one.failures]
    alive = alive_at is not None and now - alive_at <= SIGN_OF_LIFE
    return {
        "ok": alive,
        "why": "" if alive else "the daemon gave no sign of life in the last two minutes: is `monitor run` running?",
        "alive_at": iso(alive_at),
        "sources": len(polled),
        "failing": [
            {"source": one.source, "state": str(one.state), "why": one.why, "since": iso(one.broken_since)}
            for one in failing
        ],
        "needs": sorted({name for source in config.sources for name in source.needs}),
        "waiting": store.waiting(),
        "warnings": [*config.warnings, *dated_warnings(config.sources, now.date())],
    }
