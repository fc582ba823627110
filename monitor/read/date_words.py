"""How people write months, weekdays, eras and zones: CLDR and `dates.yaml`. Nothing here says what a date means."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from ruamel.yaml import YAML

_SHORTEST, _SHORTEST_ASCII = 2, 3  # shorter abbreviations are found everywhere
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese, Khmer: a word may follow another without a space."""
COUNTING = "〇零○一二三四五六七八九十百"


@cache
def written_words() -> Mapping[str, Any]:
    """What `dates.yaml` holds."""
    return YAML(typ="safe").load(files("monitor.read").joinpath("dates.yaml").read_text("utf-8"))  # type: ignore[no-any-return]


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of these words, the longest first. One with a backslash is an expression already."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(word if "\\" in word else re.escape(word) for word in longest_first)


def offset(written: str) -> timezone | None:
    """`JST`, `GMT+7`, `+09:00`, `Z` as a zone; None for what no zone on Earth has."""
    shift = _OFFSET.search(written)
    if shift is None:
        hours = written_words()["zones"].get(written.upper())
        return timezone(timedelta(hours=hours)) if hours is not None else None
    span = timedelta(hours=int(shift[2]), minutes=int(shift[3] or 0))
    return timezone(-span if shift[1] == "-" else span) if span <= timedelta(hours=14) else None


@cache
def month_names() -> dict[str, int]:
    """Every wide and abbreviated name of a month, in lower case and without a last full stop, to its number."""
    names = {name.lower(): number for name, number in written_words()["months"].items()}
    for number, name in _names("months"):
        name = name.lower().rstrip(".")
        if len(name) >= (_SHORTEST_ASCII if name.isascii() else _SHORTEST):
            names.setdefault(name, number)
            names.setdefault(_unaccented(name), number)
    return names


@cache
def weekday_names() -> frozenset[str]:
    """Every wide and abbreviated name of a day of the week."""
    return frozenset(name.rstrip(".") for _, name in _names("days"))


def _names(of: str) -> Iterator[tuple[int, str]]:
    for code in written_words()["locales"]:
        by_context = getattr(Locale.parse(code), of)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                yield from by_context[context][width].items()


def _unaccented(name: str) -> str:
    """How Latin letters are often typed: `aout`, `fevrier`."""
    apart = unicodedata.normalize("NFD", name)
    return "".join(sign for sign in apart if not "\u0300" <= sign <= "\u036f")


@cache
def month_pattern() -> str:
    """A regular expression for any month name, the longest first; after a name in Latin letters no letter follows."""
    unspaced = [name for name in month_names() if _UNSPACED.match(name)]
    spaced = month_names().keys() - set(unspaced)
    # The last sign of Khmer "February" is mostly typed as a colon.
    return f"{any_of(unspaced).replace('ៈ', '[ៈះ:]?')}|(?:{any_of(spaced)})(?![^\\W\\d_])"


def month_number(written: str) -> int:
    """The number of a month that `month_pattern` found."""
    name = re.sub("[:ះ]", "ៈ", written.lower().rstrip("."))
    names = month_names()
    return names.get(name) or names[name.rstrip("ៈ") + "ៈ"]


@cache
def english_months() -> frozenset[str]:
    """The English names, of which some are words too (may, march)."""
    widths = Locale.parse("en").months["format"]
    return frozenset(name.lower() for width in ("wide", "abbreviated") for name in widths[width].values())


def number(written: str) -> int:
    """A number in digits or in Chinese signs: `12`, `十二`, `一百一十五`, `二〇二六`, `元`."""
    if written == "元":
        return 1
    if written.isdecimal():
        return int(written)
    digits = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
    if not {"十", "百"} & set(written):
        return int("".join(str(digits[sign]) for sign in written))
    total, digit = 0, None
    for sign in written:
        if sign in digits:
            digit = digits[sign]
        else:
            total, digit = total + (1 if digit is None else digit) * (10 if sign == "十" else 100), None
    return total + (digit or 0)


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
