"""What a text says where: its sentences, and in each the topics, countries and other signs that were found."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from monitor.assess.facts import facts
from monitor.assess.language import language
from monitor.assess.matcher import Hit, Sense, mentions
from monitor.assess.named import ROLES
from monitor.assess.rules import Rules
from monitor.assess.ways import Ways
from monitor.model import Fact
from monitor.text import gloss
from monitor.text.sentences import sentences
from monitor.times import When

_UTC = ZoneInfo("UTC")
MOTHER = "en"
"""The language of glosses: its terms mean what they say."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of the title or the text, with what was found in it."""

    field: str  #: title or text
    start: int
    end: int
    hits: tuple[Hit, ...]
    countries: frozenset[str]
    offices: tuple[tuple[Hit, Sense], ...] = ()  #: that people hold, whom it names
    goals: frozenset[str] = frozenset()  #: the countries to which something goes, as the words beside them say

    def has(self, role: str) -> int:
        """How many different phrases of a role stand here."""
        return len({sense.gloss or (hit.start, hit.end) for hit, sense in mentions(self.hits, role)})

    def terms(self, topic: str, *strengths: str) -> list[Hit]:
        """The terms of a topic that stand here."""
        return [
            hit
            for hit, sense in mentions(self.hits, "topic")
            if sense.value == topic and (sense.strength in strengths or not strengths)
        ]


@dataclass(frozen=True, slots=True)
class Looked:
    """A text with what was found in it, for every beat."""

    title: str
    text: str
    language: str | None
    passages: tuple[Passage, ...]  #: the title's first
    excluded: tuple[tuple[str, Hit], ...]  #: field and homonym that hid a term
    facts: tuple[Fact, ...] = ()
    places: tuple[str, ...] = ()  #: countries in which the cities and airports lie that it names

    @property
    def countries(self) -> frozenset[str]:
        """All countries that are named."""
        return frozenset().union(*(each.countries for each in self.passages))

    @property
    def named(self) -> tuple[str, ...]:
        """Each country as often as it is named, in the order of the text."""
        return tuple(
            next(sense.value for sense in hit.senses if sense.role in ("country", "agency"))
            for each in self.passages
            for hit in each.hits
            if any(sense.role in ("country", "agency") for sense in hit.senses)
        )

    @property
    def concepts(self) -> tuple[str, ...]:
        """What it speaks of, in the order of the text: countries by their code, what terms mean by English words."""
        said = (each for passage in self.passages for hit in passage.hits for each in self._meant(passage, hit))
        return (*said, *self.places)

    def _meant(self, passage: Passage, hit: Hit) -> list[str]:
        found: set[str] = set()
        for sense in hit.senses:
            if sense.role in ("country", "agency"):
                found.add(sense.value)
            elif sense.role not in ROLES and (sense.gloss or sense.language == MOTHER):
                found.update(gloss.words(sense.gloss or self.quote(passage.field, hit)))
        return sorted(found)

    def quote(self, field: str, hit: Hit) -> str:
        """A hit in the words of the original."""
        return (self.title if field == "title" else self.text)[hit.start : hit.end]


