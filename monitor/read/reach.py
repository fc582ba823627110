"""How far back a list reaches, and whether it must be followed further."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from monitor.model import Before
from monitor.times import When, moment


def sees_back_to(times: Sequence[When | None]) -> When | None:
    """How far back a list sees that runs from new to old: to its last entry. None where an entry has no time.

    The oldest time will not do: an old post that is pinned to the top says nothing of how far the list reaches.
    """
    return times[-1] if times and None not in times else None


def newest_first(times: Sequence[When | None]) -> bool:
    """Whether a list runs from new to old; True where that cannot be told."""
    moments = [moment(time) for time in times if time is not None]
    steps = list(pairwise(moments))
    return sum(below > above for above, below in steps) <= sum(below < above for above, below in steps)


def wants_older(keys: Iterable[str], before: Before) -> bool:
    """Whether older pages must be read: this one does not reach back to what we saw last."""
    keys = tuple(keys)
    return before.baseline_at is not None and bool(keys) and not before.reached_by(keys)
