"""How well relevance is judged on labelled texts: `python bench/relevance.py FOLDER [--fit] [--misses]`.

FOLDER holds `corpus.jsonl`, or `statements/corpus.jsonl`, with a JSON object a line: title, text, pair, relevant,
topics, lang, kind, difficulty, borderline, group, level. Only title, text and pair are shown to the assessment; and
side and about, which a line may have. FOLDER may be a file of `monitor review export`, too. `--fit`
fits the weights of the signs on all texts and on our own scenes, and writes them to monitor/words/weights.yaml; the
cross-validated figure comes from weights fitted on the scenes and on texts of other groups.
"""

import argparse
import json
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import calibration
import scenes
from ruamel.yaml import YAML

from monitor.assess import names
from monitor.assess.assess import assess, strongest
from monitor.assess.passages import look
from monitor.assess.rules import Rules, compile_rules
from monitor.assess.signs import probability
from monitor.config.words import load_words
from monitor.model import Beat

TOPICS = ("travel", "aid")
FOLDS = 10
LONG = 2000
PULL = 16.0  # how strongly weights are pulled to their prior
ROUNDS = 12
STEPS = 400
TWICE = 2  # a text weighs as much as so many of our scenes
STRIDE = 2.0  # of a step, shared by all texts
PRIOR = {
    "always": -3.2, "topic travel": 0.0, "topic aid": 0.0,
    "strong": 1.6, "strong again": 0.7, "urgent": 0.6, "weak": 0.4, "weak again": 0.4, "weak often": 0.3,
    "weak alone": -0.4, "weak given": 0.4, "changed": 0.4, "agency": 1.0, "within one country": -2.0,
    "nothing named": -0.8, "to a third country": -3.0,
    "pair here here": 1.6, "pair here near": 1.2, "pair here far": 0.6, "pair near near": 0.6, "pair near far": 0.0,
    "pair far far": -0.5, "pair here implied": 0.4, "pair near implied": 0.0, "pair far implied": -0.8,
    "pair here missing": -1.5, "pair near missing": -2.0, "pair far missing": -2.5,
    "pair implied missing": -3.0,
    # The labelled texts say nothing of their sources: what configuration tells stays as it was thought.
    "pair here told": 1.25, "pair near told": 0.9, "pair told told": 0.9, "pair told far": 0.3,
    "pair told implied": 0.0, "pair told missing": -2.0,
    "third country beside the one spoken about": -2.4, "third country beside the speaker": -3.5,
    "third country beside the pair": -0.1, "third country instead": -0.6, "title": 0.3, "against": -0.7,
    "against again": -0.5, "stance": 0.0, "change": 0.4, "beside": 0.5,
    "third country beside": -0.2,
    "lender": -1.5, "courtesy": -0.4, "domestic": -0.7, "other": -0.4,
    "amount": 0.5, "giving": 0.4, "pair in the title": 0.4, "topic in the title": 0.7, "other in the title": -0.6,
    "topic throughout": 0.3, "share of the pair": 0.5,
}  # fmt: skip
"""What each sign is thought to be worth before any text is seen."""

KEYWORDS = YAML(typ="safe").load((Path(__file__).parent / "keywords.yaml").read_text("utf-8"))

Row = Mapping[str, object]
Candidates = list[Mapping[str, float]]


