"""What is found on real list pages without being told: `python bench/lists.py FOLDER`.

FOLDER holds `captures/lists` with a MANIFEST.tsv (file, kind … gold). Where rows are known (court lists: title,
day and address of each), it is counted how many of them are found, how many of ours are such rows, and how many of
those have the right day; and, each for itself, how many addresses, titles and days of the rows are the known ones. The
baseline takes every link of the page for a row. Of the other pages it is told on how many a list is found, and how many
of its rows have a date. The second look at the same page must find the same rows. `--misses` tells on which pages known
rows were missed.
Files are split in two by the first hex digit of the SHA-1 of their name: the rules were tuned on `dev` alone.
"""

import argparse
import json
import operator
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from articles import content, manifest, split_of
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from monitor.model import Before, Capture, Entry, Headline, Reading, Source
from monitor.read import READERS, markup
from monitor.read.links import links
from monitor.text.charset import decode

LISTING = READERS["listing"]
SEEN_AT = datetime(2026, 11, 20, tzinfo=UTC)
Row = tuple[str, str, date | None]  #: title, address, day


@dataclass
class Counts:
    """Of rows: how many are known, found, given; of the found ones: how many have a day that is known, and right."""

    known: int = 0
    found: int = 0
    given: int = 0
    dated: int = 0
    right: int = 0
    same: Counter[str] = field(default_factory=Counter)  #: by column: known, given, and in both

    def add(self, rows: list[Row], gold: list[Row]) -> None:
        """Compare one page."""
        self.known, self.given = self.known + len(gold), self.given + len(rows)
        for column, (at, alike) in COLUMNS.items():
            wanted_ones, ours = [one[at] for one in gold if one[at]], [one[at] for one in rows if one[at]]
            self.same[f"{column} known"] += len(wanted_ones)
            self.same[f"{column} given"] += len(ours)
            for one in wanted_ones:
                found = next((place for place, other in enumerate(ours) if alike(one, other)), None)
                if found is not None:
                    ours.pop(found)
                    self.same[column] += 1
        left = list(rows)
        for wanted in gold:
            match = next((row for row in left if is_same(row, wanted)), None)
            if match is None:
                continue
            left.remove(match)
            self.found += 1
            if wanted[2] is not None:
                self.dated += 1
                self.right += match[2] == wanted[2]

    def tell(self, name: str) -> None:
        """Print it."""
        recall, precision = self.found / (self.known or 1), self.found / (self.given or 1)
        days = f", days right {self.right} of {self.dated}" if self.right else ""
        print(f"  {name:10} rows found {self.found} of {self.known} ({recall:.3f}), right {precision:.3f}{days}")
        columns = (
            f"{column} {2 * self.same[column] / (self.same[f'{column} known'] + self.same[f'{column} given'] or 1):.3f}"
            for column in COLUMNS
        )
        print(f"  {'':10} F1 of {', '.join(columns)}")


def is_same(row: Row, wanted: Row) -> bool:
    """Whether a row is the one that is known: by the end of its address, or by its title."""
    end = address_end(wanted[1])
    if end and end == address_end(row[1]):
        return True
    title, known = letters(row[0]), letters(wanted[0])
    return len(known) > 8 and (known in title or (len(title) > 8 and title in known))


def address_end(url: str) -> str:
    """The last part of a path, with its query; one that has no digit and is no name of its own (`file`), with more."""
    parts = urlsplit(url)
    steps = parts.path.rstrip("/").split("/")
    known = any(map(str.isdigit, f"{steps[-1]}{parts.query}"))
    return unquote(f"{'/'.join(steps[-1 if known else -2 :])}?{parts.query}").lower().strip("?")


def letters(text: str) -> str:
    """The letters of a text."""
    return re.sub(r"\W", "", text).casefold()


def same_end(one: str, other: str) -> bool:
    """Whether two addresses end alike."""
    return address_end(one) == address_end(other)


def same_title(one: str, other: str) -> bool:
    """Whether two titles are alike, or one holds the words of the other: the known ones are often tidied."""
    known, ours = letters(one), letters(other)
    if not known or not ours:
        return False
    words = fuzz.token_set_ratio(one, other, processor=default_process)
    return known in ours or (len(ours) > 8 and ours in known) or fuzz.ratio(known, ours) >= 85 or words >= 90


COLUMNS: dict[str, tuple[int, Callable[[Any, Any], bool]]] = {
    "links": (1, same_end),
    "titles": (0, same_title),
    "days": (2, operator.eq),
}


