from dataclasses import replace
from datetime import time

from fakes import NOW
from monitor.model import Bundling, Digest, Escalation, Lately, Linked, Muted, Route
from monitor.route import route
from routed import HOUR, MINUTE, at, mute, news, owed, routing

PHONE = Escalation(15 * MINUTE, ("phone",))
DESK = Route("r", ("desk", "mail"), escalate=PHONE)
LATER = NOW + 15 * MINUTE
AT_ONCE = [("desk", NOW, "at once"), ("mail", NOW, "at once")]


def test_an_urgent_alert_is_owed_with_its_escalation() -> None:
    """Committed with the alert, no crash in between can lose it. The alert says until when somebody must answer."""
    deliveries = route([news(urgent=True)], (), routing(DESK), NOW)
    assert [(each.channel, each.due_at, each.ack_by) for each in deliveries] == [
        ("desk", NOW, LATER),
        ("mail", NOW, LATER),
        ("phone", LATER, None),
    ]
    assert len({(each.alert, each.key) for each in deliveries}) == 1


def test_what_is_not_urgent_is_not_escalated() -> None:
    """Nor what its side told before, as urgently; nor what another route was told."""
    assert owed([news()], routing(DESK)) == AT_ONCE
    again = replace(news(urgent=True), linked=Linked("e1", told_by=("JP",), told_on=("desk", "mail")))
    assert owed([again], routing(DESK)) == AT_ONCE
    silent = Route("r", ("desk", "mail"), levels=("routine",), escalate=PHONE)
    assert owed([news(urgent=True)], routing(silent, replace(DESK, escalate=None))) == AT_ONCE


def test_a_channel_that_is_told_anyway_is_told_once() -> None:
    """At once, where another route tells it; not later than the escalation, where it waits for a digest."""
    told = routing(DESK, Route("s", ("phone",)))
    assert owed([news(urgent=True)], told) == [*AT_ONCE, ("phone", NOW, "at once")]
    bundled = routing(DESK, Route("s", ("phone",), digest=Bundling(every=HOUR)))
    assert owed([news(urgent=True)], bundled) == [*AT_ONCE, ("phone", LATER, "at once")]
    own = routing(replace(DESK, escalate=Escalation(15 * MINUTE, ("desk",))))
    assert owed([news(urgent=True)], own) == AT_ONCE


def test_the_soonest_of_two_escalations_counts() -> None:
    """Two routes of unlike patience."""
    patient = Route("s", ("desk",), escalate=Escalation(HOUR, ("phone", "ops")))
    escalated = [each for each in owed([news(urgent=True)], routing(patient, DESK)) if each[2] == "escalation"]
    assert escalated == [("phone", LATER, "escalation"), ("ops", NOW + HOUR, "escalation")]
    (desk, *_) = route([news(urgent=True)], (), routing(patient, DESK), NOW)
    assert desk.ack_by == LATER


def test_an_escalation_follows_what_is_held() -> None:
    """It is counted from when the desk is told; a muted phone gets it at the end of the mute."""
    until_five = (mute(Muted.SOURCE, "bridges", at(17)),)
    assert owed([news(urgent=True)], routing(DESK), lately=Lately(mutes=until_five))[2] == (
        "phone",
        at(17, 15),
        "escalation",
    )
    phone = Lately(mutes=(mute(Muted.CHANNEL, "phone", at(17)),))
    assert owed([news(urgent=True)], routing(DESK), lately=phone)[2] == ("phone", at(17), "mute")


def test_a_channel_without_an_address_is_not_escalated_to() -> None:
    """`needs PHONE_URL`: the rest runs."""
    lacking = routing(DESK, channels={"desk": "form://desk.example", "mail": "form://mail.example"})
    assert owed([news(urgent=True)], lacking) == AT_ONCE
    assert {each.ack_by for each in route([news(urgent=True)], (), lacking, NOW)} == {None}, "nobody else is told"
    assert owed([news(urgent=True)], replace(lacking, digest=Digest((time(7),), ("phone",)))) == AT_ONCE
