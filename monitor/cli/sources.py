"""`monitor sources`: how each source stands; test one, add one; take sources from other programs and give them out."""

from collections.abc import Sequence
from typing import Any

import typer

from monitor.cli import frame, sources_add, sources_opml, sources_try
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.tables import add, at, table
from monitor.errors import NotFound
from monitor.export import shapes
from monitor.model import Health, Source
from monitor.times import SystemClock

app = frame.new_app(invoke_without_command=True, epilog=frame.example("monitor sources", "monitor sources test rivers"))


@app.callback()
def sources(ctx: typer.Context, form: frame.FormatOption = frame.Form.TABLE) -> None:
    """Show how each source stands; without a command the same as `list`."""
    if ctx.invoked_subcommand is None:
        list_(ctx, form)


@app.command("list", epilog=frame.example("monitor sources list --format json"))
def list_(ctx: typer.Context, form: frame.FormatOption = frame.Form.TABLE) -> None:
    """List the sources: when each was last read, what is wrong, when it is asked again."""
    config, now = config_of(ctx.obj), SystemClock().now()
    try:
        with log_of(ctx.obj) as store:
            health = store.health([each.id for each in config.sources])
    except NotFound:
        health = [_never_polled(each) for each in config.sources]
    rows = [shapes.standing(*pair, now) for pair in zip(config.sources, health, strict=True)]
    frame.give(form, rows, lambda: _table(rows))


def _never_polled(source: Source) -> Health:
    return Health(source.id, None, "", None, None, None, 0, None, 0, None)


def _table(rows: Sequence[dict[str, Any]]) -> object:
    made = table("source", "side", "kind…", "state", "last read", "next", "statements", "why…")
    for one in rows:
        state, why = _standing(one)
        cells = (at(one["last_good_at"]), at(one["next_poll_at"]), one["statements"])
        style = "red" if one["failures"] else "dim" if not one["enabled"] or one["needs"] else ""
        add(made, one["id"], one["side"], one["kind"], state, *cells, why, style=style)
    return made


def _standing(one: dict[str, Any]) -> tuple[str, str]:
    if not one["enabled"]:
        return "not enabled", ""
    if one["needs"]:
        return "stands by", f"needs {', '.join(one['needs'])}"
    if one["paused_until"]:
        return "paused", f"until {at(one['paused_until'])}"
    return one["state"] or "not polled yet", one["why"]


app.command(
    "test", epilog=frame.example("monitor sources test rivers", "monitor sources test https://bridges.example/feed.xml")
)(sources_try.try_source)
app.command(
    "add",
    epilog=frame.example(
        "monitor sources add https://rivers.example/news",
        "monitor sources add t.me/ferry_office --side KH --yes",
    ),
)(sources_add.add)
app.command("import", epilog=frame.example("monitor sources import feeds.opml --side JP"))(sources_opml.import_)
app.command("export", epilog=frame.example("monitor sources export > sources.opml"))(sources_opml.export)
