"""FACTS: what a text states, quoted. One file per kind of fact: a pure function from a field's text to its facts."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.core import get_global

from monitor.assess.facts.field import Text
from monitor.assess.facts.vocabulary import Vocabularies
from monitor.model import Fact
from monitor.times import When

KINDS: tuple[Callable[[Text], Iterable[Fact]], ...] = ()
"""Every kind of fact; where two quote the same words, the kind that stands first has them."""


def facts(
    title: str | None,
    text: str,
    *,
    language: str | None,
    published: When | None,
    timezone: ZoneInfo,
    vocabulary: Vocabularies,
    registry: object = None,
    countries: tuple[str, ...] = (),
) -> tuple[Fact, ...]:
    """What a title and a text state, in the order of the text; the title first.

    `timezone` is where the source writes; `countries` are those that the statement names.
    """
    day = _day(published, timezone)
    territory = get_global("zone_territories").get(str(timezone))
    found = []
    for name, original in (("title", title or ""), ("text", text)):
        field = Text(name, original, vocabulary.of(language), day, territory, countries, registry)
        each = [fact for find in KINDS for fact in find(field)] if original else []
        found += sorted(each, key=lambda fact: (fact.start, -fact.end))
    return tuple(found)


def _day(published: When | None, timezone: ZoneInfo) -> date | None:
    return published.astimezone(timezone).date() if isinstance(published, datetime) else published
