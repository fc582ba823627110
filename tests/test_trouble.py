from datetime import timedelta

import pytest

from clock import START as NOW
from monitor.model import NoticeKind, Room, Source
from monitor.trouble import changed, clock, config, database, disk, needs

LATER = NOW + timedelta(hours=1)


def test_each_trouble_is_told_once_and_once_when_it_is_over() -> None:
    """What goes on is not told again; its end says since when it lasted."""
    (full,) = disk(Room("data", 10), False, NOW)
    begun, known = changed({}, [full], NOW)
    assert [(each.kind, each.at) for each in begun] == [(NoticeKind.DISK, NOW)]
    assert "make room" in begun[0].mend
    (still,) = disk(Room("data", 10), False, LATER)
    told, known = changed(known, [still], LATER)
    assert told == ()
    ended, known = changed(known, [], LATER)
    assert [each.kind for each in ended] == [NoticeKind.DISK_OVER]
    assert "from 2026-03-02T09:00:00Z to 2026-03-02T10:00:00Z" in ended[0].text
    assert known == {}


@pytest.mark.parametrize(
    ("free", "told", "said"),
    [
        (600_000_000, False, ""),
        (499_000_000, False, "nearly full: 499 MB"),
        (600_000_000, True, "nearly full"),
        (1_000_000_000, True, ""),
        (19_000_000, False, "is full"),
    ],
)
def test_a_disk_is_told_before_it_is_full(free: int, told: bool, said: str) -> None:
    """Below 500 MB; over only with a gigabyte, so that a file more or less is no news."""
    found = [each.text for each in disk(Room("data", free), told, NOW)]
    assert [said in each for each in found] == [True] * bool(said)


def test_a_disk_that_can_only_be_read_is_told() -> None:
    """However much is free on it."""
    (found,) = disk(Room("data", 10**12, read_only=True), False, NOW)
    assert "can only be read" in found.text


@pytest.mark.parametrize(
    ("by", "said"), [(0, ""), (59, ""), (3600, "forward by 1h. "), (-86_400, "back by 1d. "), (31_536_000, "by 365d")]
)
def test_a_clock_that_jumps_is_told(by: int, said: str) -> None:
    """A small step is a clock that is set right; more is told, and which way."""
    found = [each.text for each in clock(timedelta(seconds=by), NOW)]
    assert [said in each for each in found] == [True] * bool(said)


def test_a_file_with_another_fault_is_told_again_and_mended_once() -> None:
    """Operators read each fault with its place; that the file is right again is told when it is."""
    first, known = changed({}, config(("sources.yaml:3:5: `evry`", "sources.yaml:9:1: no `url`"), NOW), NOW)
    assert "sources.yaml:3:5: `evry`\nsources.yaml:9:1" in first[0].text
    second, known = changed(known, config(("sources.yaml:9:1: no `url`",), LATER), LATER)
    assert [each.kind for each in second] == [NoticeKind.CONFIG]
    mended, known = changed(known, [], LATER)
    assert [each.kind for each in mended] == [NoticeKind.CONFIG_OVER]


def test_sources_that_lack_a_variable_and_a_database_are_told() -> None:
    """Which variable, and what the database says."""
    source = Source("office", "Office", "facebook", None, None, needs=("TOKEN",))
    asleep = Source("asleep", "Asleep", "facebook", None, None, needs=("OTHER",), enabled=False)
    (lacking,) = needs([source, asleep], NOW)
    assert "office (TOKEN)" in lacking.text
    assert "OTHER" not in lacking.text
    assert "locked" in database("x.db cannot be used (locked)", "close the other", NOW).text
    assert list(needs([], NOW)) == list(config((), NOW)) == []
