"""In which capacity the page of a person spoke: one page may outlive an office, and be that of another."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.assess.known import Tenure
from monitor.assess.names import name
from monitor.assess.rules import Rules
from monitor.model import Byline, Version


@dataclass(frozen=True, slots=True)
class Capacity:
    """Whom a page spoke for on a day, and what says so."""

    byline: Byline
    why: tuple[str, ...] = ()


def capacity(byline: Byline, version: Version, rules: Rules) -> Capacity:
    """For which country, and as what, a wording was published; without a known office the configured side stands."""
    if byline.person is None:
        return Capacity(byline)
    who, held = rules.registry.called(byline.person), rules.registry.offices(byline.person, _day(version, byline))
    countries = {term.country for term in held}
    if not held:
        return Capacity(byline, (f"{who} held no office that day, as far as we know.",))
    side = countries.pop() if len(countries) == 1 else byline.side
    return Capacity(replace(byline, side=side), tuple(_said(who, term) for term in held))


def _day(version: Version, byline: Byline) -> date:
    """The day of publication where the source is; of what has none, the day on which it was seen."""
    at = version.published_at or version.captured_at
    return at.astimezone(ZoneInfo(byline.timezone)).date() if isinstance(at, datetime) else at


def _said(who: str, term: Tenure) -> str:
    return f"{who} spoke as {term.office} of {term.country} ({name(term.country)})."
