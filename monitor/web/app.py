"""Put the pages together, behind the gate. To add a page: a file with `add(app, site)`, and its line in `PAGES`."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from monitor.times import Clock
from monitor.web import acks, alerts, events, gate, home, mutes, paste, review, sources, statements, status, webhooks
from monitor.web.site import HERE, Site

PAGES = (home, statements, events, sources, acks, mutes, alerts, review, paste, status, webhooks)


def make_app(
    site: Site, *, host: str = "127.0.0.1", password: str | None = None, clock: Clock | None = None
) -> FastAPI:
    """The whole page. Raises UsageError where `host` is not loopback and there is no password."""
    gate.check_host(host, password)
    app = FastAPI(title="monitor", docs_url=None, redoc_url=None, openapi_url=None)
    gate.put_up(app, site, host=host, password=password, clock=clock or site.works.clock)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    for page in PAGES:
        page.add(app, site)

    @app.exception_handler(404)
    def not_found(request: Request, _: Exception) -> HTMLResponse:
        return site.page(request, "error.html", {"message": "There is no page at this address."}, status=404)

    return app
