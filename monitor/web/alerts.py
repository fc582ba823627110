"""`/alerts`: the outbox and its history."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from monitor.model import Finding, Owed
from monitor.web.site import Site

SHOWN = 200


def add(app: FastAPI, site: Site) -> None:
    """Put up the page."""

    @app.get("/alerts", response_class=HTMLResponse, include_in_schema=False)
    def alerts(request: Request) -> HTMLResponse:
        store = site.works.store
        rows = [(row, *_about(row)) for row in store.deliveries(limit=SHOWN)]
        acks = store.acks([row.delivery.alert for row, *_ in rows])
        mutes = store.mutes(site.works.clock.now())
        return site.page(request, "alerts.html", {"rows": rows, "acks": acks, "mutes": mutes})


def _about(row: Owed) -> tuple[str, str, str]:
    """What an alert is about, the page that tells more, and the language of the words."""
    subject = row.delivery.subject
    if not isinstance(subject, Finding):
        return f"{subject.kind}: {subject.text}", "", "en"
    version = subject.change.version
    language = next((each.language for each in subject.assessments if each.language), None)
    return (
        f"{subject.change.kind}: {version.title or version.text}",
        f"/statements/{subject.change.statement}",
        language or "und",
    )
