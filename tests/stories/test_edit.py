from datetime import timedelta
from pathlib import Path

from newsroom import graph, newsroom

MINUTES = timedelta(minutes=1)
BEFORE = (
    "The embassy of an invented country announces: travel between Japan and Cambodia is possible again. "
    "The Residence Track starts as early as early September. Applicants need a visa."
)
AFTER = BEFORE.replace(" as early as early September", " soon")
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""


def test_an_edit_that_drops_a_date_quotes_the_withdrawn_words(tmp_path: Path) -> None:
    """When "early September" is taken out of a statement, the desk is told the withdrawn words within one poll."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        show = room.site.put
        show("/v25.0/1001/feed", graph("1001", [(1, then - timedelta(days=3), "Nothing but water levels.")]))
        room.let(1 * MINUTES)
        show(
            "/v25.0/1001/feed",
            graph("1001", [(1, then - timedelta(days=3), "Nothing but water levels."), (2, then, BEFORE)]),
        )
        room.let(10 * MINUTES, steps=2)
        assert [(told["change"], told["statement"]) for told in room.desk] == [("new", room.desk[0]["statement"])]
        show(
            "/v25.0/1001/feed",
            graph("1001", [(1, then - timedelta(days=3), "Nothing but water levels."), (2, then, AFTER)]),
        )
        room.let(10 * MINUTES, steps=2)
        new, edited = room.desk
        assert edited["change"] == "edited"
        assert edited["statement"] == new["statement"]
        assert "early September" in str(edited)
        room.let(60 * MINUTES, steps=6)
        assert len(room.desk) == 2, "each is told once"
        assert room.ops == []


def test_a_loss_of_relevance_is_news(tmp_path: Path) -> None:
    """An edit after which a statement no longer concerns the beat is told, with what was withdrawn."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        room.site.put("/v25.0/1001/feed", graph("1001", [(2, then, BEFORE)]))
        room.let(1 * MINUTES)
        room.site.put("/v25.0/1001/feed", graph("1001", [(2, then, "The office is closed on Monday.")]))
        room.let(10 * MINUTES, steps=2)
        assert [told["change"] for told in room.desk] == ["new", "edited"]
        assert "Residence Track" in str(room.desk[1])
