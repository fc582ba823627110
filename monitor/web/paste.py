"""`/paste`: a statement brought by hand, made for a phone."""

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse

from monitor.bring import hold, lift, move, paste
from monitor.errors import MonitorError
from monitor.model import Embargo
from monitor.paste import ends_at, pasted_entry, time_in
from monitor.web.site import Site

NOTHING = {"source": "", "url": "", "text": "", "published": "", "embargo": ""}


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
        embargo: str = Form("", max_length=40),
    ) -> HTMLResponse:
        given = {"source": source, "url": url, "text": text, "published": published, "embargo": embargo}
        found = next((each for each in site.live.current.sources if each.id == source), None)
        if found is None:
            return _page(site, request, given, wrong="No source has this ID.", status=422)
        try:
            zone, now = site.newsroom.timezone, site.works.clock.now()
            entry = pasted_entry(text, url or None, time_in(published, zone) if published else None, now)
            until = ends_at(embargo, zone, now) if embargo else None
        except ValueError as error:
            return _page(site, request, given, wrong=str(error), status=422)
        nothing = {**NOTHING, "source": source}
        try:
            if until is not None:
                return _page(site, request, nothing, held=hold(found, entry, until, site.works))
            return _page(site, request, nothing, kept=paste(found, entry, site.works, site.live.current))
        except MonitorError as error:
            return _page(site, request, given, wrong=str(error), status=503)

    @app.post("/paste/embargo", response_class=HTMLResponse, include_in_schema=False)
    def change(
        request: Request,
        what: str = Form(pattern="^(move|lift)$"),
        statement: str = Form(max_length=40),
        embargo: str = Form("", max_length=40),
    ) -> HTMLResponse:
        try:
            if what == "lift":
                lift(statement, site.works, site.live.current)
                return _page(site, request, NOTHING, kept=statement)
            end = ends_at(embargo, site.newsroom.timezone, site.works.clock.now())
            move(statement, end, site.works.store)
            return _page(site, request, NOTHING)
        except (ValueError, MonitorError) as error:
            return _page(site, request, NOTHING, wrong=str(error), status=422)


def _page(
    site: Site,
    request: Request,
    given: dict[str, str],
    *,
    wrong: str = "",
    kept: str = "",
    held: Embargo | None = None,
    status: int = 200,
) -> HTMLResponse:
    names = {each.id: each.name for each in site.live.current.sources}
    embargoes = [(each, names.get(each.source, each.source)) for each in site.works.store.embargoes()]
    values = {"names": names, "given": given, "wrong": wrong, "kept": kept, "held": held, "embargoes": embargoes}
    return site.page(request, "paste.html", values, status=status)
