"""`monitor correct`: what we told wrongly is taken back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import Monitor
from everyday import newsroom
from servers import Site

WHY = "the office  never posted this:\n a test page of ours was read"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The stand-in, and the operator's files that point to it."""
    with newsroom(tmp_path) as stand_in:
        yield stand_in


def test_a_false_alarm_is_taken_back(site: Site, monitor: Monitor) -> None:
    """The desk gets the correction in the thread of the alert; the log, the export and the story say it."""
    monitor("poll")
    (alert,) = site.posted
    said = monitor("correct", alert["statement"], "--reason", WHY, "--format", "json")
    assert said.status == 0, said.err
    assert said.json["change"] == "new"
    assert said.json["reason"] == "the office never posted this: a test page of ours was read"
    assert said.json["told"] == ["desk"]
    assert monitor("deliver", "--format", "json").json["sent"] == 1
    correction = site.posted[1]
    assert (correction["title"], correction["statement"]) == ("correction", alert["statement"])
    assert alert["id"] in correction["text"]
    assert "The error is ours" in correction["text"]
    shown = monitor("show", alert["statement"], "--format", "json").json
    assert shown["corrected"] == said.json["reason"]
    assert shown["history"][0]["correction"] == said.json["reason"]
    assert shown["text"] == alert["text"], "the words stay"
    assert "the error was ours: the office never posted this" in monitor("show", alert["statement"]).out
    assert "(corrected: the office never posted this" in monitor("statements").out
    assert json.loads(monitor("statements", "--format", "jsonl").out)["corrected"] == said.json["reason"]
    assert "never posted this" in monitor("statements", "--format", "csv").out


def test_it_is_taken_back_once(site: Site, monitor: Monitor) -> None:
    """A second correction of the same change, one of nothing, and one without a reason are refused."""
    monitor("poll")
    statement = site.posted[0]["statement"]
    assert monitor("correct", statement, "--reason", "a test").status == 0
    again = monitor("correct", statement, "--reason", "a test")
    assert (again.status, again.err.count("\n")) == (2, 1)
    assert "was corrected already" in again.err
    assert monitor("correct", "nobody", "--reason", "a test").status == 1
    assert monitor("correct", statement, "--reason", "  ").status == 2
    assert monitor("correct", statement).status == 2


def test_what_was_told_to_nobody_is_marked_all_the_same(site: Site, monitor: Monitor) -> None:
    """A change that stands in the log alone is marked there, and nobody is bothered."""
    monitor("poll")
    told = {each["statement"] for each in site.posted}
    listed = [json.loads(line) for line in monitor("statements", "--all", "--format", "jsonl").out.splitlines()]
    silent = next(each["id"] for each in listed if each["id"] not in told)
    said = monitor("correct", silent, "--reason", "a test")
    assert "nobody was told" in said.out
    assert monitor("deliver", "--format", "json").json["sent"] == 0
