"""What each side says of an event: what both say, what only one says, and where their figures differ.

All is quoted; nothing is put into other words. Two passages say the same when they state the same fact, or speak of a
topic in words that mean the same. Figures differ when passages that speak of the same thing state, in the same unit,
unlike values. What one side does not say is "not found in what we could read", never "not said".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from monitor.link.gist import mark_of
from monitor.model import Assessment, Fact, Line, Quote, Reason, Sides, Version
from monitor.text import gloss
from monitor.text.excerpt import passage
from monitor.text.normalise import fold

LONGEST_QUOTE = 280
"""Characters; of a longer sentence the part around the words is quoted."""
FIGURES = frozenset({"money", "percent", "quantity", "duration", "date", "period"})
COMPARED = FIGURES | {"scheme", "route", "organisation"}
"""Kinds of facts that are laid side by side. Who was there tells which event it is, not what was said."""
SHORTEST = 3
"""Characters of a name that is looked for in the other side's text as it is written."""


@dataclass(frozen=True)
class Telling:
    """One wording of a statement on the event, with how it was assessed."""

    statement: str
    side: str | None
    version: Version
    assessments: tuple[Assessment, ...]
    published_on: date | None = None  #: in the zone of its source
    of: str | None = None  #: the statement of which it is a copy or a translation: it says nothing of its own

    def field(self, name: str) -> str:
        """Its title or text, as published."""
        return (self.version.title or "") if name == "title" else self.version.text

    @cached_property
    def folded(self) -> str:
        """All that it says, fit to be searched."""
        return fold(f"{self.version.title or ''}\n{self.version.text}").text


@dataclass(frozen=True)
class _Said:
    """One thing that a side says: by what it is known again, and where it says so."""

    side: str
    kind: str
    what: str
    keys: frozenset[str]
    quote: Quote
    fact: Fact | None = None
    beside: frozenset[str] = frozenset()  #: of a figure: what else its sentence speaks of
    alone: bool = False  #: of a figure: its side states no other of the kind and unit

    def same(self, other: "_Said") -> bool:
        """Whether both say it."""
        if not (self.keys.isdisjoint(other.keys)):
            return True
        return self.fact is not None and other.fact is not None and _overlap(self.fact, other.fact)


def compare(tellings: Sequence[Telling]) -> Sides:
    """Lay side by side what the sides say, but statements of no side, and copies and translations of what is there."""
    said: dict[str, list[_Said]] = {}
    there = {each.statement for each in tellings}
    tellings = [each for each in tellings if each.of not in there]
    for telling in tellings:
        if telling.side is not None:
            known = said.setdefault(telling.side, [])
            for each in _said(telling, telling.side):
                if not any(each.same(one) for one in known):
                    known.append(each)
    both: list[Line] = []
    alone: dict[str, list[_Said]] = {side: [] for side in said}
    matched: set[int] = set()
    for side, things in said.items():
        for each in things:
            if id(each) in matched:
                continue
            others = [one for other, found in said.items() if other != side for one in found if one.same(each)]
            matched.update(id(one) for one in others)
            if others:
                both.append(_line(each, *others))
            elif not _written_elsewhere(each, tellings):
                alone[side].append(each)
    differ, spent = _differing(alone)
    only = {side: tuple(_line(each) for each in things if id(each) not in spent) for side, things in alone.items()}
    return Sides(tuple(both), {side: lines for side, lines in only.items() if lines} if len(said) > 1 else {}, differ)


def _said(telling: Telling, side: str) -> list[_Said]:
    """All that one statement says, in the order of its text."""
    facts = telling.assessments[0].facts if telling.assessments else ()
    found = [each for fact in facts for each in _of_fact(telling, side, fact)]
    for reason in (one for each in telling.assessments for one in each.reasons if one.kind == "topic"):
        topic = _of_topic(telling, side, reason)
        around = next((at for at, each in enumerate(found) if each.fact and _within(reason, each.fact)), None)
        if around is None:
            found.append(topic)
        elif found[around].kind not in FIGURES:  # the word of a topic in a name: the named thing is known by it too
            found[around] = replace(found[around], keys=found[around].keys | topic.keys)
    placed = [replace(each, beside=_beside(each, found), alone=_alone(each, found)) for each in found]
    return sorted(placed, key=lambda each: (each.quote.field != "title", each.quote.start))


