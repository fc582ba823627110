"""Numbers as people write them: digits, words, and both (`2.8 billion`, `1億2,000万`, `thirty (30)`, `6-8 million`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from monitor.assess.facts.lexicon import spaced
from monitor.assess.facts.vocabulary import Vocabulary

NO = "-"
"""The worth of a word that only looks like one of its list: 日数 before a number is not 数."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or a range of numbers, and where the folded text has it."""

    start: int
    end: int
    value: float | int
    digits: bool  #: it begins with digits
    scale: float | int = 1  #: of its last word: million
    until: float | int | None = None  #: the end of a range
    glued: bool = False  #: letters stand right before it: COVID-19, A320, USD5

    @property
    def told(self) -> float | int | str:
        """Its value; of a range both ends."""
        return self.value if self.until is None else f"{self.value}-{self.until}"

    def times(self, scale: float) -> "Number":
        """So many times as much."""
        until = None if self.until is None else whole(self.until * scale)
        return replace(self, value=whole(self.value * scale), until=until)

    @property
    def year(self) -> bool:
        """Whether it may be a year; 2,000 is rather a sum."""
        is_long = self.digits and self.scale == 1 and self.end - self.start == 4
        return is_long and 1900 <= self.value < 2100 and self.value != 2000


def numbers(text: str, words: Vocabulary) -> tuple[Number, ...]:
    """All numbers of a folded text, in order."""
    found: list[Number] = []
    for number in _composed(text, words):
        merged = _merged(found[-1], number, text, words) if found else None
        if merged is not None:
            found[-1] = merged
        else:
            found.append(number)
    return tuple(each for each in found if not (_vague(text, each.start, words) or text.startswith("00", each.start)))


def _vague(text: str, start: int, words: Vocabulary) -> bool:
    before = words.vague.before(text, start)
    return before is not None and before.worth != NO


def _composed(text: str, words: Vocabulary) -> Iterator[Number]:
    now: _Sum | None = None
    for match in words.tokens.finditer(text):
        if match[0] not in words.no_numbers and now is not None and now.takes(match, text, words):
            now.add(match, words)
        else:
            if now is not None and now.parts:
                yield now.number(text)
            now = None if match[0] in words.no_numbers else _Sum(match, words)
    if now is not None and now.parts:
        yield now.number(text)


class _Sum:
    """The parts of one number as they are read: `[2e8, 5e7]` after 2億5千万."""

    def __init__(self, match: "re.Match[str]", words: Vocabulary) -> None:
        self.start, self.end = match.span()
        self.parts: list[float | int] = []
        self.scale: float | int = 1
        self.digits = match["digits"] is not None
        if match[0] not in words.scales or not spaced(match[0][0]):  # "million" alone is no number, 千 is
            self.add(match, words)

    def takes(self, match: "re.Match[str]", text: str, words: Vocabulary) -> bool:
        gap = text[self.end : match.start()]
        if gap not in words.gaps:
            return False
        if match[0] in words.scales:
            return True
        last = self.parts[-1] if self.parts else 0
        if match["digits"] is not None:
            return self.scale > 1 and not spaced(text[self.end - 1])
        step = 10 if last % 10 == 0 and last % 100 else 100
        return (
            bool(last) and last % step == 0 and words.numbers[match[0]] < step and (not self.digits or self.scale > 1)
        )

    def add(self, match: "re.Match[str]", words: Vocabulary) -> None:
        self.end = match.end()
        if match["digits"] is not None:
            self.parts.append(value_of(match[0], words.decimal))
        elif match[0] not in words.scales:
            self.parts.append(words.numbers[match[0]])
        else:
            self.scale = words.scales[match[0]]
            smaller = [each for each in self.parts if each < self.scale or len(self.parts) == 1]
            larger = self.parts[: len(self.parts) - len(smaller)]
            self.parts = [*larger, (sum(smaller) or 1) * self.scale]

    def number(self, text: str) -> Number:
        glued = (
            self.digits
            and self.start > 0
            and (
                spaced(text[self.start - 1])
                or (text[self.start - 1] == "-" and spaced(text[self.start - 2 : self.start - 1]))
            )
        )
        return Number(self.start, self.end, whole(sum(self.parts)), self.digits, self.scale, glued=glued)


def _merged(one: Number, two: Number, text: str, words: Vocabulary) -> Number | None:
    """`thirty (30)` as one number, `6-8 million` as a range."""
    gap = text[one.end : two.start]
    if gap.strip() == "(" and text[two.end : two.end + 1] == ")" and one.value == two.value:
        return replace(one, end=two.end + 1)
    if one.until is None and two.until is None and words.links(text, one.start, one.end, two.start):
        low = whole(one.value * two.scale) if one.scale == 1 else one.value
        if low < two.value and not (one.glued or one.year or two.year):
            return Number(one.start, two.end, low, one.digits, two.scale, two.value)
    return None


def whole(value: float) -> float | int:
    """Without the noise of floating point: what is whole is an int."""
    value = round(value, 6)
    return int(value) if value == int(value) else value


def value_of(written: str, decimal: str) -> float | int:
    """What digits with marks between them mean. A mark before three digits groups, unless it is the decimal mark."""
    written = written.replace(" ", "")
    marks = [each for each in written if not each.isdecimal()]
    if not marks:
        return int(written)
    last = marks[-1]
    groups = len(written) - written.rindex(last) == 4
    if len(set(marks)) > 1:
        whole, _, part = written.rpartition(last)
    elif len(marks) > 1 or (groups and last != decimal and not written.startswith("0")):
        return int(re.sub(r"[.,]", "", written))
    else:
        whole, _, part = written.partition(last)
    return float(f"{re.sub('[.,]', '', whole)}.{part}")
