"""`monitor review`: a person decides what is unsure, noise, missed or missing."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_line import Monitor
from everyday import FLIGHTS, TEA, feed, newsroom
from servers import Site

CUT = "The Office of Bridges informs all who travel: from the first of next month on the …"
WHY = "read the whole notice:\n it is about visas"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The stand-in, with a post of which the feed shows the beginning, and the operator's files that point to it."""
    with newsroom(tmp_path) as stand_in:
        sources = tmp_path / "sources.yaml"
        sources.write_text(sources.read_text().replace("kind: feed,", "kind: feed, full_text: never,"))
        stand_in.put("/bridges.xml", feed((1, FLIGHTS), (2, TEA), (3, CUT)), "application/rss+xml")
        yield stand_in


def listed(monitor: Monitor, *options: str) -> list[dict[str, Any]]:
    """The queue."""
    said = monitor("review", *options, "--format", "json")
    assert said.status == 0, said.err
    found: list[dict[str, Any]] = said.json
    return found


def decided(monitor: Monitor, *words: str) -> dict[str, Any]:
    """What came of a decision on one statement."""
    said = monitor("review", *words, "--format", "jsonl")
    assert said.status == 0, said.err
    one: dict[str, Any] = json.loads(said.out)
    return one


def test_what_is_unsure_waits_and_is_told_once_when_found_relevant(site: Site, monitor: Monitor) -> None:
    """The decision takes it out of the queue and sends it at once; a second one of the same kind sends nothing."""
    monitor("poll")
    site.posted.clear()
    (waiting,) = listed(monitor)
    assert (waiting["question"], waiting["text"]) == ("unsure", CUT)
    assert "not whole" in waiting["why"][0]
    said = decided(monitor, "relevant", waiting["id"], "--level", "urgent", "--topic", "travel", "--reason", WHY)
    assert (said["told"], said["reason"]) == (["desk"], "read the whole notice: it is about visas")
    assert monitor("deliver", "--format", "json").json["sent"] == 1
    (alert,) = site.posted
    assert (alert["statement"], alert["level"]) == (waiting["id"], "urgent")
    assert "it is about visas" in str(alert["why"])
    assert listed(monitor) == []
    again = decided(monitor, "relevant", waiting["id"], "--reason", "the same")
    assert again["told"] == []
    assert alert["id"] in again["untold"]
    assert monitor("deliver", "--format", "json").json["sent"] == 0


def test_a_decision_shows_in_the_log_and_survives_other_words(site: Site, monitor: Monitor) -> None:
    """The log, `show` and `reassess` take what a person decided, whatever the words say."""
    monitor("poll")
    (waiting,) = listed(monitor)
    decided(monitor, "relevant", waiting["id"], "--topic", "travel", "--reason", WHY, "--by", "Sok")
    assert monitor("reassess", "--apply", "--format", "json").json == []
    shown = monitor("show", waiting["id"], "--format", "json").json
    assert (shown["relevant"], shown["unsure"], shown["topics"]) == (True, False, ["travel"])
    assert shown["history"][0]["assessments"][0]["decided_by"] == "Sok"
    assert (shown["decisions"][0]["verdict"], shown["decisions"][0]["by"]) == ("relevant", "Sok")
    assert (
        "version 1 is relevant, decided by Sok: read the whole notice: it is about visas"
        in monitor("show", waiting["id"]).out
    )
    assert waiting["id"] in monitor("statements", "--topic", "travel").out
    assert "Sok" in monitor("review", "decided").out


def test_noise_is_taken_out_of_the_log_and_another_looks_at_it(site: Site, monitor: Monitor) -> None:
    """An alert that is called noise is no longer relevant; the queue asks a second person, whose word ends it."""
    monitor("poll")
    alert = next(each for each in site.posted if each["title"] == "Post 1")
    said = decided(monitor, "noise", alert["id"].lower(), "--reason", "only a courtesy", "--by", "Sok")
    assert (said["statement"], said["alert"], said["feedback"]) == (alert["statement"], alert["id"], True)
    assert alert["statement"] not in monitor("statements").out
    (asked,) = listed(monitor, "--kind", "feedback")
    assert asked["id"] == alert["statement"]
    assert "Sok says: irrelevant: only a courtesy" in asked["why"]
    said = decided(monitor, "relevant", alert["statement"], "--reason", "no: flights are news", "--by", "Dara")
    assert alert["id"] in said["untold"], "it was told before"
    assert listed(monitor, "--kind", "feedback") == []
    assert alert["statement"] in monitor("statements").out


