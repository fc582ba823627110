import json
from datetime import timedelta
from pathlib import Path

from newsroom import graph, newsroom

MINUTES = timedelta(minutes=1)
TEXT = (
    "From 1 April travellers from Cambodia need no visa for Japan for a stay of 14 days, an invented office announces."
)
AGAIN = TEXT.replace("14 days", "10 days")
GONE = {
    "error": {"message": "Unsupported get request.", "type": "GraphMethodException", "code": 100, "error_subcode": 33}
}
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""


def test_delete_and_repost_is_told_as_a_replacement(tmp_path: Path) -> None:
    """A post that is taken down and posted again with another figure is no loss: the desk gets what changed."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        water = [(1, then - timedelta(hours=30), "Water stands at 1 metre.")]
        room.site.put("/v25.0/1001/feed", graph("1001", [*water, (2, then, TEXT)]))
        room.site.put("/v25.0/1001_2", json.dumps(GONE), "application/json", 400)
        room.let(10 * MINUTES, steps=2)
        room.site.put("/v25.0/1001/feed", graph("1001", water))
        room.let(5 * MINUTES)
        room.site.put("/v25.0/1001/feed", graph("1001", [*water, (3, room.clock.now(), AGAIN)]))
        room.let(5 * MINUTES)
        assert [told["change"] for told in room.desk] == ["new", "new"], "what is posted is told at once"
        room.let(60 * MINUTES, steps=12)
        first, second, replaced = room.desk
        assert replaced["change"] == "replaced"
        assert (replaced["statement"], replaced["twin"]) == (first["statement"], second["statement"])
        assert replaced["url"].endswith("/3/")
        assert "14 days" in str(replaced["passages"])
        assert "10 days" in str(replaced["passages"])


def test_reposted_behind_our_back_is_one_alert(tmp_path: Path) -> None:
    """When the new post appears with the proof that the first is gone, there is one alert and not two."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        water = [(1, then - timedelta(hours=30), "Water stands at 1 metre.")]
        room.site.put("/v25.0/1001/feed", graph("1001", [*water, (2, then, TEXT)]))
        room.site.put("/v25.0/1001_2", json.dumps(GONE), "application/json", 400)
        room.let(10 * MINUTES, steps=2)
        room.site.put("/v25.0/1001/feed", graph("1001", water))
        room.let(10 * MINUTES, steps=2)
        room.site.put("/v25.0/1001/feed", graph("1001", [*water, (3, room.clock.now(), AGAIN)]))
        room.let(60 * MINUTES, steps=12)
        assert [told["change"] for told in room.desk] == ["new", "replaced"]
