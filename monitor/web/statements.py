"""`/statements`: the log with its search; `/statements/ID`: one statement, its wordings, why, and its evidence."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from monitor.export import FORMATS
from monitor.model import ChangeKind
from monitor.store.query import StatementQuery
from monitor.web.site import Site, day_of

PAGE = 50
MOST_EXPORTED = 10_000
FIELDS = ("q", "beat", "topic", "side", "source", "language", "change", "level", "relevant", "since", "until")


def add(app: FastAPI, site: Site) -> None:
    """Put up the pages."""

    @app.get("/statements", response_class=HTMLResponse, include_in_schema=False)
    def log(request: Request) -> HTMLResponse:
        asked = _asked(request.query_params)
        page = max(_number(request.query_params.get("page", "1")), 1)
        query, wrong = _query(asked, site)
        found = site.works.store.statements(query.at(limit=PAGE, offset=(page - 1) * PAGE))
        total = site.works.store.count(query)
        return site.page(
            request,
            "statements.html",
            {
                "asked": asked,
                "wrong": wrong,
                "choices": _choices(site),
                "names": {source.id: source.name for source in site.live.current.sources},
                "found": found,
                "total": total,
                "before": urlencode({**asked, "page": page - 1}) if page > 1 else "",
                "after": urlencode({**asked, "page": page + 1}) if page * PAGE < total else "",
            },
        )

    @app.get("/statements.{extension}", include_in_schema=False)
    def export(request: Request, extension: str) -> Response:
        if extension not in FORMATS:
            return PlainTextResponse(f"No such format: {extension}. There are: {', '.join(FORMATS)}.", 404)
        query, wrong = _query(_asked(request.query_params), site)
        if wrong:
            return PlainTextResponse(wrong, 422)
        form = FORMATS[extension]
        return Response(
            form.write(site.works.store.statements(query.at(limit=MOST_EXPORTED))), media_type=form.media_type
        )

    @app.get("/statements/{statement}", response_class=HTMLResponse, include_in_schema=False)
    def one(request: Request, statement: str) -> HTMLResponse:
        store = site.works.store
        found = store.statement(statement)
        if found is None:
            return site.page(request, "error.html", {"message": "No statement has this ID."}, status=404)
        history = store.history(statement)
        assessments = history[-1].assessments
        now = site.works.clock.now()
        return site.page(
            request,
            "statement.html",
            {
                "one": found,
                "history": history,
                "last": history[-1],
                "decisions": store.decisions([statement]).get(statement, []),
                "wordings": {chapter.version.number: chapter.version for chapter in history},
                "assessments": assessments,
                "reasons": [reason for each in assessments for reason in each.reasons],
                "names": {source.id: source.name for source in site.live.current.sources},
                "spans": site.looks(found.source, now - timedelta(days=7), now),
            },
        )


def _asked(params: Mapping[str, str]) -> dict[str, str]:
    return {name: params.get(name, "").strip()[:500] for name in FIELDS}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _query(asked: Mapping[str, str], site: Site) -> tuple[StatementQuery, str]:
    """The query asked for; what cannot be understood is left out, and said."""
    wrong = []
    days: dict[str, datetime | None] = {}
    for name in ("since", "until"):
        try:
            days[name] = day_of(asked[name], site, end=name == "until")
        except (ValueError, OverflowError):  # a day before, or after, all that can be counted
            days[name] = None
            wrong.append(f"“{asked[name]}” is not a day: write 2026-11-24.")
    change = asked["change"] if asked["change"] in set(ChangeKind) else None
    query = StatementQuery(
        text=asked["q"],
        beat=asked["beat"] or None,
        topic=asked["topic"] or None,
        side=asked["side"] or None,
        source=asked["source"] or None,
        language=asked["language"] or None,
        change=ChangeKind(change) if change else None,
        level=asked["level"] or None,
        relevant=asked["relevant"] or "yes",
        since=days["since"],
        until=days["until"],
    )
    return query, " ".join(wrong)


def _choices(site: Site) -> dict[str, list[tuple[str, str]]]:
    """The filters and what each offers, `(value, what is shown)`."""
    current = site.live.current
    topics = sorted({topic for beat in current.beats for topic in beat.topics})
    sides = sorted({source.side for source in current.sources if source.side})
    every: tuple[str, str] = ("", "any")
    found: dict[str, Any] = {
        "relevant": [("yes", "of the beat"), ("unsure", "unsure"), ("no", "not of the beat"), ("all", "all")],
        "beat": [every, *((beat.id, beat.name) for beat in current.beats)],
        "topic": [every, *((topic, topic) for topic in topics)],
        "side": [every, *((side, side) for side in sides)],
        "source": [every, *((source.id, source.name) for source in current.sources)],
        "change": [every, *((str(kind), str(kind)) for kind in ChangeKind)],
        "level": [every, ("urgent", "urgent"), ("routine", "routine")],
        "language": [every, *((code, code) for code in site.works.store.languages())],
    }
    return found
