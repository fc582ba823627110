"""The commands of every day, against a stand-in site on this machine: poll, deliver, search, show, why, health."""

import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from command_line import Monitor
from everyday import FLIGHTS, TEA, feed, newsroom
from monitor.lock import held
from monitor.store.store import Store
from servers import Site, free_port


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The stand-in, and the operator's files that point to it."""
    with newsroom(tmp_path) as stand_in:
        yield stand_in


def test_poll_and_deliver(site: Site, monitor: Monitor) -> None:
    """A poll keeps what is new and tells the desk once what concerns the beat; a second one finds nothing due."""
    first = monitor("poll", "--format", "json")
    assert first.status == 0, first.err
    assert " ".join(first.json) == "polled unchanged new edited deleted restored replaced failed owed sent"
    assert (first.json["polled"], first.json["new"], first.json["failed"], first.json["sent"]) == (2, 3, 0, 1)
    assert "bridges · ok · 2 new" in first.err
    assert [each["text"] for each in site.posted] == [FLIGHTS]
    assert monitor("poll", "--format", "json").json["polled"] == 0
    again = monitor("poll", "--all", "--format", "json").json
    assert (again["polled"], again["unchanged"], again["new"], again["sent"]) == (2, 2, 0, 0)


def test_hold_then_deliver(site: Site, monitor: Monitor) -> None:
    """With --hold nothing is sent and all stays owed; `deliver` sends it, and a second time has nothing to do."""
    held = monitor("poll", "--hold", "--format", "json").json
    assert (held["owed"], held["sent"], site.posted) == (1, 0, [])
    assert [each["state"] for each in json.loads(monitor("alerts", "--format", "json").out)] == ["owed"]
    assert monitor("deliver", "--format", "json").json == {"sent": 1, "failed": 0, "owed": 0}
    assert monitor("deliver", "--format", "json").json == {"sent": 0, "failed": 0, "owed": 0}
    assert [each["state"] for each in json.loads(monitor("alerts", "list", "--format", "json").out)] == ["sent"]


