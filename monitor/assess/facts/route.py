"""Routes: two places that a flight joins, in whatever order they stand."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from monitor.assess.facts.field import Text
from monitor.assess.facts.marks import Marks
from monitor.assess.matcher import Hit, mentions
from monitor.model import Fact
from monitor.text.sentences import sentences

_LINE = regex.compile(r"[ \u00a0\u200b]*(?:[-‐-―－〜~～=＝⇔↔→・･/／]|ー)[ \u00a0\u200b]*")
_LONGEST_GAP = 24


def find(field: Text) -> Iterator[Fact]:
    """Every two places, or countries, of different countries that stand together where flights are spoken of."""
    marks = field.marks
    if not any(True for _ in marks.of("flight")):
        return
    for start, end in sentences(field.original):
        here = marks.between(start, end)
        if any(True for _ in mentions(here, "flight")):
            yield from _routes(field, marks, [hit for hit in here if _is_place(hit)])


def _routes(field: Text, marks: Marks, places: Sequence[Hit]) -> Iterator[Fact]:
    taken = -1
    for one, two in pairwise(places):
        if one.start < taken or not _joined(marks, one.end, two.start):
            continue
        ends = sorted((_place(one), _place(two)))
        if ends[0][1] != ends[1][1]:
            taken = two.end
            yield field.quote("route", one.start, two.end, "-".join(name for name, _ in ends))


def _is_place(hit: Hit) -> bool:
    return any(sense.role in ("place", "country") for sense in hit.senses)


def _place(hit: Hit) -> tuple[str, str]:
    """What the end of a route is, how it is called (an airport or a city by its code) and in which country it lies."""
    senses = {sense.role: sense for sense in reversed(hit.senses)}
    place = senses.get("place")
    return (place.value, place.gloss) if place else (senses["country"].value, senses["country"].value)


def _joined(marks: Marks, start: int, end: int) -> bool:
    """Whether nothing but a dash or small words stands between two places."""
    between = marks.text[start:end]
    if len(between) > _LONGEST_GAP:
        return False
    return bool(_LINE.fullmatch(between) or marks.registry.joint.fullmatch(between))
