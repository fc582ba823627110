"""`/alerts/mutes`: what is muted, until when and why; forms that mute for a time, and that end a mute."""

from datetime import timedelta
from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse

from monitor.errors import MonitorError
from monitor.model import Muted
from monitor.mute import mute
from monitor.web import who
from monitor.web.site import Site

LENGTHS = {"30m": timedelta(minutes=30), "2h": timedelta(hours=2), "8h": timedelta(hours=8)}
LENGTHS |= {"1d": timedelta(days=1), "7d": timedelta(days=7)}


def add(app: FastAPI, site: Site) -> None:
    """Put up the page and what its forms do."""
    store, clock = site.works.store, site.works.clock

    @app.get("/alerts/mutes", response_class=HTMLResponse, include_in_schema=False)
    def ask(request: Request) -> HTMLResponse:
        return _page(site, request)

    @app.post("/alerts/mutes", response_class=HTMLResponse, include_in_schema=False)
    def begin(
        request: Request,
        what: Annotated[Muted, Form()],
        name: str = Form(max_length=200),
        lasting: str = Form(max_length=10),
        reason: str = Form(max_length=1000),
        by: str = Form(max_length=100),
    ) -> HTMLResponse:
        now = clock.now()
        try:
            until = now + LENGTHS.get(lasting, timedelta(0))
            made, held = mute(what, name.strip(), reason, by, until, store=store, config=site.live.current, now=now)
        except MonitorError as error:
            return _page(site, request, wrong=str(error))
        page = _page(site, request, done=f"{made.what} {made.name} is muted. Alerts that waited and are held: {held}.")
        who.remember(page, request, made.by)
        return page

    @app.post("/alerts/mutes/{name}/end", response_class=HTMLResponse, include_in_schema=False)
    def end(request: Request, name: str) -> HTMLResponse:
        ended = store.unmute(name.upper(), clock.now())
        done = f"{ended[0].what} {ended[0].name} is heard again. Alerts that go out now: {ended[1]}." if ended else ""
        return _page(site, request, done=done, wrong="" if ended else "That mute is over already.")


def _page(site: Site, request: Request, *, done: str = "", wrong: str = "") -> HTMLResponse:
    mutes = site.works.store.mutes(site.works.clock.now())
    values = {"mutes": mutes, "kinds": tuple(Muted), "lengths": tuple(LENGTHS), "by": who.name(request)}
    return site.page(request, "mutes.html", {**values, "done": done, "wrong": wrong}, status=422 if wrong else 200)
