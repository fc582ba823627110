from datetime import timedelta
from pathlib import Path

from newsroom import graph, newsroom

MINUTES = timedelta(minutes=1)
SOURCES = "\n".join(
    f"""\
  - {{id: office{number}, name: Office {number} (invented), kind: facebook, page: "100{number}", side: JP, about: [KH],
     api: "{{site}}", token: "${{TOKEN}}", allow_private: true, every: 5m}}"""
    for number in range(1, 5)
)


def test_a_network_that_is_down_is_one_notice_and_one_when_it_is_back(tmp_path: Path) -> None:
    """Four sources fail together for two hours: operators hear of it once, and once when all can be read again."""
    with newsroom(tmp_path, SOURCES) as room:
        for number in range(1, 5):
            posts = [(1, room.clock.now(), "Water levels.")]
            room.site.put(f"/v25.0/100{number}/feed", graph(f"100{number}", posts))
        room.let(10 * MINUTES, steps=2)
        for _ in range(2):
            room.site.is_open, room.ops[:] = False, []
            room.let(120 * MINUTES, steps=24)
            assert [each["text"].split(" since")[0] for each in room.ops] == ["No source can be read"]
            room.site.is_open = True
            room.let(120 * MINUTES, steps=24)
            assert len(room.ops) == 2
            assert "Sources can be read again" in room.ops[1]["text"]


def test_a_source_that_stays_broken_after_an_outage_is_told_by_itself(tmp_path: Path) -> None:
    """When all but one are back, that one is told as broken, once."""
    with newsroom(tmp_path, SOURCES) as room:
        feeds = {f"/v25.0/100{number}/feed": graph(f"100{number}", []) for number in range(1, 5)}
        for path, body in feeds.items():
            room.site.put(path, body)
        room.let(10 * MINUTES, steps=2)
        room.site.is_open = False
        room.let(60 * MINUTES, steps=12)
        room.site.is_open = True
        room.site.put("/v25.0/1001/feed", "down", status=503)
        room.let(180 * MINUTES, steps=36)
        assert room.ops[0]["text"].startswith("No source can be read")
        assert sorted(each["text"][:19] for each in room.ops[1:]) == ["Office 1 (invented)", "Sources can be read"]
