"""`monitor alerts retry`: try again what was given up."""

from typing import Annotated

import typer

from monitor.cli.log import log_of
from monitor.errors import NotFound
from monitor.times import SystemClock


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
