"""Backtest: what today's configuration would have alerted, and when, had it seen these captures. Sends nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.archive.archive import Archive
from monitor.config.config import Config
from monitor.model import Capture, Delivery, Request, Source, State, Validators
from monitor.poll import Works, poll
from monitor.store.store import Store

ONE_POLL = timedelta(minutes=2)
"""Captures of a source that lie no further apart were brought by one poll."""
NEVER_LATE = timedelta(days=3650)
"""Captures are kept when something happens: that none was kept for days is no blindness."""
MOST = 1_000_000


class _Then:
    """The clock of a replay: the moment of the poll that is played again."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """That moment."""
        return self.at

    def monotonic(self) -> float:
        """Its seconds."""
        return self.at.timestamp()

    def sleep(self, seconds: float) -> None:
        """Nothing is waited for."""


class _Recorded:
    """A door that answers what was captured last at an address; it asks nobody."""

    def __init__(self, clock: _Then) -> None:
        self._clock = clock
        self._last: dict[tuple[str, str], Capture] = {}

    def bring(self, capture: Capture, source: Source) -> None:
        """From now on this is what stands at its address; a page without an address stands at that of the source."""
        for url in {capture.request.url or source.url or "", capture.url or source.url or ""}:
            self._last[(source.id, url)] = capture

    def fetch(self, request: Request, source: Source, _: Validators | None) -> Capture:
        """The last capture; offline where there is none."""
        found = self._last.get((source.id, request.url))
        if found is None:
            why = "not among the captures"
            return Capture(source.id, request, request.url, self._clock.now(), failure=State.OFFLINE, why=why)
        return replace(found, source=source.id, request=request, url=found.url or request.url)


def replay(
    captures: Iterable[Capture], config: Config, since: datetime | None, until: datetime | None
) -> Iterator[Delivery]:
    """What would have been owed, in the order of time; what was brought before `since` is known, and told to nobody."""
    with TemporaryDirectory(prefix="monitor-replay-") as folder:
        path = Path(folder)
        with closing(Store.open(f"sqlite:///{path / 'replay.db'}")) as store:
            clock = _Then(datetime.min.replace(tzinfo=UTC))
            door = _Recorded(clock)
            works = Works(door, store, Archive(path), clock)
            for at, source, brought in _polls(captures, config.sources):
                if until is not None and at >= until:
                    break
                clock.at = at
                for each in brought:
                    door.bring(each, source)
                poll(replace(source, every=NEVER_LATE), works, config)
            told = store.deliveries(limit=MOST)
        for owed in sorted(told, key=lambda each: each.id):
            if since is None or owed.created_at >= since:
                yield owed.delivery


def unknown(captures: Iterable[Capture], sources: Iterable[Source]) -> set[str]:
    """The sources of captures that the configuration does not know."""
    return {each.source for each in captures} - set(_by_name(sources))


def _polls(
    captures: Iterable[Capture], sources: Sequence[Source]
) -> Iterator[tuple[datetime, Source, Sequence[Capture]]]:
    """The polls that brought the captures, in the order of time."""
    by_name = _by_name(sources)
    brought: dict[str, list[Capture]] = defaultdict(list)
    for each in captures:
        if each.source in by_name:
            brought[by_name[each.source].id].append(each)
    polls = [
        (group[-1].captured_at, by_name[name], group) for name, some in brought.items() for group in _grouped(some)
    ]
    yield from sorted(polls, key=lambda each: (each[0], each[1].id))


def _grouped(captures: Iterable[Capture]) -> Iterator[list[Capture]]:
    group: list[Capture] = []
    for each in sorted(captures, key=lambda one: one.captured_at):
        if group and each.captured_at - group[-1].captured_at > ONE_POLL:
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _by_name(sources: Iterable[Source]) -> dict[str, Source]:
    """Sources by their IDs, those that they had before among them."""
    return {name: each for each in sources for name in (*each.was, each.id)}