def test_what_waits_to_be_told_is_not_sent_when_it_is_noise(site: Site, monitor: Monitor) -> None:
    """An alert that nobody tried to send yet is withdrawn, and the history of alerts says why."""
    monitor("poll", "--hold")
    one = monitor("alerts", "--format", "json").json[0]
    decided(monitor, "noise", one["alert"], "--reason", "a test page", "--by", "Sok")
    assert monitor("deliver", "--format", "json").json["sent"] == 0
    (kept,) = monitor("alerts", "--format", "json").json
    assert (kept["state"], kept["answer"]) == ("not-needed", "Sok decided: irrelevant")


def test_what_was_missed_is_told_by_its_address(site: Site, monitor: Monitor) -> None:
    """A statement of no concern by its words is told when a person says that it should have alerted."""
    monitor("poll")
    site.posted.clear()
    said = decided(monitor, "missed", "https://bridges.example/2", "--reason", "the teahouse is a grant by Japan")
    assert said["told"] == ["desk"], "without a topic, the beat decides"
    monitor("deliver")
    assert [each["title"] for each in site.posted] == ["Post 2"]
    assert [each["question"] for each in listed(monitor, "--kind", "feedback")] == ["feedback"]


def test_a_person_may_keep_it_quiet(site: Site, monitor: Monitor) -> None:
    """With --no-tell a relevant statement stands in the log, and nobody is told; later it may be told all the same."""
    monitor("poll")
    (waiting,) = listed(monitor)
    said = decided(monitor, "relevant", waiting["id"], "--reason", WHY, "--no-tell")
    assert (said["told"], said["untold"]) == ([], "nobody wants it told")


def test_decisions_are_given_out_as_labelled_data(site: Site, monitor: Monitor) -> None:
    """Each line is what `assess --jsonl` takes, with the last decision on the wording; what is withheld is left out."""
    monitor("poll")
    (waiting,) = listed(monitor)
    alert = next(each for each in site.posted if each["title"] == "Post 1")
    decided(monitor, "relevant", waiting["id"], "--reason", "at first")
    decided(monitor, "irrelevant", waiting["id"], "--reason", "on second thought", "--by", "Dara")
    decided(monitor, "noise", alert["id"], "--reason", "old news")
    said = monitor("review", "export")
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert [each["label"] for each in lines] == ["irrelevant", "irrelevant"]
    assert (lines[0]["why"], lines[0]["by"], lines[0]["judged"]) == ("on second thought", "Dara", "unsure")
    assert (lines[1]["judged"], lines[1]["countries"], lines[1]["side"]) == ("relevant", ["KH", "JP"], "JP")
    judged = monitor("assess", "--jsonl", stdin=said.out)
    assert judged.status == 0, judged.err
    assert [json.loads(line)["id"] for line in judged.out.splitlines()] == [each["id"] for each in lines]
    said = monitor("withhold", waiting["id"], "--reason", "by order")
    assert said.status == 0, said.err
    assert waiting["id"] not in monitor("review", "export").out


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("relevant", "nobody", "--reason", "x"), 1, "neither a statement nor an alert"),
        (("noise", "A-222222", "--reason", "x"), 1, "neither a statement nor an alert"),
        (("relevant", "{id}", "--reason", "  "), 2, "the reason is empty"),
        (("relevant", "{id}", "--reason", "x" * 1001), 2, "longer than 1000 characters"),
        (("relevant", "{id}", "--reason", "x", "--topic", "travle"), 2, "did you mean travel?"),
        (("irrelevant", "{id}", "--reason", "x", "--beat", "kh-jq"), 2, "did you mean kh-jp?"),
        (("gone", "bridges", "--reason", "x"), 1, "misses nothing"),
        (("list", "--kind", "sure"), 2, "unsure"),
    ],
)
def test_what_cannot_be_decided_is_said(
    site: Site, monitor: Monitor, words: tuple[str, ...], status: int, told: str
) -> None:
    """A wrong name, an empty reason or a mistyped topic is named in a line, and nothing is kept."""
    monitor("poll")
    (waiting,) = listed(monitor)
    said = monitor("review", *(each.format(id=waiting["id"]) for each in words))
    assert (said.status, said.err.count("\n")) == (status, 1)
    assert told in said.err
    assert monitor("review", "decided", "--format", "json").json == []
