import json
from datetime import timedelta
from pathlib import Path

from newsroom import graph, newsroom

TEXT = "Japan and Cambodia resume direct flights on 1 April, an invented office announces."
LATER = TEXT.replace("1 April", "1 May")
GONE = {
    "error": {"message": "Unsupported get request.", "type": "GraphMethodException", "code": 100, "error_subcode": 33}
}
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 2h}
"""


def test_a_statement_is_followed_after_it_has_scrolled_off(tmp_path: Path) -> None:
    """A date that is changed a week after the post left the list is told, and so is that it is taken down later."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        first = (1, then - timedelta(hours=1), TEXT)
        room.site.put("/v25.0/1001/feed", graph("1001", [first]))
        room.site.put("/v25.0/1001_1", json.dumps(json.loads(graph("1001", [first]))["data"][0]))
        room.let(timedelta(hours=2))
        water = [(n, then + timedelta(minutes=n), f"Water stands at {n} metres.") for n in range(2, 9)]
        room.site.put("/v25.0/1001/feed", graph("1001", water))
        room.let(timedelta(days=6), steps=48)
        assert [told["change"] for told in room.desk] == ["new"]
        asked = sum("1001_1?" in path for path in room.site.asked)
        assert 4 <= asked <= 7, "about once a day"

        edited = json.loads(graph("1001", [(1, first[1], LATER)]))["data"][0]
        room.site.put("/v25.0/1001_1", json.dumps(edited))
        room.let(timedelta(days=2), steps=16)
        assert [told["change"] for told in room.desk] == ["new", "edited"]
        assert "1 May" in str(room.desk[1])

        room.site.put("/v25.0/1001_1", json.dumps(GONE), "application/json", 400)
        room.let(timedelta(days=2), steps=16)
        assert [told["change"] for told in room.desk] == ["new", "edited", "deleted"]
        assert len({told["statement"] for told in room.desk}) == 1
        assert room.ops == []
