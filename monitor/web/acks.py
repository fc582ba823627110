"""`/alerts/ALERT/ack`: somebody has seen an alert. Opening the address changes nothing; the form on it does."""

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse

from monitor.export.shapes import delivery
from monitor.model import Finding
from monitor.route.explain import verdicts, when
from monitor.web import who
from monitor.web.site import Site


def add(app: FastAPI, site: Site) -> None:
    """Put up the page and what its form does."""
    store = site.works.store

    @app.get("/alerts/{alert}/ack", response_class=HTMLResponse, include_in_schema=False)
    def ask(request: Request, alert: str) -> HTMLResponse:
        return _page(site, request, alert.upper())

    @app.post("/alerts/{alert}/ack", response_class=HTMLResponse, include_in_schema=False)
    def seen(request: Request, alert: str, by: str = Form(max_length=100)) -> HTMLResponse:
        by = " ".join(by.split())
        if by:
            store.ack(alert.upper(), by, site.works.clock.now())
        page = _page(site, request, alert.upper())
        if by:
            who.remember(page, request, by)
        return page


def _page(site: Site, request: Request, alert: str) -> HTMLResponse:
    rows = site.works.store.deliveries(alert=alert)
    if not rows:
        return site.page(request, "error.html", {"message": f"There is no alert {alert}."}, status=404)
    told = [(row, delivery(row), when(row)) for row in reversed(rows)]
    subject = rows[0].delivery.subject
    said = verdicts(subject, site.live.current.routing) if isinstance(subject, Finding) else ()
    ack = site.works.store.acks([alert]).get(alert)
    values = {"alert": alert, "told": told, "verdicts": said, "ack": ack, "by": who.name(request)}
    return site.page(request, "ack.html", values)
