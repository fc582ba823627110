"""What is remembered of a channel across crashes: its order, its poison, each try; and an outage of a day."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from alert_desk import Desk, Newsroom
from alert_samples import SEEN, delivery, finding
from monitor.alert.channel import Accepted, Message, Refused, Temporary, Unknown
from monitor.alert.deliver import Tally
from monitor.model import DeliveryState, Level

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
BUSY = Temporary("451 try later")


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom whose channels accept all."""
    made = Newsroom(tmp_path)
    yield made
    made.close()


def poison(alert: str) -> Desk:
    """A channel that takes all but one alert."""
    return Desk(lambda message: BUSY if alert in [item.alert for item in message.items] else Accepted())


def test_nothing_overtakes_what_a_crash_left_open(newsroom: Newsroom) -> None:
    """After a crash in an attempt, what waited behind it waits for the minute too; so it does when tried by hand."""
    owed = newsroom.owe(3)
    newsroom.store.trying([newsroom.rows()[0].id], newsroom.clock.now())
    newsroom.restart()
    newsroom.tick()
    assert newsroom.courier.drain(newsroom.routing, at_once=True) == Tally(0, 0)
    newsroom.clock.move(MINUTE)
    newsroom.tick()
    assert newsroom.desk.alerts == owed
    assert [message.repeat for message in newsroom.desk.accepted] == [True, False, False]


def test_nothing_overtakes_what_failed_before_a_restart(newsroom: Newsroom) -> None:
    """A restart does not let younger alerts pass one that waits for its back-off."""
    owed = newsroom.owe(3)
    newsroom.desk.answers = [BUSY, BUSY]
    newsroom.tick()
    newsroom.clock.move(30 * SECOND)
    newsroom.tick()
    newsroom.restart()
    newsroom.tick()
    newsroom.clock.move(MINUTE)
    newsroom.tick()
    assert newsroom.desk.alerts == owed


def test_poison_stays_aside_across_a_restart(newsroom: Newsroom) -> None:
    """What failed three times while others were accepted delays nobody after a restart either."""
    owed = newsroom.owe(3)
    newsroom.channels["desk"] = poison(owed[0])
    for _ in range(4):
        newsroom.tick()
        newsroom.clock.move(5 * MINUTE)
    newsroom.restart()
    late = newsroom.owe(2)
    newsroom.tick()
    assert newsroom.desk.alerts == [*owed[1:], *late]


def test_wish_at_what_was_set_aside_is_obeyed(newsroom: Newsroom) -> None:
    """A channel that asks to wait when it is sent what it did not take before is asked for nothing else either."""
    owed = newsroom.owe(3)
    newsroom.channels["desk"] = desk = poison(owed[0])
    for _ in range(4):
        newsroom.tick()
        newsroom.clock.move(5 * MINUTE)
    desk.answers = [Temporary("429 slow down", retry_after=HOUR)]
    newsroom.clock.move(15 * MINUTE)
    newsroom.tick()
    asked = len(desk.asked)
    newsroom.owe(1)
    newsroom.tick()
    newsroom.clock.move(HOUR - SECOND)
    newsroom.tick()
    assert len(desk.asked) == asked
    newsroom.clock.move(SECOND)
    newsroom.tick()
    assert len(desk.accepted) == 3


def test_poison_in_a_crowd_is_set_aside(newsroom: Newsroom) -> None:
    """After an outage the part of a bundle that a channel does not take holds up no other part, only itself."""
    newsroom.channels["desk"] = desk = Desk(BUSY)
    desk.room = 3000  # type: ignore[attr-defined]
    owed = newsroom.owe(60, level=Level.ROUTINE)
    for _ in range(3):
        newsroom.tick()
        newsroom.clock.move(HOUR)
    desk.always = poison(owed[1]).always
    for _ in range(4):
        newsroom.tick()
        newsroom.clock.move(15 * MINUTE)
    assert sorted(desk.alerts) == sorted([owed[0], *owed[2:]])


