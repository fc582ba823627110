"""When a page says that its post was published: for machines, then near its title, at its end, in its address.

A date in the middle of a text says when something happens, not when it was written, and is never taken.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from monitor.read import dates, json_tree, markup
from monitor.read.main_text import Body

_META = (
    "article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "citation_publication_date", "citation_date", "sailthru.date",
    "parsely-pub-date", "publishdate", "publish-date", "publish_date", "publication_date", "pubdate", "dc.date",
    "dcterms.date", "datecreated", "date", "article.published", "og:pubdate", "ptime",
)  # fmt: skip
_MARKED = etree.XPath(
    ".//*[contains(@itemprop, 'datePublished')] | .//time[@datetime or @pubdate] | .//abbr[@class = 'published']"
)
_ABOVE, _BELOW, _LAST = 4, 8, 3
"""So many lines above and below the title, and at the end of the text, may hold the date."""
_LONGEST_LINE = 120
_MOST_ANCESTORS = 8
_FEW_WORDS = 3
"""So many may stand before a date that a line is there for: "Published on Monday"."""
_YEAR = re.compile(r"\d{4}")
_NAMED = re.compile(r"(?<=[^\W\d]):(?=\d)")
_IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d)[-/_]?([01]\d)[-/_]?([0-3]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Calendar:
    """What must be known to read a date: where it is written, and on what day, or at what moment, it is read."""

    zone: ZoneInfo
    today: date | None
    languages: tuple[str, ...]

    def find(self, text: str | None) -> dates.Found | None:
        """The first date in a text."""
        return dates.find(text or "", zone=self.zone, today=self.today, languages=self.languages)

    def find_in_line(self, line: str | None) -> dates.Found | None:
        """The date that a line tells; a day without a year at the end of a sentence is what the sentence is about."""
        found = self.find(line)
        before = (line or "")[: found.start].rstrip() if found else ""
        is_told = found is None or _YEAR.search(found.as_written) or not before[-1:].isalpha()
        return found if is_told or len(before.split()) <= _FEW_WORDS else None


def published(
    root: Any, body: Body, title: str | None, said: dict[str, Any], meta: dict[str, str], url: str, calendar: Calendar
) -> dates.Found | None:
    """When the post was published, and how that is written; None where the page does not say."""
    for_machines = [json_tree.string(said, "datePublished"), *(meta.get(name) for name in _META)]
    region, lines = _around(root, body, title)
    return (
        _first(calendar, for_machines)
        or _first(calendar, _marked(region, body))
        or next(filter(None, map(calendar.find_in_line, (*lines, *_last_lines(body)))), None)
        or _agreed(root, body, calendar)
        or _first(calendar, in_address(url))
    )


def _first(calendar: Calendar, texts: Iterable[str | None]) -> dates.Found | None:
    return next(filter(None, map(calendar.find, texts)), None)


def _around(root: Any, body: Body, title: str | None) -> tuple[Any, list[str]]:
    """The smallest part that holds title and text, and the short lines of it that stand around the title."""
    part = body.elements[0]
    for _ in range(_MOST_ANCESTORS):
        lines = [line for line in markup.plain_text(part).splitlines() if line]
        place = next((at for at, line in enumerate(lines) if title and title in line), None)
        if place is not None or part is root or part.getparent() is None:
            break
        part = part.getparent()
    if place is None:
        return body.elements[0], _short(body.text.splitlines()[: 2 * _BELOW])
    return part, _short([*lines[place : place + _BELOW], *reversed(lines[max(place - _ABOVE, 0) : place])])


def _marked(region: Any, body: Body) -> Iterator[str]:
    for element in _MARKED(region):
        if body.beside.isdisjoint(element.iterancestors()):
            yield _written(element)


def _agreed(root: Any, body: Body, calendar: Calendar) -> dates.Found | None:
    """The day on which all agree that is marked as a date anywhere on the page but beside the text."""
    found = [each for each in map(calendar.find, _marked(root, body)) if each is not None]
    days = {each.when.date() if isinstance(each.when, datetime) else each.when for each in found}
    return found[0] if len(days) == 1 else None


def _last_lines(body: Body) -> list[str]:
    return _short(body.text.splitlines()[-_LAST:])


def _short(lines: Iterable[str]) -> list[str]:
    """Those that may be there for a date, the name before it set apart: `Date:26 January`."""
    return [_NAMED.sub(": ", line) for line in lines if 0 < len(line) <= _LONGEST_LINE]


def in_address(url: str) -> Iterator[str]:
    """What in an address looks like a day: `/2026/03/12/`, `2026-03-12-`, `20260312`."""
    for found in _IN_ADDRESS.finditer(url):
        yield "-".join(found.groups())


def _written(element: Any) -> str:
    return str(element.get("datetime") or element.get("content") or element.get("title") or markup.plain_text(element))
