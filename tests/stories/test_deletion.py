import json
from datetime import timedelta
from pathlib import Path

from newsroom import graph, newsroom

MINUTES = timedelta(minutes=1)
TEXT = "Japan will provide a grant of 2 billion yen to Cambodia for an invented hospital."
GONE = {
    "error": {"message": "Unsupported get request.", "type": "GraphMethodException", "code": 100, "error_subcode": 33}
}
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""


def test_an_unchanged_list_after_a_deletion_still_confirms_it(tmp_path: Path) -> None:
    """The list without the post answers 304 from then on; the post's own address confirms; the desk is told once."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        posts = [
            (number, then - timedelta(hours=30 - number), f"Water stands at {number} metres.") for number in (1, 2, 4)
        ]
        for number, at, text in [*posts, (3, then - timedelta(hours=2), TEXT)]:
            room.site.put(f"/v25.0/1001_{number}", graph("1001", [(number, at, text)]))
        room.site.put("/v25.0/1001/feed", graph("1001", [*posts, (3, then - timedelta(hours=2), TEXT)]))
        room.let(10 * MINUTES, steps=2)
        assert [told["change"] for told in room.desk] == ["new"]
        last_seen_at = room.clock.now()

        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.site.put("/v25.0/1001_3", json.dumps({"error": GONE["error"]}), "application/json", 400)
        room.let(5 * MINUTES)
        assert len(room.desk) == 1, "one miss proves nothing"
        room.let(25 * MINUTES, steps=5)
        new, deleted = room.desk
        assert deleted["change"] == "deleted"
        assert deleted["statement"] == new["statement"]
        assert room.store.statement(new["statement"]).deleted_at is not None
        assert room.store.history(new["statement"])[-1].last_seen_at <= last_seen_at

        room.site.put("/v25.0/1001/feed", graph("1001", [*posts, (3, then - timedelta(hours=2), TEXT)]))
        room.let(10 * MINUTES, steps=2)
        assert [told["change"] for told in room.desk] == ["new", "deleted", "restored"]
        assert room.ops == []


def test_what_scrolls_off_is_not_deleted(tmp_path: Path) -> None:
    """A statement that newer ones push off the end of the list is never reported as gone."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        posts = [(n, then - timedelta(hours=40 - n), f"Invented post number {n}.") for n in range(1, 11)]
        posts[0] = (1, then - timedelta(hours=23), TEXT)
        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.let(10 * MINUTES, steps=2)
        for number in range(11, 16):
            posts = [*posts[1:], (number, room.clock.now(), f"Invented post number {number}.")]
            room.site.put("/v25.0/1001/feed", graph("1001", posts))
            room.let(30 * MINUTES, steps=6)
        assert "deleted" not in [told["change"] for told in room.desk]
