"""`monitor why`: a post that should have alerted and did not: polled, seen, judged, routed, delivered?"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
from rich.text import Text

from monitor.assess.find import find
from monitor.cli import frame, tables
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.show import judged
from monitor.config.config import Config
from monitor.decision import with_decisions
from monitor.export import shapes
from monitor.model import (
    Before,
    Change,
    ChangeKind,
    Chapter,
    DeliveryState,
    Finding,
    Health,
    Owed,
    Source,
    Statement,
    Version,
)
from monitor.route import route
from monitor.store.query import StatementQuery
from monitor.store.store import Store
from monitor.text.address import canonical
from monitor.text.sentences import sentences
from monitor.times import SystemClock, iso, spell

MOST = 5

app = frame.new_app()


@app.command(
    epilog=frame.example("monitor why https://rivers.example/news/12", "monitor why 'the ferry between both towns'")
)
def why(
    ctx: typer.Context,
    asked: Annotated[str, typer.Argument(metavar="URL_OR_TEXT", help="Its address, some of its words, or its ID.")],
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Say what became of a statement: was it polled, seen, judged, routed, delivered; and where it stopped.

    Of one that we do not have: which sources could have shown it, how they
    stand, and how its words would be judged.
    """
    config, now = config_of(ctx.obj), SystemClock().now()
    with log_of(ctx.obj) as store:
        found = [_traced(each, store, config, now) for each in _matching(asked, store)]
        answer: dict[str, Any] = {"asked": asked, "found": found, "sources": [], "assessments": []}
        if not found:
            answer["sources"] = [_could(each, asked, store) for each in _sources(asked, config)]
            answer["assessments"] = [] if _is_address(asked) else shapes.plain(_assessed(asked, config))
    frame.give_one(form, answer, lambda: _story(answer))


def _is_address(asked: str) -> bool:
    return asked.startswith(("http://", "https://"))


def _matching(asked: str, store: Store) -> list[Statement]:
    """The statements meant: by ID, by address, by words; of a long text its first sentence is enough."""
    if _is_address(asked):
        ids = store.find_address(asked)
    else:
        known = store.statement(asked)
        if known is not None:
            return [known]
        spans = sentences(asked)
        texts = dict.fromkeys((asked, *(asked[start:end] for start, end in spans[:1])))
        tried = (store.statements(StatementQuery(text=text, relevant="all", limit=MOST)) for text in texts)
        ids = [each.id for each in next(filter(None, tried), [])]
    return [each for each in map(store.statement, ids[:MOST]) if each is not None]


# ---------------------------------------------------------------- one that we have


def _traced(one: Statement, store: Store, config: Config, now: datetime) -> dict[str, Any]:
    history = store.history(one.id)
    source = next((each for each in config.sources if each.id == one.source), None)
    owed = store.deliveries(statement=one.id)
    is_told = bool(owed) and any(each.relevant for chapter in history for each in chapter.assessments)
    finding = _finding(one, history[-1], source, config) if source and not is_told else None
    if finding is not None:
        (finding,) = with_decisions([finding], store.decisions([one.id]))
    steps = [
        {"step": "polled", "ok": True, "says": f"{one.source} is polled" if source else f"{one.source} was removed"},
        {"step": "seen", "ok": True, "says": _seen(one)},
        _judged(history, finding),
        _routed(one, owed, finding, source, store, config, now),
        _delivered(owed),
    ]
    stopped = next((step["step"] for step in steps if not step["ok"]), None)
    missed = None if one.relevant or one.withheld else _missed(one, config)
    return {"statement": shapes.plain(one), "steps": steps, "stopped_at": stopped, "missed": missed}


def _missed(one: Statement, config: Config) -> str:
    """How a person says that it should have alerted."""
    page = config.routing.newsroom.public_url
    at = f", or {page.rstrip('/')}/review/{one.id}" if page else ""
    return f"monitor review missed {one.id} --reason TEXT{at}"


def _finding(one: Statement, chapter: Chapter, source: Source, config: Config) -> Finding:
    """The latest change as it would be judged with the words of today."""
    gone = chapter.kind in (ChangeKind.DELETED, ChangeKind.REPLACED)
    change = Change(
        kind=chapter.kind,
        statement=one.id,
        key="",
        url=one.url,
        at=chapter.at,
        before=chapter.version if gone else None,
        after=None if gone else chapter.version,
        significant=chapter.significant,
        was_relevant=one.relevant,
    )
    return find((change,), source.byline, config.beats, config.rules, source.languages)[0]


def _seen(one: Statement) -> str:
    posted = f"posted {tables.moment(one.published_at)}, " if one.published_at else ""
    return f"{posted}first seen {tables.moment(one.first_seen_at)}, last {tables.moment(one.last_seen_at)}"


def _judged(history: Sequence[Chapter], finding: Finding | None) -> dict[str, Any]:
    stored = [each for chapter in history for each in chapter.assessments]
    ok = any(each.relevant for each in stored)
    says = "; ".join(judged(each) for each in history[-1].assessments) or "no beat judged it"
    if finding is not None and not ok and any(each.relevant for each in finding.assessments):
        says += "; with the words and beats of today it would be relevant"
    return {"step": "judged", "ok": ok, "says": says}


