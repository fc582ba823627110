"""The signs in one sentence that it is about a topic between two countries: named, countable, few."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import exp, log2

from monitor.assess.matcher import Hit, mentions
from monitor.assess.passages import Looked, Passage

HERE, NEAR, TOLD, FAR, IMPLIED, MISSING = "here", "near", "told", "far", "implied", "missing"
_ORDER = (HERE, NEAR, TOLD, FAR, IMPLIED, MISSING)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as the source is configured and as the text's language tells."""

    side: str | None = None
    about: frozenset[str] = frozenset()
    language: str | None = None  #: the country from which the text's language speaks

    @property
    def told(self) -> frozenset[str]:
        """Whom it speaks for and about."""
        return self.about | {self.side} if self.side else self.about


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence read for one topic and one pair, with the signs found."""

    passage: Passage
    topic: str
    pair: tuple[str, str]
    signs: Mapping[str, float]

    def points(self, weights: Mapping[str, float]) -> float:
        """The sum of what the signs are worth."""
        return sum(weights.get(name, 0.0) * value for name, value in self.signs.items())


def probability(points: float) -> float:
    """Points as a number between 0 and 1."""
    return 1 / (1 + exp(-max(min(points, 30.0), -30.0)))


CHANGES = frozenset({"suspended", "resumed", "ended", "denied", "extended"})
BESIDE = 20
"""Characters between a term and a country that belong together (`grant from the people of`); half in dense scripts."""


def cases(looked: Looked, topic: str, pair: tuple[str, str], speaker: Speaker) -> list[Case]:
    """Each sentence with a term of the topic, read for a pair of which both sides are named or implied.

    Whom the source is configured to speak for and about is nearly as good as named; the country from which the text's
    language speaks is a weaker sign. A text that names one country alone may speak from the other without naming it:
    that is a case too, a poor one.
    """
    whole = _whole(looked, topic, pair, speaker.told)
    figures = [each for each in looked.facts if each.kind in ("money", "quantity")]
    found = []
    for number, passage in enumerate(looked.passages):
        if not _speaks(passage, topic):
            continue
        places = tuple(sorted((_place(looked, number, side, speaker) for side in pair), key=_ORDER.index))
        if places[-1] != MISSING or (places[0] != MISSING and looked.countries < set(pair)):
            counted = any(each.field == passage.field and passage.start <= each.start < passage.end for each in figures)
            signs = {
                **_signs(passage, topic, pair, places, counted),
                **whole,
                **_another_pair(looked, number, pair, speaker),
            }
            found.append(Case(passage, topic, pair, signs))
    return found


def _speaks(passage: Passage, topic: str) -> bool:
    return bool(passage.terms(topic)) or any(
        sense.topic == topic for hit in passage.hits for sense in hit.senses if sense.role == "agency"
    )


def _place(looked: Looked, number: int, side: str, speaker: Speaker) -> str:
    """How near to a sentence a side of the pair is named."""
    passages = looked.passages
    if side in passages[number].countries:
        return HERE
    around = passages[max(number - 1, 0) : number + 2]
    if any(side in each.countries for each in (*around, *passages[:1])):
        return NEAR
    if side in speaker.told:
        return TOLD
    if side in looked.countries:
        return FAR
    return IMPLIED if side == speaker.language else MISSING


def _another_pair(looked: Looked, number: int, pair: tuple[str, str], speaker: Speaker) -> dict[str, float]:
    """Signs that a sentence is about one side and a third country, though its source speaks of the other side."""
    named = looked.passages[number].countries
    third, ours = named - set(pair), named & set(pair)
    before = looked.passages[max(number - 1, 0)].countries | looked.passages[0].countries
    unnamed = set(pair) - named - before
    if not third or len(ours) > 1 or not unnamed & speaker.told:
        return {}
    if ours and third | ours <= looked.passages[number].goals:
        return {}  # to several countries, of which ours is one
    if speaker.side in unnamed and ours:
        # A list of countries from which people come names many; a route or a gift between two names one.
        return {"third country beside the one spoken about": float(len(third) == 1)}
    return {"third country beside the speaker": 1.0}


def _signs(
    passage: Passage, topic: str, pair: tuple[str, str], places: tuple[str, ...], counted: bool
) -> dict[str, float]:
    strong = {_key(hit.senses) or (hit.start, hit.end) for hit in passage.terms(topic, "strong", "urgent")}
    weak = {_key(hit.senses) or (hit.start, hit.end) for hit in passage.terms(topic, "weak")}
    stances = {sense.value for _, sense in mentions(passage.hits, "stance")}
    third = len(passage.countries - set(pair))
    together = places == (HERE, HERE)
    signs = {
        "always": 1.0,
        f"topic {topic}": 1.0,
        "strong": float(len(strong) > 0),
        "strong again": float(len(strong) > 1),
        "urgent": float(bool(passage.terms(topic, "urgent"))),
        "weak": float(len(weak) > 0),
        "weak again": float(len(weak) > 1),
        "weak often": float(len(weak) > 2),
        "weak alone": float(bool(weak) and not strong),
        "weak given": float(bool(weak) and not strong and topic == "aid" and passage.has("giving") > 0),
        "nothing named": float(bool(weak) and not strong and _names_nothing(passage, topic, counted)),
        "changed": float(topic == "travel" and _changed(passage, topic)),
        "within one country": float(topic == "travel" and _within_one(passage, pair, places)),
        "agency": float(_has_agency(passage, topic, pair)),
        f"pair {places[0]} {places[1]}": 1.0,
        "third country beside the pair": min(third, 2) * float(together),
        "to a third country": float(bool(passage.goals - set(pair)) and not passage.goals & set(pair)) * (not together),
        "third country instead": min(third, 2) * float(not together),
        "title": float(passage.field == "title"),
        "against": float(_against(passage, topic) > 0),
        "against again": float(_against(passage, topic) > 1),
        "stance": float(passage.has("stance") > 0),
        "change": float(topic == "travel" and bool(stances & CHANGES)),
        "beside": float(_beside(passage, topic, lambda code: code in pair)),
        "third country beside": float(_beside(passage, topic, lambda code: code not in pair)),
        # The money of one side that is given to the other through a body of many is the side's own.
        "lender": float(
            passage.has("lender") > 0 and not (together and passage.has("giving") and passage.has("amount"))
        ),
        "courtesy": float(passage.has("courtesy") > 0),
        "domestic": float(passage.has("domestic") > 0),
        "other": float(min(passage.has("other"), 2)),
    }
    if topic == "aid":
        signs["amount"] = float(passage.has("amount") > 0)
        signs["giving"] = float(passage.has("giving") > 0)
    return signs


def _names_nothing(passage: Passage, topic: str, counted: bool) -> bool:
    """Whether all that it says of the topic could be said of anything: no sum, no number, no thing, no work."""
    return (
        not counted
        and not passage.has("amount")
        and all(
            any(sense.role == "vague" and sense.value == topic for sense in hit.senses) for hit in passage.terms(topic)
        )
    )


def _key(senses: tuple[object, ...]) -> str:
    return next((str(getattr(each, "gloss", "")) for each in senses if getattr(each, "gloss", "")), "")


def _has_agency(passage: Passage, topic: str, pair: tuple[str, str]) -> bool:
    return any(
        sense.role == "agency" and sense.topic == topic and sense.value in pair
        for hit in passage.hits
        for sense in hit.senses
    )


def _beside(passage: Passage, topic: str, wanted: Callable[[str], bool]) -> bool:
    """Whether a country of that kind is named right before or after a term of the topic."""
    named = (
        hit
        for hit in passage.hits
        if any(each.role in ("country", "agency") and wanted(each.value) for each in hit.senses)
    )
    return any(stands_beside(passage, topic, hit) for hit in named)


def stands_beside(passage: Passage, topic: str, hit: Hit, reach: int = BESIDE) -> bool:
    """Whether a hit stands right before or after a term of the topic."""
    return any(
        max(term.start - hit.end, hit.start - term.end) <= (reach if term.spaced else reach // 2)
        for term in passage.terms(topic)
    )


def _changed(passage: Passage, topic: str) -> bool:
    """Whether a word of change stands right before or after a term of the topic."""
    changes = [hit for hit, sense in mentions(passage.hits, "stance") if sense.value in CHANGES]
    return any(stands_beside(passage, topic, hit) for hit in changes)


def _within_one(passage: Passage, pair: tuple[str, str], places: tuple[str, ...]) -> bool:
    """Whether two places of one side are named, and the other side is not."""
    if places[1] in (HERE, NEAR):
        return False
    named = {(hit.start, hit.end) for hit, sense in mentions(passage.hits, "country") if sense.value in pair}
    return len(named) > 1


def _against(passage: Passage, topic: str) -> int:
    return sum(sense.role == "against" and sense.value == topic for hit in passage.hits for sense in hit.senses)


def _whole(looked: Looked, topic: str, pair: tuple[str, str], told: frozenset[str]) -> dict[str, float]:
    """Signs of the whole text."""
    head = looked.passages[0] if looked.passages else None
    speaking = sum(bool(each.terms(topic, "strong", "urgent")) for each in looked.passages)
    named = [*told, *(country for each in looked.passages for country in each.countries)]
    share = sum(country in pair for country in named) / len(named) if named else 0.0
    return {
        "pair in the title": float(head is not None and set(pair) <= head.countries),
        "topic in the title": float(head is not None and bool(head.terms(topic, "strong", "urgent"))),
        "other in the title": float(head is not None and bool(head.has("other") or _against(head, topic))),
        "topic throughout": min(log2(1 + speaking), 3.0),
        "share of the pair": share,
    }
