"""Mistyped years: what we see for the first time, dated to these very days of another year, was written in this one.

An office that types "July 28, 2002" in July 2022 has not dug out an old text. Pure.
"""

from datetime import datetime, timedelta

from monitor.times import When, moment

_SLACK = timedelta(days=2)
"""A day may be told of in another zone, and a text may lie for a day before it is put up."""


def dated_by_first_sight(when: When | None, last_whole_at: datetime | None, now: datetime) -> When | None:
    """`when`, in the year in which a source wrote it whose last whole list, without it, was of `last_whole_at`."""
    if when is None or last_whole_at is None or last_whole_at - _SLACK <= moment(when) <= now + _SLACK:
        return when
    for year in {now.year, last_whole_at.year}:
        same_day = _in_year(when, year)
        if same_day is not None and last_whole_at - _SLACK <= moment(same_day) <= now + _SLACK:
            return same_day
    return when


def _in_year(when: When, year: int) -> When | None:
    try:
        return when.replace(year=year)
    except ValueError:  # 29 February
        return None
