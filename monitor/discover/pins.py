"""The selectors that pin a list which was found by itself: with them, the same page gives the same rows. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from monitor.model import Before, Capture, Entry, Headline, Purpose, Reading, Source
from monitor.read import READERS, markup, selector
from monitor.read.paths import step_to
from monitor.read.rows import LONGEST_DATE_LINE
from monitor.text.charset import decode

Keys = Mapping[str, str]
_PLAIN = re.compile(r"[A-Za-z_\u0080-\U0010ffff-][\w\u0080-\U0010ffff-]*")
_SAMPLE = 24
_MOSTLY = 0.8
"""The share of rows that have an element which is there for the date."""
_MOST_TRIES = 6


def pins(source: Source, reading: Reading, capture: Capture) -> Keys:
    """`item`, `link`, `title` and `date` as an entry names them; empty where rows were named, or none pin them."""
    path, depth = reading.learned.get("path"), reading.learned.get("depth")
    if source.kind != "listing" or source.options.item or not isinstance(path, str) or not isinstance(depth, int):
        return {}
    steps = [_css(step) for step in path.split("/")[1:]]
    capture = replace(capture, request=replace(capture.request, purpose=Purpose.LIST))
    wanted = _rows(capture, source, {})
    column = reading.learned.get("column")
    title = {"title": f"td:nth-child({column + 1})"} if isinstance(column, int) else {}
    for keys in ({**each, **title} for each in _items(steps[: depth + 1], steps[depth + 1 :])):
        if _rows(capture, source, keys) == wanted:
            return {**keys, **_date(capture, source, keys, wanted)}
    return {}


def _rows(capture: Capture, source: Source, keys: Keys) -> list[tuple[Any, ...]]:
    """What the list says of its posts when it is read with these selectors."""
    pinned = replace(source, options=source.options.model_copy(update=dict(keys)))
    reading = READERS[source.kind].read(capture, pinned, Before())
    shown: tuple[Headline | Entry, ...] = (*reading.headlines, *reading.entries)
    return [(each.key, each.title, each.published_at) for each in shown]


def _items(row: list[str], link: list[str]) -> Iterator[Keys]:
    """Ways to name the rows, the shortest that holds a class name first; with the way to the link, and without."""
    paths = [" > ".join(row[-length:]) for length in range(1, len(row) + 1)]
    for path in [each for each in paths if "." in each] or paths[-1:]:
        if link:
            yield {"item": path, "link": " > ".join(link)}
        yield {"item": path}


def _date(capture: Capture, source: Source, keys: Keys, wanted: list[tuple[Any, ...]]) -> Keys:
    """Where the date stands in each row, when one selector says it for all."""
    root = markup.parse(decode(capture.body, capture.header("content-type")))
    if root is None or not any(published for _, _, published in wanted):
        return {}
    for css in _short_parts(selector.select(root, keys["item"])[:_SAMPLE]):
        pinned = {**keys, "date": css}
        if _rows(capture, source, pinned) == wanted:
            return {"date": css}
    return {}


def _short_parts(rows: list[Any]) -> list[str]:
    """The elements that nearly all rows have once and that say little: `time` first, and what is called a date."""
    seen: Counter[str] = Counter()
    for row in rows:
        parts = (part for part in row.iterdescendants() if isinstance(part.tag, str))
        named = [_css(step_to(part)) for part in parts if len(markup.plain_text(part)) <= LONGEST_DATE_LINE]
        seen.update(name for name, count in Counter(named).items() if count == 1)
    common = [name for name, count in seen.items() if count >= _MOSTLY * len(rows)]
    return sorted(common, key=lambda name: (name != "time", "date" not in name, "." not in name))[:_MOST_TRIES]


def _css(step: str) -> str:
    """A step of a path as a CSS selector: its tag and class names."""
    return ".".join(_escaped(name) for name in step.split("."))


def _escaped(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else re.sub(r"([^\w\u0080-\U0010ffff-])", r"\\\1", name)
