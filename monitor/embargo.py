"""What is kept back: the entries that came under an embargo which has not ended. Pure."""

from collections.abc import Iterator
from datetime import datetime

from monitor.model import Embargo, Embargoed, Entry, Reading, Source, statement_id
from monitor.read.embargo import embargo, words
from monitor.times import moment


def under_embargo(reading: Reading, source: Source, now: datetime) -> tuple[Reading, tuple[Embargoed, ...]]:
    """A reading without what is to be kept back, and that. A mail whose subject says so is opened, or not shown."""
    held = tuple(_held(reading, source, now))
    keys = {each.entry.key for each in held}
    headlines = tuple(each for each in reading.headlines if words(each.title, each.text) is None)
    entries = tuple(each for each in reading.entries if each.key not in keys)
    return reading.also(entries=entries, headlines=headlines), held


def _held(reading: Reading, source: Source, now: datetime) -> Iterator[Embargoed]:
    for entry in reading.entries:
        found = embargo(entry.title, entry.text, source.timezone, _came(entry, now))
        if found is not None and (found.until is None or found.until > now):
            held = Embargo(statement_id(source.id, entry.key), source.id, found.until, now)
            yield Embargoed(held, entry, reading.shown_by.get(entry.key))


def _came(entry: Entry, now: datetime) -> datetime:
    """When it was sent, as it says itself; never later than now."""
    return min(moment(entry.published_at), now) if entry.published_at else now
