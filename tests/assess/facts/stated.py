"""What a sentence states, by the shipped words."""

from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from monitor.assess.facts import facts
from monitor.assess.rules import Rules, compile_rules
from monitor.config.words import load_words
from monitor.model import Fact

FIGURES = frozenset({"money", "percent", "date", "period", "duration", "quantity"})
PUBLISHED = date(2026, 11, 24)


@cache
def rules() -> Rules:
    """The shipped words, without the names of countries."""
    return compile_rules(load_words(), ())


def figures(
    text: str,
    language: str = "en",
    published: date | None = PUBLISHED,
    timezone: str = "UTC",
    countries: tuple[str, ...] = (),
) -> list[Fact]:
    """The amounts, dates and counts of a text, in its order."""
    found = facts(
        None,
        text,
        language=language,
        published=published,
        timezone=ZoneInfo(timezone),
        vocabulary=rules().facts,
        registry=rules().registry,
        hits={},
        countries=countries,
    )
    return [each for each in found if each.kind in FIGURES]
