"""What is read of real item pages: `python bench/articles.py FOLDER`.

FOLDER holds `captures/articles` with a MANIFEST.tsv (file … gold). The text is compared with what people
(for some collections: reviewed snapshots of other tools) took for the text of the page: precision, recall and F1 over
runs of four words, a run in a dense script being four characters. Beside it stand trafilatura and readability, as they
come: readability says no day, and its title is the page's name.
Titles count as right when their letters are the same; dates when they name the same day in the zone of either side.
Files are split in two by the first hex digit of the SHA-1 of their name: the rules were tuned on `dev` alone.
"""

import argparse
import csv
import gzip
import json
import logging
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha1
from pathlib import Path
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

import readability
import trafilatura

from monitor.read.article import article
from monitor.read.markup import text_of
from monitor.text.charset import decode
from monitor.times import When

RUN = 4
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
Score = tuple[float, float, float]


@dataclass(frozen=True)
class Page:
    """A capture and what is known of it."""

    name: str
    group: str
    split: str
    html: str
    url: str = "https://captures.example/item"
    gold: dict[str, Any] = field(default_factory=dict)  #: text, title, day


def split_of(name: str) -> str:
    """`dev` or `heldout`."""
    return "dev" if sha1(name.encode()).hexdigest()[0] < "8" else "heldout"


def content(path: Path) -> bytes:
    """The bytes of a file, unpacked."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def manifest(folder: Path) -> list[dict[str, str]]:
    """The rows of MANIFEST.tsv."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def pages(folder: Path) -> Iterator[Page]:
    """The captures that have a gold of a kind that we know."""
    for row in manifest(folder):
        group = row["file"].partition("__")[0]
        gold = known_of(
            group, {name.rpartition(".gold")[2]: folder / name for name in row["gold"].split(";") if name != "-"}
        )
        if gold:
            html = decode(content(folder / row["file"]))
            url = gold.pop("url", None) or "https://captures.example/item"
            yield Page(row["file"], group, split_of(row["file"]), html, url, gold)


def known_of(group: str, files: dict[str, Path]) -> dict[str, Any]:
    """The text, title, day and address that the gold files of one capture give; each collection has its own shape."""
    said: dict[str, Any] = {}
    for kind, path in files.items():
        data = content(path)
        if kind.startswith(".html"):
            said["text"] = text_of(data.decode())
        elif kind.startswith(".txt"):
            said["text"] = data.decode()
        elif kind.startswith(".meta"):
            meta = json.loads(data)
            said |= {"title": meta.get("title"), "day": meta.get("publishedTime")}
        else:
            said |= of_json(group, json.loads(data))
    return {name: value for name, value in said.items() if value}


def of_json(group: str, said: dict[str, Any]) -> dict[str, Any]:
    """The same of one JSON file."""
    if group == "aeb":
        return {"text": said.get("articleBody"), "url": said.get("url")}
    if group == "fundus":
        newest = list(said["expected"].values())[-1]
        body = newest.get("body") or {}
        parts = list(body.get("summary") or [])
        for section in body.get("sections", []):
            parts += [*(section.get("headline") or []), *(section.get("paragraphs") or [])]
        text = "\n".join(parts)
        return {
            "text": text,
            "title": newest.get("title"),
            "day": newest.get("publishing_date"),
            "url": said.get("url"),
        }
    if group in ("trafilatura", "htmldate", "postlight"):
        return {
            "title": said.get("title"),
            "day": said.get("date") or said.get("date_published"),
            "url": said.get("url"),
        }
    return {}


