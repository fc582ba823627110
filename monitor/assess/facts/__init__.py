"""FACTS: what a text states, quoted. One file per kind of fact: a pure function from a field's text to its facts."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.core import get_global

from monitor.assess.facts import (
    dates,
    duration,
    money,
    organisation,
    percent,
    period,
    person,
    quantity,
    route,
    scheme,
    speaker,
)
from monitor.assess.facts.field import Text
from monitor.assess.facts.vocabulary import Vocabularies
from monitor.assess.matcher import Hit
from monitor.assess.named import Registry
from monitor.model import Fact
from monitor.text.normalise import fold
from monitor.times import When

_BREAK = "\n\n"
"""No figure goes on in the next paragraph."""
Find = Callable[[Text], Iterable[Fact]]
FIGURES: tuple[Find, ...] = (period.find, dates.find, money.find, percent.find, duration.find, quantity.find)
"""Where two of these quote the same words, the kind that stands first has them: 14日 of 9月14日 is no duration."""
NAMES: tuple[Find, ...] = (person.find, organisation.find, scheme.find, route.find)
"""Those whom a text names; a figure may stand within a name."""


def facts(
    title: str | None,
    text: str,
    *,
    language: str | None,
    published: When | None,
    timezone: ZoneInfo,
    vocabulary: Vocabularies,
    registry: Registry,
    hits: Mapping[str, tuple[Hit, ...]],
    countries: tuple[str, ...] = (),
    reported_by: str | None = None,
) -> tuple[Fact, ...]:
    """What a title and a text state, in the order of the text; the title first.

    `timezone` is where the source writes; `countries` are those that the statement names; `hits` are the terms that the
    matcher found, by field; `reported_by` is whose the statement is.
    """
    day = _day(published, timezone)
    territory = get_global("zone_territories").get(str(timezone))
    words = vocabulary.of(language)
    fields = [  # both at once: whoever found the hits has folded them, and fold knows the last two
        Text(name, original, fold(original), words, registry, day, territory, countries, hits.get(name, ()))
        for name, original in (("title", title or ""), ("text", text))
        if original
    ]
    found = []
    for field in fields:
        each = [*_figures(field), *(fact for find in NAMES for fact in find(field))]
        each = speaker.told(field, each, reported_by) if each else []
        found += sorted(each, key=lambda fact: (fact.start, -fact.end))
    return tuple(found)


def _figures(field: Text) -> list[Fact]:
    kept: list[Fact] = []
    for find in FIGURES:
        kept += [
            fact for fact in find(field) if not (_BREAK in fact.text or any(_overlap(fact, each) for each in kept))
        ]
    return kept


def _overlap(one: Fact, two: Fact) -> bool:
    return one.start < two.end and two.start < one.end


def _day(published: When | None, timezone: ZoneInfo) -> date | None:
    return published.astimezone(timezone).date() if isinstance(published, datetime) else published
