"""Real captures as real traffic: `python bench/traffic.py FOLDER [--no-mail]`.

FOLDER holds `captures/` with `feeds/` and `pairs/`. The captures are served over HTTP on loopback and polled by the
daemon's own path: the door, the readers, the database, the outbox. Then

1. a second look at the same bytes must give nothing: no statement, no version, no alert (that an old list has been
   silent for long is a notice, and right);
2. some captures are swapped for their later copies (`pairs/`), and one entry of our own words is added to a feed: what
   changed must be reported, and nothing else. What changed in a feed is computed apart, by feedparser; for pages the
   label says whether the words changed; a page of a pair is read as the page of a post, too;
3. the alerts must be found in a real mail server's mailbox (OpenSMTPD, needs root) and at a JSON webhook, each once.

Exit status 1 when any of it fails.
"""

import argparse
import csv
import gzip
import os
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from clock import MovedClock
from monitor.alert.deliver import Courier
from monitor.archive.archive import Archive
from monitor.config.live import Live
from monitor.fetch.door import HttpDoor
from monitor.fetch.transport import RequestsTransport
from monitor.logs import set_up
from monitor.poll import Works, poll
from monitor.read.article import article
from monitor.store.query import StatementQuery
from monitor.store.store import Store
from monitor.text.charset import decode
from servers import MailServer, Site, opensmtpd

STEADY_FEEDS = 120
NO_EDIT = ("recapture-no-edit-expected", "recapture-markup-only")
"""Labels that say that the words are the same. (EDGI's `falsepos` says that a person found a change not to matter: on
the page of its footer case five features are others, so it is listed, not judged.)"""
SITE = re.compile(r"^https?://(?:www\.)?")
"""A feed that only moves from one of these to the other says nothing new."""
POST = "https://captures.example/post"
KINDS = {"feed": "feed", "gov-page": "page", "article": "page", "gov-list": "listing"}
OURS = (
    "Japan and Cambodia resume direct flights, an invented office says. This entry was added by the bench.",
    "The Office of Bridges, which does not exist, announces that visas between Japan and Cambodia are issued again.",
)


@dataclass(frozen=True)
class Served:
    """One source of the bench: what stands at its address now, and what will."""

    id: str
    kind: str
    label: str
    before: bytes
    after: bytes


def main() -> int:
    """Serve, poll, compare, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--no-mail", action="store_true", help="without OpenSMTPD")
    asked = options.parse_args()
    captures = asked.folder / "captures" if (asked.folder / "captures").is_dir() else asked.folder
    if not (captures / "pairs" / "MANIFEST.tsv").is_file():
        print(f"{asked.folder}: no captures/pairs here: nothing was measured")
        return 0
    set_up("critical")
    sources = [*pairs(captures / "pairs"), *steady(captures / "feeds")]
    has_mail = os.geteuid() == 0 and shutil.which("smtpd") is not None
    if not has_mail:
        print("mail is not measured: OpenSMTPD needs root, and `make services`")
    mail = opensmtpd() if has_mail and not asked.no_mail else nullcontext(None)
    with tempfile.TemporaryDirectory() as folder, Site() as site, mail as server:
        return run(Path(folder), site, server, sources)


def pairs(folder: Path) -> Iterator[Served]:
    """Each pair of captures that one of our kinds reads."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8") as manifest:
        rows = {row["file"]: row for row in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE)}
    for name, row in rows.items():
        kind, _, side = row["kind"].partition("/")
        if side != "before" or kind not in KINDS:
            continue
        after = name.replace(".before.", ".after.").removesuffix(".gz")
        later = next(each for each in (after, f"{after}.gz") if each in rows)
        label = next(part.partition("=")[2] for part in row["notes"].split("; ") if part.startswith("label="))
        name = re.sub(r"[^a-z0-9]+", "-", name.partition(".before.")[0].lower()).strip("-")[-60:].strip("-")
        yield Served(name, KINDS[kind], label, content(folder / row["file"]), content(folder / later))


def steady(folder: Path) -> Iterator[Served]:
    """Complete real feeds that stay as they are."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE))
    real = [row["file"] for row in rows if row["kind"] == "feed-real"]
    for number, name in enumerate(real[:STEADY_FEEDS]):
        body = content(folder / name)
        yield Served(f"feed-{number}", "feed", "steady", body, body)


def content(path: Path) -> bytes:
    """The bytes of a capture."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