def score(text: str, gold: str) -> Score:
    """Precision, recall and F1 over runs of words."""
    got, wanted = runs(text), runs(gold)
    common = sum((got & wanted).values())
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / sum(got.values()), common / sum(wanted.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def runs(text: str) -> Counter[tuple[str, ...]]:
    """The runs of words of a text, with their counts."""
    words = _WORD.findall(text.lower())
    return Counter(tuple(words[at : at + RUN]) for at in range(max(len(words) - RUN + 1, 1)))


def same_title(title: str | None, gold: str) -> bool:
    """Whether two titles have the same letters."""
    return re.sub(r"\W", "", title or "").casefold() == re.sub(r"\W", "", gold).casefold()


def same_day(when: When | None, gold: str) -> bool:
    """Whether a date names the day of the gold, give or take the zone of a moment."""
    if when is None:
        return False
    wanted = date.fromisoformat(gold[:10])
    if isinstance(when, datetime) or len(gold) > 10:
        day = when.date() if isinstance(when, datetime) else when
        return abs(day - wanted) <= timedelta(days=1)
    return when == wanted


@dataclass(frozen=True)
class Read:
    """What one of the two reads of a page."""

    text: str = ""
    title: str | None = None
    when: When | None = None


def ours(page: Page) -> Read:
    """By our own reader."""
    found = article(page.html, page.url, zone=ZoneInfo("UTC"))
    return Read(found.text, found.title, found.published_at) if found else Read()


def theirs(page: Page) -> Read:
    """By trafilatura, as it comes."""
    found = trafilatura.bare_extraction(page.html, url=page.url, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Read()
    return Read(found.text or "", found.title, date.fromisoformat(found.date) if found.date else None)


def by_readability(page: Page) -> Read:
    """By readability-lxml, as it comes; its answer is a piece of HTML."""
    try:
        document = readability.Document(page.html)
        return Read(text_of(document.summary(html_partial=True)), document.short_title())
    except readability.readability.Unparseable:
        return Read()


READERS = {"ours": ours, "trafilatura": theirs, "readability": by_readability}


class Tally:
    """What came of one split, by one reader."""

    def __init__(self, read: Callable[[Page], Read]) -> None:
        self.read = read
        self.texts: dict[str, list[Score]] = defaultdict(list)
        self.titles: Counter[bool] = Counter()
        self.days: Counter[str] = Counter()
        self.seconds = 0.0
        self.count = 0

    def add(self, page: Page) -> None:
        """Read one page, and compare."""
        started = time.perf_counter()
        found = self.read(page)
        self.seconds += time.perf_counter() - started
        self.count += 1
        if "text" in page.gold:
            self.texts[page.group].append(score(found.text, page.gold["text"]))
        if "title" in page.gold:
            self.titles[same_title(found.title, page.gold["title"])] += 1
        if "day" in page.gold:
            right = same_day(found.when, page.gold["day"])
            self.days["missing" if found.when is None else "right" if right else "wrong"] += 1

    def tell(self, name: str) -> None:
        """Print it."""
        print(f"{name:16}{'pages':>6}{'P':>8}{'R':>8}{'F1':>8}")
        for group, scores in sorted(self.texts.items()):
            print(
                f"  {group:14}{len(scores):6}" + "".join(f"{mean(one[at] for one in scores):8.3f}" for at in range(3))
            )
        days = f"days right {self.days['right']}, wrong {self.days['wrong']}, missing {self.days['missing']}"
        titles = f"titles the same {self.titles[True]} of {self.titles.total()}"
        print(f"  {titles}; {days}; {1000 * self.seconds / self.count:.0f} ms a page")


def main() -> int:
    """Print the figures of both splits."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder / "captures" / "articles"
    if not folder.is_dir():
        print(f"{folder} is absent: nothing is measured")
        return 0
    logging.getLogger("readability").setLevel(logging.CRITICAL)
    tallies = {split: {name: Tally(read) for name, read in READERS.items()} for split in ("dev", "heldout")}
    for page in pages(folder):
        for tally in tallies[page.split].values():
            tally.add(page)
    for split, sides in tallies.items():
        count = sides["ours"].count
        print(f"\n{split}: {count} pages" + ("" if count else " (not in this folder)"))
        for name, tally in sides.items() if count else ():
            tally.tell(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
