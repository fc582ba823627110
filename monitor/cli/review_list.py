"""`monitor review list`: the queue; `monitor review decided`: what was decided."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.spans import moment_of
from monitor.cli.tables import add, entry, harmless, table
from monitor.export import shapes
from monitor.model import Decision
from monitor.questions import RECENT, Kind, Question, doubts, questions
from monitor.times import SystemClock, iso, spell

DAYS = spell(RECENT)
KindOption = Annotated[
    Kind | None, typer.Option("--kind", metavar="loss|feedback|unsure", help="Only what is asked for this reason.")
]
SourceOption = Annotated[str | None, typer.Option("--source", metavar="ID", help="Only of this source.")]
SinceOption = Annotated[str, typer.Option("--since", metavar="WHEN", help="From then on: 2026-11-24, or 2d ago.")]


def list_(
    ctx: typer.Context,
    kind: KindOption = None,
    source: SourceOption = None,
    since: SinceOption = DAYS,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """List what a person must decide: losses, what others said, what is unsure; urgent ones first, the oldest first.

    A loss is missing where we look, and nothing proves that it is gone. What is
    unsure is listed when it was news in the last 30 days.
    """
    with log_of(ctx.obj) as store:
        asked = [
            each if each.kind is not Kind.UNSURE else replace(each, why=doubts(store.history(each.statement.id)[-1]))
            for each in questions(store, SystemClock().now(), kind=kind, source=source, since=since_of(ctx, since))
        ]
    frame.give(form, map(_shape, asked), lambda: _drawn(asked))


def made(ctx: typer.Context, since: SinceOption = DAYS, form: frame.FormatOption = frame.Form.TABLE) -> None:
    """List what people decided, the oldest first."""
    with log_of(ctx.obj) as store:
        found = store.decided(since_of(ctx, since))
    frame.give(form, map(shapes.decision, found), lambda: _decisions(found))


def since_of(ctx: typer.Context, written: str) -> datetime | None:
    """A time as it is written on the command line."""
    return moment_of(written, SystemClock().now(), config_of(ctx.obj).routing.newsroom.timezone)


def _shape(one: Question) -> dict[str, Any]:
    """The statement, with why it is asked about."""
    return {
        "question": str(one.kind),
        "since": iso(one.since),
        "why": list(one.why),
        "held": one.held,
        **shapes.plain(one.statement),
    }


def _drawn(asked: Sequence[Question]) -> Text:
    lines = [Text(f"{len(asked)} to decide" if asked else "nothing to decide")]
    for each in asked:
        one = each.statement
        level = "held" if each.held else str(one.level) if one.relevant else ""
        body = f"{one.title}: {one.text}" if one.title else one.text
        lines.append(entry(each.kind, one.id, each.since, one.side, one.source, level, one.url, body=body))
        lines += [Text(f"    {harmless(why)}", "dim") for why in each.why]
    return Text("\n").join(lines)


def _decisions(found: Sequence[Decision]) -> object:
    drawn = table("at", "statement", "decided", "level", "by", "reason…")
    for each in found:
        verdict = f"{each.verdict} (feedback)" if each.feedback else str(each.verdict)
        add(drawn, each.at, each.statement, verdict, each.level or "", each.by, each.reason)
    return drawn
