"""Nothing lost, nothing twice, in order, under faults and kills: `python bench/delivery.py [DATA] [--alerts 2000]`.

The daemon runs as a process of its own and polls a feed on loopback, to which entries are added. Each becomes an alert
on five channels: Slack, Discord, Telegram, a JSON webhook (local stand-ins) and mail (OpenSMTPD behind a line that
fails; needs root). Their faults are switched at random: refuse, delay, ask to wait, redirect, answer 200 with an error,
break the line after accepting. Meanwhile the process is killed (SIGKILL) and started again. Its clock runs faster than
ours, so that pauses of a minute pass in seconds; nothing else differs from `monitor run`. What a redirect let it give
up is sent again in the end, as an operator would (`monitor alerts retry`).

Exit status 1 when an alert is lost, a copy is not explained by a lost answer or does not say that it may be a repeat,
an alert overtook another without one of the reasons that there are, a service was asked before its time, or what was
given up was not told. DATA, which `make bench` gives, is not needed.
"""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from monitor.alert import channels
from monitor.alert.channel import Channel
from monitor.alert.deliver import Courier
from monitor.alert.discord import Discord
from monitor.alert.line import STUCK
from monitor.alert.plan import CROWD, CROWD_AFTER
from monitor.alert.service import parsed
from monitor.alert.slack import Slack
from monitor.alert.telegram import Telegram
from monitor.archive.archive import Archive
from monitor.config.live import Live
from monitor.daemon import Daemon
from monitor.fetch.door import HttpDoor
from monitor.fetch.transport import RequestsTransport
from monitor.logs import set_up
from monitor.model import NoticeKind, Owed
from monitor.poll import Works
from monitor.store.query import StatementQuery
from monitor.store.store import Store
from servers import MailServer, Site, opensmtpd
from stand_ins import FAULTS, HttpServices, MailLine, Service

BEGAN = datetime(2026, 3, 2, 1, tzinfo=UTC)
LISTED = 150
"""Entries that the feed shows at a time."""
BACKLOG = 500
"""No entries are added while so many deliveries wait: with more, some would wait an hour of that clock."""
CHANNELS = ("slack", "discord", "telegram", "json", "mail")
FEED = """\
beats:
  - {{id: kh-jp, name: Cambodia and Japan, countries: [KH, JP], topics: [travel, aid]}}
sources:
  - {{id: office, name: Office of Bridges (invented), kind: feed, url: "{site}/feed", about: [KH, JP],
     allow_private: true, every: 1m}}
"""
ALERTS = """\
newsroom: {{timezone: Asia/Phnom_Penh}}
channels:
  slack: slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ
  discord: discord://123456789012345678/abcdefghijklmnopqrstuvwxyz
  telegram: tgram://123456789:abcdefg_hijklmnop/-10012315544
  json: json://{http}/json
  mail: mailto://127.0.0.1:{mail}?from=monitor@newsroom.test&to=desk@newsroom.test
  ops: json://{http}/ops
routes:
  - {{id: kh-jp, beats: [kh-jp], channels: [slack, discord, telegram, json, mail]}}
operators: [ops]
heartbeat: {{at: "23:59", channels: [ops]}}
"""
PLACES = ("Kampot", "Kep", "Takeo", "Pursat", "Kratie", "Battambang", "Siem Reap", "Osaka", "Nagoya", "Kobe", "Sendai")
THINGS = (
    "boats",
    "bridges",
    "schools",
    "wells",
    "clinics",
    "ferries",
    "markets",
    "roads",
    "lamps",
    "pumps",
    "libraries",
)


@dataclass(frozen=True)
class QuickClock:
    """The daemon's clock: it began with the bench, and runs `speed` times as fast as ours, across restarts."""

    began: float
    speed: float

    def now(self) -> datetime:
        """The moment."""
        return BEGAN + timedelta(seconds=(time.time() - self.began) * self.speed)

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic() * self.speed

    def sleep(self, seconds: float) -> None:
        """Wait, less long than it says."""
        time.sleep(seconds / self.speed)


