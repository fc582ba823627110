"""`/paste`: a statement brought by hand, made for a phone."""

from datetime import UTC, datetime

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse

from monitor.errors import MonitorError
from monitor.paste import pasted_entry
from monitor.poll import paste
from monitor.web.site import Site

NOTHING = {"source": "", "url": "", "text": "", "published": ""}


def add(app: FastAPI, site: Site) -> None:
    """Put up the form and what it does."""

    @app.get("/paste", response_class=HTMLResponse, include_in_schema=False)
    def ask(request: Request) -> HTMLResponse:
        return _page(site, request, {**NOTHING, "source": request.query_params.get("source", "")})

    @app.post("/paste", response_class=HTMLResponse, include_in_schema=False)
    def keep(
        request: Request,
        source: str = Form(max_length=200),
        text: str = Form(max_length=200_000),
        url: str = Form("", max_length=2_000),
        published: str = Form("", max_length=40),
    ) -> HTMLResponse:
        given = {"source": source, "url": url, "text": text, "published": published}
        found = next((each for each in site.live.current.sources if each.id == source), None)
        if found is None:
            return _page(site, request, given, wrong="No source has this ID.", status=422)
        try:
            posted_at = _local(published, site) if published else None
            entry = pasted_entry(text, url or None, posted_at, site.works.clock.now())
        except ValueError as error:
            return _page(site, request, given, wrong=str(error), status=422)
        try:
            statement = paste(found, entry, site.works, site.live.current)
        except MonitorError as error:
            return _page(site, request, given, wrong=str(error), status=503)
        return _page(site, request, {**NOTHING, "source": source}, kept=statement)


def _local(written: str, site: Site) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
        return (moment if moment.tzinfo else moment.replace(tzinfo=site.newsroom.timezone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"“{written}” is not a time: write 2026-11-24T19:42") from error


def _page(
    site: Site, request: Request, given: dict[str, str], *, wrong: str = "", kept: str = "", status: int = 200
) -> HTMLResponse:
    sources = site.live.current.sources
    return site.page(
        request, "paste.html", {"sources": sources, "given": given, "wrong": wrong, "kept": kept}, status=status
    )
