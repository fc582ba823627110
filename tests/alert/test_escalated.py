"""What an alert says of who must answer it, and until when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alert_samples import NEWSROOM, SEEN, delivery, finding
from monitor.alert.message import alert, bundle
from monitor.model import Held

ASKED = delivery(finding(), ack_by=SEEN + timedelta(minutes=15))


def test_an_alert_that_is_escalated_says_until_when_and_how_to_answer() -> None:
    """On the newsroom's clock; with a link, where others can reach our page."""
    body = alert(ASKED, NEWSROOM, SEEN).body
    assert (
        f"Others are told at 19:59 Phnom Penh, unless somebody acknowledges it (monitor alerts ack {ASKED.alert})"
        in body
    )
    assert "/ack" not in body
    public = replace(NEWSROOM, public_url="https://monitor.example")
    assert f"Seen it: https://monitor.example/alerts/{ASKED.alert}/ack" in alert(ASKED, public, SEEN).body
    assert "acknowledge" not in alert(delivery(finding()), public, SEEN).body


@pytest.mark.parametrize(
    ("language", "mark"), [("en", "NOT ACKNOWLEDGED"), ("ja", "確認者なし"), ("km", "គ្មានអ្នកបញ្ជាក់ថាបានឃើញ")]
)
def test_an_escalation_says_so_first(language: str, mark: str) -> None:
    """Whoever is woken by it sees that nobody else has answered."""
    newsroom = replace(NEWSROOM, language=language)
    assert alert(replace(ASKED, held=Held.ESCALATION), newsroom, SEEN).title.startswith(f"{mark} · JP")


@pytest.mark.parametrize("held", [Held.QUIET, Held.LIMIT, Held.MUTE, Held.DIGEST])
def test_what_was_held_is_not_called_late(held: Held) -> None:
    """A bundle after quiet hours is a digest; late is what we could not tell in time."""
    (message,) = bundle([replace(ASKED, held=held, digest=True)], NEWSROOM, SEEN)
    assert message.title == "DIGEST · 1 new"
