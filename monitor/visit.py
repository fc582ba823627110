"""Follow a reader's requests within a budget: the list, its further pages, item pages, and "is it still there?".

**A 304 or an unchanged body is the last reading seen again**: pending headlines, re-looks and suspects still run,
so that a deletion is confirmed behind an unchanged list, and a headline whose page failed is tried again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from monitor.model import (
    Before,
    Capture,
    Entry,
    Headline,
    Known,
    Purpose,
    Reading,
    Request,
    Source,
    State,
    Validators,
    Version,
)
from monitor.read.reader import Reader
from monitor.times import moment

TRIES_BEFORE_THE_TITLE_ALONE = 3
"""A headline whose page could not be read so often becomes a statement of its title alone, marked not whole."""
CONFIRM_AFTER = timedelta(minutes=10)
"""The least time between the first miss and the last: product promise 4."""
RELOOK_AT_LEAST = timedelta(hours=1)


class Door(Protocol):
    """The one way out; never raises for what the net does."""

    def fetch(self, request: Request, source: Source, validators: Validators | None) -> Capture:
        """The answer to one request, or the state in which it failed."""
        ...


@dataclass(frozen=True, slots=True)
class Budget:
    """How many requests one poll may make beyond the first, by what they are for."""

    pages: int = 5
    items: int = 20
    relooks: int = 3
    suspects: int = 10


@dataclass(frozen=True, slots=True)
class Visit:
    """What one poll of a source brought."""

    reading: Reading
    captures: tuple[Capture, ...]
    validators: Mapping[str, Validators] = field(default_factory=dict)  #: by request URL: what may be asked with next


def visit(
    reader: Reader, source: Source, before: Before, door: Door, now: datetime, budget: Budget = Budget()
) -> Visit:
    """Ask, read, and follow what the reading asks for. Network failures are states, never exceptions."""
    trip = _Trip(reader, source, before, door)
    first = reader.ask(source, before)
    reading = trip.look(first, before.validators.get(first.url))
    if reading.state in (State.OK, State.UNCHANGED, State.EMPTY, State.INCOMPLETE):
        reading = _with_pages(reading, trip, budget.pages)
        reading = _with_items(reading, trip, budget.items)
        reading = _with_relooks(reading, trip, budget.relooks, now)
        reading = _with_suspects(reading, trip, budget.suspects, now)
    saved = trip.validators if reading.complete and reading.state is not State.EMPTY else {}
    return Visit(reading.also(more=()), tuple(trip.captures), saved)


class _Trip:
    """The captures of one visit as they come in, and what each of them says."""

    def __init__(self, reader: Reader, source: Source, before: Before, door: Door) -> None:
        self.reader, self.source, self.before, self.door = reader, source, before, door
        self.captures: list[Capture] = []
        self.validators: dict[str, Validators] = {}

    def look(self, request: Request, validators: Validators | None = None) -> Reading:
        """What the answer to one request says; a failed one has its state and nothing else."""
        capture = self.door.fetch(request, self.source, validators)
        self.captures.append(capture)
        if capture.failure is not None:
            return Reading(capture.failure, capture.why, retry_after=capture.retry_after)
        if capture.unchanged:
            return self._seen_again(request)
        reading = self.reader.read(capture, self.source, self.before)
        if reading.state is State.OK:
            self.validators[request.url] = capture.validators
        shown = {entry.key: capture.sha256 for entry in reading.entries}
        shown.update((key, capture.sha256) for key in reading.gone)
        return reading.also(shown_by=shown)

    def _seen_again(self, request: Request) -> Reading:
        if request.purpose is Purpose.ITEM:
            return Reading(State.UNCHANGED, looked_at=(request.key or "",))
        ranked = sorted(
            (known for known in self.before.known.values() if known.rank is not None), key=lambda known: known.rank or 0
        )
        return Reading(State.UNCHANGED, complete=True, listed=tuple(known.key for known in ranked))

    def own(self, one: Headline | Known) -> Request | None:
        return self.reader.own(self.source, one)


def _with_pages(reading: Reading, trip: _Trip, budget: int) -> Reading:
    asked: set[str] = set()
    queue = list(reading.more)
    while queue and len(asked) < budget:
        request = queue.pop(0)
        if request.url in asked:
            continue
        asked.add(request.url)
        page = trip.look(request)
        # A further page that fails shortens how far we see; what the first one said stands.
        if page.state is not State.OK:
            continue
        queue += page.more
        reading = _joined(reading, page).also(listed=_unique((*reading.listed, *page.listed)))
        if page.sees_back_to is not None and reading.sees_back_to is not None:
            reading = reading.also(sees_back_to=min(reading.sees_back_to, page.sees_back_to, key=moment))
    return reading


def _with_items(reading: Reading, trip: _Trip, budget: int) -> Reading:
    """Open the headlines that are not statements yet; those that cannot be opened stay pending."""
    pending: list[Headline] = []
    opened_from_baseline: list[str] = []
    for headline in _to_open(reading.headlines, trip.before, reading.state):
        request = trip.own(headline)
        if request is None or budget <= 0:
            pending.append(headline)
            continue
        budget -= 1
        item = trip.look(request, None)
        entry = next(iter(item.entries), None)
        tries = headline.tries + 1
        if entry is None and tries < TRIES_BEFORE_THE_TITLE_ALONE:
            pending.append(replace(headline, tries=tries))
            continue
        entry = replace(_filled(entry, headline), pinned=headline.pinned) if entry else _title_alone(headline)
        if headline.baseline:
            opened_from_baseline.append(headline.key)
        reading = _joined(reading, item.also(entries=(entry,), looked_at=(headline.key,), gone=(), proofs={}))
    return reading.also(headlines=tuple(pending), baseline=tuple(opened_from_baseline))


def _to_open(listed: Iterable[Headline], before: Before, state: State) -> Iterator[Headline]:
    waiting = {headline.key: headline for headline in before.headlines}
    first_look = before.baseline_at is None
    for headline in listed:
        waited = waiting.pop(headline.key, None)
        if headline.key in before.known:
            continue
        if waited is not None:
            headline = replace(headline, tries=waited.tries, baseline=waited.baseline)
        elif first_look and state is State.OK:
            headline = replace(headline, baseline=True)
        yield headline
    yield from (headline for headline in waiting.values() if headline.key not in before.known)


def _with_relooks(reading: Reading, trip: _Trip, budget: int, now: datetime) -> Reading:
    """Look again at item pages for edits: often while a statement is young, ever more rarely as it ages."""
    listed = set(reading.listed)
    due = [
        known
        for known in trip.before.known.values()
        if known.opened and known.key in listed and known.deleted_at is None and _wants_relook(known, now)
    ]
    for known in sorted(due, key=lambda known: known.looked_at)[:budget]:
        reading = _looked_again(reading, trip, known)
    return reading


def _wants_relook(known: Known, now: datetime) -> bool:
    return now - known.looked_at >= max(RELOOK_AT_LEAST, (now - known.first_seen_at) / 10)


def _with_suspects(reading: Reading, trip: _Trip, budget: int, now: datetime) -> Reading:
    """Ask the own address of what was missing before and is missing still, ten minutes after the first miss."""
    if reading.state not in (State.OK, State.UNCHANGED) or not reading.complete:
        return reading
    found = {*reading.listed, *(entry.key for entry in reading.entries)}
    for key in trip.before.suspects:
        known = trip.before.known.get(key)
        if known is None or key in found or budget <= 0:
            continue
        if known.missing_at and now - known.missing_at[0] >= CONFIRM_AFTER:
            budget -= 1
            reading = _looked_again(reading, trip, known)
    return reading


def _looked_again(reading: Reading, trip: _Trip, known: Known) -> Reading:
    request = trip.own(known)
    if request is None:
        return reading
    item = trip.look(request, trip.before.validators.get(request.url))
    # Whatever the page did not tell (a date that only the list shows) is as it was.
    entries = tuple(_filled(entry, known.version) for entry in item.entries)
    looked_at = (known.key,) if entries or item.state is State.UNCHANGED else ()
    return _joined(reading, item.also(entries=entries, looked_at=looked_at))


def _joined(reading: Reading, part: Reading) -> Reading:
    """`reading` with what a further capture adds; the list's own state and reach stay as they are."""
    return reading.also(
        entries=(*reading.entries, *part.entries),
        headlines=(*reading.headlines, *part.headlines),
        gone=_unique((*reading.gone, *part.gone)),
        proofs={**reading.proofs, **part.proofs},
        looked_at=_unique((*reading.looked_at, *part.looked_at)),
        shown_by={**reading.shown_by, **part.shown_by},
        learned={**reading.learned, **part.learned},
        retry_after=max(filter(None, (reading.retry_after, part.retry_after)), default=None),
    )


def _filled(entry: Entry, listed: Headline | Version) -> Entry:
    """An entry from its own page, with what only the list told."""
    return replace(
        entry,
        title=entry.title or listed.title,
        published_at=entry.published_at or listed.published_at,
        published_as_written=entry.published_as_written or listed.published_as_written,
    )


def _title_alone(headline: Headline) -> Entry:
    return Entry(
        key=headline.key,
        url=headline.url,
        title=headline.title,
        text="",
        published_at=headline.published_at,
        published_as_written=headline.published_as_written,
        pinned=headline.pinned,
        whole=False,
    )


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))
