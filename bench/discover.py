"""What `monitor sources add` makes of real home pages and lists: `python bench/discover.py FOLDER`.

FOLDER holds `captures/lists` with a MANIFEST.tsv (file, kind …). Each page is looked at as if it stood at an address of
its own where nothing else answers. A page is understood when a list is offered, or when it points to something made for
machines (a feed, WordPress, an account), which cannot be read here. A pinned list is one whose selectors were found.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from articles import content, manifest, split_of

from monitor.discover.discover import Purse, discover
from monitor.discover.guesses import by_capture
from monitor.discover.pins import pins
from monitor.model import Capture, Request, Source, Validators

SEEN_AT = datetime(2026, 11, 20, tzinfo=UTC)
URL = "https://captures.example/news/"
HOMES = ("site-home", "news-home")
LISTS = ("list", "newsroom")
BY_PEOPLE = frozenset({"listing", "page", "sitemap"})


@dataclass(frozen=True)
class OnePage:
    """A door behind which there is one page."""

    body: bytes

    def fetch(self, request: Request, source: Source, _: Validators | None) -> Capture:
        """The page at its address, 404 elsewhere."""
        found = request.url == URL
        return Capture(source.id, request, request.url, SEEN_AT, 200 if found else 404, (), self.body if found else b"")


def looked_at(body: bytes) -> tuple[set[str], bool]:
    """What a page is understood as, and whether its list is pinned."""
    first = Capture("new", Request(URL), URL, SEEN_AT, 200, (), body)
    kinds = {guess.kind for guess in by_capture(first)} - BY_PEOPLE
    offered = [one for one in discover(URL, Purse(OnePage(body), SEEN_AT), SEEN_AT) if one.is_good]
    kinds |= {one.guess.kind for one in offered}
    listing = next((one for one in offered if one.guess.kind == "listing"), None)
    return kinds, listing is not None and bool(pins(listing.source, listing.reading, listing.captures[0]))


def main() -> int:
    """Print the figures of both splits."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder / "captures" / "lists"
    if not folder.is_dir():
        print(f"{folder} is absent: nothing is measured")
        return 0
    tallies: dict[str, dict[str, Counter[str]]] = {"dev": defaultdict(Counter), "heldout": defaultdict(Counter)}
    missed: list[str] = []
    started = time.perf_counter()
    for row in manifest(folder):
        kind = row["kind"]
        if ".html" not in row["file"] or not (kind in HOMES or any(word in kind for word in LISTS)):
            continue
        kinds, is_pinned = looked_at(content(folder / row["file"]))
        understood = bool(kinds - {"page"})
        tallies[split_of(row["file"])][kind].update(
            pages=1,
            understood=int(understood),
            lists=int("listing" in kinds),
            pinned=int(is_pinned),
            machines=int(bool(kinds - BY_PEOPLE)),
        )
        if not understood:
            missed.append(row["file"])
    seconds = time.perf_counter() - started
    for split, by_kind in tallies.items():
        total = sum(by_kind.values(), Counter[str]())
        print(f"\n{split}: {total['understood']} of {total['pages']} pages are understood without help")
        for kind, counts in sorted(by_kind.items()):
            print(
                f"  {kind:22} {counts['understood']:3} of {counts['pages']:3}: {counts['lists']:3} as lists "
                f"({counts['pinned']} pinned), {counts['machines']:3} by what they announce to machines"
            )
    print(f"\nnot understood: {', '.join(missed) or 'none'}\n{seconds:.1f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
