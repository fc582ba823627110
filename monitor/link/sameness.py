"""How surely two statements report one occurrence, and the words that say so.

Points are added up for what both name, by how rare it is among the statements of the time, and taken away for what
speaks against: days between them, an extension beside the measure itself, meetings on different days.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from math import log

from monitor.model import Gist

SAME = 5.0
"""Points from which two statements report one occurrence."""
WORTH: Mapping[str, tuple[float, float]] = {
    # kind of mark: what a rare one is worth, and what all of the kind together may be worth
    "money": (4.0, 6.0),
    "quantity": (2.5, 4.0),
    "scheme": (2.5, 3.5),
    "date": (1.5, 3.0),
    "period": (1.5, 3.0),
    "route": (1.5, 2.0),
    "person": (1.5, 3.0),
    "percent": (1.5, 2.0),
    "figure": (1.2, 3.0),
    "duration": (0.7, 1.0),
    "organisation": (0.7, 1.5),
    "name": (1.2, 3.0),
}
FEW_NAMES = 4
"""Of more names than these each counts for less."""
FEW = 40
"""So many statements are thought to stand beside the known ones, so that nothing is rare or common by chance."""
ONE_EVENT = 6
"""So many statements may report one event: what they share is no less rare for that."""
_DAYS: tuple[tuple[int, float], ...] = ((1, 1.5), (3, 0.5), (7, -0.5), (31, -1.0), (120, -2.5))
_FAR_APART = -6.0
_COPIED = 0.35
_LETTERHEAD = 0.8
"""What one source writes shares head and foot: so much must be the same."""
_TRANSLATED = 0.6
_SPAN = timedelta(days=3)
_ONE_OCCASION = timedelta(days=2)
_ACTORS = frozenset({"person", "organisation", "name"})


@dataclass(frozen=True, slots=True)
class Sameness:
    """Points, and what they were given for, in words for people; the weightiest first."""

    points: float
    why: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether it is one occurrence."""
        return self.points >= SAME


class Rarity:
    """How rare each mark is among the statements of the time."""

    def __init__(self, gists: Iterable[Gist] = ()) -> None:
        self._count: Counter[str] = Counter()
        self._all = FEW
        for each in gists:
            self.add(each)

    def add(self, gist: Gist) -> None:
        """One statement more."""
        self._count.update(gist.marks.keys())
        self._all += 1

    def of(self, mark: str) -> float:
        """1 for what the statements of one event have alone, near 0 for what stands in most."""
        return max(min(log(self._all / max(self._count[mark], ONE_EVENT)) / log(self._all / ONE_EVENT), 1.0), 0.0)


def sameness(one: Gist, two: Gist, rarity: Rarity) -> Sameness:
    """Whether two statements report one occurrence, from their gists alone."""
    shared = sorted(_shared(one, two, rarity), reverse=True)
    given = [*_alike(one, two), *shared]
    points = sum(each for each, _ in given) + _by_day(one, two) + _by_topic(one, two) - _against(one, two, given)
    return Sameness(points, tuple(why for _, why in sorted(given, reverse=True) if why))


def is_copy(one: Gist, two: Gist) -> bool:
    """The same wording, or nearly, in which every number, date and name agrees."""
    return one.hash == two.hash or (_resemblance(one, two) >= 0.8 and set(one.marks) == set(two.marks))


def _shared(one: Gist, two: Gist, rarity: Rarity) -> Iterator[tuple[float, str]]:
    """What both name, a kind at a time: points and words."""
    kinds: dict[str, list[tuple[float, str]]] = {}
    for mark, said in one.marks.items():
        kind, _, value = mark.partition(":")
        if mark in two.marks and kind in WORTH:
            worth = rarity.of(mark) * _telling(kind, value) * WORTH[kind][0]
            kinds.setdefault(kind, []).append((worth, _quoted(kind, said, two.marks[mark])))
    names = min(_count("name:", each) for each in (one, two))
    for kind, found in kinds.items():
        # A text of many names shares some with any other; one of few does not.
        share = min(1.0, FEW_NAMES / names) if kind == "name" else 1.0
        share *= _by_occasion(one, two) if kind in _ACTORS else 1.0
        left = WORTH[kind][1]
        for points, why in sorted(found, reverse=True):
            given = min(points * share, left)
            left -= given
            if given > 0:
                yield given, why
    if one.language != two.language and len(kinds.get("name", ())) >= max(names / 2, FEW_NAMES):
        yield 2.0, "half of their names are the same, in two languages"


