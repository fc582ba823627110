"""What every page needs: the works, the configuration of the moment, the templates and how they show values."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import babel
from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from monitor import __version__
from monitor.config.live import Live
from monitor.looks import UNKNOWN_INTERVAL, Look, looks
from monitor.model import Newsroom, Reason, Statement
from monitor.poll import Works
from monitor.text.difference import compare
from monitor.text.excerpt import shorten
from monitor.times import When

HERE = Path(__file__).parent
HEADING = 120
"""Characters of a text without a title that stand in its place."""


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages are given. `label` (DEMO) is shown on each page.

    `call` has the daemon poll a source at once, and ask these of its posts' own addresses; None: there is no daemon.
    """

    works: Works
    live: Live
    label: str = ""
    call: Callable[[str, Collection[str]], None] | None = None
    templates: Jinja2Templates = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "templates", Jinja2Templates(env=_environment(self)))

    @property
    def newsroom(self) -> Newsroom:
        """Of the configuration in force."""
        return self.live.current.routing.newsroom

    def looks(self, source: str, start: datetime, end: datetime) -> tuple[Look, ...]:
        """When we looked at a source in this time, what we could see, and when we did not look."""
        every = next((each.every for each in self.live.current.sources if each.id == source), UNKNOWN_INTERVAL)
        return looks(source, self.works.store.coverage(source, start, end), every, start, end)

    def page(self, request: Request, name: str, values: Mapping[str, Any], *, status: int = 200) -> HTMLResponse:
        """A page; htmx takes from it the part that it replaces."""
        values = {
            **values,
            "request": request,
            "path": request.url.path,
            "query": request.url.query,
        }
        return HTMLResponse(self.templates.env.get_template(name).render(values), status)


def _environment(site: Site) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters.update(
        moment=lambda when, zone=None: show_when(when, zone or site.newsroom.timezone),
        marked=marked,
        diff=lambda pair: compare(*pair),
        gist=gist,
        shorten=shorten,
        country=lambda code: country(code, site.newsroom.language),
        language=lambda code: language(code, site.newsroom.language),
        address=address,
    )
    environment.globals.update(
        heading=HEADING, label=site.label, version=__version__, zone_name=lambda: str(site.newsroom.timezone)
    )
    return environment


def day_of(text: str, site: Site, *, end: bool) -> datetime | None:
    """The beginning, or the end, of a day of the newsroom; None for no text. Raises ValueError, OverflowError."""
    if not text:
        return None
    day = datetime.strptime(text, "%Y-%m-%d").date() + timedelta(days=1 if end else 0)  # noqa: DTZ007 - a day
    return datetime.combine(day, time(), site.newsroom.timezone).astimezone(UTC)


def show_when(when: When | None, zone: ZoneInfo) -> str:
    """`22 Aug 2020, 19:42` in a zone; a day as a day; a dash for none."""
    if when is None:
        return "–"
    if not isinstance(when, datetime):
        return f"{when.day} {when:%b %Y}"
    local = when.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M}"


def marked(text: str, reasons: Sequence[Reason], field_name: str = "text") -> list[tuple[str, Reason | None]]:
    """`text` cut into pieces, those that are reasons with their reason, for a template to mark."""
    pieces: list[tuple[str, Reason | None]] = []
    at = 0
    for reason in sorted((each for each in reasons if each.field == field_name), key=lambda each: each.start):
        if reason.start < at:
            continue
        pieces += [(text[at : reason.start], None), (text[reason.start : reason.end], reason)]
        at = reason.end
    return [*pieces, (text[at:], None)]


def gist(statement: Statement, limit: int = 320) -> str:
    """The beginning of a statement's text; where that is its heading already, what comes after it."""
    text = statement.text
    if not statement.title:
        heading = shorten(text, HEADING)
        text = "" if heading == text else f"…{text[len(heading) - 1 :]}"
    return shorten(text, limit)


def country(code: str | None, locale: str) -> str:
    """The name of a country in the newsroom's language; its code where CLDR has none."""
    if code is None:
        return "–"
    return str(babel.Locale.parse(locale).territories.get(code, code))


def language(code: str | None, locale: str) -> str:
    """The name of a language in the newsroom's language; its code where CLDR has none."""
    if code is None:
        return "–"
    return str(babel.Locale.parse(locale).languages.get(code, code))


def address(url: str | None) -> str:
    """An address fit for a link: http or https, else an empty one. What a page gave us is never trusted."""
    return url if url and url.lower().startswith(("http://", "https://")) else ""
