"""What comes otherwise than by a poll: a statement brought by hand, and a text whose embargo has ended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from monitor.errors import MonitorError, NotFound
from monitor.identity import identified
from monitor.logs import log
from monitor.model import Before, Embargo, Embargoed, Entry, Reading, Source, State, statement_id
from monitor.poll import Brought, Rulebook, Works, record
from monitor.store.store import Store
from monitor.times import moment
from monitor.visit import Visit


def paste(source: Source, entry: Entry, works: Works, rulebook: Rulebook) -> str:
    """A statement brought by hand, by its ID: same diff, assessment, alerts; the source's own health is left alone."""
    now = works.clock.now()
    before = _before(source, works, now)
    reading = _reading(entry, before)
    record(source, before, Visit(reading, ()), works, rulebook, now, None, Brought())
    return _named(source, reading.entries[0].key, before)


def hold(source: Source, entry: Entry, until: datetime, works: Works) -> Embargo:
    """Keep a text back that was brought by hand: until then it is shown to nobody, in no way."""
    now = works.clock.now()
    before = _before(source, works, now)
    entry = _reading(entry, before).entries[0]
    held = Embargo(_named(source, entry.key, before), source.id, until, now, pasted=True)
    works.store.hold(source, Embargoed(held, entry))
    return held


def lift(name: str, works: Works, rulebook: Rulebook) -> None:
    """End an embargo now. Raises NotFound."""
    now = works.clock.now()
    move(name, now, works.store)
    release([each for each in works.store.embargo_due(now) if each.embargo.id == name], works, rulebook)


def move(name: str, until: datetime, store: Store) -> None:
    """Give an embargo another end. Raises NotFound."""
    if not store.move_embargo(name, until):
        raise NotFound(f"no text under an embargo is called {name}", "`monitor embargo` lists them")


def release(due: Sequence[Embargoed], works: Works, rulebook: Rulebook) -> None:
    """Tell what need not be kept back any longer, each in one transaction with what is owed for it.

    It is said to be posted at the end of its embargo, for then it became public.
    """
    for each in due:
        try:
            _release(each, works, rulebook)
        except MonitorError:
            raise
        except Exception:  # noqa: BLE001 - the rim of a text: one that cannot be told must not stop the others
            log().exception("not told yet, though its embargo is over; it is tried again", statement=each.embargo.id)


def _release(held: Embargoed, works: Works, rulebook: Rulebook) -> None:
    one, now = held.embargo, works.clock.now()
    source = next((each for each in rulebook.sources if each.id == one.source), None)
    source = source or Source(one.source, one.source, "", None, None)  # it was taken out of the file meanwhile
    until = one.until or now
    public_at = held.entry.published_at
    if public_at is None or moment(public_at) < until:
        public_at = until
    before = _before(source, works, now)
    reading = _reading(replace(held.entry, published_at=public_at), before)
    reading = reading.also(shown_by={held.entry.key: held.capture_sha256} if held.capture_sha256 else {})
    record(source, before, Visit(reading, ()), works, rulebook, now, None, Brought(one.pasted, until))


def _before(source: Source, works: Works, now: datetime) -> Before:
    """What a person brings is news whatever its date: neither a baseline nor backfilled."""
    before = works.store.before(source)
    return replace(before, baseline_at=before.baseline_at or now, last_whole_at=None)


def _reading(entry: Entry, before: Before) -> Reading:
    brought = Reading(State.OK, entries=(entry,), looked_at=(entry.key,), headlines=before.headlines)
    return identified(brought, before)


def _named(source: Source, key: str, before: Before) -> str:
    known = before.known.get(key)
    return known.statement if known else statement_id(source.id, key)
