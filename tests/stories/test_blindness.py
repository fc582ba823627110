import json
from datetime import timedelta
from pathlib import Path

from newsroom import Newsroom, graph, newsroom

MINUTES = timedelta(minutes=1)
TEXT = "Japan and Cambodia resume direct flights, an invented office announces. Number {}."
DEAD = {
    "error": {"message": "Error validating access token.", "type": "OAuthException", "code": 190, "error_subcode": 463}
}
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""


def test_a_dead_token_is_told_once_and_never_read_as_empty(tmp_path: Path) -> None:
    """When the token dies operators hear it at once and once; no statement is taken for deleted; recovery is told."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        posts = [(number, then - timedelta(hours=number), TEXT.format(number)) for number in range(1, 8)]
        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.let(10 * MINUTES, steps=2)
        told = len(room.desk)
        assert told == 7
        room.site.put("/v25.0/1001/feed", json.dumps(DEAD), "application/json", 400)
        room.let(timedelta(hours=6), steps=72)
        assert len(room.ops) == 1
        assert "token-dead" in room.ops[0]["text"]
        assert "a-secret-token" not in str(room.ops)
        assert len(room.desk) == told
        assert all(room.store.statement(each["statement"]).deleted_at is None for each in room.desk)
        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.let(timedelta(hours=2), steps=24)
        assert len(room.ops) == 2
        assert "can be read again" in room.ops[1]["text"]
        assert len(room.desk) == told


def test_after_a_day_without_power_one_late_message_tells_all(tmp_path: Path) -> None:
    """After 30 hours without power one catch-up arrives with the true times, and operators hear where we were blind."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        room.site.put("/v25.0/1001/feed", graph("1001", [(1, then - timedelta(days=2), TEXT.format(1))]))
        room.let(10 * MINUTES, steps=2)
        assert room.desk == []
        room.daemon.stop()

        room.clock.move(timedelta(hours=30))
        missed = [(number, then + timedelta(hours=number), TEXT.format(number)) for number in (2, 9, 25)]
        room.site.put("/v25.0/1001/feed", graph("1001", [(1, then - timedelta(days=2), TEXT.format(1)), *missed]))
        restarted = Newsroom(tmp_path, room.site, room.clock)
        try:
            restarted.let(10 * MINUTES, steps=20)
            assert len(restarted.ops) == 1
            assert "blind from 2026-03-02T09:10" in restarted.ops[0]["text"]
            assert len(restarted.desk) == 1, "one late message, not three"
            late = str(restarted.desk[0])
            assert all(f"Number {number}." in late for number in (2, 9, 25))
        finally:
            restarted.close()
