"""`monitor alerts mute`, `unmute`, `mutes`: silence for a time, with a reason, for all to see."""

import getpass
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.spans import moment_of
from monitor.cli.tables import add, at, table
from monitor.config.config import Config
from monitor.errors import NotFound, UsageError
from monitor.export import shapes
from monitor.model import Mute, Muted
from monitor.mute import mute as begin
from monitor.times import SystemClock, duration, iso

ByOption = Annotated[str | None, typer.Option(metavar="NAME", help="Who says so; by default who is logged in.")]


def mute(
    ctx: typer.Context,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is shown wherever the mute is.")],
    source: Annotated[str | None, typer.Option(metavar="ID", help="All of this source.")] = None,
    route: Annotated[str | None, typer.Option(metavar="ID", help="What this route asks for.")] = None,
    channel: Annotated[str | None, typer.Option(metavar="NAME", help="All on this channel.")] = None,
    event: Annotated[str | None, typer.Option(metavar="ID", help="All on this event.")] = None,
    statement: Annotated[str | None, typer.Option(metavar="ID", help="All on this statement.")] = None,
    lasting: Annotated[str | None, typer.Option("--for", metavar="2h", help="So long, 7 days at most.")] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="Until then: 2026-11-24T19:42Z.")] = None,
    by: ByOption = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Hold the alerts of a source, a route, a channel, an event or a statement for a time, urgent ones too.

    Nothing is lost: what is held goes out bundled at the end, or when `unmute`
    ends it sooner. The page, `monitor health` and the heartbeat say what is
    muted. What operators must know (a source that breaks) is never muted.
    """
    named = {Muted.SOURCE: source, Muted.ROUTE: route, Muted.CHANNEL: channel, Muted.EVENT: event}
    named |= {Muted.STATEMENT: statement}
    given = [(what, name) for what, name in named.items() if name]
    if len(given) != 1:
        raise UsageError("name one thing to mute", "write --source, --route, --channel, --event or --statement")
    what, name = given[0]
    config, now = config_of(ctx.obj), SystemClock().now()
    end, who = _end(lasting, until, now, config), by or getpass.getuser()
    with log_of(ctx.obj) as store:
        made, held = begin(what, name, reason, who, end, store=store, config=config, now=now)
    said = {**shapes.plain(made), "held": held}
    frame.give_one(form, said, lambda: drawn([made], f"alerts that waited and are held now: {held}"))


def _end(lasting: str | None, until: str | None, now: datetime, config: Config) -> datetime:
    end = now + _span(lasting) if lasting else moment_of(until, now, config.routing.newsroom.timezone)
    if end is None or (lasting and until):
        raise UsageError("say how long", "write --for 2h, or --until 2026-11-24T19:42Z")
    return end


def _span(written: str) -> timedelta:
    try:
        return duration(written)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"“{written}” is no length of time", "write 30m, 2h or 1d") from error


def unmute(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="Of the mute: M-7K2Q.")],
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """End a mute: what it held goes out now, bundled, where no other mute holds it."""
    with log_of(ctx.obj) as store:
        ended = store.unmute(name.upper(), SystemClock().now())
    if ended is None:
        raise NotFound(f"no mute in force has the ID “{name}”", "`monitor alerts mutes` lists them")
    one, freed = ended
    frame.give_one(
        form, {**shapes.plain(one), "freed": freed}, lambda: drawn([one], f"alerts that go out now: {freed}")
    )


def mutes(ctx: typer.Context, form: frame.FormatOption = frame.Form.TABLE) -> None:
    """List what is muted now, until when, by whom and why."""
    with log_of(ctx.obj) as store:
        found = store.mutes(SystemClock().now())
    frame.give(form, [shapes.plain(each) for each in found], lambda: drawn(found, "" if found else "nothing is muted"))


def drawn(found: Sequence[Mute], caption: str) -> Any:
    """Mutes as a table."""
    made = table("mute", "what", "until", "by", "reason…")
    for each in found:
        add(made, each.id, f"{each.what} {each.name}", at(iso(each.until)), each.by, each.reason)
    made.caption, made.caption_justify = caption or None, "left"
    return made
