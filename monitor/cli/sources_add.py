"""`monitor sources add`: find out what an address is, ask, and write its entry."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from monitor.cli import frame, tables
from monitor.cli.files import config_of
from monitor.cli.sources_file import append
from monitor.cli.sources_found import KindOption, PrivateOption, looking, offered, private_place, whole
from monitor.config.complaints import Complaints
from monitor.config.config import Config
from monitor.config.insert import written
from monitor.config.variables import variables
from monitor.discover.discover import Candidate, discover
from monitor.discover.entry import entry, id_for, name_in, same
from monitor.discover.pins import pins
from monitor.errors import NotFound, UsageError
from monitor.fetch.guard import place_of
from monitor.model import Before
from monitor.read import READERS
from monitor.times import SystemClock


@dataclass(frozen=True, slots=True)
class _Offer:
    """What may be added."""

    candidate: Candidate
    selectors: Mapping[str, str]
    already: str | None  #: the source that reads it already


def add(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="A home page, a list, a feed, a channel, an account.")],
    kind: KindOption = None,
    source_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Made from the address without it.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="For people; its own title without it.")] = None,
    side: Annotated[str | None, typer.Option(metavar="KH", help="The country that it speaks for.")] = None,
    about: Annotated[str | None, typer.Option(metavar="KH,JP", help="Whom it concerns even unnamed.")] = None,
    pin: Annotated[bool, typer.Option("--pin", help="Write the selectors of a list into its entry.")] = False,
    allow_private: PrivateOption = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing: take the first, under the names that are made.")
    ] = False,
) -> None:
    """Find out what an address is, show what would be read, and write its entry into sources.yaml.

    What the page points to is tried too: its feeds, the WordPress behind it, its
    sitemap. Everything else in the file stays as it is.
    """
    url = whole(url)
    config, place = config_of(ctx.obj), private_place(url, allow_private)
    offers = _offers(ctx.obj, config, url, kind, place)
    for number, offer in enumerate(offers, 1):
        tables.show(offered(number, offer.candidate, offer.selectors, offer.already))
    chosen = offers[0 if yes or len(offers) == 1 else _choice(len(offers)) - 1]
    if chosen.already:
        raise UsageError(f"{url} is read already, as {chosen.already}", "nothing was written")
    concerned = [each.strip() for each in (about or "").split(",") if each.strip()]
    new = _entry(chosen, config, source_id, name, side, about=concerned, pin=pin, private=place, yes=yes)
    append(ctx.obj, [new])
    tables.show("\n".join(written(new)))
    tables.show(f"Added to {ctx.obj.sources}; a daemon takes it over within 5 seconds.")
    for variable in chosen.candidate.lacks:
        frame.say(f"{new['id']} stands by until {variable} is set in .env: docs/operators/{new['kind']}.md", 0)


def _offers(here: frame.Here, config: Config, url: str, kind: str | None, place: tuple[str, ...]) -> Sequence[_Offer]:
    """What can be read there. Raises NotFound, with what was tried, when nothing can."""
    kinds = (frame.known(kind, READERS, "kind"),) if kind else None
    now, known = SystemClock().now(), variables(here.sources, os.environ, Complaints())
    with looking(now, config.routing.newsroom.contact) as door:
        tried = discover(url, door, now, kinds=kinds, allow_private=place, variables=known)
    good = [each for each in tried if each.is_good]
    if not good:
        for one in tried:
            frame.say(f"{one.guess.kind} {one.source.url}: {one.reading.state} ({one.reading.why or 'no posts'})", 1)
        raise NotFound(f"nothing that can be read was found at {url}", "give the address of its list or feed")
    return [_offer(each, config) for each in good]


def _offer(one: Candidate, config: Config) -> _Offer:
    already = same(one.source, config.sources)
    selectors = pins(one.source, one.reading, one.captures[0]) if one.captures else {}
    return _Offer(one, selectors, already.id if already else None)


def _choice(most: int) -> int:
    """Which of them a person wants."""
    while True:
        answer = typer.prompt(f"Which one (1-{most})", default="1", err=True).strip()
        if answer.isdecimal() and 1 <= int(answer) <= most:
            return int(answer)


def _entry(
    offer: _Offer,
    config: Config,
    source_id: str | None,
    name: str | None,
    side: str | None,
    *,
    about: list[str],
    pin: bool,
    private: tuple[str, ...],
    yes: bool,
) -> dict[str, Any]:
    """The entry, its names asked for where no option says them."""
    source, keys = offer.candidate.source, dict(offer.candidate.guess.keys)
    taken = {taken for each in config.sources for taken in (each.id, *each.was)}
    made_id = id_for(source, keys, taken)
    made_name = name_in(offer.candidate.captures) or made_id
    asks_private = place_of(READERS[source.kind].ask(source, Before()).url) in private
    return entry(
        source_id or _asked("ID", made_id, yes),
        name or _asked("Name", made_name, yes),
        source.kind,
        {**keys, **(offer.selectors if pin else {})},
        side=side if side is not None else _asked("Country that it speaks for (KH, JP …; empty: later)", "", yes),
        about=about,
        allow_private=asks_private,
    )


def _asked(question: str, usual: str, yes: bool) -> str:
    return usual if yes else str(typer.prompt(question, default=usual, err=True)).strip()
