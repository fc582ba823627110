"""What is missing from a list. Absence is not deletion: it makes a suspect, and proves nothing. Pure.

A statement is absent when a whole reading lacks it while an older neighbour of the last whole reading is still listed:
what stood below the last such neighbour has scrolled off. What is pinned, or stands out of the order of dates, stays
listed for ever and says nothing of how far a list reaches.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.model import Before, Known, Reading, State
from monitor.times import moment

CONFIRM_AFTER = timedelta(minutes=10)
"""The least time between the first miss and the last: product promise 4."""
HELD_FROM, HELD_SHARE = 5, 0.3
"""So many missing at once, and more than this share of what should be listed, is a mass loss."""


@dataclass(frozen=True, slots=True)
class Absent:
    """The statements that a reading lacks, and how many it should have shown."""

    missing: tuple[Known, ...] = ()
    window: int = 0
    strayed: tuple[Known, ...] = ()  #: not listed any more, and their own addresses say gone, or said so last

    @property
    def is_mass_loss(self) -> bool:
        """More than one office takes down at once: a redesign, a broken list, or news that a person must see."""
        return len(self.missing) >= HELD_FROM and len(self.missing) > HELD_SHARE * self.window

    @property
    def are_many_gone(self) -> bool:
        """So many own addresses say gone that the site may have moved."""
        return len(self.strayed) >= HELD_FROM


def absent(before: Before, reading: Reading) -> Absent:
    """What this reading lacks: statements listed at the last whole reading, and suspects missing still."""
    if not (reading.complete and reading.state in (State.OK, State.UNCHANGED)):
        return Absent()
    seen = shown_public(reading)
    ranked = sorted((known for known in before.known.values() if known.rank is not None), key=_rank)
    bounds = [known for known in _in_order(ranked) if known.key in reading.listed and not reading.forgets]
    reach = _rank(bounds[-1]) if bounds else -1
    suspects = [before.known[key] for key in before.suspects if key in before.known]
    window = [known for known in ranked if _rank(known) <= reach]
    window += [known for known in suspects if known.rank is None and any(_older(bound, known) for bound in bounds)]
    missing = tuple(known for known in window if known.key not in seen and _provable(known, reading))
    return Absent(missing, len(window), tuple(_strayed(before, reading, seen | {known.key for known in missing})))


def shown_public(reading: Reading) -> frozenset[str]:
    """The keys that a reading shows to be public: what is listed is, whatever its own address answers."""
    listed = {*reading.listed, *(entry.key for entry in reading.entries), *(each.key for each in reading.headlines)}
    return frozenset(listed | (set(reading.looked_at) - set(reading.gone)))


def _strayed(before: Before, reading: Reading, others: frozenset[str]) -> Iterator[Known]:
    """What has scrolled off and is gone at its own address. That was not asked again at each poll since."""
    said_so = {known.key: known for known in before.known.values() if known.gone_at is not None}
    now = {key: before.known[key] for key in reading.gone if key in before.known}
    for key, known in {**said_so, **now}.items():
        if key not in others and known.deleted_at is None and not known.withheld:
            yield known


def _rank(known: Known) -> int:
    return known.rank or 0


def _provable(known: Known, reading: Reading) -> bool:
    """Neither told already nor hidden, nor older than what the list shows."""
    published, reach = known.version.published_at, reading.sees_back_to
    within_reach = published is None or reach is None or moment(published) >= moment(reach)
    return known.deleted_at is None and not known.withheld and within_reach


def _older(one: Known, other: Known) -> bool:
    """Whether `one` was published, or where that is not known seen, no later than `other`."""
    if one.version.published_at is not None and other.version.published_at is not None:
        return moment(one.version.published_at) <= moment(other.version.published_at)
    return one.first_seen_at <= other.first_seen_at


def _in_order(ranked: Sequence[Known]) -> list[Known]:
    """Those on the longest run of dates that never rises from the top of the list down; undated ones are in order."""
    steady = [known for known in ranked if not known.pinned]
    ages = {
        known.key: -moment(known.version.published_at).timestamp() for known in steady if known.version.published_at
    }
    dated = list(ages)
    kept = {dated[place] for place in _longest_run(list(ages.values()))}
    return [known for known in steady if known.key in kept or known.key not in ages]


def _longest_run(values: Sequence[float]) -> Iterator[int]:
    """The places of a longest run of values that never falls, last first."""
    least_end: list[float] = []  # of the runs of each length, the least value that one ends with
    lengths = []
    for value in values:
        length = bisect_right(least_end, value)
        least_end[length : length + 1] = [value]
        lengths.append(length)
    wanted, bound = len(least_end) - 1, float("inf")
    for place in reversed(range(len(values))):
        if lengths[place] == wanted and values[place] <= bound:
            yield place
            wanted, bound = wanted - 1, values[place]
