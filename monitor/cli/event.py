"""`monitor event ID`: one event, with what each side says of it; an operator splits and joins."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer
from rich.text import Text

from monitor.cli import frame, tables
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.errors import NotFound
from monitor.events import event_of
from monitor.export import shapes
from monitor.model import Event, Line
from monitor.store.store import Store

NOT_FOUND = "not found in what we could read"

app = frame.new_app()


@app.command(
    epilog=frame.example(
        "monitor event 5tq8wz2mke",
        "monitor event 5tq8wz2mke --split 7k2qm4xw3h",
        "monitor event 5tq8wz2mke --join b3x9",
    )
)
def event(
    ctx: typer.Context,
    event_id: Annotated[str, typer.Argument(metavar="ID", help="Its ID, as `monitor events` shows it.")],
    split: Annotated[str | None, typer.Option(metavar="STATEMENT", help="Take this statement out, for ever.")] = None,
    join: Annotated[str | None, typer.Option(metavar="EVENT", help="Make one of it and this event, for ever.")] = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Show what the sides say of one event: both, one alone, and where figures differ. All is quoted.

    What stands on one side only was not found in what we could read of the other: sources that could not be read
    are named.
    """
    with log_of(ctx.obj) as store:
        name = _known(store, event_id).id
        if join is not None:
            name = store.join(name, _known(store, join).id)
        if split is not None:
            told = _known(store, name).statements
            if split not in told:
                raise NotFound(f"event {name} has no statement “{split}”", f"it has: {', '.join(told)}")
            apart = store.split(split)
            name = apart if told == (split,) else name
        found = event_of(name, config_of(ctx.obj).sources, store)
        assert found is not None
    frame.give_one(form, shapes.event(found), lambda: _drawn(found))


def _known(store: Store, name: str) -> Event:
    found = store.event(name)
    if found is None:
        raise NotFound(f"no event has the ID “{name}”", "`monitor events` lists them")
    return found


def _drawn(one: Event) -> Text:
    drawn = Text(f"{tables.harmless(one.title)}\n", "bold")
    drawn.append(f"{one.id} · {tables.shown(one.happened_on)} · {', '.join(one.countries)}\n")
    for side, told in one.by_side.items():
        drawn.append(f"{side}: {', '.join(told)}\n")
    for statement, why in one.why.items():
        for each in why:
            drawn.append(f"  {statement}: {tables.harmless(each)}\n", "dim")
    for said, found_of in (("a translation", one.translations), ("a copy", one.copies)):
        for statement, of in found_of.items():
            drawn.append(f"  {statement} is {said} of {of}: what it says is not counted twice\n")
    lines = one.sides
    for title, found in (("Figures that differ", lines.differ), ("Both sides", lines.both)):
        drawn.append_text(_section(title, found, tuple(one.by_side)))
    for side, found in lines.only.items():
        others = tuple(each for each in one.by_side if each != side)
        drawn.append_text(_section(f"{side} alone", found, (side, *others)))
    if one.unread:
        drawn.append(f"\nCould not be read: {', '.join(one.unread)}. What they say is not known.\n", "yellow")
    return drawn


def _section(title: str, lines: Sequence[Line], sides: Sequence[str]) -> Text:
    drawn = Text(f"\n{title}\n", "bold") if lines else Text()
    for line in lines:
        drawn.append(f"  {tables.harmless(line.what)} [{line.kind}]\n")
        for text in _quotes(line, sides):
            drawn.append(f"    {text}\n", "dim")
    return drawn


def _quotes(line: Line, sides: Sequence[str]) -> Iterator[str]:
    for side in sides:
        quote = line.quotes.get(side)
        yield f"{side}: “{tables.harmless(quote.text)}” ({quote.statement})" if quote else f"{side}: {NOT_FOUND}"
