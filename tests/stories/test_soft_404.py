from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from newsroom import Newsroom, newsroom
from servers import Page

SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: listing, url: "{site}/news", item: li, side: JP, about: [KH],
     allow_private: true, every: 5m}
"""
TEXT = (
    "Japan and Cambodia resume direct flights to the invented town of {0}. Travellers need no visa for two weeks. " * 3
)
SORRY = "<html><body><h1>Sorry</h1><p>What you were looking for was not found, the office regrets.</p></body></html>"


def show(room: Newsroom, towns: Sequence[str]) -> None:
    """The office lists these posts."""
    rows = "".join(f'<li><a href="/news/{town}.html">Flights to {town} from April</a></li>' for town in towns)
    room.site.put("/news", f"<html><body><ul>{rows}</ul></body></html>")


def test_a_site_that_never_says_404_is_understood(tmp_path: Path) -> None:
    """A post whose page says "not found" with 200 is told as no longer public; one off the list alone is not."""
    with newsroom(tmp_path, SOURCE) as room:
        room.site.elsewhere = Page(SORRY.encode())
        room.site.put("/robots.txt", "", "text/plain")
        towns = ["Aba", "Bebe", "Cici", "Dodo"]
        for town in towns:
            text = TEXT.format(town)
            room.site.put(f"/news/{town}.html", f"<html><body><h1>Flights to {town}</h1><p>{text}</p></body></html>")
        show(room, towns[1:])
        room.let(timedelta(minutes=10), steps=2)
        show(room, towns)
        room.let(timedelta(minutes=10), steps=2)
        assert [told["change"] for told in room.desk] == ["new"]

        show(room, ["Bebe", "Dodo"])
        del room.site.pages["/news/Aba.html"]
        room.let(timedelta(hours=1), steps=12)
        new, deleted = room.desk
        assert (deleted["change"], deleted["statement"]) == ("deleted", new["statement"])
        assert room.store.history(new["statement"])[-1].proof.startswith("its own address answers as one does")
        assert room.ops == []