def main() -> int:
    """Read the corpus, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--fit", action="store_true")
    options.add_argument("--misses", action="store_true")
    asked = options.parse_args()
    rows = corpus(asked.folder)
    if not rows:
        print(f"{asked.folder}: no corpus.jsonl here: nothing was measured")
        return 0
    own = [scene for language in scenes.languages() for scene in scenes.scenes(language)]
    known = {code for row in rows for code in row["pair"]} | {code for each in own for code in scenes.countries(each)}
    rules = compile_rules(load_words(), known)
    candidates = [signs(row, rules) for row in rows]
    beside = [signs_of_scene(each, rules) for each in own], [bool(each["relevant"]) for each in own]
    scores = cross_validated(rows, candidates, *beside)
    crossed = [score >= rules.weights.relevant for score in scores]
    if asked.fit:
        write(fit([*candidates * TWICE, *beside[0]], [*[bool(row["relevant"]) for row in rows] * TWICE, *beside[1]]))
        rules = compile_rules(load_words(), known)
    judged = [judge(row, rules) for row in rows]
    report("as shipped", rows, [each.relevant for each in judged])
    report("cross-validated", rows, crossed)
    searched = [keyword(row) for row in rows]
    report("baseline: a keyword", rows, searched)
    both = [found and names_both(row) for row, found in zip(rows, searched, strict=True)]
    report("baseline: a keyword and both countries", rows, both)
    print("cross-validated, by what the texts are:")
    for key in ("lang", "kind", "difficulty", "borderline", "agreed"):
        by(key, rows, crossed)
    print("calibration of the cross-validated score:")
    calibration.report(scores, [bool(row["relevant"]) for row in rows], rules.weights)
    level(rows, judged)
    topics(rows, judged)
    speed(rows, rules)
    if asked.misses:
        misses(rows, judged, crossed, candidates)
    return 0


def corpus(folder: Path) -> list[dict]:
    """The labelled texts of a folder, or of a file that a newsroom gave out; none when it has no corpus."""
    for path in (folder, folder / "corpus.jsonl", folder / "statements" / "corpus.jsonl"):
        if path.is_file():
            lines = path.read_text(encoding="utf-8").split("\n")
            return [labelled(json.loads(line)) for line in lines if line.strip()]
    return []


def labelled(line: dict) -> dict:
    """A line of ours; what people decided is told by source and by how it was judged then."""
    if "labelled_topics" not in line:
        return line
    return {
        **line,
        "pair": line["countries"],
        "relevant": line["label"] == "relevant",
        "topics": line["labelled_topics"],
        "lang": line["language"] or "en",
        "kind": line["source"],
        "difficulty": f"judged {line['judged']}",
        "group": line["id"],
        "notes": line["why"],
    }


def beat(row: Row) -> Beat:
    return Beat("bench", "bench", tuple(row["pair"]), TOPICS)


def judge(row: Row, rules: Rules):
    side, about = row.get("side"), tuple(row.get("about", ()))
    return assess(row["title"] or None, row["text"], beat=beat(row), rules=rules, side=side, about=about)


def signs(row: Row, rules: Rules) -> Candidates:
    """The signs of every sentence of a text that speaks of a topic."""
    looked = look(row["title"] or None, row["text"], rules)
    return [case.signs for case in strongest(looked, beat(row), rules, row.get("side"), tuple(row.get("about", ())))]


def signs_of_scene(scene: Mapping[str, Any], rules: Rules) -> Candidates:
    """The signs of every sentence of a scene, which also tells who speaks."""
    side, about = scene.get("side"), scene.get("about", ())
    looked = look(scene.get("title"), scene["text"], rules, side=side)
    return [case.signs for case in strongest(looked, scenes.beat(scene), rules, side, about)]


def points(weights: Mapping[str, float], one: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in one.items())


def fit(candidates: Sequence[Candidates], relevant: Sequence[bool]) -> dict[str, float]:
    """Weights by logistic regression on the best sentence of each text, chosen anew in each round."""
    weights = dict(PRIOR)
    known = [(some, wanted) for some, wanted in zip(candidates, relevant, strict=True) if some]
    step = STRIDE / max(len(known), 1)
    for _ in range(ROUNDS):
        chosen = [(max(some, key=lambda one: points(weights, one)), wanted) for some, wanted in known]
        for _ in range(STEPS // ROUNDS):
            slope: dict[str, float] = defaultdict(float)
            for one, wanted in chosen:
                miss = probability(points(weights, one)) - wanted
                for name, value in one.items():
                    if value:
                        slope[name] += miss * value
            for name in set(weights) | set(slope):
                pull = PULL * (weights.get(name, 0.0) - PRIOR.get(name, 0.0))
                weights[name] = weights.get(name, 0.0) - step * (slope[name] + pull)
    return weights


def cross_validated(
    rows: Sequence[Row], candidates: Sequence[Candidates], own: Sequence[Candidates], own_relevant: Sequence[bool]
) -> list[float]:
    """Scores by weights fitted without the text's own fold; a group of texts stays in one fold. Scenes are in none."""
    folds = [int(sha256(str(row["group"]).encode()).hexdigest(), 16) % FOLDS for row in rows]
    scores = [0.0] * len(rows)
    for fold in range(FOLDS):
        seen = [at for at in range(len(rows)) if folds[at] != fold]
        relevant = [bool(rows[at]["relevant"]) for at in seen]
        weights = fit([*[candidates[at] for at in seen] * TWICE, *own], [*relevant * TWICE, *own_relevant])
        for at in range(len(rows)):
            if folds[at] == fold:
                scores[at] = max((probability(points(weights, one)) for one in candidates[at]), default=0.0)
    return scores


