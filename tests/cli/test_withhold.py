"""`monitor withhold`: a text that must not be shown any more is nowhere to be found."""

import gzip
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from warcio.archiveiterator import ArchiveIterator

from command_line import Monitor
from everyday import FLIGHTS, feed, newsroom
from monitor.archive.archive import Archive
from monitor.config.live import Live
from monitor.fetch.door import HttpDoor
from monitor.fetch.transport import RequestsTransport
from monitor.poll import Works
from monitor.store.store import Store
from monitor.times import SystemClock
from monitor.web.app import make_app
from monitor.web.site import Site as WebSite
from servers import Site

WHY = "by order of an invented court"
SECRET = "Direct flights between Cambodia"
"""Words of the text; `FLIGHTS` goes on."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The stand-in, and the operator's files that point to it."""
    with newsroom(tmp_path) as stand_in:
        yield stand_in


def listed(monitor: Monitor) -> dict[str, str]:
    """The ID of each statement of the log, by the number in its address."""
    lines = monitor("statements", "--all", "--format", "jsonl").out.splitlines()
    return {one["url"].rpartition("/")[2]: one["id"] for one in map(json.loads, lines)}


def found_in(folder: Path, words: str) -> list[str]:
    """The files below a folder in which words stand, packed ones unpacked; the operator's own files aside."""
    assert FLIGHTS.startswith(SECRET)
    files = [each for each in folder.rglob("*") if each.is_file() and each.suffix != ".yaml"]
    unpacked = {
        each: gzip.decompress(each.read_bytes()) if each.suffix == ".gz" else each.read_bytes() for each in files
    }
    return [each.name for each, body in unpacked.items() if words.encode() in body or words.lower().encode() in body]


def test_a_withheld_text_is_found_nowhere(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """No byte of the text is left in the database, the captures, exports, pages or alerts; reason and hash are."""
    monitor("poll", "--hold")
    assert sorted(found_in(tmp_path, SECRET)) != []
    one = listed(monitor)["1"]
    before = monitor("show", one, "--format", "json").json
    said = monitor("withhold", one, "--reason", WHY, "--by", "the editor", "--format", "json")
    assert said.status == 0, said.err
    assert said.json["hashes"] == [before["history"][0]["version"]["hash"]]
    assert said.json["captures"] == [before["capture_sha256"]]
    assert found_in(tmp_path, SECRET) == found_in(tmp_path, "flights") == []
    for form in ("csv", "json", "jsonl", "table"):
        assert "flights" not in monitor("statements", "--all", "--format", form).out
    assert monitor("statements", "flights", "--all", "--format", "json").json == []
    shown = monitor("show", one, "--format", "json").json
    assert (shown["text"], shown["title"], shown["withheld"], shown["withheld_by"]) == ("", None, WHY, "the editor")
    assert shown["history"][0]["version"]["hash"] == before["history"][0]["version"]["hash"]
    assert shown["history"][0]["capture"]["sha256"] == before["capture_sha256"]
    assert WHY in monitor("show", one).out
    assert "flights" not in monitor("alerts", "--format", "json").out
    monitor("deliver")
    assert site.posted == []
    assert monitor("db", "verify").status == 0


def test_it_stays_hidden_whatever_its_source_does(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """The source shows it still, edits it, and takes it away: nothing of it is stored or told again."""
    monitor("poll", "--hold")
    one = listed(monitor)["1"]
    monitor("withhold", one, "--reason", WHY)
    for posts in (((1, FLIGHTS), (2, "Rain.")), ((1, f"{FLIGHTS} In June."), (2, "Snow.")), ((2, "Hail."),)):
        site.put("/bridges.xml", feed(*posts), "application/rss+xml")
        monitor("poll", "--all")
        assert [each["change"] for each in monitor("show", one, "--format", "json").json["history"]] == ["new"]
    assert site.posted == []
    with closing(Store.open(f"sqlite:///{tmp_path}/data/monitor.db")) as store:
        assert {each.text for each in store.versions(one)} == {""}


def test_the_page_says_why_and_no_more(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """The page of a withheld statement has the reason, the time and who decided; the other pages leave it out."""
    monitor("poll", "--hold")
    one = listed(monitor)["1"]
    monitor("withhold", one, "--reason", WHY, "--by", "the editor")
    clock = SystemClock()
    with (
        closing(Store.open(f"sqlite:///{tmp_path}/data/monitor.db")) as store,
        closing(HttpDoor(RequestsTransport(), clock, contact=None)) as door,
    ):
        live = Live(tmp_path / "sources.yaml", tmp_path / "config", {})
        works = Works(door, store, Archive(tmp_path / "data"), clock)
        page = TestClient(make_app(WebSite(works, live)), headers={"sec-fetch-site": "same-origin"})
        own = page.get(f"/statements/{one}").text
        assert WHY in own
        assert "the editor" in own
        for path in (f"/statements/{one}", "/", "/statements?relevant=all", "/statements.json?relevant=all", "/alerts"):
            assert "flights" not in page.get(path).text.lower(), path


def test_other_statements_of_the_same_list_stay(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """Others that stood in the same capture keep their words; the file of captures stays readable to others' tools."""
    monitor("poll", "--hold")
    ids = listed(monitor)
    monitor("withhold", ids["1"], "--reason", WHY)
    assert "teahouse" in monitor("show", ids["2"]).out
    assert "teahouse" in monitor("show", ids["7"]).out
    (path,) = (tmp_path / "data" / "captures").iterdir()
    with path.open("rb") as file:
        kinds = [
            (record.rec_type, record.rec_headers.get_header("Monitor-Withheld")) for record in ArchiveIterator(file)
        ]
    assert [kind for kind, _ in kinds] == ["warcinfo", "metadata", "response"]
    assert kinds[1][1] is not None
    monitor("poll", "--all")
    assert monitor("db", "verify").status == 0


def test_who_has_the_same_words_is_named(site: Site, monitor: Monitor) -> None:
    """Another statement with the same words is not hidden by itself: a person decides on it."""
    site.put("/rivers.xml", feed((1, FLIGHTS)), "application/rss+xml")
    monitor("poll", "--hold")
    lines = monitor("statements", "--all", "--format", "jsonl").out.splitlines()
    ids = {one["source"]: one["id"] for one in map(json.loads, lines) if one["text"].startswith(SECRET)}
    said = monitor("withhold", ids["bridges"], "--reason", WHY, "--format", "json")
    assert said.json["same_wording"] == [ids["rivers"]]


def test_a_reason_and_a_statement_are_needed(site: Site, monitor: Monitor) -> None:
    """Without a reason nothing is hidden, and an unknown ID is no statement."""
    monitor("poll", "--hold")
    one = listed(monitor)["1"]
    assert monitor("withhold", one).status == 2
    assert monitor("withhold", one, "--reason", " ").status == 2
    assert monitor("withhold", "nobody", "--reason", WHY).status == 1
    assert "flights" in monitor("show", one).out
