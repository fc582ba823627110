"""Relevance on our own scenes, and a week of posts. Usage: python bench/scenes.py [FOLDER]

The scenes in `bench/scenes/` are our own words with invented offices, in ten languages; those without a pair are for
Cambodia and Japan. Their figures are told apart from those of real texts (`bench/relevance.py`). The week is 500 posts,
20 of them news: all should arrive, pushed or unsure, and at most 3 others be pushed. FOLDER is not needed; it is taken
so that benches are called alike.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, product
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from monitor.assess.assess import assess
from monitor.assess.rules import Rules, compile_rules
from monitor.config.words import load_words
from monitor.model import Assessment, Beat

SCENES = Path(__file__).parent / "scenes"
BEAT = Beat("kh-jp", "Cambodia and Japan", ("KH", "JP"), ("travel", "aid"))
WEEK, NEWS, MOST_FALSE = 500, 20, 3
_SLOT = re.compile(r"\{(\w+)\}")


def judged(scene: Mapping[str, Any], rules: Rules) -> Assessment:
    """How we judge one scene."""
    told = {"side": scene.get("side"), "about": scene.get("about", ())}
    return assess(scene.get("title"), scene["text"], beat=beat(scene), rules=rules, **told)


def beat(scene: Mapping[str, Any]) -> Beat:
    """The beat for which a scene is judged."""
    return replace(BEAT, countries=countries(scene))


def countries(scene: Mapping[str, Any]) -> tuple[str, ...]:
    """The pair for which a scene is judged."""
    return tuple(scene.get("pair", BEAT.countries))


def languages() -> list[str]:
    """Those in which there are scenes."""
    return sorted(path.stem for path in SCENES.glob("??.yaml"))


def scenes(language: str) -> list[Mapping[str, Any]]:
    """The scenes of a language."""
    return list(YAML(typ="safe").load((SCENES / f"{language}.yaml").read_text("utf-8")))


def posts() -> Iterator[Mapping[str, Any]]:
    """What is no news, without end of variety: each form with the values of its slots, in turn."""
    week = YAML(typ="safe").load((SCENES / "week.yaml").read_text("utf-8"))
    filled = [
        [{**form, "text": form["text"].format(**dict(zip(names, values, strict=True)))} for values in product(*choices)]
        for form in week["forms"]
        for names in [list(dict.fromkeys(_SLOT.findall(form["text"])))]
        for choices in [[week["slots"][name] for name in names]]
    ]
    for at in range(max(map(len, filled))):
        yield from (each[at] for each in filled if at < len(each))


def main() -> None:
    """Print how the scenes and the week are judged, and each that is judged wrongly."""
    told = {language: scenes(language) for language in languages()}
    rules = compile_rules(
        load_words(None), {code for some in told.values() for each in some for code in countries(each)}
    )
    print(f"{'language':10}{'scenes':>7}{'precision':>11}{'recall':>8}{'F1':>7}{'level':>8}")
    news = []
    for language, some in told.items():
        counts: dict[str, int] = defaultdict(int)
        for scene in some:
            found = judged(scene, rules)
            counts[f"{scene['relevant']} {found.relevant}"] += 1
            counts["level"] += scene["relevant"] and found.relevant and found.level == scene["level"]
            news += [scene] if scene["relevant"] and "pair" not in scene else []
            if found.relevant != scene["relevant"]:
                print(f"  {scene['id']} ({scene['case']}): {found.score:.2f}{' unsure' if found.unsure else ''}")
        right, missed, false = counts["True True"], counts["True False"], counts["False True"]
        precision, recall = right / max(right + false, 1), right / max(right + missed, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        total = right + missed + false + counts["False False"]
        print(f"{language:10}{total:7}{precision:11.3f}{recall:8.3f}{f1:7.3f}{counts['level']:5}/{right}")
    step = max(len(news) // NEWS, 1)
    chosen = news[::step][:NEWS]
    arrived = [found for found in (judged(scene, rules) for scene in chosen) if found.relevant or found.unsure]
    others = list(islice(posts(), WEEK - NEWS))
    pushed = [scene for scene in others if judged(scene, rules).relevant]
    unsure = sum(judged(scene, rules).unsure for scene in others)
    print(f"\na week of {len(chosen) + len(others)} posts: {len(arrived)} of {len(chosen)} news arrived")
    print(f"others pushed: {len(pushed)} (at most {MOST_FALSE}); others unsure: {unsure}")
    for scene in pushed[:10]:
        print(f"  pushed: {scene['text']}")


if __name__ == "__main__":
    main()
