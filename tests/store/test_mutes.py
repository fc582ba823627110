"""Mutes, acknowledgements and limits, as the database keeps them: also across a restart."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fakes import NOW, assessment, finding, reading
from monitor.correction import corrections
from monitor.model import (
    ChangeKind,
    DeliveryState,
    Escalation,
    Lately,
    Level,
    Linked,
    Mute,
    Muted,
    Newsroom,
    Notice,
    NoticeKind,
    Route,
    Routing,
)
from monitor.route import route
from monitor.store.store import Store
from polls import Office

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CHANNELS = {name: f"form://{name}.example" for name in ("desk", "phone", "ops")}
BRIDGES = Mute("M-1", Muted.SOURCE, "bridges", "too many", "Sokha", NOW, NOW + HOUR)
URGENT = finding(ChangeKind.NEW, assessment(level=Level.URGENT))


def by(**changes: object) -> Routing:
    """One desk; a phone that is told when nobody answers."""
    one = Route("r", ("desk",), escalate=Escalation(15 * MINUTE, ("phone",)))
    return Routing(Newsroom(), CHANNELS, (replace(one, **changes),), operators=("ops",))  # type: ignore[arg-type]


def told(store: Store) -> list[tuple[str, str, str | None]]:
    """Where, what became of it, why it waits: the oldest first."""
    return [(one.delivery.channel, str(one.state), one.delivery.held) for one in reversed(store.deliveries())]


def test_what_was_acknowledged_is_not_escalated(store: Store) -> None:
    """Whoever was first stands; the alert itself goes out all the same; a second time changes nothing."""
    owed = route((URGENT,), (), by(), NOW)
    store.owe(owed, NOW)
    assert [one.delivery for one in reversed(store.deliveries())] == list(owed)
    alert = owed[0].alert
    assert store.acks([alert]) == {}
    first = store.ack(alert, "Sokha", NOW + MINUTE)
    assert first is not None
    assert store.ack(alert, "Yuki", NOW + 2 * MINUTE) == first == store.acks([alert])[alert]
    assert told(store) == [("desk", "owed", None), ("phone", "not-needed", "escalation")]
    assert store.deliveries(channel="phone")[0].answer == "acknowledged by Sokha"
    assert [one.delivery.channel for one in store.due(NOW + HOUR)] == ["desk"]
    assert store.ack("A-NOBODY", "Sokha", NOW) is None


def test_an_escalation_that_goes_out_is_not_called_back(store: Store) -> None:
    """What was sent stays sent."""
    store.owe(route((URGENT,), (), by(), NOW), NOW)
    store.settle([2], DeliveryState.SENT, "ok", NOW + 15 * MINUTE)
    store.ack(store.deliveries()[0].delivery.alert, "Sokha", NOW + HOUR)
    assert told(store)[1] == ("phone", "sent", "escalation")


def test_what_is_not_due_any_more_is_not_tried(store: Store) -> None:
    """It was acknowledged, or muted, between being read and being sent: all of a message or nothing of it."""
    store.owe(route((URGENT, finding(key="b")), (), by(), NOW), NOW)
    assert store.trying([1, 3], NOW)
    assert not store.trying([2], NOW), "the escalation has a quarter of an hour"
    store.ack(store.deliveries(channel="phone")[0].delivery.alert, "Sokha", NOW)
    assert not store.trying([2], NOW + HOUR)
    assert not store.trying([1, 2], NOW + HOUR)
    assert store.deliveries(channel="desk")[1].tries == 1


def test_a_mute_is_kept_with_what_it_holds(store: Store) -> None:
    """It is in force for its time, holds what waits already, and what it held goes out when it is ended."""
    store.owe(route((finding(),), (), by(), NOW), NOW)
    assert store.mute(BRIDGES, NOW) == 1
    assert store.mutes(NOW) == (BRIDGES,)
    assert store.mutes(NOW + HOUR) == ()
    assert store.due(NOW + 59 * MINUTE) == []
    assert [one.delivery.held for one in store.due(NOW + HOUR)] == ["mute"]
    ended = store.unmute("M-1", NOW + MINUTE)
    assert ended is not None
    assert (ended[0].until, ended[1]) == (NOW + MINUTE, 1)
    assert [one.delivery.due_at for one in store.due(NOW + MINUTE)] == [NOW + MINUTE]
    assert store.unmute("M-1", NOW + 2 * MINUTE) is None
    assert store.unmute("M-2", NOW) is None


def test_what_went_out_in_the_last_hour_is_counted(store: Store) -> None:
    """By the next poll, and after a restart; notices and escalations do not count."""
    limited = by(per_hour=2, escalate=None)
    polls = [(finding(key=key),) for key in "abcd"]
    for minute, findings in enumerate(polls):
        now = NOW + minute * MINUTE
        store.owe(route(findings, (), limited, now, lately=store.lately(now)), now)
    assert told(store) == [("desk", "owed", None), ("desk", "owed", None), *[("desk", "owed", "limit")] * 2]
    assert {one.delivery.due_at for one in store.deliveries(limit=2)} == {NOW + HOUR}
    gap = Notice(NoticeKind.GAP, "monitor", "We were blind.", "look", NOW, "gap")
    store.owe(route((URGENT,), (gap,), by(), NOW), NOW)
    pushed = store.lately(NOW).pushed
    assert [each.channel for each in pushed if each.routes] == ["desk"] * 4
    assert store.lately(NOW + 2 * HOUR) == Lately()


def test_what_is_held_is_no_sign_of_trouble(store: Store) -> None:
    """An escalation that is not due does not wait; a channel was told of an event only when it was."""
    store.owe(route((URGENT,), (), by(), NOW), NOW)
    assert store.waiting() == 1


def test_an_alert_that_was_our_error_is_not_escalated(store: Store) -> None:
    """A correction calls off what would still wake somebody; it goes to who got the alert."""
    Office(store).poll(reading(["a"]))
    name = URGENT.change.statement
    one, (last,) = store.statement(name), store.history(name)
    assert one is not None
    store.owe(route((replace(URGENT, change=replace(URGENT.change, at=last.at)),), (), by(), last.at), last.at)
    corrected = corrections(one, last, store.deliveries(statement=name), "it was of last year", NOW + MINUTE)
    store.correct(name, "it was of last year", corrected, NOW + MINUTE)
    assert [each.channel for each in corrected] == ["desk"]
    assert told(store)[1] == ("phone", "not-needed", "escalation")


def test_an_event_that_was_joined_is_followed_under_its_new_name(store: Store) -> None:
    """A route and a mute that name it go on."""
    routing = by(events=("e1",), escalate=None)
    of_two = replace(URGENT, linked=Linked("e2"))
    assert route((of_two,), (), routing, NOW) == ()
    assert len(route((of_two,), (), routing, NOW, lately=Lately(joined={"e1": "e2"}))) == 1


@pytest.mark.parametrize(
    ("wanted", "channels"),
    [
        ({"source": "bridges"}, ["phone", "desk"]),
        ({"source": "rivers"}, []),
        ({"route": "r"}, ["phone", "desk"]),
        ({"route": "other"}, []),
        ({"level": Level.URGENT}, ["phone", "desk"]),
        ({"level": Level.ROUTINE}, ["ops"]),
        ({"since": NOW + MINUTE}, []),
        ({"since": NOW, "until": NOW + MINUTE}, ["ops", "phone", "desk"]),
    ],
)
def test_the_outbox_is_searched_by_what_an_alert_is_about(
    store: Store, wanted: dict[str, object], channels: list[str]
) -> None:
    """By source, route, level and time."""
    gap = Notice(NoticeKind.GAP, "monitor", "We were blind.", "look", NOW, "gap")
    store.owe(route((URGENT,), (gap,), by(), NOW), NOW)
    assert [one.delivery.channel for one in store.deliveries(**wanted)] == channels  # type: ignore[arg-type]
