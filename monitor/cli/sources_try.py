"""`monitor sources test`: what would be read, and what pins it."""

from typing import Annotated

import typer

from monitor.cli import frame
from monitor.cli.files import able, config_of, source_of
from monitor.cli.sources_found import KindOption, PrivateOption, is_address, looking, private_place, read, whole
from monitor.discover.discover import Purse, discover
from monitor.discover.pins import pins
from monitor.errors import UsageError
from monitor.export import shapes
from monitor.model import READABLE, Before, Source
from monitor.read import READERS
from monitor.times import SystemClock
from monitor.visit import Budget, visit

_BUDGET = Budget(pages=1, items=3, relooks=0, suspects=0)
"""A test is a glance: it must not ask a stranger's server more than it has to."""


def try_source(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="ID_OR_URL", help="A source of sources.yaml, or any address.")],
    kind: KindOption = None,
    allow_private: PrivateOption = False,
    form: frame.FormatOption = frame.Form.TABLE,
) -> int:
    """Visit a source as if for the first time; show what is read, and what pins it. Nothing is stored or told."""
    config, now = None if is_address(source) else config_of(ctx.obj), SystemClock().now()
    with looking(now, config.routing.newsroom.contact if config else None) as door:
        asked = able(source_of(config, source)) if config else _found(whole(source), kind, allow_private, door)
        trip = visit(READERS[asked.kind], asked, Before(), door, now, _BUDGET)
    selectors = pins(asked, trip.reading, trip.captures[0])
    said = {"kind": asked.kind, "selectors": selectors, **shapes.reading(trip.reading, source)}
    frame.give_one(form, said, lambda: read(said))
    return 0 if trip.reading.state in READABLE else 1


def _found(url: str, kind: str | None, allow_private: bool, door: Purse) -> Source:
    """The likeliest source that an address is."""
    kinds = (frame.known(kind, READERS, "kind"),) if kind else None
    found = discover(url, door, SystemClock().now(), kinds=kinds, allow_private=private_place(url, allow_private))
    if not found:
        raise UsageError(f"{url} cannot be read as {kind or 'a source'}", "write its entry in sources.yaml")
    return found[0].source
