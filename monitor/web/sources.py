"""`/sources`: how each source stands; `/sources/ID`: its coverage and its newest statements."""

from datetime import datetime, timedelta

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from monitor.store.query import StatementQuery
from monitor.web.site import Site, day_of

NEWEST = 10
COVERAGE = timedelta(days=30)


def _bound(written: str, site: Site, otherwise: datetime, *, end: bool) -> datetime:
    try:
        return day_of(written, site, end=end) or otherwise
    except (ValueError, OverflowError):  # no day, or one that cannot be counted
        return otherwise


def add(app: FastAPI, site: Site) -> None:
    """Put up the pages."""

    @app.get("/sources", response_class=HTMLResponse, include_in_schema=False)
    def sources(request: Request) -> HTMLResponse:
        listed = site.live.current.sources
        health = site.works.store.health([source.id for source in listed])
        return site.page(request, "sources.html", {"rows": list(zip(listed, health, strict=True))})

    @app.get("/sources/{source_id}", response_class=HTMLResponse, include_in_schema=False)
    def one(request: Request, source_id: str, since: str = "", until: str = "") -> HTMLResponse:
        found = next((source for source in site.live.current.sources if source.id == source_id), None)
        if found is None:
            message = "No source has this ID. What was removed from sources.yaml keeps its statements in the log."
            return site.page(request, "error.html", {"message": message}, status=404)
        store, now = site.works.store, site.works.clock.now()
        start = _bound(since, site, now - COVERAGE, end=False)
        end = min(_bound(until, site, now, end=True), now)
        return site.page(
            request,
            "source.html",
            {
                "source": found,
                "health": store.health([source_id])[0],
                "spans": site.looks(source_id, start, end),
                "asked": {"since": since, "until": until},
                "found": store.statements(StatementQuery(source=source_id, relevant="all", limit=NEWEST)),
                "names": {source_id: found.name},
            },
        )