@dataclass
class Report:
    """What was counted, and which promises were broken."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def main() -> int:
    """Run it and print the counts; 1 when a promise was broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", nargs="?")
    options.add_argument("--alerts", type=int, default=2000)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    options.add_argument("--speed", type=float, default=30)
    options.add_argument("--minutes", type=float, default=12, help="after which it is given up")
    options.add_argument("--daemon", nargs=3, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.daemon:
        return daemon(Path(given.daemon[0]), given.daemon[1], QuickClock(float(given.daemon[2]), given.speed))
    print(f"seed {given.seed}: {given.alerts} alerts on {len(CHANNELS)} channels, {given.kills} kills")
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), given)
    for name, count in report.counts.items():
        print(f"{count:>8} {name}")
    print("\n".join(report.broken) or "every promise was kept")
    return 1 if report.broken else 0


# ---------------------------------------------------------------- the daemon, a process of its own


def daemon(folder: Path, http: str, clock: QuickClock) -> int:
    """What `monitor run` does, on another clock, with Slack, Discord and Telegram on loopback; until it is killed."""
    set_up("warning")
    live = Live(folder / "sources.yaml", folder / "config", {}, channels.fault)
    with (
        closing(Store.open(f"sqlite:///{folder}/monitor.db")) as store,
        closing(HttpDoor(RequestsTransport(), clock, contact=None)) as door,
    ):
        works = Works(door, store, Archive(folder), clock)
        with closing(Courier(store, clock, open_channel=partial(local, http))) as courier:
            Daemon(live, works, courier).start()
            while True:
                time.sleep(60)


def local(http: str, url: str) -> Channel:
    """The channel of an address, by the sender that it has anyhow, where the service is a stand-in."""
    scheme = url.partition("://")[0]
    if scheme == "slack":
        return Slack(parsed(url), hooks=f"http://{http}/slack")
    if scheme == "discord":
        return Discord(parsed(url), api=f"http://{http}/discord")
    if scheme == "tgram":
        return Telegram(parsed(url), api=f"http://{http}/telegram")
    return channels.open_channel(url)


# ---------------------------------------------------------------- what happens to it


def run(folder: Path, given: argparse.Namespace) -> Report:
    """Entries, faults and kills; then all faults end, and what is left must arrive."""
    chance, clock, report = random.Random(given.seed), QuickClock(time.time(), given.speed), Report()
    with ExitStack() as stack:
        mail = stack.enter_context(opensmtpd())
        http = stack.enter_context(HttpServices(given.speed))
        line = stack.enter_context(MailLine(mail.port))
        site = stack.enter_context(Site(with_validators=False))
        services = [*(http.services[name] for name in CHANNELS if name != "mail"), line.service]
        (folder / "config").mkdir()
        (folder / "sources.yaml").write_text(FEED.format(site=site.address))
        (folder / "config" / "alerts.yaml").write_text(ALERTS.format(http=http.host, mail=line.port))
        store = stack.enter_context(closing(Store.open(f"sqlite:///{folder}/monitor.db")))
        entries = entries_of(given.alerts, chance)
        publish(site, entries[:1], clock)
        command = [sys.executable, __file__, "--speed", str(given.speed)]
        process = Process([*command, "--daemon", str(folder), http.host, str(clock.began)])
        stack.callback(process.kill)
        _wait(lambda: bool(store.health(["office"])[0].last_good_at), 60, "the first poll")
        with _faults(services, chance):
            _under_fire(site, entries, clock, process, given, store, services)
        retried = _calm(store, clock, given)
        _judge(report, store, services, given, retried)
        report.counts["notices to the operators"] = len(http.services["ops"].taken)
        _mailbox(report, len({one.at for one in line.service.taken}), mail)
        report.counts["kills"] = process.kills
    report.counts["seconds"] = round(time.time() - clock.began)
    return report


