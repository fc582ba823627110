from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clock import START, MovedClock
from monitor.times import SystemClock, duration, iso, moment, parse_iso, spell

NIGHT = datetime(2020, 8, 22, 12, 42, tzinfo=UTC)


def test_moments_are_written_in_utc() -> None:
    """A time in Phnom Penh is written as the same moment in UTC; microseconds only where there are any."""
    assert iso(NIGHT.astimezone(timezone(timedelta(hours=7)))) == "2020-08-22T12:42:00Z"
    assert iso(NIGHT.replace(microsecond=5)) == "2020-08-22T12:42:00.000005Z"


def test_days_are_written_as_days() -> None:
    """Where the source gives only a day, no hour is invented."""
    assert iso(date(2020, 8, 22)) == "2020-08-22"
    assert iso(None) is None


def test_a_time_without_a_zone_is_refused() -> None:
    """A time of which nobody knows where it counts is a bug, not a time."""
    with pytest.raises(ValueError, match="naive"):
        iso(datetime(2020, 8, 22, 12, 42))  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="zone"):
        parse_iso("2020-08-22T12:42:00")


@pytest.mark.parametrize("text", ["", "yesterday", "2020-13-01", "22.08.2020", "2020-08-22T25:00:00Z"])
def test_what_is_no_time_is_refused(text: str) -> None:
    """What is no day and no moment is a complaint, not a guess."""
    with pytest.raises(ValueError, match=r"\S"):
        parse_iso(text)


@given(st.datetimes(timezones=st.just(UTC)) | st.dates())
@settings(max_examples=100, deadline=None)
def test_every_time_survives_writing_and_reading(when: datetime | date) -> None:
    """What was written is read back as it was."""
    written = iso(when)
    assert written is not None
    assert parse_iso(written) == when
    assert isinstance(parse_iso(written), datetime) is isinstance(when, datetime)


def test_a_day_counts_from_its_midnight_in_sorting() -> None:
    """A day stands before every moment in it."""
    assert moment(date(2020, 8, 22)) == datetime(2020, 8, 22, tzinfo=UTC)
    assert moment(NIGHT) == NIGHT


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30s", 30), ("5m", 300), ("2h", 7200), ("1d", 86400), ("1w", 604800), ("1h 30m", 5400), (" 1h30m ", 5400)],
)
def test_durations_are_read_as_operators_write_them(text: str, seconds: int) -> None:
    """30s, 5m, 2h, 1d, 1w, and several of them."""
    assert duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "5", "m", "5 minutes", "-5m", "1.5h", "5m or so", "1234567s"])
def test_what_is_no_duration_is_refused_with_the_mend(text: str) -> None:
    """The complaint shows how to write it."""
    with pytest.raises(ValueError, match="write 30s, 5m, 2h or 1d"):
        duration(text)


@given(st.integers(0, 10**8))
@settings(max_examples=100, deadline=None)
def test_a_spelt_duration_is_read_back(seconds: int) -> None:
    """What we write for a duration is what an operator could write."""
    assert duration(spell(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


def test_the_clocks_go_forward() -> None:
    """The machine's clock tells UTC and waits; a test's clock moves only when it is moved."""
    machine, moved = SystemClock(), MovedClock()
    then = machine.monotonic()
    machine.sleep(-1)
    assert machine.monotonic() >= then
    assert machine.now().tzinfo is UTC
    moved.sleep(60)
    assert (moved.now() - START, moved.monotonic()) == (timedelta(seconds=60), 60)
