from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Bundling, Quiet
from monitor.route.hours import bundled_at, quiet_until

PARIS = ZoneInfo("Europe/Paris")
NIGHT = Quiet(time(22), time(6))


def utc(text: str) -> datetime:
    """A moment."""
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-03-02T21:59:59+01:00", None),
        ("2026-03-02T22:00:00+01:00", "2026-03-03T06:00:00+01:00"),
        ("2026-03-03T05:59:59+01:00", "2026-03-03T06:00:00+01:00"),
        ("2026-03-03T06:00:00+01:00", None),
        ("2026-03-28T23:00:00+01:00", "2026-03-29T06:00:00+02:00"),  # the clocks go forward in that night
        ("2026-10-24T23:00:00+02:00", "2026-10-25T06:00:00+01:00"),
    ],
)
def test_quiet_hours_end_at_the_newsrooms_time(now: str, end: str | None) -> None:
    """Over midnight, and over a change of the clocks."""
    assert quiet_until(NIGHT, PARIS, utc(now)) == (utc(end) if end else None)


def test_quiet_hours_end_soon_where_the_night_has_an_hour_twice() -> None:
    """An end at 02:30 comes twice: after the second 02:10 nothing is held for a day."""
    quiet = Quiet(time(22), time(2, 30))
    assert quiet_until(quiet, PARIS, utc("2026-10-25T02:10:00+01:00")) == utc("2026-10-25T02:30:00+01:00")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-02T16:00:00+01:00", "2026-03-02T16:30:00+01:00"),
        ("2026-03-02T16:29:59+01:00", "2026-03-02T16:30:00+01:00"),
        ("2026-03-02T16:30:00+01:00", "2026-03-02T17:15:00+01:00"),
        ("2026-03-02T23:50:00+01:00", "2026-03-03T00:00:00+01:00"),
    ],
)
def test_a_digest_every_so_often_is_counted_from_midnight(now: str, due: str) -> None:
    """Every 45 minutes: 00:45, 01:30 …, and at midnight anew; a restart changes nothing."""
    assert bundled_at(Bundling(every=timedelta(minutes=45)), PARIS, utc(now)) == utc(due)


hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))
moments = st.integers(0, 365 * 86400).map(lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second))
zones = st.sampled_from(["Europe/Paris", "Asia/Phnom_Penh", "America/Santiago", "Africa/Cairo", "Asia/Kathmandu"])


@given(hours, hours, moments, zones.map(ZoneInfo))
@settings(max_examples=100, deadline=None)
def test_quiet_hours_always_end(start: time, end: time, now: datetime, zone: ZoneInfo) -> None:
    """Whatever the zone does to its clocks: within two days, and never inside of quiet hours again."""
    if start != end:
        until = quiet_until(Quiet(start, end), zone, now)
        if until is not None:
            assert now < until < now + timedelta(days=2)
            assert quiet_until(Quiet(start, end), zone, until) is None


@given(st.timedeltas(timedelta(minutes=1), timedelta(days=1)), moments, zones.map(ZoneInfo))
@settings(max_examples=100, deadline=None)
def test_a_digest_is_never_far(every: timedelta, now: datetime, zone: ZoneInfo) -> None:
    """At most one interval away."""
    assert now < bundled_at(Bundling(every=every), zone, now) <= now + every
