from datetime import timedelta
from pathlib import Path

from monitor.archive.readback import captures_in
from monitor.model import Capture, Finding
from monitor.reassess import apply, flips
from monitor.replay import replay, unknown
from monitor.store.query import StatementQuery
from newsroom import graph, newsroom

MINUTE = timedelta(minutes=1)
SAID = "Flights between Cambodia and Japan resume in May; travellers need a visa."
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
FEED = """\
  - {id: rivers, name: Ministry of Rivers (invented), kind: feed, url: "{site}/feed.xml", side: KH, about: [JP],
     allow_private: true, every: 5m}
"""


def test_a_replay_shows_what_was_alerted(tmp_path: Path) -> None:
    """Polled again, the captures that were kept give the alerts that were sent, at their times, and none is sent."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        post = (1, then - 60 * MINUTE, SAID)
        room.site.put("/v25.0/1001/feed", graph("1001", [post]))
        room.let(5 * MINUTE)
        posts = [post, (2, then, SAID.replace("May", "June"))]
        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.let(30 * MINUTE, steps=6)
        posts = [post, (2, then, SAID.replace("May", "July"))]
        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.let(30 * MINUTE, steps=6)
        captures = list(captures_in(tmp_path / "captures"))
        told = len(room.desk)
        found = list(replay(captures, room.live.current, None, None))
        alerted = [(each.subject.change.kind, each.alert) for each in found if isinstance(each.subject, Finding)]
        assert alerted == [(each["change"], each["id"]) for each in room.desk]
        later = list(replay(captures, room.live.current, then + 15 * MINUTE, None))
        assert [each.subject.change.kind for each in later if isinstance(each.subject, Finding)] == ["edited"]
        earlier = list(replay(captures, room.live.current, None, then + 15 * MINUTE))
        assert [each.alert for each in earlier] == [each["id"] for each in room.desk[:2]]
        assert (len(room.desk), unknown(captures, room.live.current.sources)) == (told, set())
        assert unknown(captures, ()) == {"office"}


def test_saved_pages_are_replayed(tmp_path: Path) -> None:
    """A folder for each source, with pages that somebody saved, is as good as our own captures."""
    saved = tmp_path / "saved" / "rivers"
    saved.mkdir(parents=True)
    known = "<item><guid>0</guid><title>Water</title><description>The river is high.</description></item>"
    item = f"<item><guid>1</guid><title>News</title><description>{SAID}</description></item>"
    for name, shown in (("2026-03-01T0900", known), ("2026-03-01T0910", item + known)):
        (saved / f"{name}.xml").write_text(f'<rss version="2.0"><channel><title>t</title>{shown}</channel></rss>')
    with newsroom(tmp_path, FEED) as room:
        found = list(replay(captures_in(tmp_path / "saved"), room.live.current, None, None))
        subjects = [each.subject for each in found]
        assert [each.change.at.isoformat() for each in subjects if isinstance(each, Finding)] == [
            "2026-03-01T09:10:00+00:00"
        ]


def test_a_change_of_words_shows_what_it_flips(tmp_path: Path) -> None:
    """A term that an editor takes out flips what rested on it; the log changes when it is applied, and none is sent."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        said = "The office says that gondolas between Cambodia and Japan go again from May."
        room.site.put("/v25.0/1001/feed", graph("1001", [(1, then, said), (2, then, SAID)]))
        room.let(5 * MINUTE)
        told = len(room.desk)
        assert list(flips(room.store, room.live.current)) == []
        (tmp_path / "config" / "topics").mkdir()
        (tmp_path / "config" / "topics" / "travel.yaml").write_text("terms: {en: {urgent: [gondolas]}}\n")
        assert room.live.reload() == ()
        found = list(flips(room.store, room.live.current))
        assert [(each.statement.text, each.told) for each in found] == [(said, "not relevant → relevant, urgent")]
        assert room.store.count(StatementQuery()) == 1
        apply(room.store, found)
        assert room.store.count(StatementQuery()) == 2
        assert list(flips(room.store, room.live.current)) == []
        room.let(60 * MINUTE, steps=2)
        assert len(room.desk) == told


def test_a_capture_without_an_address_is_of_its_folder(tmp_path: Path) -> None:
    """What a saved page is, its folder and its name tell."""
    (tmp_path / "rivers").mkdir()
    (tmp_path / "rivers" / "2026-03-02 0915.html").write_bytes(b"<p>x")
    (found,) = captures_in(tmp_path)
    assert isinstance(found, Capture)
    assert (found.source, found.captured_at.isoformat(), found.body) == (
        "rivers",
        "2026-03-02T09:15:00+00:00",
        b"<p>x",
    )
