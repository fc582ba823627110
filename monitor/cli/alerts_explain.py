"""`monitor alerts explain ID`: why it went where it went, or why to nobody."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.tables import at, harmless
from monitor.config.config import Config
from monitor.errors import NotFound
from monitor.export import shapes
from monitor.model import Finding, Lately, Owed, Routing
from monitor.recall import recalled
from monitor.route import route
from monitor.route.asks import as_joined, no_news
from monitor.route.explain import verdicts, when
from monitor.store.store import Store
from monitor.times import SystemClock, iso


def explain(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="Of an alert (A-7K2QM4) or of a statement.")],
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Say why an alert went where it went: which routes asked for it, and why each channel got it when it did.

    Of a statement: each alert on it, and why its latest change was told to
    nobody, where it was not. Routes are those of alerts.yaml as it is now.
    """
    config, now = config_of(ctx.obj), SystemClock().now()
    with log_of(ctx.obj) as store:
        owed = store.deliveries(alert=name.upper()) or store.deliveries(statement=name)
        grouped: dict[str, list[Owed]] = {}
        for each in reversed(owed):
            grouped.setdefault(each.delivery.alert, []).append(each)
        lately = store.lately(now)
        routing = as_joined(config.routing, lately.joined)
        found = [_explained(alert, rows, store, routing) for alert, rows in grouped.items()]
        found += _untold(name, owed, store, config, lately, now)
    if not found:
        raise NotFound(
            f"no alert or statement has the ID “{name}”", "`monitor alerts` and `monitor statements` list them"
        )
    frame.give(form, found, lambda: Text("\n\n").join(Text("\n").join(_lines(each)) for each in found))


def _explained(alert: str, rows: Sequence[Owed], store: Store, routing: Routing) -> dict[str, Any]:
    subject = rows[0].delivery.subject
    ack = store.acks([alert]).get(alert)
    return {
        **_about(subject if isinstance(subject, Finding) else None, routing),
        "alert": alert,
        "text": shapes.delivery(rows[0])["text"],
        "channels": [_channel(each) for each in rows],
        "would": [],
        "acknowledged": shapes.plain(ack),
    }


def _untold(
    name: str, owed: Sequence[Owed], store: Store, config: Config, lately: Lately, now: datetime
) -> Iterator[dict[str, Any]]:
    """The latest change of a statement, where no alert was made of it."""
    one = store.statement(name)
    source = next((each for each in config.sources if one and each.id == one.source), None)
    if one is None or source is None:
        return
    finding = recalled(one, store.history(one.id), source.byline)
    told = {each.delivery.subject.change.at for each in owed if isinstance(each.delivery.subject, Finding)}
    if finding.change.at not in told:
        would = route((finding,), (), config.routing, now, lately=lately)
        yield {
            **_about(finding, as_joined(config.routing, lately.joined)),
            "alert": None,
            "text": one.title or one.text,
            "channels": [],
            "would": [] if no_news(finding) else sorted({each.channel for each in would}),
            "acknowledged": None,
        }


def _about(finding: Finding | None, routing: Routing) -> dict[str, Any]:
    if finding is None:
        return {"statement": None, "source": None, "change": "notice", "at": None, "routes": []}
    return {
        "statement": finding.change.statement,
        "source": finding.source.id,
        "change": str(finding.change.kind),
        "at": iso(finding.change.at),
        "routes": shapes.plain(verdicts(finding, routing)),
    }


def _channel(one: Owed) -> dict[str, Any]:
    told = shapes.delivery(one)
    return {key: told[key] for key in ("channel", "routes", "state", "held", "due_at", "sent_at")} | {"says": when(one)}


def _lines(one: dict[str, Any]) -> Iterator[Text]:
    head = [
        one["alert"] or "no alert",
        one["change"],
        one["source"],
        one["statement"],
        at(one["at"]) if one["at"] else "",
    ]
    yield Text("  ".join(filter(None, head)), "bold")
    yield Text(f"    {harmless(one['text'])[:140]}")
    for each in one["routes"]:
        asked = "asked" if each["asked"] else "did not ask"
        key = f" ({each['key']})" if each["key"] and not each["asked"] else ""
        yield Text(f"  route {each['route']} {asked}{key}: {harmless(each['says'])}", "" if each["asked"] else "dim")
    for each in one["channels"]:
        by = f" for {', '.join(each['routes'])}" if each["routes"] else ""
        yield Text(f"  channel {each['channel']}{by}: {harmless(each['says'])}")
    if one["acknowledged"]:
        yield Text(f"  acknowledged {at(one['acknowledged']['at'])} by {harmless(one['acknowledged']['by'])}")
    if one["alert"] is None:
        would = f" With the files as they are now it would go to {', '.join(one['would'])}." if one["would"] else ""
        yield Text(f"  Nobody was told.{would}")
