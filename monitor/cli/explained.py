"""The reasoning of an assessment, step by step, in order: for `monitor assess --explain`."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from monitor.alert.phrases import Phrases, phrases
from monitor.assess.assess import urgency
from monitor.assess.matcher import Hit, Sense
from monitor.assess.named import ROLES
from monitor.assess.names import name_of_language
from monitor.assess.passages import Looked
from monitor.assess.rules import Rules
from monitor.assess.signs import Case, probability
from monitor.config.complaints import Complaints
from monitor.config.document import read
from monitor.model import Assessment

MOST = 5
"""So many of the surest sentences are taken apart."""


def spoken_in(folder: Path) -> Phrases:
    """The words of the newsroom's language, as `alerts.yaml` names it; English where there is no such file."""
    file = folder / "alerts.yaml"
    document = read(file, Complaints(), {}, "") if file.is_file() else None
    newsroom = document.tree["newsroom"] if document and document.tree_has("newsroom", dict) else {}
    return phrases(str(newsroom.get("language", "en")))


def sentences(looked: Looked, cases: Sequence[Case], rules: Rules, say: Phrases) -> Iterator[dict[str, Any]]:
    """The surest sentences, each with the terms found in it and what each sign is worth, the weightiest first."""
    weights = rules.weights.signs
    for case in cases[:MOST]:
        passage, points = case.passage, case.points(weights)
        worth = {name: round(weights.get(name, 0.0) * value, 3) for name, value in case.signs.items() if value}
        content = looked.title if passage.field == "title" else looked.text
        yield {
            "field": passage.field,
            "sentence": content[passage.start : passage.end],
            "topic": case.topic,
            "pair": list(case.pair),
            "terms": [_term(looked.quote(passage.field, hit), sense, say) for hit, sense in _read(passage.hits)],
            "toward": sorted(passage.goals),
            "signs": dict(sorted(worth.items(), key=lambda each: -abs(each[1]))),
            "points": round(points, 3),
            "score": round(probability(points), 3),
        }


def reasoning(looked: Looked, cases: Sequence[Case], found: Assessment, rules: Rules, say: Phrases) -> Iterator[str]:
    """The whole of it in sentences for a person."""
    yield f"Read as {name_of_language(looked.language)}." if looked.language else "Read in no language that is known."
    for field, hit in looked.excluded:
        sense = next(each for each in hit.senses if each.role == "exclude")
        yield f"Set aside: {_quoted(_term(looked.quote(field, hit), sense, say))}, and what stands inside of it."
    for number, each in enumerate(sentences(looked, cases, rules, say), 1):
        pair = " and ".join(map(say.country, each["pair"]))
        yield f"{number}. On {each['topic']} between {pair}: “{each['sentence']}”"
        yield f"   It says {', '.join(map(_quoted, each['terms']))}."
        if each["toward"]:
            yield f"   By the words beside the name, something goes to {', '.join(map(say.country, each['toward']))}."
        signs = ", ".join(f"{name} {worth:+.2f}" for name, worth in each["signs"].items() if round(worth, 2))
        yield f"   Worth {each['points']:+.2f}, a score of {each['score']}: {signs}."
    yield from found.why
    yield _verdict(found, rules)
    if found.stance:
        yield f"What becomes of it: {found.stance}."
    if found.relevant:
        yield _level(looked, cases, found, rules)


def _verdict(found: Assessment, rules: Rules) -> str:
    verdict = "relevant" if found.relevant else "unsure" if found.unsure else "not relevant"
    told = f"relevant from {rules.weights.relevant}, unsure from {rules.weights.unsure}"
    return f"The surest sentence decides. Score {found.score}: {verdict} ({told})."


def _level(looked: Looked, cases: Sequence[Case], found: Assessment, rules: Rules) -> str:
    sure = (each for each in cases if probability(each.points(rules.weights.signs)) >= rules.weights.relevant)
    urgent = dict.fromkeys(why for each in sure for why in urgency(each, looked, rules))
    because = ", ".join(f"“{each}”" for each in urgent) + " cannot wait" if urgent else "nothing in it cannot wait"
    return f"Level {found.level}: {because}."


def _read(hits: Iterable[Hit]) -> Iterator[tuple[Hit, Sense]]:
    """What was read in a sentence for its relevance, each role of a phrase once."""
    for hit in hits:
        roles = {(each.role, each.value, each.strength): each for each in hit.senses if each.role not in ROLES}
        yield from ((hit, each) for each in roles.values())


def _term(text: str, sense: Sense, say: Phrases) -> dict[str, str]:
    named = sense.role in ("country", "agency")
    gloss = say.country(sense.value) if named else say.gloss(sense.gloss or text)
    return {
        "text": text,
        "role": " ".join(filter(None, (sense.strength, sense.role))),
        "value": sense.value,
        "gloss": "" if gloss.casefold() == text.casefold() else gloss,
    }


def _quoted(term: dict[str, str]) -> str:
    gloss = f" [{term['gloss']}]" if term["gloss"] else ""
    value = f" {term['value']}" if term["value"] else ""
    return f"“{term['text']}”{gloss} ({term['role']}{value})"
