"""`/health` (JSON, 200 or 503) and `/metrics` (Prometheus): for machines."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from monitor.errors import StoreError
from monitor.health import health_of
from monitor.web.site import Site


def add(app: FastAPI, site: Site) -> None:
    """Put up both."""

    @app.get("/health")
    def health(request: Request) -> JSONResponse:
        try:
            found = health_of(site.works.store, site.live.current, site.works.clock.now())
        except StoreError as error:
            found = {"ok": False, "why": str(error), "alive_at": None}
        status = 200 if found["ok"] else 503
        if not request.state.may_read:  # it answers without a password, so it tells nothing of what is watched
            found = {"ok": found["ok"], "alive_at": found["alive_at"]}
        return JSONResponse(found, status)

    @app.get("/metrics", response_class=PlainTextResponse)
    def metrics() -> PlainTextResponse:
        registry = CollectorRegistry()
        readable = Gauge("monitor_source_readable", "1: read at its last poll", ["source"], registry=registry)
        failures = Gauge("monitor_source_failures", "polls in a row that failed", ["source"], registry=registry)
        statements = Gauge("monitor_source_statements", "statements kept", ["source"], registry=registry)
        waiting = Gauge("monitor_deliveries_waiting", "alerts not yet sent", registry=registry)
        store, current = site.works.store, site.live.current
        for one in store.health([source.id for source in current.sources]):
            if one.state is not None:
                readable.labels(one.source).set(0 if one.failures else 1)
            failures.labels(one.source).set(one.failures)
            statements.labels(one.source).set(one.statements)
        waiting.set(store.waiting())
        return PlainTextResponse(generate_latest(registry).decode())