def _calm(store: Store, clock: QuickClock, given: argparse.Namespace) -> int:
    """Until nothing waits; how many deliveries were given up, and sent again."""
    deadline = time.monotonic() + given.minutes * 60
    retried = 0
    while time.monotonic() < deadline:
        if not store.waiting() and len(_findings(store, CHANNELS[0])) >= given.alerts:
            again = store.retry(clock.now())
            if not again:
                break
            retried += again
        time.sleep(1)
    return retried


def _mailbox(report: Report, mails: int, server: MailServer) -> None:
    """The real mail server has what the line saw it accept."""
    arrived = len(server.wait(mails))
    report.counts["mails in the mailbox"] = arrived
    if arrived != mails:
        report.broken.append(f"the mailbox holds {arrived} of {mails} mails")


class Process:
    """The daemon, which can be killed and started again."""

    def __init__(self, command: list[str]) -> None:
        self._command, self.kills = command, 0
        self._process = subprocess.Popen(command)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def again(self) -> None:
        """Kill it and start it."""
        self.kill()
        self.kills += 1
        self._process = subprocess.Popen(self._command)


def _under_fire(
    site: Site,
    entries: list[str],
    clock: QuickClock,
    process: Process,
    given: argparse.Namespace,
    store: Store,
    services: list[Service],
) -> None:
    """Entries are added in steps, three for each kill, no faster than they are seen and sent; then it is killed."""
    chance = random.Random(given.seed)
    steps = 3 * (given.kills + 1)
    for step in range(1, steps + 1):
        shown = max(given.alerts * step // steps, 1)
        publish(site, entries[:shown], clock)
        _wait(lambda shown=shown: store.count(StatementQuery()) >= shown, 120, "a poll")  # type: ignore[misc]
        time.sleep(chance.uniform(0, 1))
        if step % 3 == 0 and process.kills < given.kills:
            process.again()
            for service in services:
                service.forget()
        _wait(lambda: store.waiting() < BACKLOG, 120, "a smaller backlog")


@contextmanager
def _faults(services: list[Service], chance: random.Random) -> Iterator[None]:
    """Each service changes its fault every few seconds; most of the time it has none."""
    over = threading.Event()

    def switch() -> None:
        while not over.wait(chance.uniform(0.3, 1.2)):
            weights = [4, *(0.15 if fault == "redirect" else 0.8 for fault in FAULTS)]
            chance.choice(services).fault = chance.choices(["", *FAULTS], weights)[0]

    thread = threading.Thread(target=switch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        for service in services:
            service.fault = ""


def entries_of(count: int, chance: random.Random) -> list[str]:
    """So many statements, no two of one thing."""
    return [
        f"Japan and Cambodia agree on visas for travellers who build {chance.choice(THINGS)} no. {number} in "
        f"{chance.choice(PLACES)}, the invented Office of Bridges says. {chance.randrange(10**6)} people may apply."
        for number in range(count)
    ]


def publish(site: Site, entries: list[str], clock: QuickClock) -> None:
    """Show the newest of these in the feed."""
    shown = list(enumerate(entries))[-LISTED:][::-1]
    at = f"{clock.now():%a, %d %b %Y %H:%M:%S} +0000"
    items = "".join(
        f"<item><guid>n{number}</guid><link>{site.address}/{number}</link><title>Notice {number}</title>"
        f"<description>{text}</description><pubDate>{at}</pubDate></item>"
        for number, text in shown
    )
    site.put(
        "/feed", f"<rss version='2.0'><channel><title>Office</title>{items}</channel></rss>", "application/rss+xml"
    )


def _wait(until: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come within {seconds} s")
        time.sleep(0.1)


# ---------------------------------------------------------------- what came of it


def _findings(store: Store, channel: str) -> list[Owed]:
    rows = store.deliveries(channel=channel, limit=1_000_000)
    return [row for row in reversed(rows) if row.delivery.statement is not None]


def _judge(report: Report, store: Store, services: list[Service], given: argparse.Namespace, retried: int) -> None:
    """Compare what was owed with what each service accepted."""
    counts = report.counts
    for service in services:
        owed = _findings(store, service.name)
        counts["deliveries owed"] += len(owed)
        if len(owed) != given.alerts:
            report.broken.append(f"{service.name}: {len(owed)} of {given.alerts} alerts were owed")
        lost = {row.delivery.alert for row in owed} - {one.alert for one in service.taken}
        counts["lost"] += len(lost)
        if lost:
            report.broken.append(f"{service.name}: never accepted: {sorted(lost)[:5]}")
        if service.asked_too_early:
            report.broken.append(f"{service.name}: asked {service.asked_too_early} times before its time")
        for fault, met in sorted(service.faults.items()):
            counts[f"posts that met the fault “{fault}”"] += met
        _copies(report, store, service, owed)
        _order(report, store, service, owed)
    counts["given up (a redirect, a refusal), told, and sent again by hand"] = retried
    told = [one for one in store.deliveries(channel="ops", limit=100_000) if _is(one, NoticeKind.GIVEN_UP)]
    if retried and not told:
        report.broken.append("what was given up was told to nobody")


def _is(row: Owed, kind: NoticeKind) -> bool:
    return getattr(row.delivery.subject, "kind", None) is kind


def _copies(report: Report, store: Store, service: Service, owed: list[Owed]) -> None:
    """Each copy must say so, and follow an attempt whose outcome we did not learn."""
    ids = {row.delivery.alert: row.id for row in owed}
    attempts = store.attempts(list(ids.values()))
    seen: Counter[str] = Counter()
    for one in service.taken:
        if one.alert not in ids:
            continue
        seen[one.alert] += 1
        if seen[one.alert] == 1:
            report.counts["accepted"] += 1
            continue
        report.counts["copies after a lost answer or a kill, marked"] += 1
        unknown = [each for each in attempts[ids[one.alert]] if _is_unknown(each.answer)]
        if not one.says_repeat:
            report.broken.append(f"{service.name}: {one.alert} came again and does not say so")
        if len(unknown) < seen[one.alert] - 1:
            report.broken.append(f"{service.name}: {one.alert} came {seen[one.alert]} times without a reason")


def _is_unknown(answer: str) -> bool:
    return not answer or "outcome unknown" in answer


def _order(report: Report, store: Store, service: Service, owed: list[Owed]) -> None:
    """On a channel nothing overtakes, but for what was set aside or given up, and after an outage.

    Then, with more than a crowd that waited an hour, what is urgent goes first, and the rest in bundles.
    """
    rows = {row.delivery.alert: row for row in owed}
    attempts = store.attempts([row.id for row in owed])
    seen: set[str] = set()
    last = owed[0]
    for one in service.taken:
        row = rows.get(one.alert)
        if row is None or one.alert in seen:
            continue
        seen.add(one.alert)
        if row.id >= last.id:
            last = row
        elif one.bundled or _crowded(last, owed):
            report.counts["overtaken after an outage"] += 1
        elif len(attempts[row.id]) > STUCK or any("redirects" in each.answer for each in attempts[row.id]):
            report.counts["overtaken, having been set aside or given up"] += 1
        else:
            report.broken.append(f"{service.name}: {one.alert} was overtaken")


def _crowded(by: Owed, owed: list[Owed]) -> bool:
    """Whether so many waited for so long when this one was told that the newest urgent one went first."""
    at = by.tried_at or by.created_at
    late = [row for row in owed if row.delivery.due_at < at - CROWD_AFTER and (row.sent_at or at) >= at]
    return len(late) > CROWD


if __name__ == "__main__":
    sys.exit(main())
