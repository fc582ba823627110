"""How well statements are linked: `python bench/events.py FOLDER`.

FOLDER holds `corpus.jsonl` and `events.jsonl`, or a folder `statements` with them: sets of statement IDs that report
one event (`same_event`), or not. Each text is linked as `monitor link` does it. Pairs that no set names are taken for
two events; two texts that are the same, watched for two pairs of countries, are left out.
"""

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from monitor.cli import asked
from monitor.cli.asked import Asked
from monitor.cli.link import gist_of, linked
from monitor.model import Linked

Pair = tuple[str, str]


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    """The objects of a file of lines; none where it is absent."""
    for path in (folder / name, folder / "statements" / name):
        if path.is_file():
            return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return []


def pairs(sets: Iterable[dict[str, Any]], *, same: bool) -> dict[Pair, str]:
    """The pairs that are labelled so, with their relation."""
    return {
        pair: str(each["relation"])
        for each in sets
        if each["same_event"] is same
        for pair in combinations(sorted(each["ids"]), 2)
    }


def together(events: dict[str, Linked], texts: dict[str, str]) -> Iterator[Pair]:
    """The pairs that we linked."""
    members = defaultdict(list)
    for name, linked_to in events.items():
        members[linked_to.event].append(name)
    for some in members.values():
        yield from (pair for pair in combinations(sorted(some), 2) if texts[pair[0]] != texts[pair[1]])


def main() -> None:
    """Print precision, recall and F1 over pairs, recall by relation, and each pair that is wrong."""
    folder = Path(sys.argv[1])
    corpus, sets = lines(folder, "corpus.jsonl"), lines(folder, "events.jsonl")
    if not corpus or not sets:
        print(f"{folder}: no corpus.jsonl and events.jsonl here: nothing was measured")
        return
    rules_for = asked.rules_of(Path("config"), "")
    started = time.perf_counter()
    gists = []
    for row in corpus:
        said = {"countries": row["pair"], "published_at": row["date"], "title": row["title"], "text": row["text"]}
        text = Asked.model_validate({name: value for name, value in said.items() if value})
        gists.append(gist_of(row["id"], text, row["publisher"], rules_for))
    events = dict(linked(gists))
    spent = time.perf_counter() - started
    wanted, apart = pairs(sets, same=True), pairs(sets, same=False)
    found = set(together(events, {row["id"]: row["text"] for row in corpus}))
    right = found & set(wanted)
    precision, recall = len(right) / max(len(found), 1), len(right) / max(len(wanted), 1)
    print(f"{len(corpus)} texts, {len(wanted)} pairs of one event, {len(apart)} labelled apart; {spent:.1f} s")
    print(f"pairs: precision {precision:.3f} recall {recall:.3f} F1 {2 * len(right) / (len(found) + len(wanted)):.3f}")
    for relation, count in sorted(Counter(wanted.values()).items()):
        print(f"  {relation}: {sum(wanted[pair] == relation for pair in right)} of {count} pairs found")
    named = {(min(one, two), max(one, two)) for one, each in events.items() if (two := each.translation_of)}
    same = {pair for pair, relation in wanted.items() if relation == "translation"}
    print(f"  called a translation: {len(named)} texts, {len(named & same)} of them of one that is labelled so")
    print(f"  labelled apart and kept apart: {sum(pair not in found for pair in apart)} of {len(apart)} pairs")
    for pair in sorted(set(wanted) - found):
        print(f"  missed ({wanted[pair]}): {' '.join(pair)}")
    for pair in sorted(found - set(wanted)):
        print(f"  wrong{' (labelled apart)' if pair in apart else ''}: {' '.join(pair)}")


if __name__ == "__main__":
    main()
