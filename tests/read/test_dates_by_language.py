"""Days and moments as the offices of each country write them, and times that count from the moment of reading."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from monitor.read import dates
from monitor.read.published import Calendar

ZONES = {
    "en": "Asia/Phnom_Penh", "us": "America/New_York", "km": "Asia/Phnom_Penh", "ja": "Asia/Tokyo",
    "th": "Asia/Bangkok", "vi": "Asia/Ho_Chi_Minh", "zh": "Asia/Shanghai", "tw": "Asia/Taipei",
    "ko": "Asia/Seoul", "fr": "Europe/Paris",
    "lo": "Asia/Vientiane", "id": "Asia/Jakarta",
}  # fmt: skip
DAY = date(2026, 11, 12)
TODAY = date(2026, 11, 20)
READ_AT = datetime(2026, 11, 12, 7, 5, tzinfo=UTC)
WRITTEN = YAML(typ="safe").load(Path(__file__).with_name("written_dates.yaml"))
CHINESE = [ten + one for ten in ("", "十", "二十", "三十") for one in ("", *"一二三四五六七八九")]


def found(written: str, language: str) -> object:
    """When an office of this language says that was."""
    at = dates.find(written, zone=ZoneInfo(ZONES[language]), today=TODAY, languages=(language,))
    return at and at.when


def cases(table: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Language (or span) and text of each line of a table."""
    return [(language, text) for language, texts in table.items() for text in texts]


@pytest.mark.parametrize(("language", "written"), cases(WRITTEN["day"]))
def test_a_day_stays_a_day(language: str, written: str) -> None:
    """12 November 2026, in every way in which offices of that language write it, is that day and no hour."""
    day = found(written, language)
    assert day == DAY
    assert not isinstance(day, datetime)


@pytest.mark.parametrize(("language", "written"), cases(WRITTEN["five_past_two"]))
def test_the_hour_is_that_of_the_source(language: str, written: str) -> None:
    """Five past two in the afternoon, in words of any language, is a moment in its zone, or in the one it names."""
    zone = ZoneInfo("Asia/Phnom_Penh" if "JST" in written else ZONES[language])
    assert found(written, language) == datetime.combine(DAY, time(14, 5), zone)


@pytest.mark.parametrize(("language", "written"), cases(WRITTEN["another_hour"]))
def test_words_for_the_parts_of_a_day(language: str, written: str) -> None:
    """Morning, evening and night, half past: each makes the hour what people there mean by it."""
    hour = time.fromisoformat(WRITTEN["another_hour"][language][written])
    assert found(written, language) == datetime.combine(DAY, hour, ZoneInfo(ZONES[language]))


@pytest.mark.parametrize(("written", "month"), WRITTEN["month"].items())
def test_months_as_they_are_typed(written: str, month: int) -> None:
    """Common misspellings, names without accents and short names of months are understood."""
    assert found(written, "km") == date(2026, month, 12)


@pytest.mark.parametrize(("minutes", "written"), cases(WRITTEN["minutes_ago"]))
def test_so_long_ago(minutes: int, written: str) -> None:
    """A time that counts from now is a moment when it is known at which moment it was read, and else unknown."""
    at = dates.find(written, zone=ZoneInfo("Asia/Tokyo"), today=READ_AT)
    assert at is not None
    assert at.when == READ_AT - timedelta(minutes=minutes)
    assert at.as_written in written
    assert dates.find(written, zone=ZoneInfo("Asia/Tokyo"), today=TODAY) is None


@pytest.mark.parametrize("written", WRITTEN["two_days_ago"])
def test_so_many_days_ago(written: str) -> None:
    """Days that are counted back give a day, in the source's zone."""
    at = dates.find(written, zone=ZoneInfo("Asia/Tokyo"), today=READ_AT + timedelta(hours=9))
    assert at is not None
    assert at.when == date(2026, 11, 11)


@pytest.mark.parametrize("written", WRITTEN["yesterday_at_five_past_two"])
def test_yesterday_with_its_hour(written: str) -> None:
    """Yesterday at an hour is a moment in the zone of the source."""
    at = dates.find(written, zone=ZoneInfo("Asia/Tokyo"), today=READ_AT)
    assert at is not None
    assert at.when == datetime(2026, 11, 11, 14, 5, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize("written", WRITTEN["no_date"])
def test_what_says_nothing_of_publication(written: str) -> None:
    """A span in a sentence, the name of a tab and numbers outside their country date nothing."""
    assert dates.find(written, zone=ZoneInfo("Asia/Phnom_Penh"), today=READ_AT) is None


@pytest.mark.parametrize(("language", "style"), cases(WRITTEN["style"]))
@settings(max_examples=40, deadline=None)
@given(day=st.dates(date(2019, 5, 1), date(2027, 12, 31)))
def test_each_format_of_each_language_is_read_back(language: str, style: str, day: date) -> None:
    """A day that is written as offices of a language write days is read as that day."""
    y, m, d = day.year, day.month, day.day
    names = {code: format_date(day, "MMMM", locale=code) for code in ("th", "km", "lo", "fr", "id", "en")}
    short = {f"{code}s": format_date(day, "MMM", locale=code) for code in ("th", "id", "en")}
    chinese = {"years": "".join("〇一二三四五六七八九"[int(sign)] for sign in str(y)), "months": CHINESE[m]}
    counts = {
        "y": y,
        "m": m,
        "d": d,
        "y2": y % 100,
        "r": y - 2018,
        "be": y + 543,
        "be2": (y + 543) % 100,
        "roc": y - 1911,
    }
    assert found(style.format(**names, **short, **chinese, **counts, days=CHINESE[d]), language) == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Posted on Monday November 12", DAY),
        ("Phnom Penh, 12 November", DAY),
        ("November 12: the bridge opens", DAY),
        ("Statement of the office of bridges 12 November 2026", DAY),
        ("Flights to the town of Aba from 12 November", None),
    ],
)
def test_the_day_that_a_sentence_is_about_dates_nothing(line: str, day: date | None) -> None:
    """A day without a year at the end of a sentence is when something happens, not when it was written."""
    at = Calendar(ZoneInfo("Asia/Phnom_Penh"), TODAY, ()).find_in_line(line)
    assert (at and at.when) == day
