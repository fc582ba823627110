"""Follow a reader's requests within a budget: the list, its further pages, item pages, and "is it still there?".

**A 304 or an unchanged body is the last reading seen again**: pending headlines, re-looks and suspects still run,
so that a deletion is confirmed behind an unchanged list, and a headline whose page failed is tried again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

from monitor.absence import CONFIRM_AFTER, absent
from monitor.identity import identified
from monitor.model import (
    READABLE,
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
"""A headline whose page could not be read so often becomes a statement of what the list shows, marked not whole."""
RELOOK_AT_LEAST = timedelta(hours=1)
_HUSHING = frozenset({State.RATE_LIMITED, State.OFFLINE, State.TIMEOUT})
"""After such an answer the host is asked nothing more at this poll."""


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
    reader: Reader,
    source: Source,
    before: Before,
    door: Door,
    now: datetime,
    budget: Budget = Budget(),
    doubted: Collection[str] = (),
) -> Visit:
    """Ask, read, and follow what the reading asks for. Network failures are states, never exceptions.

    `doubted`: keys whose own address is asked where the list does not show them.
    """
    trip = _Trip(reader, source, before, door)
    reading = _list(reader.ask(source, before), trip)
    if reading.state in READABLE:
        reading = _with_pages(reading, trip, budget.pages)
        reading = _with_histories(reading, trip, budget.items)
        reading = _with_items(reading, trip, budget.items)
        reading = _with_relooks(reading, trip, budget.relooks, now)
        reading = _with_suspects(reading, trip, budget.suspects, now)
        reading = _with_doubted(reading, trip, doubted, budget.suspects)
    else:
        reading = reading.also(headlines=before.headlines)
    saved = trip.validators if reading.complete and reading.state is not State.EMPTY else {}
    return Visit(reading.also(more=(), fingerprint=reader.fingerprint), tuple(trip.captures), saved)


class _Trip:
    """The captures of one visit as they come in, and what each of them says."""

    def __init__(self, reader: Reader, source: Source, before: Before, door: Door) -> None:
        self.reader, self.source, self.before, self.door = reader, source, before, door
        self.captures: list[Capture] = []
        self.validators: dict[str, Validators] = {}
        self.hushed = False  #: the host wants no more questions, or cannot answer them

    def look(self, request: Request, validators: Validators | None = None) -> Reading:
        """What the answer to one request says; a failed one has its state and nothing else."""
        capture = self.door.fetch(request, self.source, validators)
        self.captures.append(capture)
        reading = self._said(capture)
        self.hushed = self.hushed or reading.state in _HUSHING
        return reading

    def own(self, one: Headline | Known) -> Request | None:
        """The request for its own address, while the host may be asked."""
        return None if self.hushed else self.reader.own(self.source, one)

    def _said(self, capture: Capture) -> Reading:
        request = capture.request
        if capture.failure is not None:
            return Reading(capture.failure, capture.why, retry_after=capture.retry_after)
        if capture.unchanged:
            return self._seen_again(request)
        reading = self.reader.read(capture, self.source, self.before)
        if reading.state is State.OK:
            self.validators[request.url] = capture.validators
        shown = (*(entry.key for entry in reading.entries), *(each.key for each in reading.headlines), *reading.gone)
        reading = reading.also(shown_by=dict.fromkeys(shown, capture.sha256))
        return reading if request.purpose is Purpose.ITEM else identified(reading, self.before)

    def _seen_again(self, request: Request) -> Reading:
        if request.purpose is Purpose.ITEM:
            return Reading(State.UNCHANGED, looked_at=(request.key or "",))
        ranked = sorted(
            (known for known in self.before.known.values() if known.rank is not None), key=lambda known: known.rank or 0
        )
        return Reading(State.UNCHANGED, complete=True, listed=tuple(known.key for known in ranked))


def _list(first: Request, trip: _Trip) -> Reading:
    """What is listed; where the first answer only tells at which address the list stands, what that address says."""
    reading = trip.look(first, trip.before.validators.get(first.url))
    there = next(iter(_asked(reading, Purpose.LIST)), None)
    if there is None:
        return reading
    trip.validators.clear()  # what tells the address is read anew whenever it is asked
    listed = trip.look(there, trip.before.validators.get(there.url))
    return listed.also(learned={**reading.learned, **listed.learned})


def _asked(reading: Reading, purpose: Purpose) -> list[Request]:
    """The requests of one purpose that a reading asks for."""
    return [request for request in reading.more if request.purpose is purpose]


def _with_pages(reading: Reading, trip: _Trip, budget: int) -> Reading:
    """The list as far back as it asks to be followed; behind a page that cannot be read nothing more is seen."""
    queue = _asked(reading, Purpose.PAGE)
    asked = {capture.request.url for capture in trip.captures}
    while queue:
        request = queue.pop(0)
        if request.url in asked:
            continue
        if budget <= 0:
            return _cut_short(reading, trip.before, "older posts were not reached within the budget of requests")
        budget -= 1
        asked.add(request.url)
        page = trip.look(request)
        reading = _joined(reading, page)
        if page.state is not State.OK or not page.complete:
            if page.state is not State.EMPTY:
                trip.validators.clear()  # next time the list is asked for whole again
                return _cut_short(reading, trip.before, f"an older page could not be read: {page.state}")
            continue
        queue += _asked(page, Purpose.PAGE)
        reading = reading.also(
            listed=_unique((*reading.listed, *page.listed)), more=(*reading.more, *_asked(page, Purpose.ITEM))
        )
        if page.sees_back_to is not None and reading.sees_back_to is not None:
            reading = reading.also(sees_back_to=min(reading.sees_back_to, page.sees_back_to, key=moment))
    return reading


def _cut_short(reading: Reading, before: Before, why: str) -> Reading:
    """A list that does not reach back to what we knew has a gap: it is not whole, and is followed again next time."""
    if before.baseline_at is None or before.reached_by(reading.listed):
        return reading
    return reading.also(state=State.INCOMPLETE, complete=False, why=why)


def _with_histories(reading: Reading, trip: _Trip, budget: int) -> Reading:
    """The wordings between two looks, where the list asks for an entry's history; without it what is listed stands."""
    for request in _asked(reading, Purpose.ITEM)[:budget]:
        if trip.hushed:
            break
        told = trip.look(request)
        if told.entries:
            entries = tuple(_told_by(told, each) if each.key == request.key else each for each in reading.entries)
            reading = _joined(reading.also(entries=entries), told.also(entries=(), looked_at=()))
    return reading


