"""`monitor sources`: how each source stands; test one."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
from pydantic import ValidationError
from rich.text import Text

from monitor.cli import frame
from monitor.cli.files import able, config_of, source_of
from monitor.cli.log import log_of
from monitor.cli.tables import add, at, entry, harmless, table
from monitor.errors import NotFound, UsageError
from monitor.export import shapes
from monitor.fetch.door import HttpDoor
from monitor.fetch.transport import RequestsTransport
from monitor.model import READABLE, Before, Health, Source, State
from monitor.read import READERS
from monitor.times import SystemClock
from monitor.visit import Budget, visit

_ADDRESS = ("http://", "https://")
_BUDGET = Budget(pages=1, items=3, relooks=0, suspects=0)
"""A test is a glance: it must not ask a stranger's server more than it has to."""

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


@app.command(
    "test", epilog=frame.example("monitor sources test rivers", "monitor sources test https://bridges.example/feed.xml")
)
def try_source(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="ID_OR_URL", help="A source of sources.yaml, or any address.")],
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="How to read an address; found out without it.")
    ] = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> int:
    """Visit a source as if for the first time, and show what is read; nothing is stored, nobody is told."""
    config = config_of(ctx.obj) if not source.startswith(_ADDRESS) else None
    asked = [able(source_of(config, source))] if config else list(_candidates(source, kind))
    contact = config.routing.newsroom.contact if config else None
    with closing(HttpDoor(RequestsTransport(), SystemClock(), contact=contact)) as door:
        for one in asked:
            reading = visit(READERS[one.kind], one, Before(), door, SystemClock().now(), _BUDGET).reading
            if reading.state is State.OK:
                break
    said = {"kind": one.kind, **shapes.reading(reading, source)}
    frame.give_one(form, said, lambda: _read(said))
    return 0 if reading.state in READABLE else 1


def _candidates(url: str, kind: str | None) -> Iterator[Source]:
    """An address as a source of each kind that it may be, the likeliest first."""
    host = urlsplit(url).hostname or ""
    likely = ("telegram",) if host in ("t.me", "telegram.me") else ("feed", "listing", "page")
    for name in (frame.known(kind, READERS, "kind"),) if kind else likely:
        reader = READERS[name]
        try:
            options = reader.options.model_validate({"url": url})
        except ValidationError as error:
            fault = error.errors()[0]["msg"]
            raise UsageError(f"{url} cannot be read as {name}", f"write it in sources.yaml ({fault})") from error
        yield Source("test", url, name, options, reader.home(options), obeys_robots=reader.robots)


def _read(said: dict[str, Any]) -> Text:
    whole = f"whole back to {at(said['sees_back_to'])}" if said["complete"] else "not whole"
    why = f" ({said['why']})" if said["why"] else ""
    found = [Text(harmless(f"{said['kind']}: {said['state']}{why}, {whole}"))]
    for one in (*said["entries"], *said["headlines"]):
        words = ": ".join(filter(None, (one["title"], one.get("text"))))
        found.append(entry(at(one["published_at"]), one["url"] or "", body=words))
    return Text("\n").join(found)
