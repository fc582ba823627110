"""POLL: visit one source once. The whole story on one screen: read this first.

`before` is what we knew; `visit` asks and reads; `diff` says what changed; `find` whether it matters, and
`with_decisions` what people decided of that; `with_events` what it reports, and what the other side said of that;
`route` who is told. Then one transaction holds it all, what is
owed included: a crash before it loses nothing (the next poll sees the same again), a crash after it loses nothing (the
outbox is drained at the next start).
"""

from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from monitor.archive.archive import Archive
from monitor.archive.worth import worth
from monitor.assess.find import find
from monitor.assess.rules import Rules
from monitor.decision import with_decisions
from monitor.diff import diff
from monitor.errors import MonitorError
from monitor.events import with_events
from monitor.logs import log
from monitor.model import (
    Beat,
    Before,
    Difference,
    Lately,
    Notice,
    PollResult,
    Reading,
    Routing,
    Source,
    State,
)
from monitor.notice import kept_back, of_all, of_poll
from monitor.read import READERS
from monitor.read.reader import Reader
from monitor.reread import reread
from monitor.route import route
from monitor.schedule import next_poll_at
from monitor.store.store import Store
from monitor.times import Clock
from monitor.trip import Door
from monitor.visit import Visit, visit
from monitor.withhold import forget

CATCH_UP_AFTER = timedelta(hours=1)
"""A source not looked at for so long (and for four of its intervals) gives one late catch-up, not many pushes."""


class Rulebook(Protocol):
    """The part of the configuration that a poll needs."""

    @property
    def beats(self) -> tuple[Beat, ...]:
        """What the newsroom follows."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources: those of the other side that cannot be read are named."""

    @property
    def rules(self) -> Rules:
        """The words, compiled."""

    @property
    def routing(self) -> Routing:
        """Who is told."""


@dataclass(frozen=True, slots=True)
class Works:
    """What acts for a poll: the door out, the database, the archive, the clock."""

    door: Door
    store: Store
    archive: Archive
    clock: Clock
    readers: Mapping[str, Reader] = field(default_factory=lambda: READERS)  #: by kind


def poll(
    source: Source,
    works: Works,
    rulebook: Rulebook,
    *,
    catch_up_at: datetime | None = None,
    doubted: Collection[str] = (),
) -> PollResult:
    """Visit one source once; record what changed and what is owed for it.

    `catch_up_at`: when findings made after a long blindness go out, as one message; None: at once.
    `doubted`: keys whose own address is asked where the list does not show them.
    A network failure is a state of the result. What nobody expected is logged with its traceback and recorded
    as `unreadable`, so that one source's trouble never stops another's. Raises StoreError or ArchiveError when
    nothing can be recorded.
    """
    now = works.clock.now()
    before = works.store.before(source)
    try:
        reader = works.readers[source.kind]
        trip = visit(reader, source, before, works.door, now, doubted=doubted)
        before = _by_the_reader_of_today(source, before, trip.reading, reader, works, rulebook)
        result = record(source, before, trip, works, rulebook, now, catch_up_at)
    except MonitorError:  # the disk or the database: what was not recorded is polled again
        raise
    except Exception as error:  # noqa: BLE001 - the rim of a poll
        log().exception("poll failed", source=source.id)
        why = f"internal error, please report it: {type(error).__name__}: {error}"
        reading = Reading(State.UNREADABLE, why, headlines=before.headlines)
        return record(source, before, Visit(reading, ()), works, rulebook, now, catch_up_at)
    _forget(source, works, now)
    return result


def _forget(source: Source, works: Works, now: datetime) -> None:
    """What was taken down and is kept as a hash alone; the poll itself is recorded, whatever comes of this."""
    try:
        forget(source, works.store, works.archive, now)
    except Exception:  # noqa: BLE001 - the rim of a poll
        log().exception("not forgotten yet: the next poll tries again", source=source.id)


def _by_the_reader_of_today(
    source: Source, before: Before, reading: Reading, reader: Reader, works: Works, rulebook: Rulebook
) -> Before:
    """What is known, where need be read again from stored captures; what was stored is replaced, and told to nobody."""
    again = reread(source, before, reading, reader, works.store, works.archive)
    if again.replaced:
        found = find(again.replaced, source.byline, rulebook.beats, rulebook.rules, source.languages)
        works.store.reword(with_decisions(found, works.store.decisions([each.statement for each in again.replaced])))
    return again.before


@dataclass(frozen=True, slots=True)
class Brought:
    """How an entry came otherwise than by this poll: then it says nothing of how its source stands."""

    by_hand: bool = True
    embargo_until: datetime | None = None  #: until when we kept it back


def record(
    source: Source,
    before: Before,
    trip: Visit,
    works: Works,
    rulebook: Rulebook,
    now: datetime,
    catch_up_at: datetime | None,
    brought: Brought | None = None,
) -> PollResult:
    """Decide what a visit means, and commit it with what is owed, in one transaction."""
    difference = diff(source, before, trip.reading, now)
    findings = find(difference.changes, source.byline, rulebook.beats, rulebook.rules, source.languages)
    findings = with_decisions(findings, works.store.decisions([each.statement for each in difference.changes]))
    if brought:
        findings = tuple(
            replace(each, pasted=brought.by_hand, embargo_until=brought.embargo_until) for each in findings
        )
    findings = with_events(findings, rulebook.sources, works.store, now)
    notices = () if brought else _notices(source, before, trip, difference, works.store, rulebook, now)
    late = not brought and _was_blind(source, before, now)
    late_at = (catch_up_at or now) if late else None
    embargoed = before.embargoed.union(each.entry.key for each in trip.embargoed)
    # What others owe meanwhile would not be counted: where a route has a limit, one poll with news is routed at a time.
    limited = bool(findings) and any(each.per_hour for each in rulebook.routing.routes)
    with works.store.deciding if limited else nullcontext():
        lately = works.store.lately(now) if findings else Lately()
        owed = route(findings, notices, rulebook.routing, now, catch_up_at=late_at, lately=lately)
        result = PollResult(
            source=source.id,
            started_at=now,
            finished_at=works.clock.now(),
            state=trip.reading.state,
            why=trip.reading.why,
            requests=len(trip.captures),
            entries=len(trip.reading.entries),
            changes=Counter(str(change.kind) for change in difference.changes),
            owed=len(owed),
            next_poll_at=next_poll_at(source, before, trip.reading, now),
        )
        works.store.record(
            source,
            works.archive.keep(worth(trip.captures, trip.reading, difference, before, now, embargoed)),
            trip.reading,
            difference,
            findings,
            notices,
            owed,
            trip.validators,
            result,
            pasted=brought is not None and brought.by_hand,
            apart=brought is not None,
            embargoed=trip.embargoed,
        )
    return result


def _notices(
    source: Source,
    before: Before,
    trip: Visit,
    difference: Difference,
    store: Store,
    rulebook: Rulebook,
    now: datetime,
) -> tuple[Notice, ...]:
    """What operators are told of this source, or of all."""
    notices = of_poll(source, before, trip.reading, difference, now)
    notices += tuple(kept_back(source, each.embargo, now) for each in trip.embargoed)
    outage_since = store.outage_since()
    if not notices and outage_since is None:
        return ()
    polled = [each.id for each in rulebook.sources if each.pollable]
    return of_all(notices, trip.reading.state, store.health(polled), outage_since, now)


def _was_blind(source: Source, before: Before, now: datetime) -> bool:
    seen = before.last_whole_at or before.last_poll_at
    return seen is not None and now - seen > max(CATCH_UP_AFTER, 4 * source.every)
