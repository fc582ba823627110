"""Durations: `14-day`, `two weeks`, 14日間, ១៤ថ្ងៃ."""

from collections.abc import Iterator

from monitor.assess.facts.field import Text
from monitor.model import Fact


def find(text: Text) -> Iterator[Fact]:
    """Each length of time, as ISO 8601 writes it: P14D."""
    folded, words = text.folded.text, text.vocabulary
    for number in text.numbers:
        more = words.about_after.after(folded, number.end)
        unit = words.times.after(folded, more.end if more else number.end)
        if unit is None or number.glued or number.year or words.ago.after(folded, unit.end):
            continue
        if words.ordinal.before(folded, number.start):
            continue
        ends = (number.value, number.until) if number.until is not None else (number.value,)
        value = "/".join(_iso(each, unit.worth) for each in ends)
        yield text.fact("duration", *text.hedged(number.start, unit.end), value)


def _iso(count: float | int, unit: str) -> str:
    return f"PT{count}{unit[1:]}" if unit.startswith("T") else f"P{count}{unit}"
