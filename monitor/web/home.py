"""`/`: what is new, and whether we can see."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from monitor.model import DeliveryState
from monitor.questions import RECENT, questions
from monitor.store.query import StatementQuery
from monitor.web.site import Site

SHOWN = 25


def add(app: FastAPI, site: Site) -> None:
    """Put up the page."""

    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    def home(request: Request) -> HTMLResponse:
        store, current, now = site.works.store, site.live.current, site.works.clock.now()
        polled = [source for source in current.sources if source.pollable]
        health = store.health([source.id for source in polled])
        return site.page(
            request,
            "home.html",
            {
                "found": store.statements(StatementQuery(limit=SHOWN)),
                "names": {source.id: source.name for source in current.sources},
                "broken": [one for one in health if one.failures],
                "count": len(polled),
                "waiting": len(store.deliveries(states=(DeliveryState.OWED, DeliveryState.RETRYING), digest=False)),
                "asked": len(questions(store, now, since=now - RECENT)),
                "warnings": site.live.complaints,
            },
        )