def _routed(
    one: Statement,
    owed: Sequence[Owed],
    finding: Finding | None,
    source: Source | None,
    store: Store,
    config: Config,
    now: datetime,
) -> dict[str, Any]:
    if owed:
        channels = sorted({each.delivery.channel for each in owed})
        return {"step": "routed", "ok": True, "says": f"to {', '.join(channels)}"}
    twin = next((each.twin for each in store.history(one.id)), None)
    if source is None or finding is None:
        says = "the source is no longer in sources.yaml"
    elif twin is not None:
        says = f"it was told as posted in the place of {twin}"
    elif not finding.relevant:
        says = "what does not concern a beat is told to nobody; what is unsure goes into the digest, where there is one"
    elif store.before(source).baseline_at == one.first_seen_at:
        says = f"it stood there at our first look, without a time within {spell(source.alert_recent)}: kept, not told"
    elif would := route((finding,), (), config.routing, now):
        channels = sorted({each.channel for each in would})
        says = f"nobody was told; with the files of today it would go to {', '.join(channels)}"
    else:
        says = "no route asks for it: compare its beat, topics, level and change with config/alerts.yaml"
    return {"step": "routed", "ok": False, "says": says}


def _delivered(owed: Sequence[Owed]) -> dict[str, Any]:
    said = [
        f"{each.delivery.alert} on {each.delivery.channel}: {each.state}"
        + (f" {tables.moment(each.sent_at)}" if each.sent_at else f", tries: {each.tries}, due {iso(each.next_try_at)}")
        + (f" ({each.answer})" if each.answer else "")
        for each in owed
    ]
    ok = bool(owed) and all(each.state is DeliveryState.SENT for each in owed)
    return {"step": "delivered", "ok": ok, "says": "; ".join(said) or "nothing was owed"}


# ---------------------------------------------------------------- one that we do not have


def _sources(asked: str, config: Config) -> list[Source]:
    """Those that could have shown it: by the address, else by the host; of words alone, all."""
    if not _is_address(asked):
        return list(config.sources)
    address = canonical(asked)
    near = [each for each in config.sources if each.url and address.startswith(canonical(each.url))]
    host = urlsplit(asked).hostname
    return near or [each for each in config.sources if urlsplit(each.url or "").hostname == host]


def _could(source: Source, asked: str, store: Store) -> dict[str, Any]:
    health = store.health([source.id])[0]
    return {
        "source": source.id,
        "state": health.state and str(health.state),
        "last_good_at": iso(health.last_good_at),
        "says": _stands(source, health, store.before(source), asked),
    }


def _stands(source: Source, health: Health, before: Before, asked: str) -> str:
    listed = [each for each in before.headlines if canonical(each.url) == canonical(asked)]
    if source.needs:
        return f"stands by: needs {', '.join(source.needs)}"
    if not source.enabled:
        return "is not enabled"
    if listed:
        return f"lists it; its page could not be opened yet, after {listed[0].tries} tries"
    if health.state is None:
        return "was not polled yet"
    if health.failures:
        return f"cannot be read since {tables.moment(health.broken_since)}: {health.state} {health.why}"
    return f"was read at {tables.moment(health.last_good_at)} and did not show it; see `monitor coverage {source.id}`"


def _assessed(text: str, config: Config) -> Sequence[Any]:
    version = Version(1, None, text, "", SystemClock().now())
    change = Change(ChangeKind.NEW, "", "", None, version.captured_at, None, version)
    nobody = Source("", "", "", None, None)
    return find((change,), nobody.byline, config.beats, config.rules)[0].assessments


# ---------------------------------------------------------------- for people


def _story(answer: dict[str, Any]) -> Text:
    return Text("\n").join(_lines(answer))


def _lines(answer: dict[str, Any]) -> Iterator[Text]:
    for one in answer["found"]:
        statement = one["statement"]
        yield Text(tables.harmless(f"{statement['id']} · {statement['source']} · {statement['url'] or ''}"), "bold")
        for step in one["steps"]:
            yield Text(f"  {step['step']:10}{tables.harmless(step['says'])}", "" if step["ok"] else "red")
        if one["missed"]:
            yield Text(f"  If it should have alerted: {one['missed']}")
        yield Text(f"  It stopped at: {one['stopped_at']}." if one["stopped_at"] else "  It went all the way.", "bold")
    if answer["found"]:
        return
    yield Text("We have no such statement.", "bold")
    for source in answer["sources"]:
        yield Text(f"  {source['source']} {tables.harmless(source['says'])}")
    if not answer["sources"]:
        yield Text("  No source of sources.yaml polls that site: add one.")
    for each in answer["assessments"]:
        verdict = "relevant" if each["relevant"] else "unsure" if each["unsure"] else "not relevant"
        yield Text(f"  Judged by its words alone, for {each['beat']}: {verdict} ({each['score']:.2f})")
