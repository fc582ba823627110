"""What the readers make of real captures: `python bench/read.py FOLDER`.

FOLDER holds `captures/feeds`, `captures/social` (each with a MANIFEST.tsv: file, kind …) and `wire`. Every reader is
run over every file of the last two, and `feed` over every feed: none may raise. On complete real feeds each entry that
feedparser finds must be found, with key, address, title or text, and the same time (where a time is written without a
zone, feedparser guesses one: then only the wall clock is compared); on answers of the Graph API each post; and each of
its errors must be the state that says what to do; on answers of Mastodon and Bluesky each post of the account's own,
with its words and time; on YouTube's feeds each video. Exit 1 when anything falls short.
"""

import argparse
import csv
import gzip
import json
import re
import sys
import time
import traceback
import warnings
from calendar import timegm
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser

from monitor.model import Entry, Reading
from monitor.read import READERS
from monitor.read.files import read_file
from monitor.read.markup import text_of
from monitor.text.address import canonical

BASE = "https://captures.example/feed"
SEEN_AT = datetime(2026, 11, 20, tzinfo=UTC)
ERRORS = {
    "fb_graph_error_100_missing_permission.json": "no-permission",
    "fb_graph_error_100_object_gone.json": "page-gone",
    "fb_graph_error_100_ppca_needs_proof.json": "no-permission",
    "fb_graph_error_10_no_ppca.json": "no-permission",
    "fb_graph_error_17_user_limit.json": "rate-limited",
    "fb_graph_error_190_458.json": "token-dead",
    "fb_graph_error_190_460.json": "token-dead",
    "fb_graph_error_4_app_limit.json": "rate-limited",
}
MEANT_FOR = {
    ("masto_", "mastodon_"): "mastodon",
    ("bsky_", "corpus_bluesky", "granary_"): "bluesky",
    ("youtube_channel_feed", "yt_Feeder"): "youtube",
    ("rssbridge_Atom", "rssbridge_Json", "rssbridge_Mrss"): "feed",
}
_ZONE = re.compile(r"(?:[+-]\d\d:?\d\d|\d\s?[A-Z]{1,5})\W*$")
_FIGURES = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2}) (\d{1,2}):(\d\d)(?::(\d\d))?")
_POST_ID = re.compile(r"\d+_\d+")


class Tally:
    """What was read, how long it took, and what fell short."""

    def __init__(self) -> None:
        self.states: Counter[tuple[str, str]] = Counter()
        self.counts: Counter[str] = Counter()
        self.shortfalls: list[str] = []
        self.entries = 0
        self.seconds = 0.0

    def read(self, kind: str, path: Path, group: str) -> Reading | None:
        """What a reader says of a file; None, and a shortfall, when it raises."""
        started = time.perf_counter()
        keys = {"full_text": "never"} if kind == "feed" else {}
        try:
            reading = read_file(kind, path, SEEN_AT, url=BASE, keys=keys)
        except Exception:  # noqa: BLE001 - that none escapes is what is measured
            self.shortfalls.append(f"{path.name}: {kind} raised\n{traceback.format_exc()}")
            return None
        self.counts["readings"] += 1
        if group:
            self.seconds += time.perf_counter() - started
            self.entries += len(reading.entries)
            self.states[group, str(reading.state)] += 1
        return reading

    def short(self, path: Path, why: str) -> None:
        """Note a shortfall."""
        self.shortfalls.append(f"{path.name}: {why}")


def main() -> int:
    """Read everything, compare, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    folder = options.parse_args().folder
    if not (folder / "captures" / "feeds" / "MANIFEST.tsv").is_file():
        print(f"{folder}: no captures/feeds/MANIFEST.tsv here: nothing was measured")
        return 0
    warnings.simplefilter("ignore", DeprecationWarning)
    tally = Tally()
    feeds(folder / "captures" / "feeds", tally)
    others(folder / "captures" / "social", folder / "wire", tally)
    report(tally)
    return 1 if tally.shortfalls else 0


def manifest(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files of a folder and their kinds."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            yield folder / row["file"], row["kind"]


def body_of(path: Path) -> bytes:
    """The bytes of a file, unpacked."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


# ---------------------------------------------------------------- feeds


def feeds(folder: Path, tally: Tally) -> None:
    """Every feed; the complete real ones beside what feedparser, or the JSON itself, says."""
    for path, kind in manifest(folder):
        reading = tally.read("feed", path, kind)
        if kind == "feed-real" and reading is not None:
            compare(path, reading, tally)


