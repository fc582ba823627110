"""`monitor alerts preview ID`: what a statement would send, and to whom. Sends nothing."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor.alert.channels import open_channel
from monitor.alert.message import alert as message
from monitor.alert.preview import preview as shown
from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.tables import harmless
from monitor.config.config import Config
from monitor.errors import NotFound
from monitor.events import with_events
from monitor.export.json import one_line
from monitor.model import Byline, Delivery, Finding, Lately, Routing, Statement, alert_id
from monitor.recall import recalled
from monitor.route import route as routed
from monitor.route.asks import as_joined, level, no_news
from monitor.times import SystemClock


def preview(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="Of a statement.")],
    channel: Annotated[str | None, typer.Option(metavar="NAME", help="As this channel would be told.")] = None,
    route: Annotated[str | None, typer.Option(metavar="ROUTE", help="As the channels of this route would be.")] = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Show what the latest change of a statement would send with the files as they are now. Nothing is sent.

    Without --channel or --route: to those that would be told. Beside it stands what
    the other side says of the event by now.
    """
    config = config_of(ctx.obj)
    with log_of(ctx.obj) as store:
        one = store.statement(name)
        if one is None:
            raise NotFound(f"no statement has the ID “{name}”", "`monitor statements` lists them")
        now = SystemClock().now()
        past = recalled(one, store.history(one.id), _byline(one, config))
        (finding,) = with_events((past,), config.sources, store, now)
        lately = store.lately(now)
    routing = as_joined(config.routing, lately.joined)
    owed = _owed(finding, routing, lately, channel, route)
    rows = [_row(each, routing) for each in owed]
    frame.give(form, rows, lambda: Text("\n\n").join(_drawn(rows, finding)))


def _byline(one: Statement, config: Config) -> Byline:
    source = next((each for each in config.sources if each.id == one.source), None)
    return source.byline if source else Byline(one.source, one.source, "", one.side, (), "UTC")


def _owed(
    finding: Finding, routing: Routing, lately: Lately, channel: str | None, route: str | None
) -> Sequence[Delivery]:
    now = SystemClock().now()
    if channel is None and route is None:
        return [
            each for each in routed((finding,), (), routing, now, lately=lately) if each.channel in routing.channels
        ]
    names: tuple[str, ...] = ()
    if route is not None:
        routes = {each.id: each.channels for each in routing.routes}
        names = routes[frame.known(route, routes, "route")]
    if channel is not None:
        names = (frame.known(channel, routing.channels, "channel"),)
    key = f"preview/{finding.change.statement}"
    return [
        Delivery(each, key, alert_id(key), finding, now, level=level(finding))
        for each in names
        if each in routing.channels
    ]


def _row(one: Delivery, routing: Routing) -> dict[str, Any]:
    told = message(one, routing.newsroom, SystemClock().now())
    kind, content = shown(told, open_channel(routing.channels[one.channel]))
    return {"channel": one.channel, "routes": list(one.routes), "as": kind, "held": one.held, "message": content}


def _drawn(rows: Sequence[dict[str, Any]], finding: Finding) -> Iterator[Text]:
    for each in rows:
        held = f", held: {each['held']}" if each["held"] else ""
        yield Text(f"{each['channel']} ({each['as']}{held})", "bold")
        said = each["message"]
        if each["as"] in ("mail", "text"):
            yield Text(
                harmless(f"{said['subject']}\n\n{said['text']}" if each["as"] == "mail" else "\n".join(said.values()))
            )
        else:
            yield Text(harmless(one_line(said)))
    if not rows:
        why = no_news(finding) or "no route asks for it: `monitor alerts explain` says why"
        yield Text(f"Nobody would be told: {why}. With --channel NAME it is shown all the same.")
