"""`monitor alerts`: the outbox and its history; test a route; try again what was given up."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor.alert.channel import Accepted
from monitor.alert.channels import open_channel
from monitor.alert.message import alert as message
from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.tables import add, at, entry, table
from monitor.errors import NotFound
from monitor.export.shapes import delivery as shape
from monitor.logs import mask
from monitor.model import Delivery, DeliveryState, Notice, NoticeKind, Owed, Routing, alert_id
from monitor.times import SystemClock, iso

app = frame.new_app(invoke_without_command=True, epilog=frame.example("monitor alerts", "monitor alerts test kh-jp"))

StateOption = Annotated[
    DeliveryState | None, typer.Option(metavar="owed|retrying|sent|given-up", help="In this state.")
]
ChannelOption = Annotated[str | None, typer.Option(metavar="NAME", help="On this channel.")]
StatementOption = Annotated[str | None, typer.Option(metavar="ID", help="About this statement.")]
AlertOption = Annotated[str | None, typer.Option("--alert", metavar="ID", help="This alert: A-7K2QM4.")]
LimitOption = Annotated[int, typer.Option(min=1, metavar="N", help="At most so many, the newest first.")]


@app.callback()
def alerts(
    ctx: typer.Context,
    state: StateOption = None,
    channel: ChannelOption = None,
    statement: StatementOption = None,
    alert: AlertOption = None,
    limit: LimitOption = 50,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Show what is owed and what was sent, the newest first; without a command the same as `list`."""
    if ctx.invoked_subcommand is None:
        list_(ctx, state, channel, statement, alert, limit, form)


@app.command("list", epilog=frame.example("monitor alerts list --state given-up"))
def list_(
    ctx: typer.Context,
    state: StateOption = None,
    channel: ChannelOption = None,
    statement: StatementOption = None,
    alert: AlertOption = None,
    limit: LimitOption = 50,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """List deliveries: owed, retrying, sent, given-up, with the channel's last answer."""
    with log_of(ctx.obj) as store:
        found = store.deliveries(
            states=(state,) if state else (),
            channel=channel,
            alert=alert.upper() if alert else None,
            statement=statement,
            limit=limit,
        )
    frame.give(form, [shape(each) for each in found], lambda: _drawn(found))


def _drawn(found: Sequence[Owed]) -> Text:
    return Text("\n").join(map(_entry, found))


def _entry(one: Owed) -> Text:
    said = shape(one)
    cells = (said["alert"], said["channel"], said["state"], said["about"], said["level"], f"due {at(said['due_at'])}")
    tries = f"tries: {one.tries}, the last: {one.answer or 'unknown'}" if one.tries else ""
    return entry(*cells, tries, body=said["text"], style=_STYLES.get(one.state, ""))


_STYLES = {DeliveryState.GIVEN_UP: "bold red", DeliveryState.RETRYING: "yellow", DeliveryState.SENT: "dim"}


@app.command(epilog=frame.example("monitor alerts retry", "monitor alerts retry A-7K2QM4"))
def retry(
    ctx: typer.Context,
    alert: Annotated[str | None, typer.Argument(metavar="ID", help="This alert alone: A-7K2QM4.")] = None,
) -> None:
    """Owe given-up alerts anew: the daemon, or `monitor deliver`, tries them again."""
    with log_of(ctx.obj) as store:
        count = store.retry(SystemClock().now(), alert.upper() if alert else None)
    if not count and alert:
        raise NotFound(f"no given-up alert has the ID “{alert}”", "`monitor alerts --state given-up` lists them")
    typer.echo(f"Deliveries owed again: {count}")


@app.command("test", epilog=frame.example("monitor alerts test kh-jp", "monitor alerts test operators"))
def try_route(
    ctx: typer.Context,
    route: Annotated[str, typer.Argument(metavar="ROUTE", help="A route's ID, or `operators`.")],
    form: frame.FormatOption = frame.Form.TABLE,
) -> int:
    """Send a TEST through each channel of a route, and say what each answered."""
    routing = config_of(ctx.obj).routing
    channels = {each.id: each.channels for each in routing.routes} | {"operators": routing.operators}
    found = tried(routing, channels[frame.known(route, channels, "route")])
    frame.give(form, found, lambda: answers(found))
    return 0 if found and all(each["accepted"] for each in found) else 1


def tried(routing: Routing, channels: Sequence[str]) -> list[dict[str, Any]]:
    """What each channel answers to a TEST."""
    now = SystemClock().now()
    key = f"test/{iso(now)}"
    told = Notice(NoticeKind.TEST, "monitor", "This is a TEST: alerts will come this way.", "nothing to do", now, key)
    found = []
    for name in channels:
        address = routing.channels.get(name)
        if address is None:
            found.append({"channel": name, "accepted": False, "answer": "its address lacks a variable: see .env"})
            continue
        delivery = Delivery(name, key, alert_id(key), told, now)
        answer = open_channel(address).send(message(delivery, routing.newsroom, now))
        accepted = isinstance(answer, Accepted) and not answer.lost
        said = answer.lost or answer.why if isinstance(answer, Accepted) else answer.why
        found.append({"channel": name, "accepted": accepted, "answer": mask(said) or "accepted"})
    return found


def answers(found: Sequence[dict[str, Any]]) -> object:
    """What each channel answered, as a table."""
    made = table("channel", "answer…")
    for each in found:
        add(made, each["channel"], each["answer"], style="" if each["accepted"] else "bold red")
    return made
