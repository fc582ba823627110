"""What becomes of every saved file, folder by folder: `python bench/captures.py FOLDER`.

FOLDER holds `captures/*`, each with a MANIFEST.tsv (file, kind …). Each file is read once by the kind that it is for:
an item page as the page of a post, a list or home page as `listing`, and so on. What stands there without being listed
(gold) is read as a feed, and must raise nothing. Told are the files, how many gave a statement, the failures (a reader
that raised), the time, the states, and what was slowest. Exit 1 when anything failed.
"""

import argparse
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from articles import content, manifest

from monitor.model import Before, Capture, Purpose, Reading, Request
from monitor.read import READERS
from monitor.read.files import read_file, source_of
from read import meant_for

SEEN_AT = datetime(2026, 11, 20, tzinfo=UTC)
URL = "https://captures.example/news/"
POST = f"{URL}post"
MADE_OF = {"article": "post", "gov-page": "page", "gov-list": "listing", "sitemap": "sitemap", "feed": "feed"}
KEYS = {"feed": {"full_text": "never"}, "listing": {"open": "never"}}


@dataclass
class Folder:
    """What was read in one folder."""

    files: int = 0
    others: int = 0  #: not listed
    texts: int = 0
    seconds: float = 0.0
    slowest: tuple[float, str] = (0.0, "")
    states: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def add(self, path: Path, kind: str | None) -> None:
        """Read one file; `kind` is what the manifest says of it, None what is not listed."""
        listed = kind is not None
        self.files, self.others = self.files + listed, self.others + (not listed)
        started = time.perf_counter()
        try:
            reading = read(path, kind_of(path, kind) if kind is not None else "feed")
        except Exception:  # noqa: BLE001 - that none escapes is what is measured
            self.failures.append(f"{path.name}, read as {kind}\n{traceback.format_exc()}")
            return
        took = time.perf_counter() - started
        self.seconds += took
        if not listed:
            return
        self.slowest = max(self.slowest, (took, path.name))
        self.states[str(reading.state)] += 1
        self.texts += bool(reading.entries or reading.headlines)

    def tell(self, name: str) -> None:
        """Print it."""
        states = ", ".join(f"{state} {count}" for state, count in self.states.most_common())
        took, slowest = self.slowest
        print(
            f"{name:10}{self.files:6}{self.others:8}{self.texts:6}{len(self.failures):9}{self.seconds:8.1f} s"
            f"   {states}\n{'':49}   slowest: {slowest}, {1000 * took:.0f} ms"
        )


def kind_of(path: Path, said: str) -> str:
    """The kind that reads a file; `post`: the page of one post."""
    meant = meant_for(path, said) or MADE_OF.get(said.partition("/")[0])
    if meant is not None:
        return meant
    if path.parent.name == "feeds":
        return "feed"
    if ".html" not in path.name:
        return "feed"
    return {"articles": "post", "lists": "listing"}.get(path.parent.name, "page")


def read(path: Path, kind: str) -> Reading:
    """What is made of a file."""
    if kind != "post":
        return read_file(kind, path, SEEN_AT, url=URL, keys=KEYS.get(kind, {}))
    source = source_of("listing", URL, {})
    request = Request(POST, Purpose.ITEM, "post")
    return READERS["listing"].read(Capture("post", request, POST, SEEN_AT, 200, (), content(path)), source, Before())


def main() -> int:
    """Read every file, and print a line for each folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    captures = parser.parse_args().folder / "captures"
    names = sorted(each.parent for each in captures.glob("*/MANIFEST.tsv"))
    if not names:
        print(f"{captures}: no folder with a MANIFEST.tsv here: nothing was measured")
        return 0
    print(f"{'folder':10}{'files':>6}{'others':>8}{'read':>6}{'failures':>9}{'time':>10}   states")
    total = Folder()
    for name in names:
        kinds = {row["file"]: row["kind"] for row in manifest(name)}
        folder = Folder()
        for path in sorted(each for each in name.iterdir() if each.is_file() and each.suffix != ".tsv"):
            folder.add(path, kinds.get(path.name))
        folder.tell(name.name)
        total.files, total.others = total.files + folder.files, total.others + folder.others
        total.texts += folder.texts
        total.seconds, total.slowest = total.seconds + folder.seconds, max(total.slowest, folder.slowest)
        total.states, total.failures = total.states + folder.states, total.failures + folder.failures
    total.tell("all")
    for failure in total.failures:
        print(f"- {failure}")
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main())
