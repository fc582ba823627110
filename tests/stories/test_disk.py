from datetime import timedelta
from pathlib import Path

from newsroom import graph, newsroom

SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
TEXT = "Japan and Cambodia resume direct flights, an invented office announces."


def test_a_host_does_not_pay_for_our_full_disk(tmp_path: Path) -> None:
    """While nothing can be kept the office is asked once a minute, not each second; with room again the desk hears."""
    in_the_way = tmp_path / "captures"
    in_the_way.write_text("where the captures should go")
    with newsroom(tmp_path, SOURCE) as room:
        posted_at = room.clock.now() - timedelta(hours=1)
        room.site.put("/v25.0/1001/feed", graph("1001", [(1, posted_at, TEXT)]))
        room.let(timedelta(minutes=3), steps=90)
        assert 2 <= len(room.site.asked) <= 4
        assert room.desk == []
        in_the_way.unlink()
        room.let(timedelta(minutes=2), steps=8)
        assert [body["change"] for body in room.desk] == ["new"]
