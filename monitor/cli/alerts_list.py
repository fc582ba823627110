"""`monitor alerts list`: the outbox and its history."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.text import Text

from monitor.cli import frame
from monitor.cli.log import log_of
from monitor.cli.tables import at, entry
from monitor.export.shapes import delivery as shape
from monitor.model import DeliveryState, Owed

StateOption = Annotated[
    DeliveryState | None, typer.Option(metavar="owed|retrying|sent|given-up", help="In this state.")
]
ChannelOption = Annotated[str | None, typer.Option(metavar="NAME", help="On this channel.")]
StatementOption = Annotated[str | None, typer.Option(metavar="ID", help="About this statement.")]
AlertOption = Annotated[str | None, typer.Option("--alert", metavar="ID", help="This alert: A-7K2QM4.")]
LimitOption = Annotated[int, typer.Option(min=1, metavar="N", help="At most so many, the newest first.")]


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