def _telling(kind: str, value: str) -> float:
    """How much a value says: a round sum or number less than an odd one."""
    if kind not in ("money", "quantity"):
        return 1.0
    digits = re.sub(r"\D", "", value.partition(" ")[0].partition("e")[0]).strip("0")
    return min(0.25 + 0.25 * len(digits), 1.0)


def _by_occasion(one: Gist, two: Gist) -> float:
    """What it says that the same people are named: they meet often, and one source names its own all the time."""
    dated = one.published_on is not None and two.published_on is not None
    late = dated and abs(one.published_on - two.published_on) > _ONE_OCCASION  # type: ignore[operator]
    own = one.source == two.source and one.language == two.language
    return (0.5 if own else 1.0) * (0.5 if late else 1.0)


def _count(kind: str, gist: Gist) -> int:
    return sum(mark.startswith(kind) for mark in gist.marks)


def _quoted(kind: str, one: str, two: str) -> str:
    return f"both name the {kind} “{one}”" if one == two else f"both name the {kind} “{one}” (“{two}”)"


def _alike(one: Gist, two: Gist) -> Iterator[tuple[float, str]]:
    shared = _containment(one, two)
    if shared >= (_COPIED if one.source != two.source else _LETTERHEAD):
        yield 6.0, f"they share {shared:.0%} of their wording"
    elif one.language != two.language and _reads_as_translation(one, two):
        yield 6.0, "one reads as a translation of the other: it names the same countries in the same order"


def _resemblance(one: Gist, two: Gist) -> float:
    """The share of all runs of words that stand in both (Jaccard), estimated from the sketches."""
    both = {*one.sketch} & {*two.sketch}
    if not both:
        return 0.0
    smallest = sorted({*one.sketch, *two.sketch})[: max(len(one.sketch), len(two.sketch))]
    return sum(each in both for each in smallest) / len(smallest)


def _containment(one: Gist, two: Gist) -> float:
    """The share of the shorter text's runs that stand in the other."""
    alike = _resemblance(one, two)
    shorter = min(one.runs, two.runs)
    return min(alike * (one.runs + two.runs) / ((1 + alike) * shorter), 1.0) if shorter else 0.0


def _reads_as_translation(one: Gist, two: Gist) -> bool:
    """The same countries in the same order, and the same figures, as far as there are enough to tell."""
    figures = [{mark for mark in each.marks if mark.startswith("figure:")} for each in (one, two)]
    both, fewer = len(figures[0] & figures[1]), min(len(figures[0]), len(figures[1]))
    countries = len({*one.named} & {*two.named})
    enough = min(len(one.named), len(two.named)) >= 6 and countries >= (2 if both >= 2 else 3)
    if not enough or both < fewer / 2:
        return False
    return SequenceMatcher(None, one.named, two.named, autojunk=False).ratio() >= _TRANSLATED


def _by_day(one: Gist, two: Gist) -> float:
    if one.published_on is None or two.published_on is None:
        return 0.0
    apart = abs((one.published_on - two.published_on).days)
    return next((points for days, points in _DAYS if apart <= days), _FAR_APART)


def _by_topic(one: Gist, two: Gist) -> float:
    if not one.topics or not two.topics:
        return 0.0
    return 0.5 if {*one.topics} & {*two.topics} else -1.0


def _against(one: Gist, two: Gist, given: Iterable[tuple[float, str]]) -> float:
    """What speaks against: an extension of the measure is another event than the measure."""
    copied = any(points >= 6.0 for points, _ in given)
    extended = (one.stance == "extended") != (two.stance == "extended")
    apart = one.published_on and two.published_on and abs(one.published_on - two.published_on) > _SPAN
    return 4.0 if extended and apart and not copied else 0.0
