"""How people write months, eras and zones, from CLDR through Babel; nothing here decides what a date means."""

import re
from collections.abc import Iterable
from datetime import timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global

_LOCALES = ("en", "en_GB", "fr", "id", "ms", "km", "th", "lo", "my", "de", "es", "pt", "it", "nl")
_SHORTEST, _SHORTEST_ASCII = 2, 3  # shorter abbreviations are found everywhere

FIRST_YEAR_BEFORE = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "R": 2018,
    "H": 1988,
    "S": 1925,
    "民國": 1911,
    "民国": 1911,
}
"""The year before the first of each era."""

_HOURS = {
    "UTC": 0, "UT": 0, "GMT": 0, "Z": 0, "WET": 0, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "ICT": 7,
    "WIB": 7, "WITA": 8, "SGT": 8, "MYT": 8, "HKT": 8, "PHT": 8, "AWST": 8, "JST": 9, "KST": 9, "WIT": 9, "AEST": 10,
    "AEDT": 11, "EST": -5, "EDT": -4, "CDT": -5, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
ZONE_NAMES = tuple(sorted(_HOURS, key=len, reverse=True))
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")


def offset(written: str) -> timezone | None:
    """`JST`, `GMT+7`, `+09:00`, `Z` as a zone; None for what no zone on Earth has."""
    shift = _OFFSET.search(written)
    if shift is None:
        return timezone(timedelta(hours=_HOURS[written.upper()])) if written.upper() in _HOURS else None
    span = timedelta(hours=int(shift[2]), minutes=int(shift[3] or 0))
    return timezone(-span if shift[1] == "-" else span) if span <= timedelta(hours=14) else None


@cache
def month_names() -> dict[str, int]:
    """Every wide and abbreviated name of a month, in lower case and without a last full stop, to its number."""
    names: dict[str, int] = {}
    for code in _LOCALES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale.parse(code).months[context][width].items():
                    name = name.lower().rstrip(".")
                    if len(name) >= (_SHORTEST_ASCII if name.isascii() else _SHORTEST):
                        names[name] = number
    return names


@cache
def month_pattern() -> str:
    """A regular expression for any month name, the longest first."""
    names = sorted(month_names(), key=len, reverse=True)
    # The last sign of Khmer "February" is mostly typed as a colon.
    return "|".join(re.escape(name).replace("ៈ", "[ៈ:]?") for name in names)


def month_number(written: str) -> int:
    """The number of a month that `month_pattern` found."""
    name = written.lower().rstrip(".").replace(":", "ៈ")
    names = month_names()
    return names.get(name) or names[name.rstrip("ៈ") + "ៈ"]


@cache
def english_months() -> frozenset[str]:
    """The English names, of which some are words too (may, march)."""
    widths = Locale.parse("en").months["format"]
    return frozenset(name.lower() for width in ("wide", "abbreviated") for name in widths[width].values())


def month_first(zone: ZoneInfo, languages: Iterable[str]) -> bool:
    """Whether 11/12/2026 is 12 November where this source writes: only where CLDR puts the month first."""
    return _month_first(str(zone), tuple(languages))


@cache
def _month_first(zone: str, languages: tuple[str, ...]) -> bool:
    territory = get_global("zone_territories").get(zone)
    tags = [language.replace("-", "_") for language in languages]
    if territory and len(territory) == 2:
        tags = [tag if "_" in tag else f"{tag}_{territory}" for tag in tags] + [f"und_{territory}"]
    for tag in tags:
        try:
            return "_" in tag and str(Locale.parse(tag).date_formats["short"].pattern).startswith("M")
        except (UnknownLocaleError, ValueError):
            continue
    return False


def year_first(zone: ZoneInfo) -> bool:
    """Whether 26.11.12 begins with the year there (Japan, Korea, China …)."""
    return _year_first(str(zone))


@cache
def _year_first(zone: str) -> bool:
    territory = get_global("zone_territories").get(zone)
    if not territory or len(territory) != 2:
        return False
    try:
        return str(Locale.parse(f"und_{territory}").date_formats["short"].pattern).startswith("y")
    except (UnknownLocaleError, ValueError):
        return False