SOURCE = """\
  - {{id: {id}, name: "{id}", kind: {kind}, url: "{address}/{id}", side: JP, about: [KH], allow_private: true,
     robots: ignore, deletions: unknown{more}}}
"""
MORE = {"feed": ", full_text: never", "listing": ", open: never", "page": ""}
BEAT = "beats: [{id: kh-jp, name: Cambodia and Japan, countries: [KH, JP], topics: [travel, aid]}]\nsources:\n"


class Bench:
    """The newsroom of the bench, on a clock that it moves."""

    def __init__(self, folder: Path, site: Site, mail: MailServer | None, sources: list[Served]) -> None:
        self.site, self.clock = site, MovedClock()
        (folder / "config").mkdir()
        mailto = (
            f"  mail: mailto://127.0.0.1:{mail.port}?from=bench@newsroom.example&to=desk@newsroom.example\n"
            if mail
            else ""
        )
        (folder / "config" / "alerts.yaml").write_text(
            f"channels:\n  hook: json://{site.host}/hook\n{mailto}routes:\n"
            f"  - {{id: all, beats: [kh-jp], channels: [hook{', mail' if mail else ''}]}}\n"
        )
        (folder / "sources.yaml").write_text(
            BEAT
            + "".join(
                SOURCE.format(id=each.id, kind=each.kind, address=site.address, more=MORE[each.kind])
                for each in sources
            )
        )
        self.live = Live(folder / "sources.yaml", folder / "config", {})
        self.store = Store.open(f"sqlite:///{folder}/monitor.db")
        self.door = HttpDoor(RequestsTransport(), self.clock, contact="bench@newsroom.example")
        self.works = Works(self.door, self.store, Archive(folder), self.clock)
        self.courier = Courier(self.store, self.clock)

    def close(self) -> None:
        """Let everything go."""
        self.courier.close()
        self.door.close()
        self.store.close()

    def look(self) -> dict[str, Counter[str]]:
        """Poll every source once and deliver; the changes of each, and its state."""
        self.clock.move(timedelta(minutes=20))
        found = {}
        for source in self.live.current.sources:
            result = poll(source, self.works, self.live.current)
            found[source.id] = Counter({**result.changes, f"state {result.state}": 1, "owed": result.owed})
        self.courier.drain(self.live.current.routing)
        return found


def run(folder: Path, site: Site, mail: MailServer | None, sources: list[Served]) -> int:
    """The three looks, and what each must show."""
    faults: list[str] = []
    bench = Bench(folder, site, mail, sources)
    try:
        for each in sources:
            site.put(f"/{each.id}", each.before, media_type(each))
        started = time.perf_counter()
        first = bench.look()
        took = time.perf_counter() - started
        kept = bench.store.count(StatementQuery(relevant="all"))
        print(f"first look: {len(sources)} sources, {kept} statements kept, {len(sources) / took:.1f} polls a second")
        print("  states:", dict(Counter(name for one in first.values() for name in one if name.startswith("state"))))
        told_before = len(site.posted)

        second = bench.look()
        noisy = {name: one for name, one in second.items() if changes(one)}
        faults += [f"second look at the same bytes, {name}: {dict(one)}" for name, one in noisy.items()]
        if alerts := [body for body in site.posted[told_before:] if body["change"] != "notice"]:
            faults.append(f"second look: {len(alerts)} alerts")
        print(f"second look: {len(sources) - len(noisy)} of {len(sources)} gave nothing, as they must")

        ours = next(each for each in sources if each.label == "steady" and b"<item>" in each.before)
        for each in sources:
            site.put(f"/{each.id}", with_ours(each, bench) if each is ours else each.after, media_type(each))
        third = bench.look()
        faults += compared(sources, third, ours)
        faults += as_posts(sources)
        faults += told(site, told_before, mail)
    finally:
        bench.close()
    print("\n".join(["", f"{len(faults)} faults", *(f"  {fault}" for fault in faults)]))
    return 1 if faults else 0


