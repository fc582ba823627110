"""`monitor alerts ack ID`: somebody has seen it, and nobody else need be told."""

import getpass
from typing import Annotated

import typer
from rich.text import Text

from monitor.cli import frame
from monitor.cli.alerts_mute import ByOption
from monitor.cli.log import log_of
from monitor.cli.tables import harmless, moment
from monitor.errors import NotFound
from monitor.export import shapes
from monitor.model import Ack
from monitor.times import SystemClock


def ack(
    ctx: typer.Context,
    alert: Annotated[str, typer.Argument(metavar="ID", help="Of the alert: A-7K2QM4.")],
    by: ByOption = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Acknowledge an alert: where its route escalates, nobody else is told. Who was first stands."""
    with log_of(ctx.obj) as store:
        found = store.ack(alert.upper(), by or getpass.getuser(), SystemClock().now())
    if found is None:
        raise NotFound(f"no alert has the ID “{alert}”", "`monitor alerts` lists them")
    frame.give_one(form, shapes.plain(found), lambda: Text(said(found)))


def said(one: Ack) -> str:
    """Who saw it, and when."""
    return f"{one.alert} was acknowledged by {harmless(one.by)} at {moment(one.at)}"
