"""`monitor coverage`: when we looked at a source, what we could see, and where we were blind."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Annotated, Any

import typer

from monitor.cli import frame
from monitor.cli.files import config_of, source_of
from monitor.cli.log import log_of
from monitor.cli.spans import moment_of
from monitor.cli.tables import add, at, table
from monitor.export.shapes import plain
from monitor.model import READABLE, Span
from monitor.times import SystemClock, iso, spell

_REMOVED = timedelta(minutes=15)
"""How often a source was asked that is no longer configured: the longest of the usual intervals."""

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

    A line is a run of polls with the same outcome. `not looked` is a silence of
    ours of more than four of its intervals.
    """
    config, now = config_of(ctx.obj), SystemClock().now()
    zone = config.routing.newsroom.timezone
    start, end = moment_of(since, now, zone) or now, moment_of(until, now, zone) or now
    with log_of(ctx.obj) as store:
        # What was removed from sources.yaml keeps its coverage in the log.
        spans = store.coverage(source, start, end)
        every = _REMOVED
        if not spans or any(each.id == source for each in config.sources):
            one = source_of(config, source)
            spans, every = store.coverage(one.id, start, end), one.every
    lines = list(with_gaps(spans, max(4 * every, timedelta(minutes=5))))
    frame.give(form, lines, lambda: _table(lines))


def with_gaps(spans: Sequence[Span], longest: timedelta) -> Iterator[dict[str, Any]]:
    """Each span as an object, `blind` said of it, and between two that are far apart one that says `not-looked`."""
    ordered = sorted(spans, key=lambda span: span.from_at)
    for before, span in pairwise((None, *ordered)):
        assert span is not None
        if before is not None and span.from_at - before.to_at > longest:
            yield _not_looked(span.source, before.to_at, span.from_at)
        yield {**plain(span), "blind": span.state not in READABLE}


def _not_looked(source: str, start: datetime, end: datetime) -> dict[str, Any]:
    return {
        "source": source,
        "state": "not-looked",
        "why": f"no poll for {spell(end - start)}",
        "from_at": iso(start),
        "to_at": iso(end),
        "polls": 0,
        "sees_back_to": None,
        "blind": True,
    }


def _table(lines: Iterable[dict[str, Any]]) -> object:
    made = table("from", "to", "polls", "state", "sees back to", "why…")
    for one in lines:
        cells = (at(one["from_at"]), at(one["to_at"]), one["polls"], one["state"], at(one["sees_back_to"]), one["why"])
        add(made, *cells, style="red" if one["blind"] else "")
    return made
