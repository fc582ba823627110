"""`monitor sources import` and `export`: the lists of feed readers, in and out."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.sources_file import append
from monitor.cli.tables import add, table
from monitor.config.config import Config
from monitor.config.show import shown
from monitor.discover.discover import source_for
from monitor.discover.entry import entry, id_for, same
from monitor.discover.opml import Outline, opml, outlines
from monitor.logs import mask
from monitor.model import Source


def import_(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.opml", help="What another program exported; `-`: standard input.")
    ],
    side: Annotated[str | None, typer.Option(metavar="KH", help="The country that they all speak for.")] = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Write the feeds of an OPML file into sources.yaml; folders become tags. Nothing is asked of their servers.

    What is read already is left out, and so is what is no feed: for a page say
    `monitor sources add`.
    """
    config = config_of(ctx.obj)
    rows = list(_taken(outlines(frame.read_bytes(file)), config, side))
    new = [row["entry"] for row in rows if row["entry"]]
    if new:
        append(ctx.obj, new)
    frame.give(form, rows, lambda: _table(rows))
    frame.say(f"{len(new)} added to {ctx.obj.sources}, {len(rows) - len(new)} left out", 0)


def export(ctx: typer.Context) -> None:
    """Give the sources as OPML: feeds for any feed reader, the others as links. Secrets stay variables."""
    config = config_of(ctx.obj)
    homes = {source.id: source.url for source in config.sources}
    listed = [{**each, "home": _home(each, homes)} for each in shown(config)["sources"]]
    sys.stdout.buffer.write(opml(listed, "Sources of monitor"))


def _taken(found: tuple[Outline, ...], config: Config, side: str | None) -> Iterator[dict[str, Any]]:
    """What becomes of each outline; an entry for those that are new."""
    known: list[Source] = list(config.sources)
    taken = {name for each in config.sources for name in (each.id, *each.was)}
    for one in found:
        source = source_for(one.guess, (), {}) if one.guess else None
        twin = same(source, known) if source else None
        row = {"name": one.name, "url": one.url, "entry": None, "why": ""}
        if one.guess is None or source is None:
            yield {**row, "why": "no feed"}
        elif twin is not None:
            yield {**row, "why": "read already" if twin.id == source.id else f"read already, as {twin.id}"}
        else:
            new_id = id_for(source, one.guess.keys, taken)
            taken.add(new_id)
            known.append(source)
            more = {"side": side, "tags": one.tags}
            yield {**row, "entry": entry(new_id, one.name or new_id, source.kind, one.guess.keys, **more)}


def _home(shown_source: dict[str, Any], homes: dict[str, str | None]) -> str | None:
    """Where people read it, in the words of the file."""
    home = homes[shown_source["id"]]
    return shown_source.get("url") or (mask(home) if home else None)


def _table(rows: list[dict[str, Any]]) -> object:
    made = table("", "name…", "address…", "why…")
    for row in rows:
        what = f"added as {row['entry']['id']}" if row["entry"] else "left out"
        add(made, what, row["name"], row["url"], row["why"], style="" if row["entry"] else "dim")
    return made
