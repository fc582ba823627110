"""Money: `USD 2.8bn`, 20億円, ៦,៣លានដុល្លារ, `Rs. 468 million`, `6-8 million yen`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from monitor.assess.facts import cldr
from monitor.assess.facts.field import Text
from monitor.assess.facts.numbers import Number
from monitor.model import Fact

_ASK = "?"


def find(text: Text) -> Iterator[Fact]:
    """Each amount of money with its ISO 4217 code; without one where it is not known whose rupees are meant."""
    reached = 0
    for number in text.numbers:
        found = _before(text, number, reached) or _after(text, number)
        if found is not None:
            number, codes = found
            reached = number.end
            yield text.fact("money", *text.hedged(number.start, number.end), number.told, _meant(codes, text))


def _before(text: Text, number: Number, reached: int) -> tuple[Number, tuple[str, ...]] | None:
    folded, words = text.folded.text, text.vocabulary
    at = number.start
    if not number.digits and folded[at - 1 : at] != " ":
        return None  # letters right before a word for a number are rarely a currency
    in_brackets = folded[max(at - 2, 0) : at].strip() == ")"
    currency = words.currencies.before(folded, folded.rindex(")", 0, at) if in_brackets else at)
    if currency is None or currency.start < reached or not _is_written_as(text, currency.start, currency.end):
        return None
    scale = words.money_scales.after(folded, number.end) if number.scale == 1 else None
    if scale is not None:
        number = replace(number.times(scale.worth), end=scale.end)
    again = words.currencies.after(folded, number.end)
    end = again.end if again and set(again.worth) & set(currency.worth) else number.end
    start = currency.start - 1 if in_brackets and folded[currency.start - 1 : currency.start] == "(" else currency.start
    return replace(number, start=start, end=end), currency.worth


def _after(text: Text, number: Number) -> tuple[Number, tuple[str, ...]] | None:
    folded, words = text.folded.text, text.vocabulary
    if number.glued:
        return None
    more = words.about_after.after(folded, number.end)
    end = more.end if more else number.end
    scale = words.money_scales.after(folded, end) if number.scale == 1 else None
    currency = words.currencies.after(folded, scale.end) if scale else None
    if scale and currency:
        number = number.times(scale.worth)
    else:
        currency = words.currencies.after(folded, end)
    if currency is None or not _is_written_as(text, currency.start, currency.end):
        return None
    return replace(number, end=currency.end), currency.worth


def _is_written_as(text: Text, start: int, end: int) -> bool:
    """Whether what may be an ISO code is in capitals: `ALL`, not all."""
    word = text.folded.text[start:end]
    first, last = text.folded.span(start, end)
    return not (len(word) == 3 and word.upper() in cldr.current()) or text.original[first:last].isupper()


def _meant(codes: tuple[str, ...], text: Text) -> str | None:
    """Of the currencies that are called so, that of the source's country; else the usual one.

    Where none is usual, that of the country that is named most.
    """
    here = cldr.of_territory(text.territory) if text.territory else ()
    local = next((code for code in here if code in codes), None)
    if local is not None or codes[0] != _ASK:
        return local or codes[0]
    named = Counter(code for country in text.countries for code in cldr.of_territory(country) if code in codes)
    return named.most_common(1)[0][0] if named else None
