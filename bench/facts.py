"""How many labelled facts are found in texts: `python bench/facts.py FOLDER [--misses] [--found N]`.

FOLDER holds `corpus.jsonl` and `facts.jsonl`, or `statements/` with them. A labelled fact is found when a fact of its
kind quotes some of the same words; its value is right when it says the same amount, day, period or length of time.
`--found N` prints what is found in N texts spread over the corpus, to be judged by eye.
"""

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.assess.facts import facts
from monitor.assess.passages import Looked, look
from monitor.assess.rules import Rules, compile_rules
from monitor.config.words import load_words
from monitor.model import Fact
from monitor.times import iso

KINDS = {"org": "organisation"}
"""What the labels call a kind, where they call it otherwise."""
OURS = frozenset(
    ("money", "percent", "date", "period", "duration", "quantity", "person", "organisation", "scheme", "route")
)
"""The kinds of facts that there are; labels have some more: places, products, papers."""
ROUNDS = 5
UTC = ZoneInfo("UTC")

Row = Mapping[str, Any]


def main() -> int:
    """Read the corpus, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--misses", action="store_true", help="print what was not found, or with another value")
    options.add_argument("--found", type=int, default=0, metavar="N", help="print what is found in N texts")
    asked = options.parse_args()
    folder = asked.folder / "statements" if (asked.folder / "statements").is_dir() else asked.folder
    rows = {row["id"]: row for row in lines(folder / "corpus.jsonl")}
    labels = {row["id"]: row["facts"] for row in lines(folder / "facts.jsonl")}
    if not labels:
        print(f"{folder}: no facts.jsonl here: nothing was measured")
        return 0
    rules = compile_rules(load_words(), {code for row in rows.values() for code in row["pair"]})
    looked = {key: read(row, rules) for key, row in rows.items()}
    recall(labels, rows, looked, asked.misses)
    counted(rows.values(), looked)
    if asked.found:
        show(list(looked.items())[:: max(len(rows) // asked.found, 1)])
    return 0


def lines(path: Path) -> list[Row]:
    """The objects of a file of JSON lines; none where there is no such file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def read(row: Row, rules: Rules) -> Looked:
    """A text with its facts."""
    return look(row["title"], row["text"], rules, published=day(row["date"]), followed=row["pair"])


def day(written: str | None) -> date | None:
    """When it was published; of a month its middle, of a year too."""
    if not written:
        return None
    year, month, day_of_month = (*map(int, written.split("-")), 0, 0)[:3]
    return date(year, month or 7, day_of_month or 15)


def recall(
    labels: Mapping[str, Iterable[Row]], rows: Mapping[str, Row], looked: Mapping[str, Looked], misses: bool
) -> None:
    """Print by kind how many labelled facts are quoted, and how many have the value."""
    labelled, quoted, right = Counter[str](), Counter[str](), Counter[str]()
    for key, found in labels.items():
        for label in found:
            kind = KINDS.get(str(label["type"]), str(label["type"]))
            over = [each for each in looked[key].facts if each.kind == kind and overlaps(each, label)]
            is_right = any(same(each, label) for each in over)
            labelled[kind] += 1
            quoted[kind] += bool(over)
            right[kind] += is_right
            if misses and not is_right:
                instead = [(each.text, each.value, each.unit, iso(each.from_), iso(each.to)) for each in over]
                print(f"  {key} [{rows[key]['lang']}] {kind} “{label['span']}” found: {instead or 'nothing'}")
    ours = [kind for kind in labelled if kind in OURS]
    sums: dict[str, tuple[int, ...]] = {kind: (labelled[kind], quoted[kind], right[kind]) for kind in sorted(labelled)}
    sums["all of our kinds"] = tuple(sum(each[kind] for kind in ours) for each in (labelled, quoted, right))
    sums["all labels"] = (labelled.total(), quoted.total(), right.total())
    for kind, (count, seen, worth) in sums.items():
        print(f"{kind:17} {count:4} labelled, quoted {seen / max(count, 1):.2f}, value {worth / max(count, 1):.2f}")


def overlaps(fact: Fact, label: Row) -> bool:
    """Whether both quote some of the same words."""
    return bool(fact.field == label["field"] and fact.start < label["end"] and label["start"] < fact.end)


def same(fact: Fact, label: Row) -> bool:
    """Whether it says what the label says, as far as that says it."""
    if "value" in label:
        return (fact.value, fact.unit) == (label["value"], label["currency"])
    if "start_iso" in label:
        return (iso(fact.from_), iso(fact.to)) == (label["start_iso"], label["end_iso"])
    if "iso8601" in label:
        return bool(fact.value == label["iso8601"])
    if "iso" in label:
        return all((iso(when) or "").startswith(label["iso"]) for when in (fact.from_, fact.to))
    return True


def counted(rows: Iterable[Row], looked: Mapping[str, Looked]) -> None:
    """Print how many facts a text has, by kind, and what looking for figures costs."""
    kinds = Counter(fact.kind for each in looked.values() for fact in each.facts)
    print("found in a text: " + ", ".join(f"{kind} {count / len(looked):.1f}" for kind, count in sorted(kinds.items())))
    rules = compile_rules(load_words(), ())
    spent = []
    for row in rows:
        text = (row["text"] * (2000 // max(len(row["text"]), 1) + 1))[:2000]
        took = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            facts(
                None,
                text,
                language=looked[row["id"]].language,
                published=day(row["date"]),
                timezone=UTC,
                vocabulary=rules.facts,
                registry=rules.registry,
                hits={},
            )
            took.append(time.perf_counter() - started)
        spent.append(min(took))
    print(
        f"2,000 characters take {statistics.median(spent) * 1000:.2f} ms (median), {max(spent) * 1000:.2f} ms (longest)"
    )


def show(some: Iterable[tuple[str, Looked]]) -> None:
    """Print what was found, with its sentence's words around it."""
    for key, looked in some:
        print(f"\n{key} {looked.language} {looked.title!r}")
        for each in looked.facts:
            content = looked.title if each.field == "title" else looked.text
            around = content[max(each.start - 25, 0) : each.end + 25].replace("\n", " ")
            said = (each.value, each.unit, iso(each.from_), iso(each.to))
            print(f"  {each.kind:9} “{each.text}” {said}   … {around}")


if __name__ == "__main__":
    raise SystemExit(main())