def keyword(row: Row) -> bool:
    """Whether a plain word of travel or aid stands in a text, in its language or in English."""
    return any(word in written(row) for code in {str(row["lang"]), "en"} for word in KEYWORDS.get(code, ()))


def names_both(row: Row) -> bool:
    """Whether both countries are named as CLDR names them."""
    spoken = [str(row["lang"]), "en"]
    return all(
        any(name.casefold() in written(row) for _, _, name in names.names({code}, spoken)) for code in row["pair"]
    )


def written(row: Row) -> str:
    return f"{row['title'] or ''}\n{row['text']}".casefold()


def f1(rows: Sequence[Row], answers: Sequence[bool]) -> str:
    pairs = Counter((bool(row["relevant"]), bool(each)) for row, each in zip(rows, answers, strict=True))
    right, wrong, missed = pairs[True, True], pairs[False, True], pairs[True, False]
    if not right + missed:
        return f"none relevant, {wrong} taken for it  ({len(rows)} texts)"
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    score = 2 * right / (2 * right + wrong + missed) if right else 0.0
    return f"precision {precision:.3f} recall {recall:.3f} F1 {score:.3f}  ({len(rows)} texts)"


def report(name: str, rows: Sequence[Row], answers: Sequence[bool]) -> None:
    plain = [at for at, row in enumerate(rows) if not row.get("borderline")]
    print(f"{name:40} {f1(rows, answers)}")
    print(f"{'  without borderline texts':40} {f1([rows[at] for at in plain], [answers[at] for at in plain])}")


def by(key: str, rows: Sequence[Row], answers: Sequence[bool]) -> None:
    for value in sorted({str(row.get(key)) for row in rows}):
        some = [at for at, row in enumerate(rows) if str(row.get(key)) == value]
        print(f"  {key} {value:36} {f1([rows[at] for at in some], [answers[at] for at in some])}")


def level(rows: Sequence[Row], judged: Iterable) -> None:
    told = [(row["level"], str(each.level)) for row, each in zip(rows, judged, strict=True) if row.get("level")]
    told = [each for each in told if each[0]]
    print(f"level: {sum(one == two for one, two in told)} of {len(told)} right; {dict(Counter(told))}")


def topics(rows: Sequence[Row], judged: Iterable) -> None:
    both_relevant = [(row, each) for row, each in zip(rows, judged, strict=True) if row["relevant"] and each.relevant]
    right = sum(sorted(row["topics"]) == sorted(each.topics) for row, each in both_relevant)
    print(f"topics: {right} of {len(both_relevant)} exactly right")


def speed(rows: Sequence[Row], rules: Rules) -> None:
    """Print what judging costs, as the texts are and when each is made 2,000 characters long; and what loading does."""
    started = time.perf_counter()
    for row in rows:
        judge(row, rules)
    spent = time.perf_counter() - started
    took = []
    for row in rows:
        text = str(row["text"])
        long = {**row, "text": (text * (LONG // max(len(text), 1) + 1))[:LONG]}
        tries = []
        for _ in range(3):
            began = time.perf_counter()
            judge(long, rules)
            tries.append(time.perf_counter() - began)
        took.append(min(tries) * 1000)
    began = time.perf_counter()
    compile_rules(load_words(), {"KH", "JP"})
    print(
        f"{len(rows) / spent:.0f} texts a second; {LONG} characters take {statistics.median(took):.1f} ms (median), "
        f"{max(took):.1f} ms (longest); rules with country names in {len(names.languages())} languages are made in "
        f"{time.perf_counter() - began:.2f} s"
    )


def misses(rows, judged, crossed, candidates) -> None:
    for at, (row, each, other) in enumerate(zip(rows, judged, crossed, strict=True)):
        if each.relevant == row["relevant"] == other:
            continue
        print(f"\n#{at} {row['id']} {row['lang']} {row['pair']} should be {row['relevant']}, score {each.score}, "
              f"crossed {other}: {row['notes']}")  # fmt: skip
        if candidates[at]:
            print("   ", {name: value for name, value in candidates[at][0].items() if value})
        print("   ", [(reason.kind, reason.value, reason.text) for reason in each.reasons])


def write(weights: Mapping[str, float]) -> None:
    path = Path("monitor/words/weights.yaml")
    head = path.read_text(encoding="utf-8").partition("signs:")[0]
    lines = [f"  {name}: {value:.2f}" for name, value in sorted(weights.items())]
    path.write_text(head + "signs:\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
