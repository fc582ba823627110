from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from fastapi.testclient import TestClient

from monitor.store.query import StatementQuery
from monitor.web.app import make_app
from monitor.web.site import Site
from newsroom import Newsroom, newsroom
from pdf_files import written

MINUTES, HOURS = timedelta(minutes=1), timedelta(hours=1)
SOURCE = """\
  - {id: bridges, name: Office of Bridges (invented), kind: listing, url: "{site}/notices/", item: li, side: JP,
     about: [KH], allow_private: true, robots: ignore, every: 5m}
"""
VISA = "Travellers from Japan to Cambodia need a visa from Monday on, which costs 30 dollars and is good for 14 days."
FILES = {"water": "Water levels of the week", "boats": "Rules for boats", "visa": "Notice on visas for travellers"}


def show(room: Newsroom, names: Sequence[str]) -> None:
    """The office lists these files."""
    rows = "".join(f'<li><a href="/files/{name}.pdf">{FILES[name]}</a></li>' for name in names)
    room.site.put("/notices/", f"<html><body><ul>{rows}</ul></body></html>")


def put(room: Newsroom, name: str, *paragraphs: str, password: str = "") -> None:
    """What stands in one of them now."""
    room.site.put(f"/files/{name}.pdf", written(paragraphs, password=password), "application/pdf")


def test_what_an_office_does_to_its_files(tmp_path: Path) -> None:
    """A notice that is a PDF is told with its words, edited with what changed, and taken down with proof."""
    with newsroom(tmp_path, SOURCE) as room:
        put(room, "water", "The water stands at three metres, as it did in the week before.")
        put(room, "boats", "Boats keep to the right of the river, also at night and in the rain.")
        show(room, ["water", "boats"])
        room.let(10 * MINUTES, steps=2)
        put(room, "visa", "Office of Bridges (invented)", VISA)
        show(room, ["water", "visa", "boats"])
        room.let(10 * MINUTES, steps=2)
        (new,) = room.desk
        assert (new["change"], new["read_by"]) == ("new", "pdf")
        assert VISA in new["text"]
        page = TestClient(make_app(Site(room.works, room.live))).get(f"/statements/{new['statement']}").text
        assert "<dd>a PDF file" in page

        asked = len(room.site.asked)
        room.let(2 * HOURS, steps=4)
        assert "/files/visa.pdf" in room.site.asked[asked:], "files are looked at again"
        put(room, "visa", "Office of Bridges (invented)", VISA.replace("14 days", "10 days"))
        room.let(4 * HOURS, steps=8)
        assert [told["change"] for told in room.desk] == ["new", "edited"]
        assert "10 days" in room.desk[1]["text"]

        show(room, ["water", "boats"])
        del room.site.pages["/files/visa.pdf"]
        room.let(30 * MINUTES, steps=6)
        assert [told["change"] for told in room.desk] == ["new", "edited", "deleted"]
        assert room.ops == []


def test_a_file_that_cannot_be_read_is_for_a_person(tmp_path: Path) -> None:
    """A locked PDF is not lost: it stands in the log as unsure, with its title and its address."""
    with newsroom(tmp_path, SOURCE) as room:
        put(room, "water", "The water stands at three metres, as it did in the week before.")
        show(room, ["water"])
        room.let(10 * MINUTES, steps=2)
        put(room, "boats", VISA, password="s3cret")
        show(room, ["boats", "water"])
        room.let(10 * MINUTES, steps=2)
        (one,) = room.store.statements(StatementQuery(relevant="unsure"))
        page = TestClient(make_app(Site(room.works, room.live))).get(f"/statements/{one.id}").text
        assert "not read whole: look yourself" in page
        assert (one.title, one.url) == (FILES["boats"], f"{room.site.address}/files/boats.pdf")
        assert (one.text, one.capture_sha256 is not None) == ("", True)
