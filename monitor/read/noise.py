"""Lines that change with every look and say nothing: how long ago, how often read. Left out, they make no edits."""

import re
from datetime import timedelta
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_timedelta

from monitor.text.normalise import clean

LONGEST = 60
"""Characters of a line that may be nothing but noise."""
_LOCALES = ("en", "km", "ja", "zh", "zh_Hant", "ko", "th", "lo", "my", "vi", "fr", "id", "ms", "de", "es", "pt", "ru")
_SPANS: dict[Any, timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30.5),
    "year": timedelta(days=366),
}
_DIGIT = re.compile(r"\d")
_COUNTED = re.compile(
    r"(?i)\W*(?:(?:views?|hits|reads?|visits?|visitors?|viewed|閲覧数|アクセス数|浏览|瀏覽|阅读|点击|조회(?:수)?|"
    r"lượt xem|អ្នកទស្សនា|អ្នកមើល|ចំនួនអ្នកអាន|ผู้เข้าชม|dibaca|vues?)\W{0,3}[\d.,]{1,12}\s?[km]?|"
    r"[\d.,]{1,12}\s?[km]?\s?(?:views?|hits|reads|visits|visitors|回|lượt xem|조회|vues?|នាក់បានមើល))\W*"
)


def quiet(text: str) -> str:
    """The text without such lines."""
    return clean("\n".join(line for line in text.split("\n") if not is_noise(line)))


def is_noise(line: str) -> bool:
    """Whether a line says nothing but how long ago something was, or how often it was read."""
    if not 0 < len(line) <= LONGEST or not any(map(str.isdigit, line)):
        return False
    if _COUNTED.fullmatch(line):
        return True
    ago = _ago().search(line)
    return ago is not None and 5 * len(ago.group()) > 2 * len(line)


@cache
def _ago() -> "re.Pattern[str]":
    """`5 hours ago`, `5 時間前` … in the languages that we read, as CLDR writes them."""
    forms = {
        re.sub(r"\d", r"\\d{1,3}", re.escape(form).replace(r"\ ", r"\s?")) for form in _forms() if _DIGIT.search(form)
    }
    return re.compile("|".join(sorted(forms, key=len, reverse=True)), re.IGNORECASE)


def _forms() -> set[str]:
    return {
        format_timedelta(-count * span, granularity, 10, True, "long", Locale.parse(code))
        for code in _LOCALES
        for count in (1, 5)
        for granularity, span in _SPANS.items()
    }
