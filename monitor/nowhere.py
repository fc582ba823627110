"""Learn once a week what a site answers where nothing stands, and know by it that a post is gone."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from monitor.model import Capture, Known, Purpose, Reading, Request, State
from monitor.read.nowhere import impossible, mark
from monitor.times import iso, moment, parse_iso
from monitor.trip import Trip

LEARNED = "nowhere"
"""Under this name it is remembered with what the reader learned: when, and the mark, or nothing."""
EVERY = timedelta(weeks=1)
PROOF = "its own address answers as one does at which nothing can stand"


def or_nowhere(item: Reading, known: Known, trip: Trip, listed: Collection[str], now: datetime) -> Reading:
    """What a post's own address says; gone, where the site answers the same at an address that cannot be.

    What is learned goes with the reading. A mark that a post which is listed now bears too says nothing of either.
    """
    capture = trip.captures[-1]
    if not trip.reader.own_pages or capture.request.key != known.key or item.gone or capture.unchanged:
        return item
    told = mark(capture)
    if told is None:
        return item
    learned = trip.nowhere or trip.before.learned.get(LEARNED) or {}
    if not learned or now - moment(parse_iso(learned["at"])) >= EVERY:
        learned = trip.nowhere = _learned(capture, known, trip, listed, now)
    if learned:
        item = item.also(learned={**item.learned, LEARNED: learned})
    if told != learned.get("mark"):
        return item
    trip.validators.pop(capture.request.url, None)
    return Reading(
        State.OK,
        gone=(known.key,),
        proofs={known.key: PROOF},
        shown_by={known.key: capture.sha256},
        learned=item.learned,
    )


def _learned(capture: Capture, known: Known, trip: Trip, listed: Collection[str], now: datetime) -> dict[str, Any]:
    """What to remember; nothing, where no answer came."""
    address = impossible(capture.request.url, f"{trip.source.id}/{iso(now)}")
    if address is None or trip.hushed:
        return {}
    answer = trip.fetch(Request(address, Purpose.NOWHERE, rendered=capture.request.rendered))
    if answer.failure is not None:
        return {}
    found = mark(answer)
    if found is not None:
        stands = mark(capture) if known.key in listed else _listed_one(trip, listed)
        found = found if stands is not None and stands != found else None
    return {"at": iso(now), "mark": found}


def _listed_one(trip: Trip, listed: Collection[str]) -> str | None:
    """The mark of a post that is public."""
    there = (trip.before.known[key] for key in listed if key in trip.before.known)
    request = next(filter(None, map(trip.own, there)), None)
    return mark(trip.fetch(request)) if request else None
