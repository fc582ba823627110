"""`monitor review export`: what people decided, as labelled data."""

from typing import Annotated

import typer

from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.review_list import since_of
from monitor.export.json import one_line
from monitor.questions import labelled


def export(
    ctx: typer.Context,
    since: Annotated[str | None, typer.Option(metavar="WHEN", help="Decided from then on; all without it.")] = None,
) -> None:
    """Give out each wording that was decided on, a line of JSON: what `monitor assess --jsonl` takes, and the label.

    `bench/relevance.py` measures on the file. It holds texts of sources:
    keep it in the newsroom.
    """
    config = config_of(ctx.obj)
    with log_of(ctx.obj) as store:
        for line in labelled(store, config, since_of(ctx, since) if since else None):
            typer.echo(one_line(line))
