"""CSV for spreadsheets: marked as UTF-8, and nothing in it runs as a formula."""

import csv
import re
from collections.abc import Iterable
from io import StringIO
from typing import Any

from monitor.export.json import one_line
from monitor.export.shapes import plain

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_MARK = "\ufeff"


def write(values: Iterable[Any]) -> str:
    """A row a value, under the keys of the first; what is a list of words becomes words with commas."""
    rows = [plain(each) for each in values]
    out = StringIO(newline="")
    if rows:
        sheet = csv.writer(out)
        sheet.writerow(rows[0])
        sheet.writerows([cell(row.get(name)) for name in rows[0]] for row in rows)
    return _MARK + out.getvalue()


def cell(value: Any) -> str | int | float:
    """One cell. A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = ", ".join(value)
    if not isinstance(value, str):
        value = one_line(value)
    text = _CONTROL.sub("", value)
    return f"'{text}" if text.startswith(_FORMULA) else text
