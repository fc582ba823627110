"""`monitor coverage`: when we looked at a source, what we could see, and where we were blind."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from monitor.cli import frame
from monitor.cli.files import config_of, source_of
from monitor.cli.log import log_of
from monitor.cli.spans import moment_of
from monitor.cli.tables import add, at, table
from monitor.export.shapes import plain
from monitor.looks import UNKNOWN_INTERVAL, looks
from monitor.times import SystemClock

app = frame.new_app()


@app.command(epilog=frame.example("monitor coverage jp-embassy-kh", "monitor coverage rivers --since 2026-11-01"))
def coverage(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Its ID in sources.yaml.")],
    since: Annotated[str, typer.Option(metavar="WHEN", help="From then on: 2026-11-24, or 2d ago.")] = "30d",
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="Before then; now without it.")] = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Say when we looked at a source, what we could see, and where we were blind.

    A line is a run of polls with the same outcome. `not-looked` is a silence of
    ours of more than four of its intervals, or before it was first polled.
    """
    config, now = config_of(ctx.obj), SystemClock().now()
    zone = config.routing.newsroom.timezone
    start, end = moment_of(since, now, zone) or now, moment_of(until, now, zone) or now
    with log_of(ctx.obj) as store:
        # What was removed from sources.yaml keeps its coverage in the log.
        spans = store.coverage(source, start, end)
        every = UNKNOWN_INTERVAL
        if not spans or any(each.id == source for each in config.sources):
            one = source_of(config, source)
            spans, every = store.coverage(one.id, start, end), one.every
    lines = [plain(each) for each in looks(source, spans, every, start, min(end, now))]
    frame.give(form, lines, lambda: _table(lines))


def _table(lines: Iterable[dict[str, Any]]) -> object:
    made = table("from", "to", "polls", "state", "sees back to", "why…")
    for one in lines:
        cells = (at(one["from_at"]), at(one["to_at"]), one["polls"], one["state"], at(one["sees_back_to"]), one["why"])
        add(made, *cells, style="red" if one["blind"] else "")
    return made