def media_type(each: Served) -> str:
    """Without a charset: it must come from the bytes."""
    return "application/xml" if each.kind == "feed" else "text/html"


def with_ours(each: Served, bench: Bench) -> bytes:
    """A real feed with entries of our own words at its head."""
    items = "".join(
        f"<item><title>{text.partition(chr(44))[0]}</title><link>https://bench.example/{number}</link>"
        f"<guid>bench-{number}</guid><description>{text}</description>"
        f"<pubDate>{bench.clock.now():%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for number, text in enumerate(OURS)
    )
    return each.after.replace(b"<item>", items.encode() + b"<item>", 1)


def changes(one: Counter[str]) -> Counter[str]:
    """Only the changes."""
    return Counter(
        {name: count for name, count in one.items() if name in ("new", "edited", "deleted", "restored") and count}
    )


def compared(sources: list[Served], third: dict, ours: Served) -> Iterator[str]:
    """Where what was reported is not what changed."""
    judged = 0
    for each in sources:
        reported = changes(third[each.id])
        if each is ours:
            expected: Counter[str] | None = Counter({"new": len(OURS)})
        elif each.label == "steady" or (each.kind == "page" and each.label in NO_EDIT):
            expected = Counter()
        elif each.kind == "feed":
            expected = by_feedparser(each)
        else:
            expected = None
            print(f"  {each.kind:8} {each.label:28} {each.id[:60]:60} {dict(reported) or '-'}")
        judged += expected is not None
        if expected is not None and expected != reported:
            state = next((name for name in third[each.id] if name.startswith("state")), "")
            yield f"{each.kind} {each.id} ({each.label}): reported {dict(reported)}, changed {dict(expected)}, {state}"
    print(f"third look: {judged} sources compared with what is known to have changed; the others are listed above")


def as_posts(sources: list[Served]) -> Iterator[str]:
    """Recaptures whose words did not change, read as pages of posts: title and text must be the same."""
    same = [each for each in sources if each.kind == "page" and each.label in NO_EDIT]
    for each in same:
        before, after = (article(decode(body), POST, zone=ZoneInfo("UTC")) for body in (each.before, each.after))
        if (before and (before.title, before.text)) != (after and (after.title, after.text)):
            yield f"{each.id} ({each.label}), read as a post: other words"
    print(f"{len(same)} recaptures labelled as no edit were also read as pages of posts")


def by_feedparser(each: Served) -> Counter[str]:
    """What changed between two copies of a feed, found without any code of ours."""
    before, after = (
        {SITE.sub("", entry.get("id") or entry.get("link")): words(entry) for entry in feedparser.parse(body).entries}
        for body in (each.before, each.after)
    )
    edited = sum(before[key] != after[key] for key in before.keys() & after.keys())
    return +Counter({"new": len(after.keys() - before.keys()), "edited": edited})


def words(entry: feedparser.FeedParserDict) -> str:
    """The words of an entry, without markup and spacing."""
    text = entry["content"][0]["value"] if entry.get("content") else entry.get("summary", "")
    return re.sub(r"<[^>]*>|\s+", "", entry.get("title", "") + text)


def told(site: Site, before: int, mail: MailServer | None) -> Iterator[str]:
    """The alerts of the third look at the webhook and in the mailbox, each once."""
    posted = site.posted[before:]
    mine = [body for body in posted if "bench.example" in str(body.get("url"))]
    if len(mine) != len(OURS):
        yield f"the webhook got {len(mine)} alerts on our own entries, not {len(OURS)}"
    repeats = [name for name, count in Counter(body["id"] for body in site.posted).items() if count > 1]
    if repeats:
        yield f"the webhook got these twice: {repeats}"
    print(f"webhook: {len(site.posted)} alerts, {len(mine)} of them on our own entries")
    if mail is not None:
        arrived = mail.wait(len(site.posted))
        ids = Counter(str(each["Message-ID"]) for each in arrived)
        print(f"mailbox: {len(arrived)} mails, {len(ids)} different Message-IDs")
        if len(arrived) != len(site.posted) or len(ids) != len(arrived):
            yield f"the mailbox holds {len(arrived)} mails ({len(ids)} different), the webhook got {len(site.posted)}"


if __name__ == "__main__":
    sys.exit(main())
