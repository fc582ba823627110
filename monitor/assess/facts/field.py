"""One field of a statement as those who look for facts get it: its text, fit to be matched, and what is known of it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from monitor.assess.facts.calendar import Dated, dated
from monitor.assess.facts.marks import Marks
from monitor.assess.facts.numbers import NO, Number, numbers
from monitor.assess.facts.vocabulary import Vocabulary
from monitor.assess.matcher import Hit
from monitor.assess.named import Registry
from monitor.model import Fact
from monitor.text.normalise import Folded
from monitor.times import When


@dataclass(frozen=True)
class Text:
    """A title or a text. All is looked for in `folded.text`; facts quote `original`."""

    name: str  #: title or text
    original: str
    folded: Folded  #: its matching form
    vocabulary: Vocabulary  #: the words of its language
    registry: Registry  #: who holds which office
    published: date | None = None  #: the day there, against which dates without a year are read
    territory: str | None = None  #: of the source's time zone: whose rupees and fiscal years are meant
    countries: tuple[str, ...] = ()  #: that the statement names, in its order
    hits: tuple[Hit, ...] = ()  #: the terms of the matcher

    @cached_property
    def marks(self) -> Marks:
        """What the terms of the matcher say of names."""
        return Marks(self.original, self.hits, self.registry, self.vocabulary.language)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Every number that is written, in digits or words."""
        return numbers(self.folded.text, self.vocabulary)

    @cached_property
    def days(self) -> tuple[Dated, ...]:
        """Every date and period that is written."""
        return tuple(dated(self.folded.text, self.vocabulary, self.published, self.territory, self._is_name))

    def hedged(self, start: int, end: int) -> tuple[int, int]:
        """The span with the word before or after it that says how exact a figure is: `nearly` 15 percent."""
        before = self.vocabulary.about.before(self.folded.text, start)
        after = self.vocabulary.about_after.after(self.folded.text, end)
        if after and self.folded.text[after.end :].lstrip()[:1].isdecimal():
            after = None  # it belongs to the next figure
        return before.start if before and before.worth != NO else start, after.end if after else end

    def _is_name(self, start: int) -> bool:
        """Whether a word of the original begins with a capital there: May, not may."""
        return self.original[self.folded.span(start, start + 1)[0]].isupper()

    def quote(self, kind: str, start: int, end: int, value: str) -> Fact:
        """A fact that quotes what stands at `start` to `end` of the original."""
        return Fact(kind, self.name, start, end, self.original[start:end], value)

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
