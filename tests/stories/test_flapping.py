from datetime import timedelta
from pathlib import Path

from newsroom import graph, newsroom

MINUTES = timedelta(minutes=1)
ONE = "Japan and Cambodia resume direct flights on 1 May, an invented office announces."
OTHER = ONE.replace("1 May", "8 May")
FACEBOOK = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""


def test_two_servers_that_answer_in_turn_are_told_once_as_flapping(tmp_path: Path) -> None:
    """A wording that returns a third time within a day is one notice, to the desk too; no further edit is pushed."""
    with newsroom(tmp_path, FACEBOOK) as room:
        then = room.clock.now()
        for step in range(40):
            room.site.put("/v25.0/1001/feed", graph("1001", [(1, then, (ONE, OTHER)[step % 2])]))
            room.let(10 * MINUTES, steps=2)
        changes = [told["change"] for told in room.desk]
        assert changes == ["new", "edited", "edited", "edited"]
        assert len([each for each in room.ops if "to and fro" in each["text"]]) == 2, "once on each channel"
        (one,) = room.store.find_address("https://www.facebook.com/1001/posts/1/")
        assert len(room.store.versions(one)) == 40, "the log keeps each"
