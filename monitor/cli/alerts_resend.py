"""`monitor alerts resend`: send an alert again, wherever it was sent or given up."""

from typing import Annotated

import typer

from monitor.cli.log import log_of
from monitor.errors import NotFound
from monitor.times import SystemClock


def resend(
    ctx: typer.Context,
    alert: Annotated[str, typer.Argument(metavar="ID", help="The alert: A-7K2QM4.")],
    channel: Annotated[str | None, typer.Option(metavar="NAME", help="On this channel alone.")] = None,
) -> None:
    """Owe an alert anew where it was sent or given up; a copy says that it may be a repeat."""
    with log_of(ctx.obj) as store:
        count = store.resend(SystemClock().now(), alert.upper(), channel)
    if not count:
        raise NotFound(
            f"no delivery of “{alert}” was sent or given up{f' on {channel}' if channel else ''}",
            "`monitor alerts --alert ID` shows how it stands",
        )
    typer.echo(f"Deliveries owed again: {count}")
