"""`monitor link FILE.jsonl`: which texts report one occurrence. Loads the words and nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.assess.find import find
from monitor.cli import asked, frame
from monitor.cli.asked import Asked, RulesFor
from monitor.errors import UsageError
from monitor.export.json import one_line
from monitor.link.gist import gist
from monitor.link.link import link as link_one
from monitor.link.sameness import Rarity
from monitor.model import Byline, Change, ChangeKind, Gist, Linked, Version
from monitor.text.fingerprint import fingerprint
from monitor.times import parse_iso

app = frame.new_app()


@app.command(epilog=frame.example("monitor link texts.jsonl --countries KH,JP"))
def link(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Lines; standard input without it.")] = Path("-"),
    countries: Annotated[str, typer.Option(metavar="KH,JP", help="For lines that name no countries.")] = "",
    why: Annotated[
        bool,
        typer.Option("--why", help="Add what a text shares with others, and of which it is a copy or translation."),
    ] = False,
) -> int:
    """Give each text the event that it reports: a line of JSON with its ID and that of the event.

    Lines are as for `assess --jsonl`, with `source`. Texts are linked in the order of their dates, those without a
    date last, and given out in the order of the file. A line that cannot be read is told on standard error, and the
    exit status is 1.
    """
    rules_for = asked.rules_of(ctx.obj.config, countries)
    status, gists = 0, {}
    for number, line in enumerate(asked.lines(file), 1):
        try:
            said = asked.said(line)
            if said is not None:
                name = str(said.get("id", number))
                text = Asked.model_validate({"countries": countries, **said})
                gists[name] = gist_of(name, text, str(said.get("source", "")), rules_for)
        except (ValueError, UsageError) as error:
            status = frame.say(f"line {number}: {asked.first(error)}", 1)
    found = dict(linked(tuple(gists.values())))
    for name in gists:
        one = found[name]
        shared = {"why": one.why, "copy_of": one.copy_of, "translation_of": one.translation_of} if why else {}
        typer.echo(one_line({"id": name, "event": one.event, **shared}))
    return status


def linked(gists: Sequence[Gist]) -> Iterator[tuple[str, Linked]]:
    """Each text with its event: the oldest first, as the daemon meets them."""
    rarity = Rarity(gists)
    recent: list[Gist] = []
    for each in sorted(gists, key=lambda one: one.published_on or date.max):
        found = link_one(each, recent, rarity)
        recent.append(replace(each, event=found.event))
        yield each.statement, found


def gist_of(name: str, text: Asked, source: str, rules_for: RulesFor) -> Gist:
    """What linking keeps of a text."""
    published = parse_iso(text.published_at) if text.published_at else None
    now = datetime.now(UTC)
    hash_ = fingerprint(text.title, text.text)
    version = Version(1, text.title, text.text, hash_, now, published_at=published)
    change = Change(ChangeKind.NEW, name, name, None, now, None, version)
    byline = Byline(source, source, "", text.side, text.about, "UTC")
    rules = rules_for(text.countries)
    return gist(find((change,), byline, (text.beat(rules),), rules)[0])
