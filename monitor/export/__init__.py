"""What the log is given out as: the list of formats, by the ending of their files. One file a format."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from monitor.export import csv, json


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its media type, and how values of ours are written in it."""

    media_type: str
    write: Callable[[Iterable[Any]], str]


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", csv.write),
    "json": Format("application/json", json.write),
    "jsonl": Format("application/jsonl", json.write_lines),
}
