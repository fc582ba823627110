"""JSON on one line, and JSON a line."""

import json
import re
from collections.abc import Iterable
from typing import Any

from monitor.export.shapes import plain

# Written as escapes, so that a file that is shown on a terminal cannot move its cursor or turn its lines around; half
# a surrogate pair has no bytes in UTF-8.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def one_line(value: Any) -> str:
    """Any value of ours as JSON without a line end; text in its own script."""
    text = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def write(values: Iterable[Any]) -> str:
    """A list, on one line."""
    return f"[{','.join(one_line(each) for each in values)}]\n"


def write_lines(values: Iterable[Any]) -> str:
    """An object a line."""
    return "".join(f"{one_line(each)}\n" for each in values)