def test_dry_run(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """A dry run says what would be new, and leaves no file behind."""
    said = monitor("poll", "bridges", "--dry-run", "--format", "json").json
    assert (said["new"], said["owed"], said["sent"]) == (2, 0, 0)
    assert {each["text"]: each["relevant"] for each in said["changes"]} == {FLIGHTS: True, TEA: False}
    assert not (tmp_path / "data").exists()
    assert site.posted == []


def test_a_source_that_fails(site: Site, monitor: Monitor) -> None:
    """A source that cannot be read is named with its state, and the exit status is 1; the other is polled."""
    site.put("/rivers.xml", "<html><body>Not a feed.</body></html>")
    said = monitor("poll", "--format", "json")
    assert said.status == 1
    assert (said.json["failed"], said.json["new"]) == (1, 2)
    assert "rivers · unreadable" in said.err
    states = {each["id"]: each for each in json.loads(monitor("sources", "--format", "json").out)}
    assert states["rivers"]["failures"] == 1
    assert states["bridges"]["state"] == "ok"
    assert states["ferries"]["enabled"] is False


@pytest.mark.parametrize(("name", "mend"), [("bridge", "did you mean bridges?"), ("ferries", "enabled: false")])
def test_a_wrong_source(name: str, mend: str, site: Site, monitor: Monitor) -> None:
    """A source that is misspelt or not enabled is refused with the mend, before anything is asked."""
    said = monitor("poll", name)
    assert (said.status, said.out, site.asked) == (2, "", [])
    assert mend in said.err


def test_search_show_and_coverage(site: Site, monitor: Monitor) -> None:
    """What was polled is found by its words, shown with its history, and the coverage says when we looked."""
    monitor("poll", "--hold")
    (found,) = json.loads(monitor("statements", "direct", "flights", "--side", "jp", "--format", "json").out)
    assert found["text"] == FLIGHTS
    assert len(json.loads(monitor("statements", "--all", "--format", "json").out)) == 3
    assert json.loads(monitor("statements", "--relevant", "no", "--source", "rivers", "--format", "json").out)
    assert json.loads(monitor("statements", "--until", "1d", "--since", "2d", "--format", "json").out) == []
    assert FLIGHTS in monitor("statements", "--format", "csv").out
    shown = monitor("show", found["id"], "--format", "json").json
    assert [each["change"] for each in shown["history"]] == ["new"]
    assert shown["history"][0]["capture"]["sha256"] == found["capture_sha256"]
    assert FLIGHTS in monitor("show", found["id"]).out
    assert "1 × ok" in monitor("show", found["id"]).out
    assert [each["polls"] for each in shown["polls"]] == [1]
    never, span = json.loads(monitor("coverage", "bridges", "--since", "2d", "--format", "json").out)
    assert (span["state"], span["polls"], span["blind"]) == ("ok", 1, False)
    assert (never["state"], never["polls"], never["blind"]) == ("not-looked", 0, True), "it was not polled before"


def test_an_edit_is_shown_in_words(site: Site, monitor: Monitor) -> None:
    """After an edit, `show --diff` gives the words that went and the words that came."""
    monitor("poll", "--hold")
    site.put("/bridges.xml", feed((1, FLIGHTS.replace("in May", "in June")), (2, TEA)), "application/rss+xml")
    assert monitor("poll", "--all", "--hold", "--format", "json").json["edited"] == 1
    (found,) = json.loads(monitor("statements", "--change", "edited", "--format", "json").out)
    pieces = monitor("show", found["id"], "--diff", "1..2", "--format", "json").json["text"]
    assert [(each["kind"], each["text"]) for each in pieces if each["kind"] != "same"] == [
        ("gone", "May"),
        ("come", "June"),
    ]
    assert "[-May-]{+June+}" in monitor("show", found["id"], "--diff", "1..2").out
    assert monitor("show", found["id"], "--version", "1", "--format", "json").json["text"] == FLIGHTS
    assert monitor("show", found["id"], "--version", "3").status == 1
    assert monitor("show", found["id"], "--diff", "1").status == 2
    assert monitor("show", "nothing").status == 1


def test_why(site: Site, monitor: Monitor) -> None:
    """`why` names the step at which a statement stopped, and of an unknown one the sources that could have shown it."""
    monitor("poll", "--hold")
    (held,) = monitor("why", "https://bridges.example/1", "--format", "json").json["found"]
    assert held["stopped_at"] == "delivered"
    monitor("deliver")
    (told,) = monitor("why", FLIGHTS, "--format", "json").json["found"]
    assert told["stopped_at"] is None
    (tea,) = monitor("why", "https://bridges.example/2", "--format", "json").json["found"]
    assert tea["stopped_at"] == "judged"
    unknown = monitor("why", f"{site.address}/rivers/99", "--format", "json").json
    assert unknown["found"] == []
    assert {each["source"] for each in unknown["sources"]} == {"bridges", "rivers", "ferries"}
    words = monitor(
        "why", "Visas for Japan and Cambodia are issued again by the unseen ministry", "--format", "json"
    ).json
    assert [each["beat"] for each in words["assessments"]] == ["kh-jp"]
    assert "went all the way" in monitor("why", FLIGHTS).out
    assert "We have no such statement" in monitor("why", "https://unseen.example/").out


def test_paste(site: Site, monitor: Monitor) -> None:
    """A statement brought by hand is kept and owed to the desk like any other; a text of nothing is refused."""
    kept = monitor("paste", "rivers", "--url", "https://rivers.example/9", "--format", "json", stdin=FLIGHTS).json
    assert (kept["source"], kept["relevant"], kept["change"]) == ("rivers", True, "new")
    assert json.loads(monitor("alerts", "--format", "json").out)[0]["statement"] == kept["id"]
    assert monitor("paste", "rivers", stdin=" \n").status == 2
    assert monitor("paste", "rivers", "--published", "tomorrow", stdin=FLIGHTS).status == 2
    assert monitor("paste", "rivers", "--file", "nowhere.txt").status == 2


def test_a_route_is_tested(site: Site, monitor: Monitor) -> None:
    """`alerts test` sends a TEST through each channel of a route; a channel that refuses makes it fail."""
    said = monitor("alerts", "test", "kh-jp", "--format", "json")
    assert said.status == 0
    assert [each["change"] for each in site.posted] == ["notice"]
    assert monitor("alerts", "test", "kh-pj").status == 2
    monitor("poll", "--hold")
    assert monitor("alerts", "retry").out == "Deliveries owed again: 0\n"
    assert monitor("alerts", "retry", "A-NOPE").status == 1


def test_a_source_is_tested(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """`sources test` shows what would be read, and stores nothing."""
    said = monitor("sources", "test", "bridges", "--format", "json")
    assert said.status == 0
    assert [each["text"] for each in said.json["entries"]] == [FLIGHTS, TEA]
    assert not (tmp_path / "data").exists()
    refused = monitor("sources", "test", f"{site.address}/bridges.xml", "--kind", "feed", "--format", "json")
    assert (refused.status, refused.json["state"]) == (1, "refused-address")


def test_without_a_database(site: Site, monitor: Monitor) -> None:
    """Before the first poll, who asks the log is told how it is made."""
    for args in (["statements"], ["health"], ["alerts"], ["why", "x"]):
        said = monitor(*args)
        assert (said.status, said.err.count("\n")) == (1, 1)
        assert "monitor poll" in said.err


def test_without_files(monitor: Monitor) -> None:
    """Without sources.yaml every command that needs it says so, and how to get one."""
    said = monitor("poll")
    assert said.status == 2
    assert "monitor init" in said.err
    assert len(said.err.splitlines()) == 2


def _told(site: Site) -> list[str]:
    """What the desk was told; notices are for operators."""
    return [each["text"] for each in site.posted if each["change"] != "notice"]


def test_the_daemon(site: Site, tmp_path: Path, monitor: Monitor) -> None:
    """The daemon polls, delivers, serves its page, says that it is well, keeps a second one out, and stops in time."""
    sources, port = tmp_path / "sources.yaml", free_port()
    sources.write_text(sources.read_text().replace("id: bridges", "id: piers"))  # due in the first second
    command = [sys.executable, "-m", "monitor", "run", "--port", str(port)]
    with (tmp_path / "err").open("wb") as err:
        process = subprocess.Popen(command, cwd=tmp_path, stderr=err)
        try:
            until = time.monotonic() + 30
            while not _told(site) and time.monotonic() < until and process.poll() is None:
                time.sleep(0.1)
            assert _told(site) == [FLIGHTS], (tmp_path / "err").read_text()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
                assert b"Post 1" in page.read()
            assert monitor("health").status == 0
            for args in (["run", "--no-web"], ["deliver"]):
                second = monitor(*args)
                assert second.status == 1
                assert f"process {process.pid}" in second.err
            polled = monitor("poll", "--all", "--format", "json")
            assert (polled.status, polled.json["sent"]) == (0, 0), polled
            process.send_signal(signal.SIGHUP)
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(15) == 0
            assert time.monotonic() - began < 11, (tmp_path / "err").read_text()
        finally:
            process.kill()
            process.wait()
    assert monitor("health", "--format", "json").json["ok"] is False
    assert "Traceback" not in (tmp_path / "err").read_text()


def test_a_page_for_others_needs_a_password(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """Other than on this machine the page is refused without a password, before anything else happens."""
    said = monitor("run", "--host", "0.0.0.0")
    assert (said.status, said.err.count("\n")) == (2, 1)
    assert "MONITOR_PASSWORD" in said.err
    assert not (tmp_path / "data").exists()


def test_a_faulty_edit_is_no_illness(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """A file with a fault is a warning in `health`: the daemon goes on, and nobody should restart it for that."""
    monitor("poll", "--hold")
    (tmp_path / "sources.yaml").write_text("nonsense: [")
    with held(tmp_path / "data" / "monitor.db", "monitor run", datetime.now(UTC)), closing(_store(tmp_path)) as store:
        store.alive(datetime.now(UTC))
        said = monitor("health", "--format", "json")
    assert (said.status, said.json["ok"]) == (0, True)
    assert "sources.yaml:1" in said.json["warnings"][0]
    assert monitor("statements", "flights").status == 0


def test_a_removed_source_keeps_its_coverage(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """What was removed from sources.yaml can still be asked when we looked at it."""
    monitor("poll", "--hold")
    path = tmp_path / "sources.yaml"
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if "id: rivers" not in line))
    _, span = json.loads(monitor("coverage", "rivers", "--format", "json").out)
    assert span["state"] == "ok"
    assert monitor("coverage", "lakes").status == 2


def _store(folder: Path) -> Store:
    return Store.open(f"sqlite:///{folder / 'data' / 'monitor.db'}")
