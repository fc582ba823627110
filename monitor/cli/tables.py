"""Tables for people. What others wrote is shown as text: it cannot colour, move or turn around anything."""

import re
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.times import When, iso

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


def table(*columns: str, title: str | None = None) -> Table:
    """An empty table; a column whose name ends in `…` is cut to fit, the others wrap."""
    made = Table(title=title, title_justify="left", box=None, pad_edge=False, show_header=any(columns))
    for name in columns:
        cut = name.endswith("…")
        made.add_column(name.rstrip("…"), overflow="ellipsis" if cut else "fold", no_wrap=cut)
    return made


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


def show(*drawn: Any) -> None:
    """Print tables and texts on standard output."""
    console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False, markup=False, emoji=False)
    for each in drawn:
        console.print(each)
