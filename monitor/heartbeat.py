"""What the heartbeat tells of a day, and the dead man's switch."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.looks import looks
from monitor.model import Request, Source
from monitor.notice import Day
from monitor.store.store import Store
from monitor.trip import Door

_DAY = timedelta(days=1)
_PORTS = {"http": 80, "https": 443}


def last_day(store: Store, sources: Iterable[Source], now: datetime) -> Day:
    """The last 24 hours."""
    days = store.chain()
    return Day(
        counts=store.counts(now - _DAY),
        blind={each.name: blind for each in sources if each.pollable and (blind := _blind(store, each, now))},
        mutes=tuple(store.mutes(now)),
        troubles=store.troubles(),
        embargoes=tuple(store.embargoes()),
        chain=days[-1] if days else None,
    )


def _blind(store: Store, source: Source, now: datetime) -> timedelta:
    """For how long of the day we could not see a source that we had seen before."""
    spans = store.coverage(source.id, now - _DAY, now)
    if not spans:
        return timedelta(0)
    start = max(now - _DAY, min(span.from_at for span in spans))
    seen = looks(source.id, spans, source.every, start, now)
    ends = [*(each.from_at for each in seen[1:]), now]
    lasted = (end - max(each.from_at, start) for each, end in zip(seen, ends, strict=True) if each.blind)
    return sum(lasted, timedelta(0))


def ping(address: str, door: Door) -> bool:
    """Call an address by the one door, as the operator wrote it; whether it answered well."""
    parts = urlsplit(address)
    place = f"{parts.hostname}:{parts.port or _PORTS.get(parts.scheme, 443)}"
    caller = Source("heartbeat", "heartbeat", "", None, None, gap=timedelta(0), allow_private=(place,))
    capture = door.fetch(Request(address, follows_redirects=False), caller, None)
    return capture.failure is None and 200 <= capture.status < 300
