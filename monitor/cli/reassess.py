"""`monitor reassess`: which past statements a change of words flips. Sends nothing."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor.cli import frame, tables
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.export.shapes import plain
from monitor.reassess import Flip, apply, flips

app = frame.new_app()


@app.command(epilog=frame.example("monitor reassess", "monitor reassess --format jsonl", "monitor reassess --apply"))
def reassess(
    ctx: typer.Context,
    applied: Annotated[bool, typer.Option("--apply", help="Then keep the new judgements in the log.")] = False,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Judge each statement of the log with the words as they are now, and show those that are judged otherwise.

    Nothing is sent, whatever flips. Without --apply nothing is changed either: change the words, look, change again.
    """
    config = config_of(ctx.obj)
    with log_of(ctx.obj) as store:
        found = list(flips(store, config))
        if applied:
            apply(store, found)
    frame.give(form, map(_row, found), lambda: _drawn(found, applied))


def _row(one: Flip) -> dict[str, Any]:
    return {
        "statement": one.statement.id,
        "source": one.statement.source,
        "beat": one.now.beat,
        "was": one.was and plain(one.was),
        "now": plain(one.now),
        "title": one.statement.title,
        "text": one.statement.text,
    }


def _drawn(found: Sequence[Flip], applied: bool) -> Text:
    kept = "kept in the log" if applied else "nothing was changed: --apply keeps it"
    lines = [Text(f"{len(found)} judged otherwise; {kept}")]
    for one in found:
        body = f"{one.statement.title}: {one.statement.text}" if one.statement.title else one.statement.text
        lines.append(tables.entry(one.statement.id, one.statement.source, one.now.beat, one.told, body=body))
    return Text("\n").join(lines)
