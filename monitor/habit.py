"""A source's own habit of posting, learned from when it posted of late. Pure.

An office that was never silent for more than a weekend, and is now for two weeks, may have moved, or may show us less
than it shows to people: that every poll was answered proves nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

LEARNED_FROM = 50
"""So many of the latest statements tell a habit."""
AT_LEAST_POSTS, AT_LEAST_DAYS = 10, timedelta(days=7)
"""Fewer, or within fewer days, tell none."""
BEYOND, GRACE = 1.5, timedelta(days=1)
"""By how much a silence must be longer than any before it: a holiday is no trouble."""


def longest_silence(posted: Sequence[datetime]) -> timedelta | None:
    """The longest time between two posts; None where a habit cannot be told."""
    times = sorted(posted)
    if len(times) < AT_LEAST_POSTS or times[-1] - times[0] < AT_LEAST_DAYS:
        return None
    return max(later - earlier for earlier, later in pairwise(times))


def is_beyond(silence: timedelta, longest: timedelta) -> bool:
    """Whether a source is silent for longer than is its habit."""
    return silence > BEYOND * longest + GRACE
