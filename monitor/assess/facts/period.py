"""Periods: `1 to 15 September`, 1992-2018, 4月1日から5月31日."""

from collections.abc import Iterator

from monitor.assess.facts.field import Text
from monitor.model import Fact


def find(text: Text) -> Iterator[Fact]:
    """Each period, from its first to its last day."""
    for each in text.days:
        if each.period:
            first, last = each.bounds or (None, None)
            yield text.fact("period", each.start, each.end, each.value, from_=first, to=last)
