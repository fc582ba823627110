"""What a text says where: its sentences, and in each the topics, countries and other signs that were found."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from monitor.assess.facts import facts
from monitor.assess.language import language
from monitor.assess.matcher import Hit, Sense, inside, mentions
from monitor.assess.named import ROLES
from monitor.assess.rules import Rules
from monitor.model import Fact
from monitor.text.sentences import sentences
from monitor.times import When

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of the title or the text, with what was found in it."""

    field: str  #: title or text
    start: int
    end: int
    hits: tuple[Hit, ...]
    countries: frozenset[str]

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
        passages += _cut(field, spans, kept)
    looked = Looked(title or "", text, spoken, tuple(passages), tuple(excluded))
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


def _cut(field: str, spans: Sequence[tuple[int, int]], hits: Iterable[Hit]) -> list[Passage]:
    starts = [start for start, _ in spans]
    groups: list[list[Hit]] = [[] for _ in spans]
    for hit in hits:
        groups[max(bisect_right(starts, hit.start) - 1, 0)].append(hit)
    return [
        Passage(field, start, end, tuple(group), frozenset(_countries(group)))
        for (start, end), group in zip(spans, groups, strict=True)
    ]


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
    """Each hit with the senses that no longer hit around it takes away: no Guinea inside Papua New Guinea."""
    named = [hit for hit in hits if _roles(hit) & {"country", "agency"}]
    topical = [hit for hit in hits if "topic" in _roles(hit)]
    result = []
    for hit in hits:
        senses = tuple(each for each in hit.senses if not _covered(hit, each, named, topical))
        if senses:
            result.append(replace(hit, senses=senses))
    return result


def _covered(hit: Hit, sense: Sense, named: list[Hit], topical: list[Hit]) -> bool:
    if sense.role in ("country", "agency"):
        return inside(hit, named)
    if sense.role == "topic":
        same = [each for each in topical if any(two.value == sense.value for two in each.senses)]
        return inside(hit, same)
    return False


def _roles(hit: Hit) -> set[str]:
    return {sense.role for sense in hit.senses}
