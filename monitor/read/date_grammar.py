"""The forms in which dates are written, and what each part of them is. No clock, no zone: see `dates.find`."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from monitor.read import date_words
from monitor.read.date_words import any_of, number

_DECIMAL = re.compile(r"\d")
_SPACE_OR_WIDE = re.compile("[\u00a0\u2000-\u200d\u202f\u2060\u3000\ufeff\uff01-\uff5e]")


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: its place in the text and its parts, not yet made sense of."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    swappable: bool = False  #: day and month could change places (11/12/2026)
    short: bool = False  #: the year has two digits
    buddhist: bool = False  #: Thai words stand around the year
    minguo: bool = False  #: the year has three digits: one of the Republic of China, or none
    weak: bool = False  #: without a year it may be ordinary words ("the 5 may be")


def flat(text: str) -> str:
    """`text` with ASCII digits, spaces and full-width forms, character for character: offsets stay true."""
    text = _SPACE_OR_WIDE.sub(lambda sign: " " if sign[0] < "\uff01" or sign[0] == "\ufeff" else _narrow(sign[0]), text)
    return _DECIMAL.sub(lambda sign: str(unicodedata.decimal(sign[0])), text)


def _narrow(sign: str) -> str:
    return chr(ord(sign) - 0xFEE0)


def written(text: str) -> Iterator[Written]:
    """Every date in `flat` text, form by form, not in order."""
    for form in _forms():
        for match in form.finditer(text):
            yield _parts(match)


def _parts(match: "re.Match[str]") -> Written:
    part = match.groupdict()
    name = part.get("name")
    year = number(part["year"]) if part.get("year") else None
    if era := part.get("era"):
        year = date_words.written_words()["eras"][era.upper()] + number(part["count"])
    elif part.get("minguo"):
        year = date_words.written_words()["eras"]["民國"] + int(part["minguo"])
    elif part.get("short"):
        year = 2000 + int(part["short"])
    return Written(
        match.start(),
        match.end(),
        year,
        date_words.month_number(name) if name else number(part["month"]),
        number(part["day"]),
        short=bool(part.get("short")),
        swappable=match.re.pattern.startswith(_SWAPPABLE),
        buddhist=bool(part.get("thai")) or bool(name and "\u0e00" <= name[0] <= "\u0e7f"),
        minguo=bool(part.get("minguo")),
        weak=bool(name and name.islower() and name.rstrip(".") in date_words.english_months()),
    )


_SWAPPABLE = "(?#day and month)"
_DAY = r"(?<![\d.,:/-])(?P<day>\d{1,2})"
_UP_TO_31 = rf"\d{{1,2}}|[{date_words.COUNTING}]{{1,3}}"


@cache
def _forms() -> tuple["re.Pattern[str]", ...]:
    return tuple(re.compile(form, re.IGNORECASE) for form in (*_in_numbers(), *_with_signs(), *_with_names()))


def _in_numbers() -> Iterator[str]:
    # 2026-11-12, 2026/11/12, 2026.11.12
    yield r"(?<![\d-])(?P<year>\d{4})\s?(?P<by>[-./])\s?(?P<month>\d{1,2})\s?(?P=by)\s?(?P<day>\d{1,2})(?!\d)"
    # 20261112, where nothing else is written
    yield r"\A\s*(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=T\d|\s*\Z)"
    # 115-11-12, 115/11/12
    yield r"(?<![\d./-])(?P<minguo>1\d\d)(?P<by>[-./])(?P<month>\d{1,2})(?P=by)(?P<day>\d{1,2})(?![\d./-])"
    # 12/11/2026, 12-11-26
    yield (
        rf"{_SWAPPABLE}(?<![A-Za-z\d./-])(?P<day>\d{{1,2}})\s?(?P<by>[-/])\s?(?P<month>\d{{1,2}})\s?(?P=by)\s?"
        r"(?:(?P<year>\d{4})|(?P<short>\d{2}))(?![\d/-])"
    )
    # 26.11.12
    yield rf"{_SWAPPABLE}(?<![A-Za-z\d./-])(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<short>\d\d)(?![\d/-]|\.\d)"
    # 12.11.2026
    yield r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)"


def _with_signs() -> Iterator[str]:
    eras = date_words.written_words()["eras"]
    # R8.11.12, 民國115/11/12
    yield (
        rf"(?<![A-Za-z\d])(?P<era>{any_of(eras)})\s?(?P<count>\d{{1,3}})[-./]\s?(?P<month>\d{{1,2}})[-./]\s?"
        r"(?P<day>\d{1,2})(?!\d)"
    )
    # 令和8年11月12日, 中華民國一百一十五年十一月十二日
    yield (
        rf"(?<![A-Za-z\d])(?P<era>{any_of(eras)})\s?(?P<count>\d{{1,3}}|[{date_words.COUNTING}]{{1,5}}|元)\s?年"
        rf"(?:\([^()\n]{{1,8}}\))?\s?(?P<month>{_UP_TO_31})\s?月\s?(?P<day>{_UP_TO_31})\s?日"
    )
    # 2026年11月12日, 二〇二六年十一月十二日, 2026년 11월 12일, 11月12日, 11月12号
    yield (
        rf"(?:(?<!\d)(?:(?P<year>\d{{4}}|[{date_words.COUNTING}]{{4}})|(?P<minguo>1\d\d))\s?[年년][^\d\n]{{0,6}}?)?"
        rf"(?<![\d{date_words.COUNTING}])(?P<month>{_UP_TO_31})\s?[月월]\s?(?P<day>{_UP_TO_31})\s?[日号號일]"
    )
    # 2026(令和8)年11月12日, 2026年(令和8年)11月12日
    yield (r"(?<!\d)(?P<year>\d{4})\s?年?\s?\([^()\n]{1,8}\)\s?年?\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日")
    # month and day before the day of the week: 11/12(木)
    yield r"(?<![\d./-])(?P<month>\d{1,2})[/.](?P<day>\d{1,2})\s?\([日月火水木金土일월화수목금토](?:・祝)?\)"


def _with_names() -> Iterator[str]:
    words = date_words.written_words()
    name = rf"(?P<name>{date_words.month_pattern()})\.?"
    ordinal = r"(?:st|nd|rd|th|er|º|ª|\.)?"
    span = rf"(?:\s{{0,2}}(?:-|–|&|/|{any_of(words['until'])})\s{{0,2}}\d{{1,2}}(?:st|nd|rd|th)?(?![\d:]))?"
    year = r"(?P<year>\d{4})(?!\d)"
    of_year = rf"(?:\s|,|-|\.|/|(?P<thai>พ\.ศ\.)|{any_of(words['year_before_number'])}){{1,6}}"
    month = any_of(words["month_before_number"])
    # ngày 12 tháng 11 năm 2026; ថ្ងៃទី១២ ខែ១១ ឆ្នាំ២០២៦
    yield rf"{_DAY}\s{{0,2}}[,/]?\s?(?:{month})\.?\s{{0,2}}(?P<month>\d{{1,2}})(?:{of_year}{year})?(?!\d)"
    # Tháng 11 12, 2026
    yield rf"(?<![^\W\d_])(?:{month})\.?\s?(?P<month>\d{{1,2}})\s(?P<day>\d{{1,2}}),\s?{year}"
    # ngày 12-11
    yield r"\bngày\s(?P<day>\d{1,2})[-./](?P<month>\d{1,2})(?![-./]?\d)"
    # April 14, 2026; November 3-5
    yield (
        rf"(?<![^\W\d_]){name}\s{{0,3}}(?P<day>\d{{1,2}}){ordinal}{span}(?!\d|[.:]\d)"
        rf"(?:(?:\s|,|\bde\b){{1,4}}{year})?"
    )
    # 12 November 2026, 12-Nov-26, 12 de noviembre de 2026, ថ្ងៃទី១២ ខែវិច្ឆិកា ឆ្នាំ២០២៦, 12 พ.ย. 69
    yield (
        rf"{_DAY}{ordinal}{span}(?:\s|-|,|/|{any_of(words['month_before_name'])}){{0,5}}{name}"
        rf"(?:(?:{of_year})?{year}|(?:[-/'’]|\s['’]|(?<=[\u0e00-\u0e7f]\.)\s?|(?<=[\u0e00-\u0e7f])\s)(?P<short>\d\d)(?![\d:.]))?"
    )
