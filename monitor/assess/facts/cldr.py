"""Names of months and currencies in every language, folded, from CLDR through Babel."""

from collections import defaultdict
from functools import cache
from itertools import product

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_name, get_territory_currencies

from monitor.text.normalise import fold

_MANY = (1, 2, 5)
_MANNERS = {"en": ("en", "en_GB")}  # Sep and Sept


@cache
def months(language: str) -> dict[str, int]:
    """Name or short name of a month -> its number."""
    found: dict[str, int] = {}
    for locale in filter(None, map(_locale, _MANNERS.get(language, (language,)))):
        for context, width in product(("format", "stand-alone"), ("abbreviated", "wide")):
            for number, name in locale.months[context][width].items():
                if len(name) > 2 and not any(each.isdecimal() for each in name):
                    found[fold(name.rstrip(".")).text] = number
    return found


@cache
def currencies(language: str) -> dict[str, tuple[str, ...]]:
    """Name -> the ISO 4217 codes that it may mean; in English also the last word of a name alone (`shillings`)."""
    locale = _locale(language)
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for code in sorted(current()) if locale else ():
        names = {get_currency_name(code, count, locale) for count in _MANY} | {get_currency_name(code, locale=locale)}
        for name in names:
            folded = fold(name).text
            found[folded][code] = None
            if language == "en" and " " in folded:
                found[folded.rpartition(" ")[2]][code] = None
        found[code.lower()] = {code: None}
    several = {name: tuple(codes) for name, codes in found.items() if len(name) > 1}
    return {name: codes if len(codes) == 1 else ("?", *codes) for name, codes in several.items()}


@cache
def current() -> frozenset[str]:
    """The currencies that are money somewhere."""
    territories = get_global("territory_currencies")
    return frozenset(code for each in territories for code in get_territory_currencies(each))


@cache
def of_territory(territory: str) -> tuple[str, ...]:
    """The currencies of a country."""
    return tuple(get_territory_currencies(territory)) if territory in get_global("territory_currencies") else ()


@cache
def month_first(territory: str | None) -> bool:
    """Whether 11/12/2026 is 12 November there."""
    locale = _locale(f"und_{territory}") if territory else None
    return locale is not None and str(locale.date_formats["short"].pattern).startswith("M")


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
