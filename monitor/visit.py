"""Follow a reader's requests within a budget: the list, its further pages, item pages, and "is it still there?".

**A 304 or an unchanged body is the last reading seen again**: pending headlines, re-looks and suspects still run,
so that a deletion is confirmed behind an unchanged list, and a headline whose page failed is tried again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.attachments import with_listed, with_own
from monitor.embargo import under_embargo
from monitor.identity import identified
from monitor.model import (
    READABLE,
    Before,
    Capture,
    Embargoed,
    Entry,
    Headline,
    Purpose,
    Reading,
    Request,
    Source,
    State,
    Validators,
)
from monitor.paper.paper import Paper, paper
from monitor.read.mark import reader_mark
from monitor.read.reader import Reader
from monitor.relook import with_doubted, with_followed, with_relooks, with_suspects
from monitor.times import moment
from monitor.trip import Door, Trip, filled, joined, unique

TRIES_BEFORE_THE_TITLE_ALONE = 3
"""A headline whose page could not be read so often becomes a statement of what the list shows, marked not whole."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How many requests one poll may make beyond the first, by what they are for."""

    pages: int = 5
    items: int = 20
    relooks: int = 3
    followed: int = 3
    suspects: int = 10
    papers: int = 5  #: listed posts whose files or pictures are read


@dataclass(frozen=True, slots=True)
class Visit:
    """What one poll of a source brought."""

    reading: Reading
    captures: tuple[Capture, ...]
    validators: Mapping[str, Validators] = field(default_factory=dict)  #: by request URL: what may be asked with next
    embargoed: tuple[Embargoed, ...] = ()  #: what was sent to us to be kept back: it stands in no reading


def visit(
    reader: Reader,
    source: Source,
    before: Before,
    door: Door,
    now: datetime,
    budget: Budget = Budget(),
    doubted: Collection[str] = (),
    decipher: Callable[[bytes], Paper] = paper,
) -> Visit:
    """Ask, read, and follow what the reading asks for. Network failures are states, never exceptions.

    `doubted`: keys whose own address is asked where the list does not show them. `decipher`: what reads a file or a
    picture that holds a text.
    """
    trip = Trip(reader, source, before, door, decipher)
    reading = _list(reader.ask(source, before), trip)
    if reading.state is State.IMAGE_ONLY:
        reading = with_listed(reading, trip, budget.papers)
    if reading.state in READABLE:
        reading = _with_pages(reading, trip, budget.pages)
        reading = _with_histories(reading, trip, budget.items)
        reading = _with_items(reading, trip, budget.items)
        reading = with_listed(reading, trip, budget.papers)
        reading = identified(reading, before)  # by what pages say that were opened only now
        reading = with_relooks(reading, trip, budget.relooks, now)
        reading = with_suspects(reading, trip, budget.suspects, now)
        reading = with_doubted(reading, trip, doubted, budget.suspects, now)
        reading = with_followed(reading, trip, budget.followed, budget.suspects, now)
    else:
        reading = reading.also(headlines=before.headlines)
    saved = trip.validators if reading.complete and reading.state is not State.EMPTY else {}
    mark = reader_mark(reader, source, {**before.learned, **reading.learned})
    reading, embargoed = under_embargo(reading, source, now) if reader.embargoes else (reading, ())
    return Visit(reading.also(more=(), fingerprint=mark), tuple(trip.captures), saved, embargoed)


def _list(first: Request, trip: Trip) -> Reading:
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


