"""`monitor alerts`: what was told, what is muted, who saw it, and why."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import everyday
from command_line import Monitor

ALERTS = """\
newsroom: {{timezone: Asia/Phnom_Penh, contact: desk@newsroom.example}}
channels: {{desk: "json://{host}/desk", mail: "json://{host}/mail", phone: "json://{host}/phone"}}
routes:
  - {{id: kh-jp, beats: [kh-jp], channels: [desk], escalate: {{after: 15m, channels: [phone]}}}}
  - {{id: night, topics: [travel], channels: [mail], digest: {{every: 1h}}}}
  - {{id: trains, search: night trains, channels: [mail]}}
operators: [desk]
"""


@pytest.fixture
def told(tmp_path: Path, monitor: Monitor) -> Iterator[Monitor]:
    """An urgent statement was polled and told."""
    with everyday.newsroom(tmp_path) as site:
        (tmp_path / "config" / "alerts.yaml").write_text(ALERTS.format(host=site.host))
        assert monitor("poll", "--all").status == 0
        yield monitor


def test_the_list_is_narrowed(told: Monitor) -> None:
    """By state, channel, route, source, level and time."""

    def channels(*options: str) -> list[str]:
        return [each["channel"] for each in told("alerts", "list", *options, "--format", "json").json]

    assert channels() == ["phone", "mail", "desk"]
    assert channels("--state", "sent") == ["desk"]
    assert channels("--route", "night") == ["mail"]
    assert channels("--level", "urgent", "--source", "bridges", "--since", "1d") == ["phone", "mail", "desk"]
    assert channels("--until", "1d") == channels("--level", "routine") == channels("--source", "rivers") == []
    assert told("alerts", "--route", "night", "--format", "json").json[0]["held"] == "digest"


def test_an_alert_says_why_it_went_where_it_went(told: Monitor) -> None:
    """Which route asked and which did not, and by which key; why each channel gets it when it does."""
    alert, statement = (told("alerts", "--format", "json").json[0][key] for key in ("alert", "statement"))
    (why,) = told("alerts", "explain", alert.lower(), "--format", "json").json
    assert [(each["route"], each["asked"], each["key"]) for each in why["routes"]] == [
        ("kh-jp", True, "level"),
        ("night", True, "level"),
        ("trains", False, "search"),
    ]
    assert [(each["channel"], each["held"]) for each in why["channels"]] == [
        ("desk", None),
        ("mail", "digest"),
        ("phone", "escalation"),
    ]
    said = told("alerts", "explain", statement).out
    for part in ("route trains did not ask (search)", "channel desk for kh-jp: at once: sent", "only if nobody"):
        assert part in said


def test_a_statement_that_alerted_nobody_says_why(told: Monitor) -> None:
    """It concerns no beat; of one that a new route would ask for, that is said. There is no such alert as A-NOBODY."""
    (tea,) = told("statements", "teahouse", "--all", "--source", "bridges", "--format", "json").json
    said = told("alerts", "explain", tea["id"]).out
    assert "route kh-jp did not ask: it concerns no beat" in said
    assert "Nobody was told." in said
    assert told("alerts", "explain", "A-NOBODY").status == 1


def test_an_acknowledged_alert_is_not_escalated(told: Monitor) -> None:
    """Who saw it first is named, and the phone is left alone."""
    alert = told("alerts", "--format", "json").json[0]["alert"]
    assert told("alerts", "ack", alert, "--by", "Sokha").out.startswith(f"{alert} was acknowledged by Sokha at ")
    assert told("alerts", "ack", alert, "--by", "Yuki", "--format", "json").json["by"] == "Sokha"
    phone = told("alerts", "--channel", "phone", "--format", "json").json[0]
    assert (phone["state"], phone["acknowledged"]["by"]) == ("not-needed", "Sokha")
    assert "acknowledged by Sokha" in told("alerts").out
    assert told("alerts", "ack", "A-NOBODY").status == 1


def test_a_mute_is_shown_wherever_alerts_are(told: Monitor) -> None:
    """Until when, by whom and why: on the list of alerts and in health; until somebody ends it."""
    made = told("alerts", "mute", "--source", "bridges", "--for", "2h", "--reason", "their archive", "--by", "Sokha")
    assert "source bridges" in made.out
    assert "held now: 1" in made.out, "the digest of the night"
    (one,) = told("alerts", "mutes", "--format", "json").json
    for said in (told("alerts").out, told("health").out):
        assert "source bridges" in said
        assert "Sokha: their archive" in said
    assert told("health", "--format", "json").json["mutes"][0]["id"] == one["id"]
    assert told("alerts", "--channel", "mail", "--format", "json").json[0]["held"] == "mute"
    assert "go out now: 1" in told("alerts", "unmute", one["id"]).out
    assert told("alerts", "unmute", one["id"]).status == 1
    assert "nothing is muted" in told("alerts", "mutes").out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--for", "2h"), "name one thing to mute"),
        (("--source", "bridges", "--route", "night", "--for", "2h"), "name one thing to mute"),
        (("--source", "bridge", "--for", "2h"), "there are bridges, rivers"),
        (("--source", "bridges"), "--for 2h"),
        (("--source", "bridges", "--for", "soon"), "no length of time"),
        (("--source", "bridges", "--for", "2w"), "within 7d"),
        (("--source", "bridges", "--until", "2020-01-01"), "within 7d"),
        (("--event", "zzzzzzzzzz", "--for", "2h"), "no event has the ID"),
        (("--statement", "zzzzzzzzzz", "--for", "2h"), "no statement has the ID"),
    ],
)
def test_a_mute_needs_an_end_and_something_to_mute(told: Monitor, options: tuple[str, ...], says: str) -> None:
    """What cannot be muted is refused with what to write instead, and nothing is muted."""
    said = told("alerts", "mute", *options, "--reason", "x")
    assert said.status in (1, 2)
    assert says in said.err
    assert told("alerts", "mutes", "--format", "json").json == []


def test_delivery_is_proved_and_repeated(told: Monitor) -> None:
    """Each try of an alert with its answer; sent again, it is owed once more, on the channel named alone."""
    alert = told("alerts", "--channel", "desk", "--format", "json").json[0]["alert"]
    (tried,) = told("alerts", "--channel", "desk", "--format", "json").json[0]["attempts"]
    assert tried["answer"] == "200 OK"
    assert tried["at"] <= tried["answered_at"]
    assert "desk, tried at " in told("alerts", "--alert", alert).out
    assert told("alerts", "resend", alert, "--channel", "phone").status == 1
    assert "Deliveries owed again: 1" in told("alerts", "resend", alert.lower()).out
    assert told("deliver").status == 0
    again = told("alerts", "--channel", "desk", "--format", "json").json[0]
    assert [each["answer"] for each in again["attempts"]] == ["200 OK"] * 2
