"""Names of countries and of their chief cities in every language, from CLDR through Babel."""

import pickle
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from babel import localedata
from babel.core import get_global

_NO_COUNTRY = frozenset({"EZ", "QO", "UN", "XA", "XB", "ZZ"})


@cache
def codes() -> frozenset[str]:
    """ISO 3166 alpha-2 codes that CLDR names, and EU."""
    return frozenset(code for code in _load("en")["territories"] if len(code) == 2) - _NO_COUNTRY


def languages() -> tuple[str, ...]:
    """All languages that CLDR has names in."""
    return tuple(each for each in localedata.locale_identifiers() if "_" not in each)


def name(code: str, language: str = "en") -> str:
    """The name of a country in a language; its code where CLDR has none."""
    return str(_load(language)["territories"].get(code, code))


def name_of_language(code: str) -> str:
    """What a language is called in English; its code where CLDR has no name for it."""
    return str(_load("en")["languages"].get(code, code))


def names(wanted: Collection[str], spoken: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """(country, language, name) of the wanted countries and their chief cities in the spoken languages.

    A city comes from the time zone of a country that has only one: it is called after its chief city.
    """
    zones = {code: zones[0] for code, zones in get_global("territory_zones").items() if len(zones) == 1}
    for code in sorted(wanted):
        if code in zones:
            yield code, "en", zones[code].rpartition("/")[2].replace("_", " ")
    for language in spoken:
        if not localedata.exists(language):
            continue
        loaded = _load(language)
        territories, cities = loaded["territories"], loaded["time_zones"]
        for code in sorted(wanted):
            found = territories.get(code), cities.get(zones.get(code), {}).get("city")
            for each in found:
                if isinstance(each, str) and each:
                    yield code, language, each


@cache
def _load(language: str) -> Mapping[str, Any]:
    """What CLDR calls countries, cities and languages in one itself, without what it inherits; no more of it is kept.

    Not by `localedata.load(…, merge_inherited=False)`: Babel would keep that as the whole of the language, and whoever
    asks it for the months afterwards would find none.
    """
    with open(localedata.resolve_locale_filename(language), "rb") as file:  # noqa: PTH123 - what Babel gives is a str
        loaded = pickle.load(file)  # noqa: S301 - Babel's own data
    return {key: loaded.get(key, {}) for key in ("territories", "time_zones", "languages")}
