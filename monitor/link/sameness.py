"""How surely two statements report one occurrence, and the words that say so.

Points are added up for what both name, by how rare it is among the statements of the time, and taken away for what
speaks against: days between them, an extension beside the measure itself, meetings on different days.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import log

from monitor.model import Gist

SAME = 4.6
"""Points from which two statements report one occurrence."""
WORTH: Mapping[str, tuple[float, float]] = {
    # kind of mark: what a rare one is worth, and what all of the kind together may be worth
    "money": (4.0, 6.0),
    "quantity": (2.5, 4.0),
    "count": (1.0, 2.0),  # of things that are called otherwise: 8 fire engines, 8台
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
_SIMILAR, _SAME_SUBJECT, _TRANSLATED = 0.25, 0.42, 0.55
"""So much of what two texts in two languages speak of, by weight, is the same where it says a little, where one is
written from the other, and where one is the translation of the other."""
_WRITTEN_FROM, _HINT, _WEIGHT = 6.0, 2.0, 1.5
"""What a text written from another is worth; what likeness in two languages is at most, and for each weight shared."""
_LEAST_WEIGHT, _FEWEST_WORDS = 1.5, 4.0
"""So much weight must be the same to say something, and to tell a translation: a visa stands in many texts."""
_AGREED = 0.5
"""So many of the fewer numbers must stand in both; of one written with a scale that is not known to us, none does."""
_NAMED_BY_BOTH = 0.6
"""And so many of the fewer countries: Cambodia and Japan is not Laos and Japan."""
_MONTH = timedelta(days=31)
_SPAN = timedelta(days=3)
_JUST_BEFORE = timedelta(days=3)
_ONE_OCCASION = timedelta(days=2)
_ACTORS = frozenset({"person", "organisation", "name"})
_COMMON, _RARE = 0.05, 0.2
_HEAD = 16
"""So many first hashes of two sketches have one in common, of 999 in 1,000 texts of which a third is the same."""
_DEAL = frozenset({"money", "scheme"})
_Given = tuple[float, str, str]
"""Points, what they are for in words for people, and the kind of mark; "" for the text as a whole."""


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
        self._count.update({*gist.concepts})
        self._all += 1

    def of(self, mark: str) -> float:
        """1 for what the statements of one event have alone, near 0 for what stands in most."""
        return max(min(log(self._all / max(self._count[mark], ONE_EVENT)) / log(self._all / ONE_EVENT), 1.0), 0.0)


def near(told: Gist, others: Iterable[Gist], rarity: Rarity) -> list[Gist]:
    """Those of the others that share enough to be looked at: something rare, some wording, or two rare concepts."""
    marks = {mark for mark in told.marks if rarity.of(mark) > _COMMON}
    concepts = {each for each in told.concepts if rarity.of(each) > _RARE}
    head = {*told.sketch[:_HEAD]}
    return [
        each
        for each in others
        if each.statement != told.statement
        and (
            not marks.isdisjoint(each.marks)
            or each.hash == told.hash
            or not head.isdisjoint(each.sketch[:_HEAD])
            or (each.language != told.language and len(concepts.intersection(each.concepts)) > 1)
        )
    ]


def sameness(one: Gist, two: Gist, rarity: Rarity) -> Sameness:
    """Whether two statements report one occurrence, from their gists alone."""
    given = sorted((*_alike(one, two, rarity), *_shared(one, two, rarity)), reverse=True)
    deal = sum(points for points, _, kind in given if kind in _DEAL)
    points = sum(each for each, _, _ in given) + _by_day(one, two, deal) + _by_topic(one, two)
    return Sameness(points - _against(one, two, given), tuple(why for _, why, _ in given))


def is_copy(one: Gist, two: Gist) -> bool:
    """The same wording, or nearly, in which every number, date and name agrees."""
    return one.hash == two.hash or (_resemblance(one, two) >= 0.8 and set(one.marks) == set(two.marks))


def is_translation(one: Gist, two: Gist, rarity: Rarity) -> bool:
    """The same in another language: it speaks of the same things as often, and its numbers and days agree."""
    alike, shared = _same_subject(one, two, rarity)
    return alike >= _TRANSLATED and shared >= _FEWEST_WORDS


def _shared(one: Gist, two: Gist, rarity: Rarity) -> Iterator[_Given]:
    """What both name, a kind at a time."""
    kinds: dict[str, list[tuple[float, str]]] = {}
    for mark, said in one.marks.items():
        kind, _, value = mark.partition(":")
        told_as = kind == "count" and _known_as(value, one, two)
        if mark in two.marks and kind in WORTH and not told_as:
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
                yield given, why, kind
    if one.language != two.language and len(kinds.get("name", ())) >= max(names / 2, FEW_NAMES):
        yield 2.0, "half of their names are the same, in two languages", "name"


def _known_as(value: str, one: Gist, two: Gist) -> bool:
    """Whether both count so many of the same thing."""
    return any(mark.startswith(f"quantity:{value} ") and mark in two.marks for mark in one.marks)


def _telling(kind: str, value: str) -> float:
    """How much a value says: a round sum or number less than an odd one."""
    if kind not in ("money", "quantity", "count"):
        return 1.0
    return min(0.25 + 0.25 * len(_digits(value)), 1.0)


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


def _alike(one: Gist, two: Gist, rarity: Rarity) -> Iterator[_Given]:
    copied = _containment(one, two)
    if copied >= (_COPIED if one.source != two.source else _LETTERHEAD):
        yield _WRITTEN_FROM, f"they share {copied:.0%} of their wording", ""
        return
    alike, shared = _same_subject(one, two, rarity)
    if alike >= _SIMILAR:
        most = min(_WEIGHT * shared, _WRITTEN_FROM) if alike >= _SAME_SUBJECT else _HINT
        points = most * min((alike - _SIMILAR) / (_SAME_SUBJECT - _SIMILAR), 1.0)
        yield points, f"they speak of the same things, in two languages ({alike:.0%})", ""


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


def _same_subject(one: Gist, two: Gist, rarity: Rarity) -> tuple[float, float]:
    """Of what two texts in two languages speak of: which part is the same, and its weight; 0 where they contradict."""
    if one.language == two.language or _contradict(one, two):
        return 0.0, 0.0
    mine, theirs = Counter(one.concepts), Counter(two.concepts)
    shared = _weight(mine & theirs, rarity)
    return shared / max(_weight(mine, rarity), _weight(theirs, rarity), _LEAST_WEIGHT), shared


def _weight(concepts: Mapping[str, int], rarity: Rarity) -> float:
    return sum(count * (rarity.of(each) + 0.1) for each, count in concepts.items())


def _contradict(one: Gist, two: Gist) -> bool:
    """Whether the numbers, the days or the countries of two texts are others, or they were published long apart."""
    if one.published_on and two.published_on and abs(one.published_on - two.published_on) > _MONTH:
        return True
    numbers, days, countries = ([each(gist) for gist in (one, two)] for each in (_numbers, _days, _countries))
    return (
        len(numbers[0] & numbers[1]) < _AGREED * min(map(len, numbers))
        or (all(days) and days[0].isdisjoint(days[1]))
        or len(countries[0] & countries[1]) < _NAMED_BY_BOTH * min(map(len, countries))
    )


def _countries(gist: Gist) -> set[str]:
    """The countries that it names, and that of its own side, by their code."""
    return {each for each in (*gist.concepts, gist.side or "") if each.isupper()}


def _numbers(gist: Gist) -> set[str]:
    """The digits of its amounts and counts, without the zeros that a scale may stand for."""
    marks = (mark.partition(":") for mark in gist.marks)
    return {_digits(value) for kind, _, value in marks if kind in ("money", "quantity", "percent", "figure")} - {""}


def _days(gist: Gist) -> set[str]:
    """The days that it names."""
    spans = (mark.removeprefix("date:").partition("/") for mark in gist.marks if mark.startswith("date:"))
    return {first for first, _, last in spans if first == last}


def _days_told(gist: Gist) -> set[str]:
    """The days just before its publication that it names: on those happened what it tells."""
    told = gist.published_on
    return {day for day in _days(gist) if told and timedelta(0) <= told - date.fromisoformat(day) <= _JUST_BEFORE}


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value.partition(" ")[0].partition("e")[0]).strip("0")


def _by_day(one: Gist, two: Gist, deal: float) -> float:
    """The same sum for the same scheme is one deal, though weeks lie between its approval and its signing."""
    if one.published_on is None or two.published_on is None:
        return 0.0
    apart = abs((one.published_on - two.published_on).days)
    points = next((points for days, points in _DAYS if apart <= days), _FAR_APART)
    return max(points, 0.0) if deal >= SAME and points > _FAR_APART else points


def _by_topic(one: Gist, two: Gist) -> float:
    if not one.topics or not two.topics:
        return 0.0
    return 0.5 if {*one.topics} & {*two.topics} else -1.0


def _against(one: Gist, two: Gist, given: Iterable[_Given]) -> float:
    """What speaks against: an extension of the measure is another event, and so is a meeting on another day."""
    copied = any(points >= _WRITTEN_FROM and not kind for points, _, kind in given)
    extended = (one.stance == "extended") != (two.stance == "extended")
    apart = one.published_on and two.published_on and abs(one.published_on - two.published_on) > _SPAN
    other_day = all(days := [_days_told(each) for each in (one, two)]) and days[0].isdisjoint(days[1])
    return 0.0 if copied else 4.0 * bool(extended and apart) + 2.0 * other_day
