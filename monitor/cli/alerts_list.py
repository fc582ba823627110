"""`monitor alerts list`: the outbox and its history."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Group
from rich.text import Text

from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.spans import moment_of
from monitor.cli.tables import at, entry, harmless, moment
from monitor.export import shapes
from monitor.model import Ack, Attempt, DeliveryState, Level, Mute, Owed
from monitor.times import SystemClock

StateOption = Annotated[
    DeliveryState | None, typer.Option(metavar="owed|retrying|sent|given-up|not-needed", help="In this state.")
]
ChannelOption = Annotated[str | None, typer.Option(metavar="NAME", help="On this channel.")]
RouteOption = Annotated[str | None, typer.Option(metavar="ID", help="Asked for by this route.")]
SourceOption = Annotated[str | None, typer.Option(metavar="ID", help="About this source.")]
LevelOption = Annotated[Level | None, typer.Option(metavar="urgent|routine", help="Of this level.")]
SinceOption = Annotated[str | None, typer.Option(metavar="WHEN", help="Owed from then on: 2026-11-24, or 2d ago.")]
UntilOption = Annotated[str | None, typer.Option(metavar="WHEN", help="Owed before then.")]
StatementOption = Annotated[str | None, typer.Option(metavar="ID", help="About this statement.")]
AlertOption = Annotated[str | None, typer.Option("--alert", metavar="ID", help="This alert: A-7K2QM4.")]
LimitOption = Annotated[int, typer.Option(min=1, metavar="N", help="At most so many, the newest first.")]
_ANYWHERE = ZoneInfo("UTC")


def list_(
    ctx: typer.Context,
    state: StateOption = None,
    channel: ChannelOption = None,
    route: RouteOption = None,
    source: SourceOption = None,
    level: LevelOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    statement: StatementOption = None,
    alert: AlertOption = None,
    limit: LimitOption = 50,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """List deliveries, the newest first: what became of each, with the channel's last answer; and what is muted.

    With --alert each try is shown, and what was answered.
    """
    now = SystemClock().now()
    zone = config_of(ctx.obj).routing.newsroom.timezone if since or until else _ANYWHERE
    with log_of(ctx.obj) as store:
        found = store.deliveries(
            states=(state,) if state else (),
            channel=channel,
            route=route,
            source=source,
            level=level,
            since=moment_of(since, now, zone),
            until=moment_of(until, now, zone),
            alert=alert.upper() if alert else None,
            statement=statement,
            limit=limit,
        )
        acks, mutes = store.acks([each.delivery.alert for each in found]), store.mutes(now)
        attempts = store.attempts([each.id for each in found])
    rows = [_shape(each, acks, attempts[each.id]) for each in found]
    tries = [line for each in rows for line in _tries(each)] if alert else []
    frame.give(form, rows, lambda: Group(*map(_muted, mutes), *map(_entry, found, rows), *tries))


def _shape(one: Owed, acks: Mapping[str, Ack], attempts: Sequence[Attempt]) -> dict[str, Any]:
    acknowledged = shapes.plain(acks.get(one.delivery.alert))
    return {**shapes.delivery(one), "acknowledged": acknowledged, "attempts": [*map(shapes.plain, attempts)]}


def _tries(said: Mapping[str, Any]) -> Iterator[Text]:
    for each in said["attempts"]:
        answer = each["answer"] or "accepted" if each["answered_at"] else "no answer: we do not know whether it arrived"
        yield Text(harmless(f"{said['channel']}, tried at {at(each['at'])}: {answer}"))


def _muted(one: Mute) -> Text:
    said = f"MUTED until {moment(one.until)}: {one.what} {one.name}, by {one.by}: {one.reason} ({one.id})"
    return Text(harmless(said), "bold yellow")


def _entry(one: Owed, said: Mapping[str, Any]) -> Text:
    why = f"{said['held']}: " if said["held"] else ""
    when = "" if one.state in _ENDED else f"{why}due {at(said['due_at'])}"
    tries = f"tries: {one.tries}, the last: {one.answer or 'unknown'}" if one.tries else one.answer
    cells = (said["alert"], said["channel"], said["state"], said["about"], said["level"], when, _seen(said), tries)
    return entry(*cells, body=said["text"], style=_STYLES.get(one.state, ""))


def _seen(said: Mapping[str, Any]) -> str:
    ack = said["acknowledged"]
    if ack:
        return "" if said["answer"].startswith("acknowledged") else f"acknowledged by {ack['by']}"
    return f"acknowledge before {at(said['ack_by'])}" if said["ack_by"] else ""


_ENDED = (DeliveryState.SENT, DeliveryState.NOT_NEEDED)
_STYLES = {
    DeliveryState.GIVEN_UP: "bold red",
    DeliveryState.RETRYING: "yellow",
    DeliveryState.SENT: "dim",
    DeliveryState.NOT_NEEDED: "dim",
}
