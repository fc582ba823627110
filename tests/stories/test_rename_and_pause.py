from collections.abc import Iterable
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

from monitor.store.query import StatementQuery
from newsroom import Newsroom, newsroom, write

HOUR = timedelta(hours=1)
FLIGHTS = "Direct flights between Cambodia and Japan resume, the Office of Bridges announces."
LOAN = "Japan gives Cambodia a loan of 2 billion yen for bridges."
SOURCE = """\
  - {id: bridges, name: Office of Bridges (invented), kind: feed, url: "{site}/feed.xml", side: JP,
     allow_private: true, every: 10m, MORE}
"""


def source(source_id: str = "bridges", more: str = "") -> str:
    """The office's entry, with a few keys more."""
    return SOURCE.replace("bridges,", f"{source_id},").replace(", MORE", f", {more}" if more else "")


def publish(room: Newsroom, posts: Iterable[str]) -> None:
    """Show these posts in the office's feed, the newest last."""
    at = format_datetime(room.clock.now())
    items = "".join(
        f"<item><guid>{number}</guid><title>Post {number}</title><description>{text}</description>"
        f"<pubDate>{at}</pubDate></item>"
        for number, text in reversed(list(enumerate(posts)))
    )
    room.site.put("/feed.xml", f'<rss version="2.0"><channel>{items}</channel></rss>', "application/rss+xml")


def test_a_source_that_is_renamed_keeps_its_history(tmp_path: Path) -> None:
    """With `was:` nothing is told again, statements keep their IDs, and an edit finds the wording that was known."""
    with newsroom(tmp_path, source()) as room:
        publish(room, [FLIGHTS])
        room.let(HOUR, steps=3)
        (first,) = room.desk
        write(tmp_path, source("office-of-bridges", "was: [bridges]"), room.site)
        room.let(HOUR, steps=3)
        assert len(room.desk) == 1, "what was told is not told again"
        publish(room, [FLIGHTS.replace("resume", "do not resume")])
        room.let(HOUR, steps=3)
        edited = room.desk[1]
        assert (edited["change"], edited["statement"]) == ("edited", first["statement"])
        assert edited["source"] == "office-of-bridges"
        (kept,) = room.store.statements(StatementQuery(source="office-of-bridges"))
        assert kept.id == first["statement"]
        assert room.ops == []


def test_a_paused_source_is_asked_nothing_until_its_day(tmp_path: Path) -> None:
    """Before `paused_until` no request is made; from that moment on it is polled, and what came since is told."""
    with newsroom(tmp_path, source(more="alert_recent: 2d")) as room:
        publish(room, ["Nothing but water levels."])
        room.let(HOUR, steps=3)
        until = (room.clock.now() + 6 * HOUR).strftime("%Y-%m-%dT%H:%MZ")
        write(tmp_path, source(more=f"alert_recent: 2d, paused_until: {until}"), room.site)
        room.let(timedelta(minutes=1))
        room.site.asked.clear()
        publish(room, ["Nothing but water levels.", LOAN])
        room.let(5 * HOUR, steps=10)
        assert room.site.asked == []
        assert room.ops == [], "a pause is no trouble"
        room.let(2 * HOUR, steps=4)
        assert room.site.asked
        assert [LOAN in str(told) for told in room.desk] == [True]
