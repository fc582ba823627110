"""Dates and periods, from the first to the last day that they may mean."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stated import PUBLISHED, figures


def days(text: str, language: str = "en", **known: object) -> list[tuple[str, str, str, str]]:
    """Kind, quote, first and last day of each date and period."""
    found = figures(text, language, **known)  # type: ignore[arg-type]
    return [(each.kind, each.text, str(each.from_), str(each.to)) for each in found if each.kind in ("date", "period")]


@pytest.mark.parametrize(
    ("language", "written", "first", "last"),
    [
        ("en", "14 September 2026", "2026-09-14", "2026-09-14"),
        ("en", "Sept. 14, 2026", "2026-09-14", "2026-09-14"),
        ("en", "1 December", "2026-12-01", "2026-12-01"),
        ("en", "early September", "2026-09-01", "2026-09-10"),
        ("en", "mid-October 2027", "2027-10-11", "2027-10-20"),
        ("en", "the end of the year", "2026-11-01", "2026-12-31"),
        ("en", "next month", "2026-12-01", "2026-12-31"),
        ("en", "yesterday (23)", "2026-11-23", "2026-11-23"),
        ("en", "the first half of 2027", "2027-01-01", "2027-06-30"),
        ("en", "Q3 2027", "2027-07-01", "2027-09-30"),
        ("en", "Summer of 2027", "2027-06-01", "2027-08-31"),
        ("en", "2026-09-14", "2026-09-14", "2026-09-14"),
        ("en", "the first week of July", "2026-07-01", "2026-07-07"),
        ("en", "the last week of March next year", "2027-03-25", "2027-03-31"),
        ("km", "ខែមីនា ឆ្នាំក្រោយ", "2027-03-01", "2027-03-31"),
        ("ja", "来年4月上旬", "2027-04-01", "2027-04-10"),
        ("ja", "二〇二六年九月十四日", "2026-09-14", "2026-09-14"),
        ("ja", "令和八年九月二十三日", "2026-09-23", "2026-09-23"),
        ("th", "เดือนมีนาคมปีหน้า", "2027-03-01", "2027-03-31"),
        ("vi", "cuối tháng 3 năm sau", "2027-03-21", "2027-03-31"),
        ("zh", "明年3月中旬", "2027-03-11", "2027-03-20"),
        ("zh", "2026财年", "2026-01-01", "2026-12-31"),
        ("ko", "내년 3월 14일", "2027-03-14", "2027-03-14"),
        ("fr", "mars de l'année prochaine", "2027-03-01", "2027-03-31"),
        ("id", "Maret tahun depan", "2027-03-01", "2027-03-31"),
        ("km", "ថ្ងៃទី១៤ ខែកញ្ញា ឆ្នាំ២០២៦", "2026-09-14", "2026-09-14"),
        ("km", "ដើមខែកញ្ញា", "2026-09-01", "2026-09-10"),
        ("km", "ចុងឆ្នាំ២០២៦", "2026-09-01", "2026-12-31"),
        ("ja", "令和8年9月14日", "2026-09-14", "2026-09-14"),
        ("ja", "2026年９月14日(月)", "2026-09-14", "2026-09-14"),
        ("ja", "9月上旬", "2026-09-01", "2026-09-10"),
        ("ja", "9月後半", "2026-09-16", "2026-09-30"),
        ("ja", "今年末", "2026-11-01", "2026-12-31"),
        ("ja", "2026年度", "2026-04-01", "2027-03-31"),
        ("ja", "来年春", "2027-03-01", "2027-05-31"),
        ("ja", "先月14日", "2026-10-14", "2026-10-14"),
        ("th", "เดือน ก.ย. 69", "2026-09-01", "2026-09-30"),
        ("th", "14 ก.ย. 69", "2026-09-14", "2026-09-14"),
        ("th", "14 กันยายน พ.ศ. 2569", "2026-09-14", "2026-09-14"),
        ("th", "ต้นเดือนกันยายน", "2026-09-01", "2026-09-10"),
        ("vi", "ngày 14 tháng 9 năm 2026", "2026-09-14", "2026-09-14"),
        ("vi", "đầu tháng 9", "2026-09-01", "2026-09-10"),
        ("zh", "2026年9月14日", "2026-09-14", "2026-09-14"),
        ("zh", "9月上旬", "2026-09-01", "2026-09-10"),
        ("ko", "2026년 9월 14일", "2026-09-14", "2026-09-14"),
        ("ko", "내년 상반기", "2027-01-01", "2027-06-30"),
        ("fr", "1er septembre 2026", "2026-09-01", "2026-09-01"),
        ("fr", "début septembre", "2026-09-01", "2026-09-10"),
        ("lo", "ຕົ້ນເດືອນກັນຍາ", "2026-09-01", "2026-09-10"),
        ("id", "14 September 2026", "2026-09-14", "2026-09-14"),
        ("id", "awal September", "2026-09-01", "2026-09-10"),
    ],
)
def test_a_date_is_quoted_and_resolved(language: str, written: str, first: str, last: str) -> None:
    """Whatever the calendar and the script; what is vague has a first and a last day."""
    assert days(f"· {written} ·", language) == [("date", written, first, last)]


@pytest.mark.parametrize(
    ("language", "written", "first", "last"),
    [
        ("en", "January 1 to October 30, 2026", "2026-01-01", "2026-10-30"),
        ("en", "3 to 15 September 2026", "2026-09-03", "2026-09-15"),
        ("en", "September 3-15", "2026-09-03", "2026-09-15"),
        ("en", "between 3 and 15 September", "2026-09-03", "2026-09-15"),
        ("en", "between 2015 and 2019", "2015-01-01", "2019-12-31"),
        ("vi", "2024-2027", "2024-01-01", "2027-12-31"),
        ("en", "December 28 to January 3", "2026-12-28", "2027-01-03"),
        ("en", "1992-2018", "1992-01-01", "2018-12-31"),
        ("km", "ថ្ងៃទី៣ ដល់ថ្ងៃទី១៥ ខែកញ្ញា ឆ្នាំ២០២៦", "2026-09-03", "2026-09-15"),
        ("ja", "4月1日から5月31日", "2026-04-01", "2026-05-31"),
        ("ja", "9月3日~15日", "2026-09-03", "2026-09-15"),
        ("th", "3-15 กันยายน 2569", "2026-09-03", "2026-09-15"),
        ("vi", "ngày 3 đến 15/9/2026", "2026-09-03", "2026-09-15"),
        ("zh", "9月3日至15日", "2026-09-03", "2026-09-15"),
        ("ko", "9월 3일부터 15일", "2026-09-03", "2026-09-15"),
        ("fr", "3 au 15 septembre 2026", "2026-09-03", "2026-09-15"),
        ("id", "3-15 September 2026", "2026-09-03", "2026-09-15"),
    ],
)
def test_a_period_is_one_fact(language: str, written: str, first: str, last: str) -> None:
    """From its first day to its last; the year or month that only one end writes holds for both."""
    assert days(f"· {written} ·", language) == [("period", written, first, last)]


def test_a_fiscal_year_begins_where_the_country_says() -> None:
    """April in Japan, October of the year before in the United States; unknown elsewhere."""
    assert days("FY2026", timezone="Asia/Tokyo")[0][2:] == ("2026-04-01", "2027-03-31")
    assert days("fiscal year 2026", timezone="America/New_York")[0][2:] == ("2025-10-01", "2026-09-30")
    assert days("fiscal year 2026")[0][2:] == ("None", "None")


def test_the_month_stands_first_where_people_write_so() -> None:
    """11/12/2026 is 11 December, and in New York 12 November."""
    assert days("on 11/12/2026")[0][2] == "2026-12-11"
    assert days("on 11/12/2026", timezone="America/New_York")[0][2] == "2026-11-12"


def test_without_a_day_of_publication_no_year_is_guessed() -> None:
    """The quote stands, and says of itself that no year is known."""
    [fact] = figures("on 14 September", published=None)
    assert (fact.text, fact.value, fact.from_, fact.to) == ("14 September", "--09-14", None, None)


def test_words_that_look_like_months_are_none() -> None:
    """It may rain; people march, and are called May."""
    assert days("it may rain, they march on, said Mrs May, 31 February 2026, the 1990s") == []


@given(st.integers(-180, 180))
@settings(max_examples=60, deadline=None)
def test_a_day_without_a_year_is_the_nearest(shift: int) -> None:
    """Around the turn of a year a statement of November names days of January, and means the next."""
    meant = PUBLISHED + timedelta(days=shift)
    for language, form in (("en", "{0.day} {0:%B}"), ("ja", "{0.month}月{0.day}日"), ("vi", "ngày {0.day}/{0.month}")):
        [found] = days(form.format(meant), language)
        assert found[2:] == (str(meant), str(meant))


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_a_day_written_in_any_calendar_is_the_same_day(day: date) -> None:
    """Buddhist, imperial and common years name one day."""
    forms = {
        "en": f"{day:%B} {day.day}, {day.year}",
        "th": f"{day.day}/{day.month}/{day.year + 543}",
        "ja": f"{day.year}年{day.month}月{day.day}日",
        "ko": f"{day.year}년 {day.month}월 {day.day}일",
        "vi": f"ngày {day.day} tháng {day.month} năm {day.year}",
    }
    if day.year > 2019:
        forms["zh"] = f"民國{day.year - 1911}年{day.month}月{day.day}日"
    for language, written in forms.items():
        assert days(written, language) == [("date", written, str(day), str(day))], language
