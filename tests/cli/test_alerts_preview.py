from pathlib import Path

import everyday
from command_line import Monitor

CHANNELS = """\
channels:
  desk: "json://{host}/desk"
  slack: "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
  phone: "tgram://123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/12315544"
  mail: "mailto://desk:secret@mail.example?to=editor@newsroom.example"
  chat: "discord://123456789012345678/abcdefghijklmnopqrstuvwxyz"
routes:
  - {{id: kh-jp, beats: [kh-jp], channels: [desk, mail]}}
  - {{id: aid, topics: [aid], channels: [slack]}}
operators: [desk]
"""


def test_what_a_statement_would_send_is_shown_and_not_sent(tmp_path: Path, monitor: Monitor) -> None:
    """For each channel that would be told, in its own form; a channel or route that is named, all the same."""
    with everyday.newsroom(tmp_path) as site:
        (tmp_path / "config" / "alerts.yaml").write_text(CHANNELS.format(host=site.host))
        assert monitor("poll", "--all", "--hold").status == 0
        listed = monitor("statements", "--all", "--format", "json").json
        name, quiet = (next(each["id"] for each in listed if word in each["text"]) for word in ("flights", "teahouse"))
        found = monitor("alerts", "preview", name, "--format", "json").json
        assert [(each["channel"], each["as"]) for each in found] == [("desk", "json"), ("mail", "mail")]
        assert found[0]["message"]["statement"] == name
        assert found[1]["message"]["subject"].startswith("JP · NEW · travel")
        assert "editor@" not in str(found)
        slack = monitor("alerts", "preview", name, "--route", "aid", "--format", "json").json
        assert slack[0]["message"]["blocks"][0]["type"] == "section"
        phone = monitor("alerts", "preview", name, "--channel", "phone", "--format", "json").json
        assert phone[0]["message"]["entities"][0]["type"] == "bold"
        assert "Direct flights" in monitor("alerts", "preview", name, "--channel", "chat").out
        assert "Nobody would be told: it concerns no beat" in monitor("alerts", "preview", quiet).out
        assert monitor("alerts", "preview", "2222222222").status == 1
        assert monitor("alerts", "preview", name, "--channel", "nobody").status == 2
        assert site.posted == []


def test_preview_shows_the_other_side(tmp_path: Path, monitor: Monitor) -> None:
    """What the other side says of the same event stands beside it, as in the alert; the event stays the same."""
    with everyday.newsroom(tmp_path) as site:
        other = everyday.FLIGHTS.replace("May", "June").replace("Office of Bridges", "Ministry of Rivers")
        site.put("/rivers.xml", everyday.feed((7, other)), "application/rss+xml")
        assert monitor("poll", "--all", "--hold").status == 0
        listed = monitor("statements", "--format", "json").json
        first, second = sorted(listed, key=lambda each: each["source"])
        found = monitor("alerts", "preview", second["id"], "--format", "json").json
        event = found[0]["message"]["event"]
        assert event["told_by"] == [first["side"]]
        assert "May" in str(event["comparison"]["differ"])
        assert event["id"] == monitor("show", second["id"], "--format", "json").json["event"]
        assert site.posted == []
