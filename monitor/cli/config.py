"""`monitor config`: check the files, show them, give their schema, write templates to start from."""

from typing import Annotated

import typer

from monitor.alert.template import shipped
from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.config.dated import dated_warnings
from monitor.config.schema import SCHEMAS, schema
from monitor.config.show import shown
from monitor.config.templates import END, FOLDER, NAMES
from monitor.times import SystemClock

app = frame.new_app(no_args_is_help=True, epilog=frame.example("monitor config check", "monitor config show"))


@app.callback()
def config() -> None:
    """Check the files; show them as they are in force; give their schema; write templates to start from."""


@app.command(epilog=frame.example("monitor config check", "monitor config check --strict"))
def check(
    ctx: typer.Context, strict: Annotated[bool, typer.Option("--strict", help="A warning is an error too.")] = False
) -> int:
    """Check sources.yaml and config/: each fault with file, line, column, what was found, what is allowed.

    Exit status 2 on an error. A variable that is missing disables only what uses
    it, and is a warning.
    """
    found = config_of(ctx.obj)
    warnings = (*found.warnings, *dated_warnings(found.sources, SystemClock().now().date()))
    for warning in warnings:
        frame.say(f"warning: {warning}", 0)
    polled = sum(source.pollable for source in found.sources)
    sources = f"beats: {len(found.beats)}, sources: {len(found.sources)} ({polled} polled)"
    typer.echo(f"The files are right; {sources}, routes: {len(found.routing.routes)}, warnings: {len(warnings)}")
    return 2 if strict and warnings else 0


@app.command("schema", epilog=frame.example("monitor config schema sources > sources.schema.json"))
def schema_of(
    name: Annotated[str, typer.Argument(metavar="FILE", help="`sources` or `alerts`; both without it.")] = "",
) -> None:
    """Give the JSON Schema of a file, for an editor that checks while you type."""
    made = schema(frame.known(name, SCHEMAS, "file")) if name else {each: schema(each) for each in SCHEMAS}
    typer.echo(frame.readable(made))


@app.command(epilog=frame.example("monitor config show", "monitor config show | jq .sources[0]"))
def show(ctx: typer.Context) -> None:
    """Show what is in force, every default filled in, as JSON; secrets are masked."""
    typer.echo(frame.readable(shown(config_of(ctx.obj))))


@app.command(epilog=frame.example("monitor config templates"))
def templates(ctx: typer.Context) -> None:
    """Write the shipped templates of alerts into config/templates, to start from; a file that is there stays.

    What is deleted again is told as shipped.
    """
    folder = ctx.obj.config / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        path = folder / f"{name}{END}"
        if path.exists():
            typer.echo(f"{path} is there already")
        else:
            path.write_text(shipped(name), encoding="utf-8")
            typer.echo(f"{path} written")
