"""`monitor statements`: search the log."""

from collections.abc import Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.text import Text

from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.spans import moment_of
from monitor.cli.tables import entry
from monitor.model import ChangeKind, Level, Statement
from monitor.store.query import StatementQuery
from monitor.times import SystemClock

RELEVANT = ("yes", "no", "unsure", "all")
_ANYWHERE = ZoneInfo("UTC")
SORTS = ("newest", "oldest", "published")

app = frame.new_app()


@app.command(
    epilog=frame.example(
        "monitor statements 'residence track' --side JP",
        "monitor statements ជប៉ុន --since 2d --all",
        "monitor statements --change deleted --format csv > deleted.csv",
    )
)
def statements(
    ctx: typer.Context,
    query: Annotated[list[str] | None, typer.Argument(metavar="WORDS...", help="Words in any script.")] = None,
    beat: Annotated[str | None, typer.Option(metavar="ID", help="Of this beat.")] = None,
    topic: Annotated[str | None, typer.Option(metavar="TOPIC", help="Of this topic.")] = None,
    side: Annotated[str | None, typer.Option(metavar="JP", help="By sources that speak for this country.")] = None,
    source: Annotated[str | None, typer.Option(metavar="ID", help="By this source.")] = None,
    language: Annotated[str | None, typer.Option(metavar="km", help="In this language.")] = None,
    change: Annotated[
        ChangeKind | None,
        typer.Option(metavar="new|edited|deleted|restored|replaced", help="Whose latest change is this."),
    ] = None,
    level: Annotated[str | None, typer.Option(metavar="urgent|routine", help="Of this level.")] = None,
    relevant: Annotated[str, typer.Option(metavar="yes,no,unsure,all", help="Judged so; several with commas.")] = "yes",
    everything: Annotated[bool, typer.Option("--all", help="The same as --relevant all.")] = False,
    since: Annotated[str | None, typer.Option(metavar="WHEN", help="From then on: 2026-11-24, or 2d ago.")] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="Before then.")] = None,
    sort: Annotated[str, typer.Option(metavar="newest|oldest|published", help="What comes first.")] = "newest",
    limit: Annotated[int, typer.Option(min=1, max=100_000, metavar="N", help="At most so many.")] = 50,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Search the log of statements; those that concern a beat, unless --all is said."""
    for each in relevant.split(","):
        frame.known(each, RELEVANT, "answer for --relevant")
    frame.known(sort, SORTS, "order for --sort")
    if level:
        frame.known(level, ("urgent", "routine"), "level")
    now = SystemClock().now()
    zone = config_of(ctx.obj).routing.newsroom.timezone if since or until else _ANYWHERE
    asked = StatementQuery(
        text=" ".join(query or ()),
        beat=beat,
        topic=topic,
        side=side.upper() if side else None,
        source=source,
        language=language,
        change=change,
        level=level,
        relevant="all" if everything else relevant,
        since=moment_of(since, now, zone),
        until=moment_of(until, now, zone),
        limit=limit,
        sort=sort,
    )
    with log_of(ctx.obj) as store:
        found = store.statements(asked)
        total = store.count(asked)
    frame.give(form, found, lambda: _drawn(found, total))


def _drawn(found: Sequence[Statement], total: int) -> Text:
    return Text("\n").join([Text(f"{total} found"), *map(_entry, found)])


def _entry(one: Statement) -> Text:
    change = one.change if one.versions < 2 else f"{one.change}, {one.versions} versions"
    change = f"{change} (corrected: {one.corrected})" if one.corrected else change
    judged = one.level if one.relevant else "unsure" if one.unsure else ""
    cells = (one.id, one.published_at or one.first_seen_at, one.side, one.source, change, judged, one.topics)
    urgent = one.relevant and one.level is Level.URGENT
    return entry(*cells, body=f"{one.title}: {one.text}" if one.title else one.text, style="bold red" if urgent else "")
