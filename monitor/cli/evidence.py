"""`monitor evidence ID --output FILE.zip`: what proves a statement to others."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.archive.archive import Archive
from monitor.cli import frame
from monitor.cli.log import log_of, statement_in
from monitor.errors import UsageError
from monitor.evidence import pack
from monitor.times import SystemClock

app = frame.new_app()


@app.command(epilog=frame.example("monitor evidence 7k2qm4xw3h --output 7k2qm4xw3h.zip"))
def evidence(
    ctx: typer.Context,
    statement: Annotated[str, typer.Argument(metavar="ID", help="Its ID, as the log and alerts show it.")],
    output: Annotated[Path, typer.Option(metavar="FILE.zip", help="Where the pack goes; it must not be there yet.")],
) -> None:
    """Pack what proves a statement to others: its wordings, the captures that show them, hashes, times, our polls.

    A README in it says how to check it, without any program of ours.
    """
    if output.exists():
        raise UsageError(f"{output} is there already", "name another file")
    with log_of(ctx.obj) as store:
        one = statement_in(store, statement)
        polls = store.coverage(one.source, one.first_seen_at, SystemClock().now())
        body = pack(one, store.history(statement), polls, Archive(ctx.obj.data))
    output.write_bytes(body)
    typer.echo(f"{output}: {len(body) / 1000:.0f} kB")
