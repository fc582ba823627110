from datetime import UTC, date, datetime, timedelta

import pytest

from fakes import NOW, ago, before, entry, known, reading, source, version
from monitor.diff import diff
from monitor.first_sight import dated_by_first_sight


@pytest.mark.parametrize("year", [1990, 2002, 2025, 2027, 2062])
def test_a_mistyped_year_is_this_one(year: int) -> None:
    """What appears today, dated to this very day of another year, was written today: it is news, not an old text."""
    was = before(["a"])
    (change,) = diff(source(), was, reading([entry("b", published_at=date(year, 3, 2)), "a"]), NOW).changes
    assert change.version.published_at == date(2026, 3, 2)
    assert not change.backfilled


def test_around_new_year() -> None:
    """The year just past, typed for some days yet by habit, is mended too."""
    looked_at = datetime(2025, 12, 31, 20, tzinfo=UTC)
    now = datetime(2026, 1, 2, 9, tzinfo=UTC)
    assert dated_by_first_sight(date(2025, 1, 2), looked_at, now) == date(2026, 1, 2)
    assert dated_by_first_sight(date(2026, 12, 31), looked_at, now) == date(2025, 12, 31)


@pytest.mark.parametrize("when", [None, date(2002, 5, 12), date(2026, 2, 1), date(2027, 1, 1), date(2024, 2, 29)])
def test_any_other_date_is_as_the_source_claims(when: date | None) -> None:
    """What is dated to another time of the year may be an old text, or tell of what comes: it is left as it is."""
    assert dated_by_first_sight(when, ago(minutes=10), NOW) == when


def test_what_stood_there_at_the_first_look_is_left() -> None:
    """At the first look of all nothing is known of when a text was put up."""
    assert dated_by_first_sight(date(2002, 3, 2), None, NOW) == date(2002, 3, 2)


def test_an_edit_keeps_the_date_that_is_written_the_same() -> None:
    """A dateline of "2002" that we understood, and "1 hour ago" read an hour later, date a text no second time."""
    first = entry("a", published_at=ago(hours=1))
    held = known(first, version=version(first, published_as_written="1 hour ago"))
    again = entry("a", "Closed.", published_at=NOW + timedelta(hours=5), published_as_written="1 hour ago")
    (change,) = diff(source(), before([held]), reading([again]), NOW).changes
    assert change.version.published_at == ago(hours=1)
