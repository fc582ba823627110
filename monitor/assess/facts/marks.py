"""What the matcher found of names in a field: titles, offices, bodies, places …, the longest of those that overlap."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

import regex

from monitor.assess.matcher import Hit, Sense, mentions
from monitor.assess.named import ROLES, Registry

_MOST, _NEAR, _LONGEST = 8, 18, 300
_SMALL = regex.compile(r"[ \u00a0]\p{Ll}+[ \u00a0]")
_BY_THEMSELVES = ROLES - {"family", "surname"} | {"country"}


class Marks:
    """The hits that say something of names, by role and by where they begin and end."""

    def __init__(self, text: str, hits: Iterable[Hit], registry: Registry, language: str | None) -> None:
        self.text = text
        self.by_surname = language in registry.surnamed  #: a name is told from a word by its first character
        self.registry = registry
        self.all = tuple(hit for hit in hits if any(s.role in ROLES or s.role == "country" for s in hit.senses))
        self.hits = tuple(_longest(self.all))
        self._starts = {hit.start: hit for hit in reversed(self.hits)}
        self._ends = {hit.end: hit for hit in self.hits}
        self._order = [hit.start for hit in self.hits]
        self._order_of_all = [hit.start for hit in self.all]

    @cached_property
    def offices(self) -> dict[int, int]:
        """Where each office ends -> where it begins; its whole name counts: Minister of Labour."""
        return {self.tail(hit.end): hit.start for hit, _ in self.of("office")}

    @cached_property
    def spread(self) -> frozenset[int]:
        """Where the offices end that say of what: Minister of Tourism."""
        return frozenset(end for end, start in self.offices.items() if _SMALL.search(self.text[start:end]))

    def of(self, *roles: str) -> Iterator[tuple[Hit, Sense]]:
        """The marks of some roles, in the order of the text; one that has several senses stands once."""
        for hit in self.hits:
            found = next((sense for sense in hit.senses if sense.role in roles), None)
            if found:
                yield hit, found

    def at(self, start: int, *roles: str) -> Hit | None:
        """The mark of one of the roles that begins there."""
        hit = self._starts.get(start)
        return hit if hit and _has(hit, *roles) else None

    def to(self, end: int, *roles: str) -> Hit | None:
        """The mark of one of the roles that ends there."""
        hit = self._ends.get(end)
        return hit if hit and _has(hit, *roles) else None

    def next(self, start: int, *roles: str) -> int:
        """Where the next mark of one of the roles begins; when none is near: how far a name may reach."""
        limit = min(start + _LONGEST, len(self.text))
        return next((hit.start for hit in self.between(start, limit) if _has(hit, *roles)), limit)

    def tail(self, end: int) -> int:
        """Where the name ends whose head ends at `end`: Minister of | Labour and Vocational Training."""
        stop = self.next(end, "title", "office", "person", "says", "body before")
        found = self.registry.tail.match(self.text, end, stop)
        last = found.end() if found else end
        # A country ends it, unless another follows at once: Embassy of Japan in Sri Lanka.
        at = bisect_left(self._order, end)
        behind = [hit for hit in self.hits[at : at + _MOST] if _has(hit, "country")]
        for number, hit in enumerate(behind):
            another = behind[number + 1].start if number + 1 < len(behind) else len(self.text)
            if hit.end < last and another - hit.end > _NEAR:
                return hit.end
        return last

    def inside(self, start: int, end: int, role: str) -> list[Hit]:
        """Those of a role that lie in a span, also where they are part of a longer one."""
        near = self.all[bisect_left(self._order_of_all, start) : bisect_left(self._order_of_all, end)]
        return [hit for hit, _ in mentions(near, role) if hit.end <= end]

    def between(self, start: int, end: int) -> tuple[Hit, ...]:
        """The marks that begin in a span."""
        return self.hits[bisect_left(self._order, start) : bisect_left(self._order, end)]


def _has(hit: Hit, *roles: str) -> bool:
    return any(sense.role in roles for sense in hit.senses)


def _longest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Without those that reach into one that stands before them, or is longer."""
    end = -1
    for hit in hits:
        if hit.start >= end and any(sense.role in _BY_THEMSELVES for sense in hit.senses):
            yield hit
            end = hit.end
