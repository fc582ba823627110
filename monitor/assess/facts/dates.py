"""Dates: `14 September 2020`, `early September`, ថ្ងៃទី១៤ ខែកញ្ញា, 令和2年9月14日, `the end of the year`, FY2020."""

from collections.abc import Iterator

from monitor.assess.facts.field import Text
from monitor.model import Fact


def find(text: Text) -> Iterator[Fact]:
    """Each date, from its first to its last possible day."""
    for each in text.days:
        if not each.period:
            first, last = each.bounds or (None, None)
            yield text.fact("date", each.start, each.end, each.value, from_=first, to=last)