def _within(reason: Reason, fact: Fact) -> bool:
    return reason.field == fact.field and fact.start <= reason.start and reason.end <= fact.end


def _beside(one: _Said, found: Iterable[_Said]) -> frozenset[str]:
    near = (each.keys for each in found if each.kind not in FIGURES and _touch(each.quote, one.quote))
    return frozenset().union(*near)


def _touch(one: Quote, two: Quote) -> bool:
    return one.field == two.field and one.start < two.end and two.start < one.end


def _alone(one: _Said, found: Iterable[_Said]) -> bool:
    alike = (each for each in found if each.kind == one.kind and _unit(each) == _unit(one))
    return all(each.keys == one.keys for each in alike)


def _unit(said: _Said) -> str | None:
    return said.fact.unit if said.fact else None


def _of_fact(telling: Telling, side: str, fact: Fact) -> Iterator[_Said]:
    mark = mark_of(fact)
    if fact.kind in COMPARED and mark is not None and not _tells_the_day(fact, telling):
        quote = _quote(telling, fact.field, fact.start, fact.end)
        yield _Said(side, fact.kind, fact.text, frozenset({mark}), quote, fact)


def _of_topic(telling: Telling, side: str, reason: Reason) -> _Said:
    """What a term means in English, or what it is in English, by its words."""
    keys = frozenset(f"topic:{word}" for word in gloss.words(reason.gloss or reason.text))
    return _Said(side, "topic", reason.text, keys, _quote(telling, reason.field, reason.start, reason.end))


def _quote(telling: Telling, name: str, start: int, end: int) -> Quote:
    text = telling.field(name)
    first, last = passage(text, start, end, LONGEST_QUOTE)
    return Quote(telling.statement, telling.version.number, name, first, last, text[first:last])


def _line(*said: _Said) -> Line:
    return Line(said[0].kind, said[0].what, {each.side: each.quote for each in reversed(said)})


def _written_elsewhere(one: _Said, tellings: Iterable[Telling]) -> bool:
    """Whether another side writes the same words, though they were not recognised there."""
    words = fold(one.what).text.strip()
    return len(words) >= SHORTEST and any(
        words in each.folded for each in tellings if each.side not in (None, one.side)
    )


# ---------------------------------------------------------------- figures


def _tells_the_day(fact: Fact, telling: Telling) -> bool:
    """Whether a date only says when the statement was made."""
    return fact.kind == "date" and fact.from_ == fact.to == telling.published_on


def _overlap(one: Fact, two: Fact) -> bool:
    """Whether two dates may be the same: `September` and `early September`."""
    if one.from_ is None or one.to is None or two.from_ is None or two.to is None:
        return False
    return one.from_ <= two.to and two.from_ <= one.to


def _differing(alone: Mapping[str, Sequence[_Said]]) -> tuple[tuple[Line, ...], set[int]]:
    """Figures that two sides state of the same thing, and which of them those are."""
    lines: list[Line] = []
    spent: set[int] = set()
    sides = list(alone)
    for at, side in enumerate(sides):
        others = [each for other in sides[at + 1 :] for each in alone[other]]
        for one in alone[side]:
            two = next((each for each in others if id(each) not in spent and _differs(one, each)), None)
            if two is not None:
                lines.append(_line(one, two))
                spent |= {id(one), id(two)}
    return tuple(lines), spent


def _differs(one: _Said, two: _Said) -> bool:
    """Same kind and unit, another value, in sentences that speak of the same thing.

    That is one scheme or route, or several words of a topic; a single word where neither side has a second figure.
    """
    if one.kind != two.kind or one.kind not in FIGURES or _unit(one) != _unit(two):
        return False
    shared = one.beside & two.beside
    named = any(not each.startswith("topic:") for each in shared)
    return named or len(shared) > 1 or (len(shared) == 1 and one.alone and two.alone)
