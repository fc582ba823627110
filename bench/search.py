"""How fast the log is searched and written: `python bench/search.py [DATA] [--statements 10000]`.

Invented statements in English, Khmer and Japanese are stored through polls; then words of each language are searched,
and what is found is compared with what reading every text finds. DATA, which `make bench` gives, is not needed.
Then the cost of one poll is measured: one that brings a new statement into a list of fifty, and one that is unchanged.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "store"))

from fakes import assessment, reading, source
from invented import fill, texts
from monitor.model import Entry, State
from monitor.store.query import StatementQuery
from monitor.store.store import Store
from monitor.text.tokens import column
from polls import Office
from test_search import SEARCHES, scanned

WORDS = 120
"""Of a statement, about: 700 characters in English, 900 in Khmer, 350 in Japanese."""
Found = TypeVar("Found")
LISTED = 50
WORST = 0.1


def main() -> int:
    """Fill, search, poll; 1 when a search is slow or wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", nargs="?")
    options.add_argument("--statements", type=int, default=10_000)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "monitor.db"
        store = Store.open(f"sqlite:///{path}")
        try:
            stored, spent = timed(lambda: fill(store, asked.statements, WORDS))
            size = path.stat().st_size / 1e6
            print(f"{store.count(StatementQuery())} statements stored in {spent:.1f} s, {size:.0f} MB")
            right = [search(store, stored, language, words) for language, words in SEARCHES]
            polls(store)
        finally:
            store.close()
    return 0 if all(right) else 1


def search(store: Store, stored: dict[str, list[Entry]], language: str, words: str) -> bool:
    """Whether one search is right and quick; printed."""
    every = StatementQuery(text=words, source=f"office-{language}", limit=len(stored[language]))
    found = {(each.url or "").rpartition("/")[2] for each in store.statements(every)}
    right = found == scanned(stored[language], words)
    page = min(timed(lambda: store.statements(StatementQuery(text=words)))[1] for _ in range(5))
    counted = min(timed(lambda: store.count(StatementQuery(text=words)))[1] for _ in range(5))
    print(
        f"{words}: {len(found)} found, {'right' if right else 'WRONG'}; "
        f"first page {page * 1000:.1f} ms, count {counted * 1000:.1f} ms"
    )
    return right and page < WORST


def polls(store: Store) -> None:
    """What the store costs at one poll of a list of fifty."""
    office = Office(store, source(id="list"))
    entries = [Entry(f"{at}", None, None, text) for at, text in enumerate(texts("en", LISTED + 40, WORDS))]
    office.poll(reading(entries[40:]), judged=[assessment()], channels=["desk"])
    spent: dict[str, list[float]] = {"a new statement in a list of fifty": [], "an unchanged list of fifty": []}
    for start in range(39, -1, -1):
        listed = reading(entries[start : start + LISTED])
        for name, shown in zip(spent, (listed, listed.also(state=State.UNCHANGED, entries=())), strict=True):
            work = partial(office.poll, shown, judged=[assessment()], channels=["desk"])
            spent[name].append(timed(work)[1])
    for name, each in spent.items():
        print(
            f"{name}: {sorted(each)[len(each) // 2] * 1000:.1f} ms from `before` to recorded, the comparison included"
        )
    _, spent_on_tokens = timed(lambda: [column(None, each.text) for each in entries])
    print(f"the tokens of one text: {spent_on_tokens / len(entries) * 1000:.2f} ms")


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """What work gives, and the seconds it took."""
    started = time.perf_counter()
    return work(), time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
