"""The forms in which dates are written, and what each part of them is. No clock, no zone: see `dates.find`."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from monitor.read import date_words

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
    year = int(part["year"]) if part.get("year") else None
    if era := part.get("era"):
        count = part["count"]
        year = date_words.FIRST_YEAR_BEFORE[era.upper()] + (1 if count == "元" else int(count))
    elif part.get("short"):
        year = 2000 + int(part["short"])
    return Written(
        match.start(),
        match.end(),
        year,
        date_words.month_number(name) if name else int(part["month"]),
        int(part["day"]),
        short=bool(part.get("short")),
        swappable=match.re.pattern.startswith(_SWAPPABLE),
        buddhist=bool(part.get("thai")) or bool(name and "\u0e00" <= name[0] <= "\u0e7f"),
        weak=bool(name and name.islower() and name.rstrip(".") in date_words.english_months()),
    )


_SWAPPABLE = "(?#day and month)"
_DAY = r"(?<![\d.,:/-])(?P<day>\d{1,2})"


@cache
def _forms() -> tuple["re.Pattern[str]", ...]:
    month = rf"(?P<name>{date_words.month_pattern()})(?![^\W\d_])\.?"
    ordinal = r"(?:st|nd|rd|th|er|º|ª|\.)?"
    span = r"(?:\s{0,2}(?:-|–|to|au|al|and|&|/)\s{0,2}\d{1,2}(?:st|nd|rd|th)?(?![\d:]))?"
    year = r"(?P<year>\d{4})(?!\d)"
    before_year = r"(?:\s|,|-|\.|/|\bde[l]?\b|ឆ្នាំ|ค\.ศ\.|(?P<thai>พ\.ศ\.)|ปี|ປີ){1,6}"
    forms = (
        # 2026-11-12, 2026/11/12, 2026.11.12
        r"(?<![\d-])(?P<year>\d{4})\s?(?P<by>[-./])\s?(?P<month>\d{1,2})\s?(?P=by)\s?(?P<day>\d{1,2})(?!\d)",
        # 12/11/2026, 12-11-26
        rf"{_SWAPPABLE}(?<![A-Za-z\d./-])(?P<day>\d{{1,2}})\s?(?P<by>[-/])\s?(?P<month>\d{{1,2}})\s?(?P=by)\s?"
        r"(?:(?P<year>\d{4})|(?P<short>\d{2}))(?![\d/-])",
        # 12.11.2026
        r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)",
        # R8.11.12
        r"(?<![A-Za-z\d])(?P<era>[RHS])\s?(?P<count>\d{1,2})[./年]\s?(?P<month>\d{1,2})[./月]\s?(?P<day>\d{1,2})(?!\d)",
        # 2026年11月12日, 2026년 11월 12일, 11月12日, 11月12号
        r"(?:(?<!\d)(?P<year>\d{4})\s?[年년][^\d\n]{0,6}?)?(?<!\d)(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日号號일]",
        # 令和8年11月12日, 民國115年11月12日
        r"(?P<era>令和|平成|昭和|民國|民国)\s?(?P<count>\d{1,3}|元)\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日",
        # ngày 12 tháng 11 năm 2026; ថ្ងៃទី១២ ខែ១១ ឆ្នាំ២០២៦
        rf"{_DAY}\s{{0,2}}(?:tháng|thg|[,/]?\s?ខែ(?:ទី)?)\s{{0,2}}(?P<month>\d{{1,2}})"
        rf"(?:(?:\s|,|/|năm|ឆ្នាំ){{1,4}}{year})?(?!\d)",
        # April 14, 2026; November 3-5
        rf"(?<![^\W\d_]){month}\s{{0,3}}(?P<day>\d{{1,2}}){ordinal}{span}(?![\d:]|\.\d)"
        rf"(?:(?:\s|,|-|\bde\b){{1,4}}{year})?",
        # 12 November 2026, 12-Nov-2026, 12 de noviembre de 2026, ថ្ងៃទី១២ ខែវិច្ឆិកា ឆ្នាំ២០២៦
        rf"{_DAY}{ordinal}{span}(?:\s|-|,|/|\bde\b|\bof\b|\bday\b|ខែ){{0,5}}{month}(?:{before_year}{year})?",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)