def gold_rows(path: Path) -> list[Row]:
    """The rows that are known of a page."""
    said: list[dict[str, Any]] = json.loads(content(path))
    return [
        (str(each.get("case_names", "")), str(each.get("download_urls", "")), date.fromisoformat(each["case_dates"]))
        for each in said
    ]


def our_rows(reading: Reading) -> list[Row]:
    """The rows of a reading."""
    shown: tuple[Entry | Headline, ...] = (*reading.entries, *reading.headlines)
    return [(each.title or "", each.url or "", day(each.published_at)) for each in shown]


def day(when: datetime | date | None) -> date | None:
    """The day of a time."""
    return when.date() if isinstance(when, datetime) else when


def read(body: bytes, url: str, zone: ZoneInfo, learned: dict[str, Any]) -> Reading:
    """What is listed on a page, without selectors."""
    options = LISTING.options(url=url, open="never")
    source = Source("list", "a list", "listing", options, url, timezone=zone)
    request = LISTING.ask(source, Before())
    return LISTING.read(Capture("list", request, url, SEEN_AT, 200, (), body), source, Before(learned=learned))


class Tally:
    """What came of one split."""

    def __init__(self) -> None:
        self.ours, self.every_link = Counts(), Counts()
        self.pages: Counter[str] = Counter()
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self.first = self.second = 0.0
        self.flips: list[str] = []
        self.misses: list[str] = []

    def add(self, path: Path, kind: str, gold: list[Row]) -> None:
        """Read one page twice."""
        body = content(path)
        hosts = [urlsplit(row[1]) for row in gold if row[1].startswith("http")]
        url = f"{hosts[0].scheme}://{hosts[0].netloc}/list/" if hosts else "https://captures.example/list/"
        zone = ZoneInfo("America/New_York" if gold else "UTC")  # the court lists are American, as a source would say
        started = time.perf_counter()
        reading = read(body, url, zone, {})
        self.first += time.perf_counter() - started
        self.pages["read"] += 1
        rows = our_rows(reading)
        if rows:
            started = time.perf_counter()
            again = read(body, url, zone, dict(reading.learned))
            self.second += time.perf_counter() - started
            self.pages["with a list"] += 1
            if again.listed != reading.listed:
                self.flips.append(path.name)
        self.kinds[kind].update(
            pages=1, lists=bool(rows), rows=len(rows), dated=sum(row[2] is not None for row in rows)
        )
        if gold:
            before = self.ours.same.copy()
            self.ours.add(rows, gold)
            found = self.ours.same - before
            if any(found[column] < found[f"{column} known"] for column in COLUMNS):
                told = ", ".join(f"{column} {found[column]} of {found[f'{column} known']}" for column in COLUMNS)
                self.misses.append(f"{path.name}: {told}")
            root = markup.parse(decode(body))
            every = links(root, url) if root is not None else ()
            self.every_link.add([(link.title, link.url, None) for link in every], gold)

    def tell(self) -> None:
        """Print it."""
        self.ours.tell("ours")
        self.every_link.tell("all links")
        for kind, counts in sorted(self.kinds.items()):
            print(
                f"  {kind:22} {counts['lists']:3} of {counts['pages']:3} pages have a list; "
                f"{counts['rows']:5} rows, {counts['dated']:5} with a date"
            )
        first, second = 1000 * self.first / self.pages["read"], 1000 * self.second / (self.pages["with a list"] or 1)
        print(f"  {first:.0f} ms a page when the list is looked for, {second:.0f} ms when it is known where it is")
        print(f"  the same rows at a second look: {'always' if not self.flips else f'not on {self.flips}'}")


def main() -> int:
    """Print the figures of both splits; 1 when a second look finds other rows."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="the pages on which known rows were missed")
    asked = parser.parse_args()
    folder = asked.folder / "captures" / "lists"
    if not folder.is_dir():
        print(f"{folder} is absent: nothing is measured")
        return 0
    tallies = {"dev": Tally(), "heldout": Tally()}
    for row in manifest(folder):
        if ".html" not in row["file"]:
            continue
        gold = gold_rows(folder / row["gold"]) if row["gold"] != "-" else []
        tallies[split_of(row["file"])].add(folder / row["file"], row["kind"], gold)
    for split, tally in tallies.items():
        print(f"\n{split}: {tally.pages['read']} pages" + ("" if tally.pages["read"] else " (not in this folder)"))
        if tally.pages["read"]:
            tally.tell()
        for miss in tally.misses if asked.misses else ():
            print(f"  missed: {miss}")
    return 1 if any(tally.flips for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
