"""ASSESS: whether a text concerns a beat, how surely, how urgent, and why, in the words of the original."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import inf

from monitor.assess.matcher import Hit, mentions
from monitor.assess.names import name
from monitor.assess.passages import Looked, look
from monitor.assess.reasons import reasons
from monitor.assess.rules import Rules
from monitor.assess.signs import CHANGES, Case, Speaker, cases, probability, stands_beside
from monitor.model import Assessment, Beat, Level
from monitor.times import When

NOT_FAR = 60
"""Characters between a term and a word of stance that may say what becomes of it; half in dense scripts."""
ANYWHERE = 10**6


def assess(
    title: str | None,
    text: str,
    *,
    beat: Beat,
    rules: Rules,
    side: str | None = None,
    about: Sequence[str] = (),
    languages: Sequence[str] = (),
    published_at: When | None = None,
    whole: bool = True,
) -> Assessment:
    """Read a statement for a beat.

    `side` and `about` are what its source is configured with: whom it speaks for, whom its words concern. A text that
    is not whole is unsure unless what can be read of it is relevant already.
    """
    looked = look(title, text, rules, languages, published_at, followed=beat.countries, side=side)
    return judge(looked, beat, rules, side=side, about=about, whole=whole)


def judge(
    looked: Looked, beat: Beat, rules: Rules, *, side: str | None, about: Sequence[str], whole: bool
) -> Assessment:
    """The assessment of a text that was looked through already, for one beat."""
    best = strongest(looked, beat, rules, side, about)
    score = _score(best[0], rules) if best else 0.0
    relevant = score >= rules.weights.relevant
    unsure = not relevant and (score >= rules.weights.unsure or not whole)
    # Once a text is relevant, what is less sure in it still names its topics; it makes nothing urgent.
    counted = [each for each in best if _score(each, rules) >= rules.weights.unsure and not _aside(each, best, rules)]
    shown = counted or best[:1]
    named = looked.countries | {each for case in shown for each in case.pair}
    return Assessment(
        relevant=relevant,
        unsure=unsure,
        level=Level.URGENT if relevant and _urgent(counted, looked, rules) else Level.ROUTINE,
        score=round(score, 3),
        beat=beat.id,
        language=looked.language,
        topics=tuple(topic for topic in beat.topics if any(each.topic == topic for each in counted)),
        countries=tuple(code for code in beat.countries if code in named),
        stance=next((stance for stance in map(stance_of, counted) if stance), None),
        reasons=reasons(looked, shown, beat.countries),
        facts=looked.facts,
        why=tuple(_why(looked, shown, rules, side, about, whole)),
    )


def strongest(looked: Looked, beat: Beat, rules: Rules, side: str | None, about: Iterable[str]) -> list[Case]:
    """Every sentence that speaks of a topic of the beat, for each pair of its countries; the surest first."""
    speaker = Speaker(side, frozenset(about), rules.implies.get(looked.language or ""))
    found = [
        case
        for pair in combinations(beat.countries, 2)
        for topic in beat.topics
        for case in cases(looked, topic, pair, speaker)
    ]
    return sorted(found, key=lambda case: -case.points(rules.weights.signs))


def _aside(case: Case, best: Iterable[Case], rules: Rules) -> bool:
    """Whether a sentence that is surely about another topic says nothing of this one but in weak words."""
    return bool(case.signs["weak alone"]) and any(
        each.passage is case.passage and each.topic != case.topic and _score(each, rules) >= rules.weights.relevant
        for each in best
    )


def _score(case: Case, rules: Rules) -> float:
    return probability(case.points(rules.weights.signs))


def _urgent(counted: Iterable[Case], looked: Looked, rules: Rules) -> bool:
    """Whether a sentence that is sure by itself states what cannot wait."""
    return any(
        True for each in counted if _score(each, rules) >= rules.weights.relevant for _ in urgency(each, looked, rules)
    )


def urgency(case: Case, looked: Looked, rules: Rules) -> Iterator[str]:
    """What in a sentence cannot wait: a term, what becomes of a measure, a great sum, who says it.

    What is only discussed can wait, and what everyday words say of it: an office holiday, a ceremony.
    """
    passage, stances, stance = case.passage, _stances(case), stance_of(case)
    if stance == "discussed" or passage.has("routine"):
        return
    yield from (looked.quote(passage.field, hit) for hit in passage.terms(case.topic, "urgent"))
    if case.signs["strong"]:
        yield from sorted(stances & rules.topics.get(case.topic, frozenset()))
    sums = rules.sums.get(case.topic, {})
    for fact in looked.facts:
        stated = fact.kind == "money" and fact.field == passage.field and passage.start <= fact.start < passage.end
        if stated and isinstance(fact.value, int | float) and fact.value >= sums.get(fact.unit or "", inf):
            yield fact.text
    if case.signs["strong"] and stance and not passage.has("courtesy"):
        for hit, sense in passage.offices:
            if sense.value in rules.offices.get(case.topic, frozenset()):
                yield looked.quote(passage.field, hit)


def _stances(case: Case) -> set[str]:
    """What becomes of the measure, by the words not far from it."""
    return {stance for _, stance, _ in _said(case, NOT_FAR)}


def _said(case: Case, reach: int) -> list[tuple[int, str, bool]]:
    """The words of stance within reach of a term: how far, which, and whether a term is around it: entry ban."""
    passage, terms = case.passage, case.passage.terms(case.topic)
    gifts = [hit for hit, _ in mentions(passage.hits, "giving")] if case.topic == "aid" else []
    return [
        (min((abs(hit.start - term.start) for term in terms), default=0), sense.value, _around(hit, terms))
        for hit, sense in mentions(passage.hits, "stance")
        if stands_beside(passage, case.topic, hit, reach)
        and not (sense.value == "extended" and any(each.end > hit.end and _around(hit, [each]) for each in gifts))
    ]


def _around(hit: Hit, others: Iterable[Hit]) -> bool:
    return any(each.start <= hit.start and hit.end <= each.end for each in others)


def stance_of(case: Case) -> str | None:
    """What became of the measure. To deny and to ask speak of another change: `asked to resume flights`.

    A word that is part of the measure itself says least: what is extended is an entry ban.
    """
    said = sorted(_said(case, NOT_FAR) or _said(case, ANYWHERE))
    said = [each for each in said if not each[2]] or said
    stances = [stance for _, stance, _ in said]
    if "denied" in stances:
        return "denied"
    asked = [each for each in stances if each in ("requested", "discussed")]
    if asked and "announced" not in stances:
        return asked[0]
    return next((each for each in stances if each in CHANGES), next(iter(stances), None))


def _why(
    looked: Looked, shown: Sequence[Case], rules: Rules, side: str | None, about: Sequence[str], whole: bool
) -> Iterable[str]:
    """What configuration and circumstance imply, in plain sentences."""
    unnamed = {code for case in shown for code in case.pair} - looked.countries
    spoken = rules.implies.get(looked.language or "")
    for code in sorted(unnamed):
        if code == side:
            yield f"The source speaks for {code} ({name(code)})."
        elif code in about:
            yield f"{code} ({name(code)}) is implied by what the source is about."
        elif code == spoken:
            yield f"The text is written in the language of {code} ({name(code)})."
    if not shown:
        yield "No sentence names a topic of the beat where both sides are named or implied."
    if not whole:
        yield "The text is not whole: what is missing could concern the beat."
