"""People: a name with the title and the office that stand beside it. Those in office are known by an ID."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from monitor.assess.facts.field import Text
from monitor.assess.facts.marks import Marks
from monitor.assess.facts.name import after, before
from monitor.assess.matcher import mentions
from monitor.model import Fact

_LEFT = 6  # characters between a title and a name at most
_LOOSE = regex.compile(r"[ \u00a0\u200b\u3000]*(?:の)?")
_COMMA = regex.compile(r",[ \u00a0]")
_BEHIND = regex.compile(r"[ \u00a0\u200b\u3000]*(?:[,(（][ \u00a0\u200b]*(?:the[ ])?)?")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it stands, and who is meant where the name alone tells."""

    start: int
    end: int
    known: str | None = None


def find(field: Text) -> Iterator[Fact]:
    """Every person that is named, quoted with title and office."""
    marks = field.marks
    names = [_Name(hit.start, hit.end, sense.value) for hit, sense in marks.of("person")]
    names += _apart(_strangers(marks), names)
    known = {name.known for name in names if name.known}
    names += _apart(_by_family(marks, known), names)
    end = -1
    for name in sorted(names, key=lambda each: (each.start, -each.end)):
        if name.start < end:
            continue
        first, last = _before(marks, name.start, end), _behind(marks, name.end)
        value = name.known or _held(field, name, first, last, known)
        yield field.quote("person", first, last, value or _plain(marks.text[name.start : name.end]))
        end = last


def _strangers(marks: Marks) -> Iterator[_Name]:
    """Names that a title, an office or a suffix gives away."""
    for hit, sense in marks.of("title", "office", "suffix"):
        found = None
        if sense.role != "suffix":
            found = after(marks, marks.tail(hit.end) if sense.role == "office" else hit.end, sense.role)
        if found is None and sense.role != "title":
            found = before(marks, hit.start, of_what=bool(sense.strength))
        if found:
            yield _Name(*found)


def _by_family(marks: Marks, known: set[str]) -> Iterator[_Name]:
    """Those who were named in full, called by the family name alone where a capital shows that it is a name."""
    for hit, _ in mentions(marks.all, "family"):
        who = known.intersection(sense.value for sense in hit.senses if sense.role == "family")
        if len(who) == 1 and marks.text[hit.start].isupper():
            yield _Name(hit.start, hit.end, who.pop())


def _apart(names: Iterable[_Name], others: Iterable[_Name]) -> list[_Name]:
    """Those of the names that share nothing with the others."""
    taken = {at for each in others for at in range(each.start, each.end)}
    return [name for name in names if taken.isdisjoint(range(name.start, name.end))]


def _before(marks: Marks, start: int, floor: int) -> int:
    """Where the titles, offices and country before a name begin, after `floor`."""
    while (found := _beside(marks, start)) is not None and found >= floor:
        start = found
    return start


def _beside(marks: Marks, start: int) -> int | None:
    """Where the title or office that stands right before `start` begins, or before an office its country."""
    for at in range(start, max(start - _LEFT, 0) - 1, -1):
        loose, comma = _LOOSE.fullmatch(marks.text, at, start), _COMMA.fullmatch(marks.text, at, start)
        if (loose or comma) and at in marks.offices:
            return marks.offices[at]
        if loose and (hit := marks.to(at, "title")):
            return hit.start
        if loose and (hit := marks.to(at, "country")) and marks.at(start, "office"):
            return hit.start
        if at in marks.offices and marks.at(start, "office") and marks.registry.joint.fullmatch(marks.text, at, start):
            return marks.offices[at]
    return None


def _behind(marks: Marks, end: int) -> int:
    """Where the suffixes and offices behind a name end."""
    while True:
        at = _BEHIND.match(marks.text, end).end()
        hit = marks.at(at, "office", "suffix")
        if hit is None and (country := marks.at(at, "country")):
            hit = marks.at(_LOOSE.match(marks.text, country.end).end(), "office")
        if hit is None and marks.to(end, "office") and (joint := marks.registry.joint.match(marks.text, end)):
            hit = marks.at(joint.end(), "office")
        if hit is None:
            return end
        end = marks.tail(hit.end)


def _held(field: Text, name: _Name, start: int, end: int, known: set[str]) -> str | None:
    """Who is meant by a family name: who held the office beside it, else who is named in full elsewhere."""
    marks = field.marks
    family = {
        sense.value
        for hit in marks.inside(name.start, name.end, "family")
        if name.start == hit.start or name.end == hit.end
        for sense in hit.senses
        if sense.role == "family"
    }
    if not family:
        return None
    offices = [sense.value for _, sense in mentions(marks.between(start, end), "office")]
    held = marks.registry.holder(family, offices, field.published)
    others = family & known
    return held or (next(iter(others)) if len(others) == 1 else None)


def _plain(name: str) -> str:
    return " ".join(name.replace("\u200b", "").split())