def compare(path: Path, reading: Reading, tally: Tally) -> None:
    """Each item that the reference finds must be among our entries."""
    # An item that stands twice, word for word, is one.
    expected = list({(*each["names"], each["time"]): each for each in items(body_of(path))}.values())
    tally.counts["items of real feeds, by the reference"] += len(expected)
    by_name: dict[str, list[Entry]] = {}
    for entry in reading.entries:
        for name in {entry.key, canonical(entry.url or ""), entry.title or "", entry.text}:
            by_name.setdefault(name, []).append(entry)
    taken: set[str] = set()
    for item in expected:
        named = {each.key: each for name in item["names"] if name for each in by_name.get(name, ())}
        lacks = {key: [name for name, there in lacking(item, each) if not there] for key, each in named.items()}
        best = min(lacks.keys() - taken, key=lambda key: len(lacks[key]), default=None)
        if best is None:
            tally.short(path, f"an item is missing: {item['names']}")
            continue
        taken.add(best)
        tally.counts["items found"] += 1
        if lacks[best]:
            tally.short(path, f"{item['names']} lacks {', '.join(lacks[best])}")


def lacking(item: Mapping[str, Any], entry: Entry) -> Iterator[tuple[str, bool]]:
    """What must be there of an item, and whether it is."""
    yield "key", bool(entry.key)
    yield "address", not item["url"] or entry.url is not None
    yield "title or text", not item["words"] or bool(entry.title or entry.text)
    yield "time", item["time"] is None or same_time(item["time"], entry)


def same_time(expected: datetime, entry: Entry) -> bool:
    """Whether two times agree; where only a day is written, the day; where no zone is written, to a zone's breadth.

    feedparser takes 2020/1/10 for 1 November: what is written in figures, year first, is compared with the figures.
    """
    when, written = entry.published_at, entry.published_as_written or ""
    if not isinstance(when, datetime):
        return when == expected.date()
    if figures := _FIGURES.fullmatch(written):
        return when.timetuple()[:6] == tuple(map(int, figures.groups(default="0")))
    if _ZONE.search(written) is None:
        return abs(when - expected) <= timedelta(hours=14)
    return when.replace(microsecond=0) == expected.replace(microsecond=0)


def items(body: bytes) -> Iterator[dict[str, Any]]:
    """The items of a feed as the reference finds them: what names each, and what it must have."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        for each in json.loads(body)["items"]:
            url, text = each.get("url"), each.get("content_text") or each.get("content_html")
            when = each.get("date_published") or each.get("date_modified")
            yield {
                "names": [str(each.get("id", "")), canonical(urljoin(BASE, url)) if url else ""],
                "url": url,
                "words": each.get("title") or text,
                "time": moment_of(when) if when else None,
            }
        return
    parsed = feedparser.parse(BytesIO(body), response_headers={"content-location": BASE})
    for each in map(dict, parsed.entries):
        title, summary = str(each.get("title") or ""), str(each.get("summary") or "")
        link = str(each.get("link") or "")
        names = [str(each.get("id") or ""), canonical(link) if link else "", text_of(title), text_of(summary)]
        if any(names):
            moment = each.get("published_parsed") or each.get("created_parsed") or each.get("updated_parsed")
            yield {
                "names": names,
                "url": link if link.startswith("http") else None,
                "words": title or summary,
                "time": datetime.fromtimestamp(timegm(moment), UTC) if moment else None,
            }


def moment_of(written: str) -> datetime:
    """A time in a JSON Feed: ISO 8601 as the format asks, or as letters write it."""
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except ValueError:
        return parsedate_to_datetime(written).astimezone(UTC)


# ---------------------------------------------------------------- social networks, and the rest


def others(social: Path, wire: Path, tally: Tally) -> None:
    """Every reader over every file; each beside what it is known to hold."""
    files = [*manifest(social), *((path, "wire") for path in sorted(wire.iterdir()) if path.suffix != ".tsv")]
    for path, kind in files:
        for reader in READERS:
            meant = reader == meant_for(path, kind)
            reading = tally.read(reader, path, f"{kind}, by {reader}" if meant else "")
            if reading is None or not meant:
                continue
            if reader == "facebook":
                graph(path, reading, tally)
            elif reader in SOCIAL:
                social_posts(path, reader, reading, tally)
            elif reader == "feed" and reading.state != "ok":
                tally.short(path, f"{reading.state}: {reading.why}")


def meant_for(path: Path, kind: str) -> str | None:
    """Which reader a file is for; None: no reader of ours."""
    name = path.name
    if kind == "fb-graph-json" or name.startswith("fb_graph_"):
        return "facebook" if name.endswith(".json") else None
    if kind.startswith("telegram") or name.startswith("tme_"):
        return "telegram"
    for prefixes, reader in MEANT_FOR.items():
        if name.startswith(prefixes) and not name.endswith("gold.as.json"):
            return reader
    return None


def social_posts(path: Path, reader: str, reading: Reading, tally: Tally) -> None:
    """Each post of the account's own, with its words and time; a boost, a reply to others, a record alone are none."""
    expected = dict(SOCIAL[reader](body_of(path)))
    entries = {entry.key: entry for entry in reading.entries}
    for key in entries.keys() - expected.keys():
        tally.short(path, f"{key} is no post of the account's own")
    for key, words in expected.items():
        tally.counts[f"posts of {reader}"] += 1
        entry = entries.get(key)
        if entry is None:
            tally.short(path, f"{key} is missing")
        elif words not in "".join(f"{entry.title or ''}{entry.text}".split()):
            tally.short(path, f"{key}: other words")
        elif not isinstance(entry.published_at, datetime) or not entry.url:
            tally.short(path, f"{key}: no time or no address")


