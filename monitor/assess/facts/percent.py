"""Shares: `nearly 15 percent`, ១៥%, ร้อยละ 15, 百分之十五, 6割."""

from collections.abc import Iterator

from monitor.assess.facts.field import Text
from monitor.model import Fact


def find(text: Text) -> Iterator[Fact]:
    """Each share in per cent."""
    folded, words = text.folded.text, text.vocabulary
    for number in text.numbers:
        after = None if number.glued else words.percent.after(folded, number.end)
        before = None if after else words.percent_before.before(folded, number.start)
        if after or before:
            start, end = before.start if before else number.start, after.end if after else number.end
            each = float(after.worth) if after and after.worth else 1
            yield text.fact("percent", *text.hedged(start, end), number.times(each).told, "%")
