import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from clock import MovedClock
from monitor.alert.deliver import Courier
from monitor.archive.archive import Archive
from monitor.bring import hold
from monitor.daemon import Daemon
from monitor.model import Room
from monitor.paste import pasted_entry
from newsroom import ALERTS, Newsroom, graph, newsroom

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
TEXT = "Japan and Cambodia resume direct flights, an invented office announces."


class JumpyClock(MovedClock):
    """A clock that somebody sets while time passes as ever."""

    def jump(self, span: timedelta) -> None:
        """The wall clock shows another time; nothing else changes."""
        self._start += span
        self._now += span


class Tight(Archive):
    """An archive on a disk of a size that a test sets."""

    free = 10**12

    def room(self) -> Room:
        """As the test says."""
        return Room("data", self.free)


@pytest.fixture(name="room")
def a_room(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom with one office, whose clock can be set."""
    with newsroom(tmp_path, SOURCE, JumpyClock()) as room:
        room.site.put("/v25.0/1001/feed", graph("1001", [(1, room.clock.now() - HOUR, TEXT)]))
        yield room


def said(room: Newsroom) -> list[str]:
    """What operators were told, by its kind."""
    return [str(each["title"]) for each in room.ops]


def on(room: Newsroom, archive: Archive) -> None:
    """Let the daemon keep its captures there."""
    room.works = replace(room.works, archive=archive)
    room.daemon = Daemon(room.live, room.works, Courier(room.store, room.clock), workers=2)


def test_a_disk_that_fills_up_is_told_once_and_when_there_is_room_again(room: Newsroom, tmp_path: Path) -> None:
    """Nearly full, then room again: one notice each, to operators and not to the desk."""
    disk = Tight(tmp_path)
    on(room, disk)
    room.let(10 * MINUTE, steps=4)
    disk.free = 300_000_000
    room.let(30 * MINUTE, steps=4)
    disk.free = 10**12
    room.let(30 * MINUTE, steps=4)
    assert said(room) == ["disk", "disk-over"]
    assert [each["change"] for each in room.desk] == ["new"]


def test_a_database_that_cannot_be_written_is_told_past_it(room: Newsroom, tmp_path: Path) -> None:
    """While another program holds it nothing can be recorded, and operators hear of it all the same, once."""
    room.let(10 * MINUTE, steps=2)
    with closing(sqlite3.connect(tmp_path / "monitor.db", isolation_level=None)) as other:
        (tmp_path / "monitor.db").rename(tmp_path / "moved.db")
        for task, _ in room.daemon.tasks():
            if task.__name__ in ("_sign_of_life", "_ping"):
                task()
                task()
        while room.daemon.busy:
            pass
        (tmp_path / "moved.db").rename(tmp_path / "monitor.db")
        assert other.execute("SELECT count(*) FROM meta").fetchone()
    assert [each["change"] for each in room.site.posted] == ["notice"]
    assert "removed or replaced" in str(room.site.posted)
    room.let(10 * MINUTE, steps=2)
    assert said(room) == ["database", "database-over"]


def test_a_clock_that_jumps_lets_nothing_out_and_stops_nothing(room: Newsroom) -> None:
    """Set ahead by a year, no text under an embargo goes out, and polls go on; set right, it is told, and so is it."""
    room.let(10 * MINUTE, steps=2)
    office = room.live.current.sources[0]
    end = room.clock.now() + HOUR
    hold(office, pasted_entry(f"{TEXT} Again.", None, None, room.clock.now()), end, room.works)
    asked = len(room.site.asked)
    assert isinstance(room.clock, JumpyClock)
    room.clock.jump(365 * DAY)
    room.let(10 * MINUTE, steps=10)
    assert 1 <= len(room.site.asked) - asked <= 4, "no storm and no standstill"
    assert len(room.desk) == 1
    assert said(room)[0] == "clock"
    room.clock.jump(-365 * DAY)
    room.let(10 * MINUTE, steps=10)
    assert said(room)[-1] == "clock-over"
    assert len(room.desk) == 1
    room.let(HOUR, steps=6)
    assert len(room.desk) == 2


def test_a_day_s_chain_of_captures_goes_out_and_can_be_checked(room: Newsroom, tmp_path: Path) -> None:
    """The heartbeat has yesterday's value; it is made of the hashes that were kept, and a lost one is found out."""
    alerts = ALERTS.format(host=room.site.host).replace("channels: []", "channels: [ops]")
    (tmp_path / "config" / "alerts.yaml").write_text(alerts)
    room.let(10 * MINUTE, steps=2)
    room.let(2 * DAY, steps=48)
    first, second = room.store.chain()
    before, hashes = room.store.chained(first.day) or ("", ())
    assert first.captures == len(hashes) > 0
    lines = "".join(f"{each}\n" for each in (before, *hashes))
    assert first.value == sha256(lines.encode()).hexdigest()
    assert room.store.chained(second.day)[0] == first.value
    beats = [each for each in room.ops if each["title"] == "heartbeat"]
    assert len(beats) == 3
    assert second.value in str(beats[-1])
    assert room.store.verify() == ()
    with closing(sqlite3.connect(tmp_path / "monitor.db")) as plain, plain:
        plain.execute("UPDATE captures SET sha256 = ? WHERE id = 1", ("0" * 64,))
    assert "the chain of captures is broken" in str(room.store.verify())


def test_a_dead_man_s_switch_is_called_while_all_goes_round(room: Newsroom, tmp_path: Path) -> None:
    """Every five minutes; not while nothing can be recorded."""
    room.site.put("/ping", "well")
    alerts = ALERTS.format(host=room.site.host).replace(
        "channels: []", f'channels: [], ping: "{room.site.address}/ping"'
    )
    (tmp_path / "config" / "alerts.yaml").write_text(alerts)
    room.let(10 * MINUTE, steps=2)
    assert "/ping" in room.site.asked
    assert said(room) == []
    called = room.site.asked.count("/ping")
    (tmp_path / "monitor.db").rename(tmp_path / "moved.db")
    for task, _ in room.daemon.tasks():
        if task.__name__ in ("_sign_of_life", "_ping"):
            task()
    assert room.site.asked.count("/ping") == called
    (tmp_path / "moved.db").rename(tmp_path / "monitor.db")
