"""`/events`: what happened, and which sides told of it; `/events/ID`: what each side says, quoted side by side."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from monitor.events import event_of
from monitor.web.site import Site

PAGE = 50


def add(app: FastAPI, site: Site) -> None:
    """Put up the pages."""

    @app.get("/events", response_class=HTMLResponse, include_in_schema=False)
    def events(request: Request, both: bool = False, offset: int = 0) -> HTMLResponse:
        offset = min(max(offset, 0), 10_000_000)
        found = site.works.store.events(both=both, limit=PAGE + 1, offset=offset)
        after = offset + PAGE if len(found) > PAGE else None
        return site.page(request, "events.html", {"found": found[:PAGE], "both": both, "after": after})

    @app.get("/events/{event}", response_class=HTMLResponse, include_in_schema=False)
    def one(request: Request, event: str) -> Response:
        store = site.works.store
        sources = site.live.current.sources
        found = event_of(event, sources, store)
        if found is None:
            return site.page(request, "error.html", {"message": "No event has this ID."}, status=404)
        if found.id != event:  # it was joined into another: its address leads there
            return RedirectResponse(f"/events/{found.id}", 301)
        return site.page(
            request,
            "event.html",
            {
                "one": found,
                "told": [each for each in map(store.statement, found.statements) if each],
                "names": {source.id: source.name for source in sources},
            },
        )