def toots(body: bytes) -> Iterator[tuple[str, str]]:
    """The posts of an answer of Mastodon's API, and their words without white space."""
    answer = json.loads(body)
    for each in answer if isinstance(answer, list) else [answer]:
        replied_to = each.get("in_reply_to_account_id")
        if "id" in each and not each.get("reblog") and replied_to in (None, each["account"]["id"]):
            yield each["id"], "".join(text_of(each.get("content") or each.get("text") or "").split())


def skeets(body: bytes) -> Iterator[tuple[str, str]]:
    """The posts of an answer of Bluesky's AppView, and their words without white space."""
    answer = json.loads(body)
    for item in answer.get("feed", [answer if "post" in answer else {"post": answer}]):
        post, record = item["post"], item["post"].get("record") or item["post"].get("value") or {}
        parent = record.get("reply", {}).get("parent", {}).get("uri", post.get("uri", ""))
        own = parent.split("/")[:3] == post.get("uri", "").split("/")[:3]
        if post.get("uri") and own and "reason" not in item:
            yield post["uri"], "".join(record["text"].split())


def videos(body: bytes) -> Iterator[tuple[str, str]]:
    """The videos of a channel's feed, and their titles without white space."""
    for each in feedparser.parse(BytesIO(body)).entries:
        yield each["yt_videoid"], "".join(each["title"].split())


SOCIAL = {"mastodon": toots, "bluesky": skeets, "youtube": videos}


def graph(path: Path, reading: Reading, tally: Tally) -> None:
    """An answer of the Graph API: its error must be the right state, and each post must be read whole."""
    answer = json.loads(body_of(path))
    if path.name in ERRORS:
        tally.counts["errors of the Graph API"] += 1
        if reading.state != ERRORS[path.name] or reading.entries:
            tally.short(path, f"{reading.state}, not {ERRORS[path.name]}")
        return
    entries = {entry.key: entry for entry in reading.entries}
    for post in posts(answer):
        tally.counts["posts of the Graph API"] += 1
        entry = entries.get(post["id"])
        if entry is None:
            tally.short(path, f"{post['id']} is missing")
            continue
        message = post.get("message")
        if message and " ".join(entry.text.split()) != " ".join(message.split()):
            tally.short(path, f"{post['id']}: the text is not the message")
        if post.get("created_time") and not isinstance(entry.published_at, datetime):
            tally.short(path, f"{post['id']}: no time")
        if entry.url != post.get("permalink_url", entry.url):
            tally.short(path, f"{post['id']}: another address")


def posts(answer: Any) -> Iterator[dict[str, Any]]:
    """The posts of an answer: objects whose ID is `{page}_{post}`."""
    listed = answer.get("data") if isinstance(answer.get("data"), list) else [answer, *answer.values()]
    for each in listed:
        if isinstance(each, dict) and _POST_ID.fullmatch(str(each.get("id"))):
            yield each


def report(tally: Tally) -> None:
    """The table, the counts, and what fell short."""
    groups = sorted({group for group, _ in tally.states})
    width = max(map(len, groups))
    for group in groups:
        states = {state: count for (name, state), count in sorted(tally.states.items()) if name == group}
        said = "  ".join(f"{state} {count}" for state, count in states.items())
        print(f"{group:<{width}}  {sum(states.values()):>4}  {said}")
    print()
    for name, count in sorted(tally.counts.items()):
        print(f"{count:>6}  {name}")
    print(f"{tally.entries:>6}  entries read in {tally.seconds:.1f} s: {tally.entries / tally.seconds:.0f} a second")
    print(f"{len(tally.shortfalls):>6}  shortfalls")
    for each in tally.shortfalls:
        print(f"- {each}")


if __name__ == "__main__":
    sys.exit(main())