def test_each_try_is_kept(newsroom: Newsroom) -> None:
    """When each try was made and what was answered can be proved; a crash leaves one without an answer."""
    newsroom.owe()
    (row,) = newsroom.rows()
    newsroom.store.trying([row.id], newsroom.clock.now())
    newsroom.clock.move(MINUTE)
    newsroom.desk.answers = [BUSY, Accepted("250 queued as 17")]
    newsroom.tick()
    newsroom.clock.move(MINUTE)
    newsroom.tick()
    tries = newsroom.store.attempts([row.id])[row.id]
    assert [each.answer for each in tries] == ["", "may have arrived before; 451 try later", "250 queued as 17"]
    assert [each.answered_at is None for each in tries] == [True, False, False]


def test_a_removed_channel_is_no_try(newsroom: Newsroom) -> None:
    """What is owed to a channel that was taken out is kept, says so, and counts no try."""
    newsroom.owe()
    del newsroom.addresses["desk"]
    newsroom.tick()
    (row,) = newsroom.rows()
    assert row.answer == "no channel desk now: it was removed, or its address is missing"
    assert newsroom.store.attempts([row.id]) == {row.id: ()}


def test_sent_again_by_hand(newsroom: Newsroom) -> None:
    """What was sent goes out once more as a repeat, what was refused anew; with a channel named, there alone."""
    first, second = newsroom.owe(2)
    newsroom.owe(1, channel="mail")
    newsroom.desk.answers = [Accepted(), Refused("410 gone")]
    newsroom.tick()
    now = newsroom.clock.now()
    assert newsroom.store.resend(now, first, "mail") == 0
    assert newsroom.store.resend(now, first, "desk") == 1
    assert newsroom.store.resend(now, second) == 1
    newsroom.tick()
    assert newsroom.desk.alerts == [first, first, second]
    assert [message.repeat for message in newsroom.desk.accepted] == [False, True, False]
    assert {row.state for row in newsroom.rows()} == {DeliveryState.SENT}


def test_recipients_that_have_it_are_remembered(newsroom: Newsroom) -> None:
    """Who of several recipients has the alert is known after a restart, through a lost answer too."""
    given: list[dict[str, str]] = []

    def answer(message: Message) -> Temporary | Unknown | Accepted:
        given.append(dict(message.done_with))
        return (Temporary("not yet for b", done_with={"a": ""}), Unknown("no answer"), Accepted())[len(given) - 1]

    newsroom.owe()
    newsroom.desk.always = answer
    for _ in range(3):
        newsroom.tick()
        newsroom.restart()
        newsroom.clock.move(5 * MINUTE)
    assert given == [{}, {"a": ""}, {"a": ""}]


def test_a_day_without_the_channel(newsroom: Newsroom) -> None:
    """2,000 alerts that waited a day arrive at the channel's rate, the newest urgent one first, each once."""
    newsroom.channels["desk"] = desk = Desk(BUSY)
    desk.gap, desk.room = 1.0, 9000  # type: ignore[attr-defined]
    rows = [
        delivery(
            finding(statement=f"s{n}"), "desk", f"k{n}", due_at=SEEN, level=(Level.ROUTINE, Level.URGENT)[n % 10 == 5]
        )
        for n in range(2000)
    ]
    newsroom.owe_all(rows)
    urgent = [row.alert for row in rows if row.level is Level.URGENT]
    routine = [row.alert for row in rows if row.level is Level.ROUTINE]
    for _ in range(6):
        newsroom.tick()
        newsroom.clock.move(4 * HOUR)
    desk.always = Accepted()
    fresh = [newsroom.owe(1, level=level)[0] for level in (Level.ROUTINE, Level.URGENT)]
    began = newsroom.clock.now()
    newsroom.tick()
    took = newsroom.clock.now() - began
    assert desk.alerts == [fresh[1], *reversed(urgent), *routine, fresh[0]]
    assert len(desk.alerts) == len(set(desk.alerts)) == 2002
    assert took == len(desk.accepted) * SECOND
    assert set(newsroom.states()) == {DeliveryState.SENT}
    assert newsroom.store.waiting() == len(newsroom.rows("ops")) - len(newsroom.ops.accepted)
    assert [message.title.partition(" — ")[0] for message in newsroom.ops.accepted] == ["CHANNEL DOWN"]
