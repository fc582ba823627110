"""Dates as offices write them, in every script: what is written is what is found, and nothing is guessed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.read import dates

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")
TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 20)
KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
LAO_DIGITS = str.maketrans("0123456789", "໐໑໒໓໔໕໖໗໘໙")
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
REIWA = date(2019, 5, 1)

DAYS = st.dates(date(1990, 1, 1), date(2027, 12, 31))


def babel(day: date, pattern: str, locale: str) -> str:
    """A day by the names of months that CLDR has for a language."""
    return format_date(day, pattern, locale=locale)


STYLES = {
    "iso": lambda day: f"{day:%Y-%m-%d}",
    "slashes, year first": lambda day: f"{day.year}/{day.month}/{day.day}",
    "dots, year first": lambda day: f"{day:%Y.%m.%d}",
    "slashes, day first": lambda day: f"{day:%d/%m/%Y}",
    "dots, day first": lambda day: f"{day.day}.{day.month}.{day.year}",
    "English": lambda day: babel(day, "d MMMM y", "en"),
    "American": lambda day: babel(day, "MMMM d, y", "en"),
    "English, short": lambda day: babel(day, "d-MMM-y", "en"),
    "English, with the weekday": lambda day: babel(day, "EEEE, d MMMM y", "en"),
    "English, ordinal": lambda day: f"{day.day}th of {babel(day, 'MMMM y', 'en')}",
    "English, in capitals": lambda day: babel(day, "MMMM d, y", "en").upper(),
    "Japanese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "Japanese, wide digits": lambda day: f"{day.year}年{day.month}月{day.day}日".translate(WIDE_DIGITS),
    "Chinese": lambda day: f"{day.year}年{day.month}月{day.day}号",
    "Korean": lambda day: f"{day.year}년 {day.month}월 {day.day}일",
    "Khmer": lambda day: f"ថ្ងៃទី{day.day} {babel(day, 'MMMM', 'km')} ឆ្នាំ{day.year}".translate(KHMER_DIGITS),
    "Khmer, with the word month": lambda day: (
        f"ថ្ងៃទី{day.day} ខែ{babel(day, 'MMMM', 'km')} ឆ្នាំ{day.year}".translate(KHMER_DIGITS)
    ),
    "Khmer, in numbers": lambda day: f"ថ្ងៃទី{day.day} ខែ{day.month} ឆ្នាំ{day.year}".translate(KHMER_DIGITS),
    "Khmer, month name and Western digits": lambda day: f"{day.day} {babel(day, 'MMMM', 'km')} {day.year}",
    "Thai, Buddhist year": lambda day: f"{day.day} {babel(day, 'MMMM', 'th')} {day.year + 543}",
    "Thai, Buddhist year named": lambda day: (
        f"{day.day} {babel(day, 'MMMM', 'th')} พ.ศ. {day.year + 543}".translate(THAI_DIGITS)
    ),
    "Lao": lambda day: f"{day.day} {babel(day, 'MMMM', 'lo')} {day.year}".translate(LAO_DIGITS),
    "Burmese month": lambda day: f"{day.day} {babel(day, 'MMMM', 'my')} {day.year}",
    "Vietnamese": lambda day: f"ngày {day.day} tháng {day.month} năm {day.year}",
    "French": lambda day: babel(day, "d MMMM y", "fr"),
    "French, the first of the month": lambda day: babel(day, "d", "fr") + "er " + babel(day, "MMMM y", "fr"),
    "Spanish": lambda day: babel(day, "d 'de' MMMM 'de' y", "es"),
    "Portuguese": lambda day: babel(day, "d 'de' MMMM 'de' y", "pt"),
    "German": lambda day: babel(day, "d. MMMM y", "de"),
    "Indonesian": lambda day: babel(day, "d MMMM y", "id"),
    "Malay": lambda day: babel(day, "d MMMM y", "ms"),
}  # fmt: skip
AROUND = [
    ("", ""),
    ("Posted on ", "."),
    ("(", ")"),
    ("河川省 ", " 発表"),
    ("ភ្នំពេញ៖ ", " ។"),
    ("News | ", " | 12 comments"),
]


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=60, deadline=None)
@given(day=DAYS, around=st.sampled_from(AROUND))
def test_what_is_written_is_found(style: str, day: date, around: tuple[str, str]) -> None:
    """A day written in any of these styles is found again, whatever stands around it."""
    written = STYLES[style](day)
    before, after = around
    found = dates.find(before + written + after, zone=PHNOM_PENH, today=TODAY)
    assert found is not None
    assert found.when == day
    assert (before + written + after)[found.start : found.end].strip() == found.as_written


@settings(max_examples=60, deadline=None)
@given(day=st.dates(REIWA, date(2027, 12, 31)), style=st.sampled_from(["令和{}年{}月{}日", "R{}.{}.{}"]))
@example(day=date(2019, 12, 3), style="令和{}年{}月{}日")
def test_imperial_years(day: date, style: str) -> None:
    """Years of the era Reiwa are years of ours."""
    assert dates.find(style.format(day.year - 2018, day.month, day.day), zone=TOKYO, today=TODAY).when == day


def test_first_year_of_an_era() -> None:
    """The first year of an era is written with a word for "first"."""
    assert dates.find("令和元年5月1日", zone=TOKYO, today=TODAY).when == date(2019, 5, 1)


@settings(max_examples=60, deadline=None)
@given(today=st.dates(date(2000, 1, 1), date(2026, 12, 31)), ago=st.integers(-31, 300))
@example(today=date(2026, 1, 2), ago=3)
@example(today=date(2025, 12, 30), ago=-4)
def test_days_without_a_year(today: date, ago: int) -> None:
    """A day without a year is the one nearest to today: on 2 January, "December 30" is of last year."""
    day = today - timedelta(days=ago)
    for written in (babel(day, "MMMM d", "en"), f"{day.month}月{day.day}日", babel(day, "d MMMM", "fr")):
        assert dates.find(written, zone=PHNOM_PENH, today=today).when == day


def test_a_day_without_a_year_needs_today() -> None:
    """Where it is not known which day it is, a day without a year is not guessed."""
    assert dates.find("April 14", zone=PHNOM_PENH) is None


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Phnom_Penh", date(2026, 11, 12)), ("America/New_York", date(2026, 12, 11))]
)
def test_day_or_month_first(zone: str, day: date) -> None:
    """12/11/2026 is 12 November, but 11 December where CLDR puts the month first."""
    assert dates.find("12/11/2026", zone=ZoneInfo(zone), today=TODAY).when == day


def test_only_one_order_is_possible() -> None:
    """11/25/2026 can only be 25 November, wherever it is written."""
    assert dates.find("11/25/2026", zone=PHNOM_PENH, today=TODAY).when == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("written", "zone", "utc"),
    [
        ("2026-11-12T14:05:00+09:00", PHNOM_PENH, datetime(2026, 11, 12, 5, 5, tzinfo=UTC)),
        ("2026-11-12T14:05:00Z", PHNOM_PENH, datetime(2026, 11, 12, 14, 5, tzinfo=UTC)),
        ("2026-11-12 14:05", PHNOM_PENH, datetime(2026, 11, 12, 7, 5, tzinfo=UTC)),
        ("12 November 2026, 2:05 PM", PHNOM_PENH, datetime(2026, 11, 12, 7, 5, tzinfo=UTC)),
        ("12 November 2026 at 12:05 a.m.", PHNOM_PENH, datetime(2026, 11, 11, 17, 5, tzinfo=UTC)),
        ("November 12, 2026 | 14:05 GMT+7", TOKYO, datetime(2026, 11, 12, 7, 5, tzinfo=UTC)),
        ("2026年11月12日 14時05分", TOKYO, datetime(2026, 11, 12, 5, 5, tzinfo=UTC)),
        ("2026年11月12日(木) 午後2時05分", TOKYO, datetime(2026, 11, 12, 5, 5, tzinfo=UTC)),
        ("14:05, 12 November 2026", PHNOM_PENH, datetime(2026, 11, 12, 7, 5, tzinfo=UTC)),
        ("ថ្ងៃទី១២ ខែវិច្ឆិកា ឆ្នាំ២០២៦ ម៉ោង ១៤:០៥", PHNOM_PENH, datetime(2026, 11, 12, 7, 5, tzinfo=UTC)),
        ("Thu, 12 Nov 2026 14:05:30 JST", PHNOM_PENH, datetime(2026, 11, 12, 5, 5, 30, tzinfo=UTC)),
        ("12 Nov 2026 24:99", PHNOM_PENH, date(2026, 11, 12)),
    ],
)
def test_time_of_day(written: str, zone: ZoneInfo, utc: datetime) -> None:
    """A time of day beside a date makes it a moment, in the zone that is written or that of the source."""
    assert dates.find(written, zone=zone, today=TODAY).when == utc


@pytest.mark.parametrize("written", ["AKP Phnom Penh, July 28, 2925 --", "28 July 12026", "2925-07-28", "0026/07/28"])
def test_impossible_years(written: str) -> None:
    """A mistyped year does not put a statement a thousand years ahead."""
    found = dates.find(written, zone=PHNOM_PENH, today=TODAY)
    assert found is None or found.when == date(2026, 7, 28)


@pytest.mark.parametrize(
    "words",
    [
        "", "no date here", "the 5 may be closed", "Room 12, floor 3", "call 023 456 789", "version 1.2.3",
        "10-20 people", "2026", "31/31/2026", "30 February 2026", "1/2", "ratio 12:30", "from 3 to 5", "B2-11-2026x9",
        "march on 5 towns",
    ],
)  # fmt: skip
def test_what_is_no_date(words: str) -> None:
    """Numbers that only look like a date are none."""
    assert dates.find(words, zone=PHNOM_PENH, today=TODAY) is None


def test_several_dates_in_reading_order() -> None:
    """All dates of a text are found in the order in which they are read, none within another."""
    text = "Posted 12 November 2026. The visit is from November 20 to 2026-12-01; 令和8年12月2日に発表。"
    found = [each.when for each in dates.every(text, zone=PHNOM_PENH, today=TODAY)]
    assert found == [date(2026, 11, 12), date(2026, 11, 20), date(2026, 12, 1), date(2026, 12, 2)]


@settings(max_examples=100, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=200),
        st.text(alphabet="0123456789/-.: 年月日ខែទីabpmJanuaryT+Z令和元RH,()０５១๒", max_size=80),
    ),
    zone=st.sampled_from([PHNOM_PENH, TOKYO, ZoneInfo("America/New_York"), ZoneInfo("Asia/Bangkok")]),
    today=st.none() | st.dates(date(1, 1, 1), date(9990, 12, 31)),
)
def test_no_text_makes_it_raise(text: str, zone: ZoneInfo, today: date | None) -> None:
    """Whatever a page writes, the search ends, with dates that lie where they are said to lie."""
    end = 0
    for found in dates.every(text, zone=zone, today=today, languages=("th", "xx")):
        assert end <= found.start < found.end <= len(text)
        assert found.as_written == text[found.start : found.end].strip()
        end = found.end