def _told_by(history: Reading, listed: Entry) -> Entry:
    """A listed entry in its newest wording, with those before it: a history tells no more than the words and times."""
    *earlier, newest = (
        replace(listed, title=each.title, text=each.text, edited_at=each.edited_at, media=each.media, whole=each.whole)
        for each in history.entries
    )
    return replace(newest, earlier=tuple(earlier))


def _with_items(reading: Reading, trip: _Trip, budget: int) -> Reading:
    """Open the headlines that are not statements yet; those that cannot be opened stay pending."""
    pending: list[Headline] = []
    opened_from_baseline: list[str] = []
    for headline in _to_open(reading.headlines, trip.before):
        request = trip.own(headline) if budget > 0 else None
        if request is None:
            pending.append(headline)
            continue
        budget -= 1
        item = trip.look(request)
        entry = next(iter(item.entries), None)
        tries = headline.tries + 1
        if entry is None and tries < TRIES_BEFORE_THE_TITLE_ALONE:
            pending.append(replace(headline, tries=tries))
            continue
        item = item.also(gone=(), proofs={}, shown_by=item.shown_by if entry else {})
        entry = _filled_from_list(entry, headline) if entry else _title_alone(headline)
        if headline.baseline:
            opened_from_baseline.append(headline.key)
        reading = _joined(reading, item.also(entries=(entry,), looked_at=(headline.key,)))
    return reading.also(headlines=tuple(pending), baseline=tuple(opened_from_baseline))


def _to_open(listed: Iterable[Headline], before: Before) -> Iterator[Headline]:
    """What is listed first, the newest first, then what still waits from polls before."""
    waiting = {headline.key: headline for headline in before.headlines if headline.key not in before.known}
    for headline in {each.key: each for each in listed if each.key not in before.known}.values():
        waited = waiting.pop(headline.key, None)
        if waited is not None:
            yield replace(headline, tries=waited.tries, baseline=waited.baseline)
        else:
            yield replace(headline, baseline=before.baseline_at is None)
    yield from waiting.values()


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
    """Ask the own address of what is missing since ten minutes at least. A mass loss is for people to look at."""
    if not trip.source.knows_deletions:
        return reading
    lost = absent(trip.before, reading)
    if lost.is_mass_loss and trip.before.told_held:
        return reading
    due = (known for known in lost.missing if known.missing_at and now - known.missing_at[0] >= CONFIRM_AFTER)
    for known in islice(due, budget):
        reading = _looked_again(reading, trip, known)
    return reading


def _with_doubted(reading: Reading, trip: _Trip, keys: Collection[str], budget: int) -> Reading:
    """Ask the own addresses of those of which we were told that they changed, where the list does not show them."""
    shown = {*reading.listed, *reading.gone}
    known = (trip.before.known[key] for key in sorted(keys) if key in trip.before.known and key not in shown)
    for each in islice(known, budget):
        reading = _looked_again(reading, trip, each)
    return reading


def _looked_again(reading: Reading, trip: _Trip, known: Known) -> Reading:
    """What a statement's own address says now: gone, the same, or another text. It goes before what the list says.

    Only a text that came from there before is compared with it: a page and a list never tell the same text alike.
    """
    request = trip.own(known)
    if request is None:
        return reading
    item = trip.look(request, trip.before.validators.get(request.url))
    entries = tuple(_filled(entry, known.version) for entry in item.entries)
    if not entries and item.state is not State.UNCHANGED:
        return _joined(reading, item)
    others = tuple(entry for entry in reading.entries if entry.key != known.key)
    compared = entries if known.opened else ()
    return _joined(reading.also(entries=others), item.also(entries=compared, looked_at=(known.key,)))


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


def _filled_from_list(entry: Entry, headline: Headline) -> Entry:
    """An entry from its own page, with what only the list told of it."""
    return replace(_filled(entry, headline), url=entry.url or headline.url, pinned=headline.pinned)


def _filled(entry: Entry, told: Headline | Version) -> Entry:
    dated = entry if entry.published_at else told
    return replace(
        entry,
        title=entry.title or told.title,
        published_at=dated.published_at,
        published_as_written=dated.published_as_written,
    )


def _title_alone(headline: Headline) -> Entry:
    return Entry(
        key=headline.key,
        url=headline.url,
        title=headline.title,
        text=headline.text,
        published_at=headline.published_at,
        published_as_written=headline.published_as_written,
        pinned=headline.pinned,
        whole=False,
    )


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))
