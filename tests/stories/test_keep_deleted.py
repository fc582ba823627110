import gzip
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor.archive.archive import Archive
from monitor.model import Kept
from monitor.poll import poll
from newsroom import Newsroom, graph, newsroom

MINUTES = timedelta(minutes=1)
TEXT = "Japan will provide a grant of 2 billion yen to Cambodia for an invented hospital."
GONE = {
    "error": {"message": "Unsupported get request.", "type": "GraphMethodException", "code": 100, "error_subcode": 33}
}
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m, keep_deleted: KEPT}
"""


def holds(folder: Path, words: str) -> bool:
    """Whether words stand in any file that we keep, unpacked."""
    bodies = (gzip.decompress(each.read_bytes()) for each in (folder / "captures").iterdir())
    files = (each.read_bytes() for each in folder.glob("monitor.db*"))
    return any(words.encode() in body for body in (*bodies, *files))


def taken_down(room: Newsroom) -> str:
    """A post that is seen and then taken down; its statement."""
    then = room.clock.now()
    posts = [(n, then - timedelta(hours=30 - n), f"Water stands at {n} metres.") for n in (1, 2)]
    hospital = (3, then - timedelta(hours=2), TEXT)
    room.site.put("/v25.0/1001/feed", graph("1001", [*posts, hospital]))
    room.let(10 * MINUTES, steps=2)
    room.site.put("/v25.0/1001/feed", graph("1001", posts))
    room.site.put("/v25.0/1001_3", json.dumps(GONE), "application/json", 400)
    room.let(30 * MINUTES, steps=6)
    assert [told["change"] for told in room.desk] == ["new", "deleted"]
    assert "invented hospital" in str(room.desk[1]), "the desk is told once what it was"
    return str(room.desk[0]["statement"])


def test_what_is_taken_down_is_kept_as_a_hash_alone(tmp_path: Path) -> None:
    """With `keep_deleted: hash` the text and the captures of a post go when the desk was told of its end."""
    with newsroom(tmp_path, SOURCE.replace("KEPT", "hash")) as room:
        one = taken_down(room)
        room.let(10 * MINUTES, steps=2)
        kept = room.store.statement(one)
        assert (kept.text, kept.withheld_by) == ("", "keep_deleted")
        assert [str(each.kind) for each in room.store.history(one)] == ["new", "deleted"]
        assert all(len(each.version.hash) == 32 for each in room.store.history(one))
        assert not holds(tmp_path, "invented hospital")
        assert holds(tmp_path, "Water stands at 2 metres."), "of others nothing is lost"
        assert list(room.works.archive.verify(room.store.captures())) == []


def test_what_is_public_again_is_kept_again(tmp_path: Path) -> None:
    """A post that comes back is told as public again, and has its words again."""
    with newsroom(tmp_path, SOURCE.replace("KEPT", "hash")) as room:
        one = taken_down(room)
        room.let(10 * MINUTES, steps=2)
        then = room.clock.now()
        posts = [(2, then - timedelta(hours=28), "Water stands at 2 metres."), (3, then - timedelta(hours=3), TEXT)]
        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.let(10 * MINUTES, steps=2)
        assert room.desk[-1]["change"] == "restored"
        kept = room.store.statement(one)
        assert (kept.text, kept.withheld) == (TEXT, None)


def test_by_default_all_is_kept(tmp_path: Path) -> None:
    """Without that key what was taken down stays readable: that is what the log is for."""
    with newsroom(tmp_path, SOURCE.replace("KEPT", "full")) as room:
        one = taken_down(room)
        room.let(60 * MINUTES, steps=6)
        assert room.store.statement(one).text == TEXT
        assert holds(tmp_path, "invented hospital")


class Jammed(Archive):
    """An archive in which nothing can be blanked, for a reason that nobody expected."""

    def withhold(self, kept: Kept, now: datetime) -> None:
        """Fails."""
        raise RuntimeError("an invented fault")


def test_a_poll_counts_though_nothing_could_be_forgotten(tmp_path: Path) -> None:
    """What fails after a poll was recorded does not make of it a source that cannot be read."""
    with newsroom(tmp_path, SOURCE.replace("KEPT", "full")) as room:
        one = taken_down(room)
        works = replace(room.works, archive=Jammed(tmp_path))
        office = replace(room.live.current.sources[0], keep_deleted="hash")
        assert not poll(office, works, room.live.current).failed
        assert room.store.health(["office"])[0].failures == 0
        assert room.store.statement(one) is not None
