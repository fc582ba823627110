"""`monitor embargo`: what is kept back, without its words, and when it goes out."""

from collections.abc import Sequence
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from monitor import bring
from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.tables import add, table
from monitor.cli.works import works_of
from monitor.errors import NotFound, UsageError
from monitor.export.shapes import plain
from monitor.model import Embargo
from monitor.paste import ends_at
from monitor.times import SystemClock

app = frame.new_app(
    invoke_without_command=True,
    epilog=frame.example("monitor embargo", "monitor embargo until 7k2qm4xw9p 2026-11-25T12:00"),
)
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="As `monitor embargo` lists it.")]


@app.callback()
def embargo(ctx: typer.Context, form: frame.FormatOption = frame.Form.TABLE) -> None:
    """List what is kept back under an embargo: its ID, its source, when it goes out; never its words."""
    if ctx.invoked_subcommand is not None:
        return
    zone = config_of(ctx.obj).routing.newsroom.timezone
    with log_of(ctx.obj) as store:
        held = store.embargoes()
    frame.give(form, [plain(each) for each in held], lambda: listed(held, zone))


@app.command(epilog=frame.example("monitor embargo lift 7k2qm4xw9p"))
def lift(ctx: typer.Context, name: IdArgument) -> None:
    """End an embargo now: the text is told at once."""
    config = config_of(ctx.obj)
    with works_of(ctx.obj, config) as works:
        bring.lift(name, works, config)
    typer.echo(f"{name} is told now; `monitor show {name}` shows it")


@app.command(epilog=frame.example("monitor embargo until 7k2qm4xw9p 2026-11-25T12:00"))
def until(
    ctx: typer.Context,
    name: IdArgument,
    time: Annotated[str, typer.Argument(metavar="TIME", help="In the newsroom's zone where none is said.")],
) -> None:
    """Give an embargo another end."""
    zone, now = config_of(ctx.obj).routing.newsroom.timezone, SystemClock().now()
    try:
        end = ends_at(time, zone, now)
    except ValueError as error:
        raise UsageError(str(error), "`monitor embargo lift` ends an embargo now") from error
    with log_of(ctx.obj) as store:
        bring.move(name, end, store)
    typer.echo(f"{name} goes out at {end.astimezone(zone):%Y-%m-%d %H:%M} ({zone})")


@app.command(epilog=frame.example("monitor embargo drop 7k2qm4xw9p"))
def drop(ctx: typer.Context, name: IdArgument) -> None:
    """Forget a text that is kept back: it is never told. Take a mail out of its folder first, else it comes again."""
    with log_of(ctx.obj) as store:
        if not store.drop_embargo(name):
            raise NotFound(f"no text under an embargo is called {name}", "`monitor embargo` lists them")
        store.purge()
    typer.echo(f"{name} is forgotten")


def listed(held: Sequence[Embargo], zone: ZoneInfo) -> Any:
    """What is kept back, as a table."""
    made = table("under embargo", "source", "goes out", "came", "pasted")
    for each in held:
        end = f"{each.until.astimezone(zone):%Y-%m-%d %H:%M} ({zone})" if each.until else "when you say so"
        add(made, each.id, each.source, end, each.since, each.pasted, style="" if each.until else "yellow")
    return made
