"""`/alerts`: the outbox and its history; `/alerts/ID/proof`: each try of an alert, and a button to send it again."""

from fastapi import FastAPI, Form, HTTPException, Request
from fastapi.responses import HTMLResponse

from monitor.model import Finding, Owed
from monitor.web.site import Site

SHOWN = 200


def add(app: FastAPI, site: Site) -> None:
    """Put up the pages."""

    @app.get("/alerts", response_class=HTMLResponse, include_in_schema=False)
    def alerts(request: Request) -> HTMLResponse:
        store = site.works.store
        rows = [(row, *_about(row)) for row in store.deliveries(limit=SHOWN)]
        acks = store.acks([row.delivery.alert for row, *_ in rows])
        mutes = store.mutes(site.works.clock.now())
        return site.page(request, "alerts.html", {"rows": rows, "acks": acks, "mutes": mutes})

    @app.get("/alerts/{alert}/proof", response_class=HTMLResponse, include_in_schema=False)
    def proof(request: Request, alert: str) -> HTMLResponse:
        return _proof(site, request, alert.upper())

    @app.post("/alerts/{alert}/proof", response_class=HTMLResponse, include_in_schema=False)
    def resend(request: Request, alert: str, channel: str = Form(max_length=200)) -> HTMLResponse:
        count = site.works.store.resend(site.works.clock.now(), alert.upper(), channel)
        done = f"{alert.upper()} is owed on {channel} again; a copy says that it may be a repeat." if count else ""
        return _proof(site, request, alert.upper(), done=done, wrong="" if count else "It is on its way there already.")


def _proof(site: Site, request: Request, alert: str, *, done: str = "", wrong: str = "") -> HTMLResponse:
    """What became of an alert on each channel."""
    rows = site.works.store.deliveries(alert=alert)[::-1]
    if not rows:
        raise HTTPException(404)
    values = {"alert": alert, "rows": rows, "about": _about(rows[0]), "done": done, "wrong": wrong}
    attempts = site.works.store.attempts([row.id for row in rows])
    return site.page(request, "proof.html", {**values, "attempts": attempts}, status=409 if wrong else 200)


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
