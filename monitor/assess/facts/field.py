"""One field of a statement as those who look for facts get it: its text, fit to be matched, and what is known of it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from monitor.assess.facts.vocabulary import Vocabulary
from monitor.model import Fact
from monitor.text.normalise import Folded, fold
from monitor.times import When


@dataclass(frozen=True)
class Text:
    """A title or a text. All is looked for in `folded.text`; facts quote `original`."""

    name: str  #: title or text
    original: str
    vocabulary: Vocabulary  #: the words of its language
    published: date | None = None  #: the day there, against which dates without a year are read
    territory: str | None = None  #: of the source's time zone: whose rupees and fiscal years are meant
    countries: tuple[str, ...] = ()  #: that the statement names, in its order
    registry: object = None  #: who holds which office

    @cached_property
    def folded(self) -> Folded:
        """The matching form."""
        return fold(self.original)

    def fact(
        self,
        kind: str,
        start: int,
        end: int,
        value: str | float | int | None = None,
        unit: str | None = None,
        *,
        from_: When | None = None,
        to: When | None = None,
    ) -> Fact:
        """A fact that quotes what stands at `start` to `end` of the folded text."""
        first, last = self.folded.span(start, end)
        while last - first > 1 and not (self.original[last - 1].isprintable() and self.original[last - 1] != " "):
            last -= 1
        return Fact(kind, self.name, first, last, self.original[first:last], value, unit, from_, to)
