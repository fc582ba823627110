"""Look again at what is known, at its own address: for edits behind a list, and for what is no longer public.

Pages that were opened are looked at often while young. Relevant statements are followed for over a year, wherever they
stand. What is missing from the list is asked for after ten minutes.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from monitor.absence import CONFIRM_AFTER, absent
from monitor.attachments import with_own
from monitor.model import Known, Reading, State
from monitor.nowhere import or_nowhere
from monitor.trip import Trip, filled, joined

AT_LEAST = timedelta(hours=1)
MOST_TOGETHER = 50
"""So many are asked for in one request, where a kind can."""


def with_relooks(reading: Reading, trip: Trip, budget: int, now: datetime) -> Reading:
    """Look again at item pages for edits: where the list says so, and often while a statement is young."""
    listed, hinted = set(reading.listed), set(reading.hinted)
    due = [
        known
        for known in trip.before.known.values()
        if known.opened and known.key in listed and known.deleted_at is None
        if (known.key in hinted or _is_young(known, now)) and not _failed_just_now(known, now)
    ]
    for known in sorted(due, key=lambda known: (known.key not in hinted, known.looked_at, known.rank))[:budget]:
        reading = _looked_again(reading, trip, known, now)
    return reading


def with_followed(reading: Reading, trip: Trip, budget: int, doubted: int, now: datetime) -> Reading:
    """Look at relevant statements whose day has come, those too that have scrolled off.

    When one is gone, others are looked at as well, up to `doubted`: a site that moved has lost them all.
    """
    knows_deletions, gone_before = trip.source.knows_deletions, reading.gone
    if not (knows_deletions or trip.source.knows_edits):
        return reading
    followed = sorted(_followed(reading, trip), key=lambda each: each[0])
    due = [known for due_at, known in followed if due_at <= now]
    reading = _asked(reading, trip, due, budget, now)
    if knows_deletions and reading.gone != gone_before:
        reading = _asked(reading, trip, [known for _, known in followed], doubted - min(len(due), budget), now)
    return reading


def with_suspects(reading: Reading, trip: Trip, budget: int, now: datetime) -> Reading:
    """Ask the own address of what is missing since ten minutes at least. A mass loss is for people to look at."""
    if not trip.source.knows_deletions:
        return reading
    lost = absent(trip.before, reading)
    if lost.is_mass_loss and trip.before.told_held:
        return reading
    due = [known for known in lost.missing if known.missing_at and now - known.missing_at[0] >= CONFIRM_AFTER]
    return _asked(reading, trip, due, budget, now)


def with_doubted(reading: Reading, trip: Trip, keys: Collection[str], budget: int, now: datetime) -> Reading:
    """Ask the own addresses of those of which we were told that they changed, where the list does not show them."""
    doubted = [trip.before.known[key] for key in sorted(keys) if key in trip.before.known and key not in reading.listed]
    return _asked(reading, trip, doubted, budget, now)


def _is_young(known: Known, now: datetime) -> bool:
    return now - known.looked_at >= max(AT_LEAST, (now - known.first_seen_at) / 10)


def _failed_just_now(known: Known, now: datetime) -> bool:
    """Whether its page could not be read when it was asked: it must not take the turns of the others."""
    return known.asked_at is not None and known.looked_at < known.asked_at > now - AT_LEAST


def _followed(reading: Reading, trip: Trip) -> Iterable[tuple[datetime, Known]]:
    """What is followed at its own address, by the time it is due; a list that gives a text whole is look enough."""
    listed, tried = set(reading.listed), set(reading.tried)
    for known in trip.before.known.values():
        if known.relook_at is not None and known.key not in tried and (known.opened or known.key not in listed):
            yield known.relook_at, known


def _asked(reading: Reading, trip: Trip, those: Sequence[Known], budget: int, now: datetime) -> Reading:
    """Look at these: many by one request where the kind can, and up to `budget` of the others each by itself.

    What an answer for many does not show is asked for by itself: such a lack proves nothing.
    """
    waiting = [known for known in those if known.key not in reading.tried]
    shown = trip.together(waiting[:MOST_TOGETHER])
    for known in (*shown, *[known for known in waiting if known not in shown][:budget]):
        reading = _looked_again(reading, trip, known, now)
    return reading


def _looked_again(reading: Reading, trip: Trip, known: Known, now: datetime) -> Reading:
    """What a statement's own address says now: gone, the same, or another text. It goes before what the list says.

    Only a text that came from there before is compared with it: a page and a list never tell the same text alike,
    but for kinds that say so.
    """
    item = trip.at_home(known)
    if item is None and trip.hushed:
        return reading
    reading = reading.also(tried=(*reading.tried, known.key))
    if item is None:
        return reading
    item = with_own(or_nowhere(item, known, trip, reading.listed, now), trip, known)
    entries = tuple(filled(entry, known.version) for entry in item.entries)
    if not entries and item.state is not State.UNCHANGED:
        return joined(reading, item)
    others = tuple(entry for entry in reading.entries if entry.key != known.key)
    if entries and trip.reader.tells_alike and not known.opened:
        return joined(reading.also(entries=others), item.also(entries=entries, looked_at=()))
    compared = entries if known.opened else ()
    return joined(reading.also(entries=others), item.also(entries=compared, looked_at=(known.key,)))
