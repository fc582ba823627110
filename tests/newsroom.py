"""A newsroom for the stories: a stand-in site, the files, the daemon on a clock that the story moves, and the desk."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clock import MovedClock
from monitor.alert.deliver import Courier
from monitor.archive.archive import Archive
from monitor.config.live import Live
from monitor.daemon import Daemon
from monitor.fetch.door import HttpDoor
from monitor.fetch.transport import RequestsTransport
from monitor.poll import Works
from monitor.read import READERS
from monitor.read.reader import Reader
from monitor.store.store import Store
from servers import Site

ALERTS = """\
newsroom: {{timezone: Asia/Phnom_Penh}}
channels:
  desk: json://{host}/desk
  ops: json://{host}/ops
routes:
  - {{id: kh-jp, beats: [kh-jp], channels: [desk]}}
operators: [ops]
heartbeat: {{at: "08:00", channels: []}}
"""
SOURCES = """\
beats:
  - {{id: kh-jp, name: Cambodia and Japan, countries: [KH, JP], topics: [travel, aid]}}
sources:
{sources}
"""


class Newsroom:
    """What a story is told with. `site` shows the sources; what the desk got stands in `told`."""

    def __init__(
        self,
        folder: Path,
        site: Site,
        clock: MovedClock | None = None,
        readers: Mapping[str, Reader] = READERS,
    ) -> None:
        self.site, self.clock = site, clock or MovedClock()
        self.desk: list[Mapping[str, Any]] = []
        self.ops: list[Mapping[str, Any]] = []
        self.live = Live(folder / "sources.yaml", folder / "config", {"TOKEN": "a-secret-token"})
        self.store = Store.open(f"sqlite:///{folder}/monitor.db")
        self._door = HttpDoor(RequestsTransport(), self.clock, contact=None)
        self.works = Works(self._door, self.store, Archive(folder), self.clock, readers)
        self._courier = Courier(self.store, self.clock)
        self.daemon = Daemon(self.live, self.works, self._courier, workers=2)
        self.daemon.wake()

    def close(self) -> None:
        """Stop, as at a power cut: nothing is finished that was not."""
        self.daemon.stop()
        self._courier.close()
        self._door.close()
        self.store.close()

    def let(self, span: timedelta, steps: int = 1) -> None:
        """Let time pass in so many steps; after each the daemon does what is due."""
        for _ in range(steps):
            self.clock.move(span / steps)
            self._round()

    def _round(self) -> None:
        """Every task of the daemon once, and what it started to its end."""
        for task, _ in self.daemon.tasks():
            task()
        until = time.monotonic() + 20
        while self.daemon.busy and time.monotonic() < until:
            time.sleep(0.002)  # real threads poll and deliver; only the story's clock stands still
            self.daemon.tasks()[0][0]()
        assert not self.daemon.busy
        self.daemon.tasks()[1][0]()
        while self.daemon.busy and time.monotonic() < until:
            time.sleep(0.002)
        posted, self.site.posted = self.site.posted, []
        for body in posted:
            (self.ops if body["change"] == "notice" else self.desk).append(body)


@contextmanager
def newsroom(folder: Path, sources: str, clock: MovedClock | None = None) -> Iterator[Newsroom]:
    """A newsroom that follows `sources` (YAML; `{site}` and `{host}` stand for the stand-in)."""
    with Site() as site:
        write(folder, sources, site)
        room = Newsroom(folder, site, clock)
        try:
            yield room
        finally:
            room.close()


def write(folder: Path, sources: str, site: Site) -> None:
    """The operator's files."""
    (folder / "config").mkdir(exist_ok=True)
    filled = sources.replace("{site}", site.address).replace("{host}", site.host)
    (folder / "sources.yaml").write_text(SOURCES.format(sources=filled))
    (folder / "config" / "alerts.yaml").write_text(ALERTS.format(host=site.host))


def graph(page: str, posts: Sequence[tuple[int, datetime, str]]) -> str:
    """A page's posts as the Graph API answers them, newest first."""
    shown = [
        {
            "id": f"{page}_{number}",
            "from": {"id": page, "name": "Invented"},
            "message": text,
            "created_time": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+0000",
            "updated_time": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+0000",
            "permalink_url": f"https://www.facebook.com/{page}/posts/{number}/",
        }
        for number, at, text in sorted(posts, key=lambda post: post[1], reverse=True)
    ]
    return json.dumps({"data": shown, "paging": {"cursors": {"before": "a", "after": "z"}}})
