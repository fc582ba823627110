"""`/review`: what a person must decide; `/review/NAME`: one statement, by its ID or that of an alert about it.

Opening an address decides nothing: scanners of mail follow each link. A form does, sent from our own page.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse

from monitor import losses
from monitor.errors import MonitorError, NotFound, UsageError
from monitor.model import Level, Statement, Verdict
from monitor.questions import RECENT, Kind, Question, questions
from monitor.review import Outcome, Said, decide, meaning
from monitor.web import who
from monitor.web.cards import card
from monitor.web.site import Site

SHOWN = 25
REASONS = ("other countries", "not our topics", "only a courtesy", "domestic only")
"""Why a statement is of no concern, most often: each is one tap."""
TAPS = {
    "relevant urgent": "it concerns the beat, urgently",
    "relevant routine": "it concerns the beat",
    "irrelevant": "it does not concern the beat",
    **{f"irrelevant {each}": each for each in REASONS},
}
"""What each tap says, where a person gives no reason in words."""
LOOKED = {Verdict.GONE: "it is gone", Verdict.PUBLIC: "it is public"}
"""The same of what is missing."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a page says of the form that was sent."""

    done: str = ""
    by: str = ""  #: who decided
    wrong: str = ""
    reason: str = ""  #: as it was typed, where something was wrong


def add(app: FastAPI, site: Site) -> None:
    """Put up the pages and what their forms do."""
    store = site.works.store

    @app.get("/review", response_class=HTMLResponse, include_in_schema=False)
    def queue(request: Request) -> HTMLResponse:
        return _queue(site, request, Note())

    @app.get("/review/{name}", response_class=HTMLResponse, include_in_schema=False)
    def ask(request: Request, name: str) -> HTMLResponse:
        try:
            return _single(site, request, *meaning(name, store), Note())
        except NotFound as error:
            return site.page(request, "error.html", {"message": str(error)}, status=404)

    @app.post("/review/{name}", response_class=HTMLResponse, include_in_schema=False)
    def judge(
        request: Request,
        name: str,
        answer: str = Form(max_length=200),
        reason: str = Form("", max_length=2000),
        by: str = Form("", max_length=200),
        topics: Annotated[tuple[str, ...], Form()] = (),
        tell: bool = Form(False),
        queued: bool = Form(False),
        version: int = Form(0),
    ) -> HTMLResponse:
        try:
            one, alert = meaning(name, store)
        except NotFound as error:
            return site.page(request, "error.html", {"message": str(error)}, status=404)
        try:
            said = replace(_said(answer, reason), by=by or who.name(request), topics=_known(topics, site), tell=tell)
            said = replace(said, feedback=not (queued or one.unsure), alert=alert)
            if version not in (0, one.version):
                raise UsageError("it was edited while you read", "look at it again")
            outcome = decide(one, said, store, site.live.current, site.works.clock.now())
            note = Note(done=_done(outcome), by=said.by)
        except MonitorError as error:
            note = Note(wrong=str(error), reason=reason)
        return _queue(site, request, note) if queued else _single(site, request, one, alert, note)

    @app.post("/review/lost/{source}", response_class=HTMLResponse, include_in_schema=False)
    def see(
        request: Request,
        source: str,
        answer: Annotated[Verdict, Form()],
        statements: Annotated[tuple[str, ...], Form()] = (),
        reason: str = Form("", max_length=2000),
        by: str = Form("", max_length=200),
    ) -> HTMLResponse:
        name = by or who.name(request)
        try:
            done = _seen(site, source, statements, answer, reason.strip() or LOOKED.get(answer, ""), name)
            return _queue(site, request, Note(done=done, by=name))
        except MonitorError as error:
            return _queue(site, request, Note(wrong=str(error), reason=reason))


def _queue(site: Site, request: Request, note: Note) -> HTMLResponse:
    now = site.works.clock.now()
    asked = questions(site.works.store, now, since=now - RECENT)
    lost: dict[str, list[Question]] = {}
    for each in asked:
        if each.kind is Kind.LOSS:
            lost.setdefault(each.statement.source, []).append(each)
    others = [each for each in asked if each.kind is not Kind.LOSS]
    cards = [card(each.statement, site, each) for each in others[:SHOWN]]
    return _page(site, request, "review.html", {"lost": lost, "cards": cards, "more": len(others) - SHOWN}, note)


def _single(site: Site, request: Request, one: Statement, alert: str | None, note: Note) -> HTMLResponse:
    now_stands = site.works.store.statement(one.id) or one
    values = {"card": card(now_stands, site), "alert": alert, "name": alert or one.id}
    return _page(site, request, "judge.html", values, note)


def _page(site: Site, request: Request, template: str, values: dict[str, Any], note: Note) -> HTMLResponse:
    """The page, which remembers who decides."""
    names = {source.id: source.name for source in site.live.current.sources}
    by = note.by or ("" if "as" in request.query_params else who.name(request))
    shared = {"names": names, "why_not": REASONS, "by": by, "note": note}
    page = site.page(request, template, {**values, **shared}, status=422 if note.wrong else 200)
    if note.by:
        who.remember(page, request, note.by)
    return page


def _known(topics: Iterable[str], site: Site) -> tuple[str, ...]:
    known = {topic for beat in site.live.current.beats for topic in beat.topics}
    return tuple(topic for topic in topics if topic in known)


def _said(answer: str, reason: str) -> Said:
    """What a tap says, with the reason in words, where one is given. Raises UsageError."""
    if answer not in TAPS:
        raise UsageError("the form is an old one", "open the page again")
    verdict, _, rest = answer.partition(" ")
    level = Level(rest) if verdict == Verdict.RELEVANT else None
    return Said(Verdict(verdict), reason.strip() or TAPS[answer], "", level)


def _done(outcome: Outcome) -> str:
    one = outcome.decision
    told = f"It goes to {', '.join(outcome.told)}" if outcome.told else f"Nothing is sent: {outcome.why}"
    return f"Kept: {one.statement} is {one.verdict}. {told}."


def _seen(site: Site, source: str, statements: Collection[str], answer: Verdict, reason: str, by: str) -> str:
    """Keep what became of statements that were missed; in words. Raises MonitorError."""
    store, now = site.works.store, site.works.clock.now()
    lost = [each for each in losses.meant([source], store) if each.statement.id in statements]
    if not lost or answer not in LOOKED:
        raise UsageError("nothing is ticked", "tick what you looked at")
    told: tuple[str, ...] = ()
    if answer is Verdict.GONE:
        told = losses.gone(lost, reason, by, store, site.live.current, now)
    else:
        losses.public(lost, reason, by, store, now)
    where = f" It goes to {', '.join(told)}." if told else ""
    return f"Kept: {len(lost)} of {source} {'is' if len(lost) == 1 else 'are'} {answer}.{where}"