def _with_pages(reading: Reading, trip: Trip, budget: int) -> Reading:
    """The list as far back as it asks to be followed; behind a page that cannot be read nothing more is seen."""
    queue = _asked(reading, Purpose.PAGE)
    asked = {capture.request.url for capture in trip.captures}
    while queue:
        request = queue.pop(0)
        if request.url in asked:
            continue
        if budget <= 0:
            why = "older posts were not reached within the budget of requests"
            return reading if trip.before.baseline_at is None else _cut_short(reading, trip.before, why)
        budget -= 1
        asked.add(request.url)
        page = trip.look(request)
        reading = joined(reading, page)
        if page.state is not State.OK or not page.complete:
            if page.state is not State.EMPTY:
                trip.validators.clear()  # next time the list is asked for whole again
                return _cut_short(reading, trip.before, f"an older page could not be read: {page.state}")
            continue
        queue += _asked(page, Purpose.PAGE)
        reading = reading.also(
            listed=unique((*reading.listed, *page.listed)), more=(*reading.more, *_asked(page, Purpose.ITEM))
        )
        if page.sees_back_to is not None and reading.sees_back_to is not None:
            reading = reading.also(sees_back_to=min(reading.sees_back_to, page.sees_back_to, key=moment))
    return reading


def _cut_short(reading: Reading, before: Before, why: str) -> Reading:
    """A list that does not reach back to what we knew has a gap: it is not whole, and is followed again next time."""
    if before.baseline_at is not None and before.reached_by(reading.listed):
        return reading
    return reading.also(state=State.INCOMPLETE, complete=False, why=why)


def _with_histories(reading: Reading, trip: Trip, budget: int) -> Reading:
    """The wordings between two looks, where the list asks for an entry's history; without it what is listed stands.

    What such an answer teaches of the source is learned, whether or not it is of an entry.
    """
    for request in _asked(reading, Purpose.ITEM)[:budget]:
        if trip.hushed:
            break
        told = trip.look(request)
        reading = reading.also(learned={**reading.learned, **told.learned})
        if told.entries:
            entries = tuple(_told_by(told, each) if each.key == request.key else each for each in reading.entries)
            reading = joined(reading.also(entries=entries), told.also(entries=(), looked_at=()))
    return reading


def _told_by(history: Reading, listed: Entry) -> Entry:
    """A listed entry with the wordings before it: a history tells no more than their words and times."""
    earlier = (
        replace(listed, title=each.title, text=each.text, edited_at=each.edited_at, media=each.media, whole=each.whole)
        for each in history.entries
        if each.edited_at is None or listed.edited_at is None or moment(each.edited_at) < moment(listed.edited_at)
    )
    return replace(listed, earlier=tuple(earlier))


def _with_items(reading: Reading, trip: Trip, budget: int) -> Reading:
    """Open the headlines that are not statements yet; those that cannot be opened stay pending."""
    pending: list[Headline] = []
    opened_from_baseline: list[str] = []
    for headline in _to_open(reading.headlines, trip.before):
        request = trip.own(headline) if budget > 0 else None
        if request is None:
            pending.append(headline)
            continue
        budget -= 1
        item = with_own(trip.look(request), trip)
        entry = next(iter(item.entries), None)
        tries = headline.tries + 1
        if entry is None and tries < TRIES_BEFORE_THE_TITLE_ALONE:
            pending.append(replace(headline, tries=tries))
            continue
        item = item.also(gone=(), proofs={}, shown_by=item.shown_by if entry else {})
        entry = _filled_from_list(entry, headline) if entry else _title_alone(headline)
        if headline.baseline:
            opened_from_baseline.append(headline.key)
        reading = joined(reading, item.also(entries=(entry,), looked_at=(headline.key,)))
    return reading.also(headlines=tuple(pending), baseline=unique((*reading.baseline, *opened_from_baseline)))


def _to_open(listed: Iterable[Headline], before: Before) -> Iterator[Headline]:
    """What is listed first, the newest first, then what still waits from polls before."""
    listed = (each for each in listed if each.key not in before.known and each.key not in before.embargoed)
    waiting = {headline.key: headline for headline in before.headlines if headline.key not in before.known}
    for headline in {each.key: each for each in listed}.values():
        waited = waiting.pop(headline.key, None)
        if waited is not None:
            yield replace(headline, tries=waited.tries, baseline=waited.baseline)
        else:
            yield replace(headline, baseline=before.baseline_at is None)
    yield from waiting.values()


def _filled_from_list(entry: Entry, headline: Headline) -> Entry:
    """An entry from its own page, with what only the list told of it."""
    return replace(filled(entry, headline), url=entry.url or headline.url, pinned=headline.pinned)


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