def look(
    title: str | None,
    text: str,
    rules: Rules,
    languages: Sequence[str] = (),
    published: When | None = None,
    timezone: ZoneInfo = _UTC,
    followed: Sequence[str] = (),
    side: str | None = None,
) -> Looked:
    """Find all terms and facts of a title and a text.

    `languages` are those that the source says it writes, `timezone` is where; dates are read from when it published.
    `followed` are the countries of the beats: when no other is named, the rupees are theirs.
    `side` is whom the source speaks for: what others are reported to have said is its report.
    """
    spoken = language(f"{title or ''}\n{text}", languages)
    passages: list[Passage] = []
    excluded: list[tuple[str, Hit]] = []
    hits: dict[str, tuple[Hit, ...]] = {}
    for field, content in (("title", title or ""), ("text", text)):
        found = rules.matcher.find(content, spoken)
        hits[field] = tuple(found)
        kept, hidden = _kept([hit for hit in found if any(sense.role not in ROLES for sense in hit.senses)])
        excluded += [(field, hit) for hit in hidden]
        spans = [(0, len(content))] if field == "title" and content else sentences(content)
        passages += _cut(field, content, spans, kept, found, rules.ways.get(spoken or MOTHER))
    places = tuple(sense.gloss for found in hits.values() for _, sense in mentions(found, "place") if sense.gloss)
    looked = Looked(title or "", text, spoken, tuple(passages), tuple(excluded), places=places)
    stated = facts(
        title,
        text,
        language=spoken,
        published=published,
        timezone=timezone,
        vocabulary=rules.facts,
        countries=(*looked.named, *followed),
        registry=rules.registry,
        hits=hits,
        reported_by=side,
    )
    return replace(looked, facts=stated)


def _cut(
    field: str,
    content: str,
    spans: Sequence[tuple[int, int]],
    kept: Iterable[Hit],
    found: Iterable[Hit],
    ways: Ways | None,
) -> list[Passage]:
    starts = [start for start, _ in spans]
    groups: list[list[Hit]] = [[] for _ in spans]
    for hit in kept:
        groups[max(bisect_right(starts, hit.start) - 1, 0)].append(hit)
    offices: list[list[tuple[Hit, Sense]]] = [[] for _ in spans]
    reached = 0
    for hit, sense in mentions(found, "office"):
        if hit.end > reached:  # no minister inside a vice minister
            offices[max(bisect_right(starts, hit.start) - 1, 0)].append((hit, sense))
            reached = hit.end
    return [
        Passage(
            field,
            start,
            end,
            tuple(group),
            frozenset(_countries(group)),
            tuple(held),
            _goals(content, group, ways) if ways and group else frozenset(),
        )
        for (start, end), group, held in zip(spans, groups, offices, strict=True)
    ]


def _goals(content: str, hits: Iterable[Hit], ways: Ways) -> frozenset[str]:
    named = [(hit, sense.value) for hit, sense in mentions(hits, "country")]
    return ways.goals(content, named) if named else frozenset()


def _countries(hits: Iterable[Hit]) -> Iterable[str]:
    return (sense.value for hit in hits for sense in hit.senses if sense.role in ("country", "agency"))


def _kept(hits: list[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Without what stands inside a homonym or a longer name, and the homonyms that hid something."""
    homonyms = [hit for hit, _ in mentions(hits, "exclude")]
    spans = {(each.start, each.end) for each in homonyms}
    hiding: list[Hit] = []
    kept: list[Hit] = []
    for hit in hits:
        over = [each for each in homonyms if each.start <= hit.start and hit.end <= each.end]
        if over:
            hiding += [each for each in over if (hit.start, hit.end) not in spans and each not in hiding]
        else:
            kept.append(hit)
    return _longest(kept), hiding


def _longest(hits: list[Hit]) -> list[Hit]:
    """Each hit with the senses that no longer hit around it takes away: no Guinea inside Papua New Guinea.

    Hits come by their start, the longer first: what is around one came before it, and reaches as far.
    """
    reached: dict[str, int] = {}
    result = []
    for hit in hits:
        kinds = [_kind(sense) for sense in hit.senses]
        senses = tuple(
            sense for sense, kind in zip(hit.senses, kinds, strict=True) if reached.get(kind, -1) < hit.end or not kind
        )
        for kind in kinds:
            reached[kind] = max(reached.get(kind, -1), hit.end)
        if senses:
            result.append(hit if len(senses) == len(hit.senses) else replace(hit, senses=senses))
    return result


def _kind(sense: Sense) -> str:
    """Among which senses a longer one takes away the shorter: countries and agencies, stances, terms of one topic."""
    if sense.role in ("country", "agency"):
        return "country"
    if sense.role == "stance":
        return "stance"
    return f"topic {sense.value}" if sense.role == "topic" else ""
