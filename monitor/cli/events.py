"""`monitor events`: what happened, and who told of it."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.text import Text

from monitor.cli import frame
from monitor.cli.log import log_of
from monitor.cli.tables import entry
from monitor.export import shapes
from monitor.model import Event

app = frame.new_app()


@app.command(epilog=frame.example("monitor events", "monitor events --country JP --limit 10", "monitor events --both"))
def events(
    ctx: typer.Context,
    country: Annotated[str | None, typer.Option(metavar="JP", help="That concern this country.")] = None,
    both: Annotated[bool, typer.Option("--both", help="Of which more than one side told.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, metavar="N", help="At most so many.")] = 50,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """List events, those with the latest news first. What the sides say of one: `monitor event ID`."""
    with log_of(ctx.obj) as store:
        found = store.events(country=country.upper() if country else None, both=both, limit=limit)
    frame.give(form, map(shapes.event, found), lambda: _drawn(found))


def _drawn(found: Sequence[Event]) -> Text:
    return Text("\n").join([Text(f"{len(found)} shown"), *map(_line, found)])


def _line(one: Event) -> Text:
    sides = ", ".join(f"{side} ({len(told)})" for side, told in one.by_side.items())
    return entry(one.id, one.happened_on, sides or "no side", body=one.title)
