"""A night and a busy hour of a desk: what waits, what breaks in, what is told when nobody answers; through restarts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clock import MovedClock
from newsroom import Newsroom, graph, write
from servers import Site

SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
ALERTS = """\
newsroom: {{timezone: Asia/Phnom_Penh}}
channels: {{desk: "json://{host}/desk", phone: "json://{host}/phone", ops: "json://{host}/ops"}}
routes:
  - id: kh-jp
    channels: [desk]
    quiet: {{from: "22:00", to: "06:00"}}
    per_hour: 2
    escalate: {{after: 15m, channels: [phone]}}
operators: [ops]
heartbeat: {{channels: []}}
"""
ROUTINE = "The Office of Bridges gives a grant of {n},000 dollars to school number {n} in Cambodia for its library."
URGENT = "Direct flights between Cambodia and Japan are suspended from Monday, the Office of Bridges announces."


class Desk:
    """A desk that can be stopped and started: all that it knows stands in its folder."""

    def __init__(self, folder: Path, site: Site, clock: MovedClock) -> None:
        write(folder, SOURCE, site)
        (folder / "config" / "alerts.yaml").write_text(ALERTS.format(host=site.host))
        self.folder, self.site, self.clock = folder, site, clock
        self.posts: list[tuple[int, datetime, str]] = []
        self.told: list[tuple[str, str]] = []
        self.room = Newsroom(folder, site, clock)

    def posts_(self, *texts: str) -> None:
        """The office posts."""
        for text in texts:
            self.posts.append((len(self.posts) + 1, self.clock.now(), text))
        self.site.put("/v25.0/1001/feed", graph("1001", self.posts))

    def restart(self) -> None:
        """As after a power cut."""
        self.told += self._told()
        self.room.close()
        self.room = Newsroom(self.folder, self.site, self.clock)

    def let(self, span: timedelta, steps: int = 1) -> list[tuple[str, str]]:
        """Let time pass; what was told meanwhile: levels and texts (a bundle is one text without a level)."""
        before = len(self.told) + len(self.room.desk)
        self.room.let(span, steps)
        return (self.told + self._told())[before:]

    def _told(self) -> list[tuple[str, str]]:
        return [(each["level"], each["text"]) for each in self.room.desk]


@pytest.fixture(name="desk")
def a_desk(tmp_path: Path) -> Iterator[Desk]:
    """Evening in Phnom Penh; the office has an empty page."""
    with Site() as site:
        desk = Desk(tmp_path, site, MovedClock(datetime(2026, 3, 2, 12, tzinfo=UTC)))
        desk.posts_("Our office is closed on Sunday.")
        desk.let(timedelta(minutes=10), 2)
        yield desk
        desk.room.close()


def test_a_busy_hour_is_bundled_and_loses_nothing(desk: Desk) -> None:
    """Two at once; five more in one message when the hour has room, though everything was restarted in between."""
    desk.posts_(*(ROUTINE.format(n=number) for number in range(2, 5)))
    first = desk.let(timedelta(minutes=5))
    desk.restart()
    desk.posts_(*(ROUTINE.format(n=number) for number in range(5, 9)))
    assert len(first) == 2
    assert desk.let(timedelta(minutes=20), 4) == []
    (rest,) = desk.let(timedelta(minutes=40), 8)
    told = "\n".join(text for _, text in [*first, rest])
    assert [told.count(f"school number {number} in") for number in range(2, 9)] == [1] * 7
    assert desk.let(timedelta(hours=1), 4) == []


def test_a_night_holds_what_is_not_urgent(desk: Desk) -> None:
    """It is told at six in the morning; what is urgent breaks in, and wakes the phone when nobody answers: once."""
    desk.let(timedelta(hours=3), 4)
    desk.posts_(ROUTINE.format(n=2))
    assert desk.let(timedelta(minutes=10), 2) == []
    desk.posts_(URGENT)
    assert [level for level, _ in desk.let(timedelta(minutes=5))] == ["urgent"]
    desk.restart()
    assert desk.let(timedelta(minutes=10), 2) == []
    assert [level for level, _ in desk.let(timedelta(minutes=10), 2)] == ["urgent"], "the phone"
    desk.restart()
    assert desk.let(timedelta(hours=6), 12) == []
    ((_, morning),) = desk.let(timedelta(hours=2), 4)
    assert "school number 2" in morning


def test_an_answer_lets_the_phone_sleep(desk: Desk) -> None:
    """Acknowledged in time, before a restart: nobody else is told."""
    desk.posts_(URGENT)
    assert [level for level, _ in desk.let(timedelta(minutes=5))] == ["urgent"]
    desk.room.store.ack(desk.room.store.deliveries(channel="desk")[0].delivery.alert, "Sokha", desk.clock.now())
    desk.restart()
    assert desk.let(timedelta(hours=2), 12) == []
