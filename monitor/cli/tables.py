"""Tables for people. What others wrote is shown as text: it cannot colour, move or turn around anything."""

import re
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.text.excerpt import shorten
from monitor.times import When, iso, parse_iso

WIDE = 160
"""Columns where there is no terminal to fit into."""
# C0 and C1 controls, DEL, line separators, marks of direction, and halves of surrogate pairs.
_HOSTILE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str) -> str:
    """`text` on one line, without what a terminal would obey."""
    return _HOSTILE.sub("", " ".join(text.split()))


def harmless_lines(text: str) -> str:
    """The same, with its lines kept."""
    return "\n".join(_HOSTILE.sub("", line) for line in text.splitlines())


def table(*columns: str) -> Table:
    """An empty table; where room is short, a column whose name ends in `…` wraps, and the others stay whole."""
    named = any(name.rstrip("…") for name in columns)
    made = Table(box=None, pad_edge=False, show_header=named, header_style="bold")
    for name in columns:
        made.add_column(name.rstrip("…"), overflow="fold", no_wrap=not name.endswith("…"))
    return made


def entry(*cells: Any, body: str, style: str = "") -> Text:
    """What is too long for a row: the cells on a line, and below it the first words of the body."""
    head = "  ".join(filter(None, map(shown, cells)))
    return Text.assemble((head, style or "bold"), f"\n    {shorten(harmless(body), _width() - 6)}")


def add(made: Table, *cells: Any, style: str = "") -> None:
    """A row."""
    made.add_row(*(each if isinstance(each, Text) else Text(shown(each)) for each in cells), style=style)


def shown(value: Any) -> str:
    """A value as a cell shows it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, Iterable):
        return harmless(", ".join(str(each) for each in value))
    return str(value)


def moment(when: When | None) -> str:
    """`2020-08-22 12:42Z`: to the minute, in UTC; a day as a day."""
    if not isinstance(when, datetime):
        return iso(when) or "–"
    return (iso(when.replace(second=0, microsecond=0)) or "").replace("T", " ").replace(":00Z", "Z")


def at(written: str | None) -> str:
    """The same for a time that is written out."""
    return moment(parse_iso(written)) if written else "–"


def show(drawn: Any) -> None:
    """Print a table or text on standard output."""
    _console().print(drawn)


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else WIDE, highlight=False, markup=False, emoji=False)


def _width() -> int:
    return _console().width
