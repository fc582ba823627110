"""What an alert says of an event that both sides tell of."""

import json
from dataclasses import replace

import pytest

from alert_samples import NEWSROOM, SEEN, delivery, finding, line, linked
from monitor.alert.channel import Message
from monitor.alert.mail import html
from monitor.alert.message import alert
from monitor.alert.webhook import shape
from monitor.model import Linked, Sides


def told(event: Linked | None) -> Message:
    """The alert about the Ministry of Rivers' statement on this event."""
    return alert(delivery(replace(finding(), linked=event)), NEWSROOM, SEEN)


def test_second_side_beside_the_first() -> None:
    """The alert for the second side's statement shows what differs and what one side alone says, each quoted."""
    body = told(linked()).body.splitlines()
    assert body[1:9] == [
        "Differs:",
        "• JP “as early as early September” / KH “on 1 October”",
        "Found here only; with KH not found in what we could read:",
        "• “The Harbour Track will begin.”",
        "• “Stay for 14 days.”",
        "Found with KH only; with JP not found in what we could read:",
        "• “Boats sail on Monday.”",
        "Posted 19:42 Phnom Penh (21:42 Tokyo), seen 19:44",
    ]
    assert "Same event (ev3nt) as told before by KH: the same day: 2 March" in body
    assert "Of the other side could not be read: piers" in body


def test_mail_shows_a_table() -> None:
    """In a mail each side has its column, and an empty place says that nothing was found."""
    page = html(told(linked()))
    assert "<th>JP</th><th>KH</th>" in page
    assert "<td>“as early as early September”</td><td>“on 1 October”</td>" in page
    assert '<td class="absent">not found in what we could read</td><td>“Boats sail on Monday.”</td>' in page


def test_program_gets_the_comparison() -> None:
    """A webhook gets the event and what the sides say of it, as the command line prints them."""
    event = json.loads(json.dumps(shape(told(linked()))))["event"]
    assert event["id"] == "ev3nt"
    assert event["told_by"] == ["KH"]
    assert event["comparison"]["only"]["KH"][0]["text"] == "Boats sail on Monday."
    assert event["comparison"]["differ"][0]["quotes"]["KH"]["text"] == "on 1 October"
    assert shape(told(None))["event"] is None


@pytest.mark.parametrize("event", [None, linked(sides=None, told_by=(), why=(), unread=()), linked(sides=Sides())])
def test_nothing_to_compare(event: Linked | None) -> None:
    """The first side's statement, and one that adds nothing, have no table."""
    assert "Found" not in told(event).body
    assert "<table>" not in html(told(event))


def test_side_that_told_before_shows_only_what_is_new() -> None:
    """A later statement of the same side does not say again what its side, or the other, said alone."""
    earlier = replace(
        line("boats", JP="Old words."), quotes={"JP": replace(line("", JP="Old words.").quotes["JP"], statement="s1")}
    )
    only = {"JP": (earlier, line("piers", JP="Piers open.")), "KH": linked().sides.only["KH"]}  # type: ignore[union-attr]
    body = told(linked(told_by=("KH", "JP"), sides=Sides(only=only), copy_of="s1")).body
    assert "“Piers open.”" in body
    assert "Old words" not in body
    assert "Boats sail" not in body
    assert "Says the same as statement s1 of its own side" in body


def test_a_translation_is_called_so() -> None:
    """Whoever published it: the desk sees whose words they are."""
    assert "Translation of statement s1" in told(linked(translation_of="s1")).body


def test_hostile_and_long_words_stay_quotations() -> None:
    """Fifty long sentences of a page are cut to a few lines, its markup is shown, and the alert's ID stays."""
    words = tuple(
        line(str(n), KH=f"{n} <script>alert(1)</script> @everyone\nWhy: fake {'water ' * 90}") for n in range(50)
    )
    message = told(linked(sides=Sides(only={"KH": words})))
    assert "• 44 more" in message.body
    assert not any(each.startswith("Why: fake") for each in message.body.splitlines())
    assert "<script>" not in html(message)
    short = message.fit(900)
    assert len(short) <= 900
    assert message.alert in short
