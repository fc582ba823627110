"""The outbox is drained: nothing lost, nothing twice, nobody held up."""

import tempfile
import threading
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alert_desk import Desk, Newsroom
from alert_samples import delivery, finding, notice
from monitor.alert.channel import Accepted, Answer, Message, Refused, Temporary, Unknown
from monitor.alert.deliver import Tally
from monitor.model import ChangeKind, DeliveryState, Finding, Level, NoticeKind, Owed
from monitor.store.store import Store

SENT, GIVEN_UP, OWED, RETRYING = (
    *(DeliveryState.SENT, DeliveryState.GIVEN_UP, DeliveryState.OWED, DeliveryState.RETRYING),
)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BUSY = Temporary("451 try later")


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom whose channels accept all."""
    made = Newsroom(tmp_path)
    yield made
    made.close()


def test_each_alert_goes_out_once(newsroom: Newsroom) -> None:
    """What is owed is sent in its order, once, and noted as sent."""
    owed = newsroom.owe(3)
    newsroom.tick()
    newsroom.tick()
    newsroom.restart()
    newsroom.tick()
    assert newsroom.desk.alerts == owed
    assert newsroom.states() == [SENT] * 3
    assert newsroom.store.waiting() == 0


def test_back_off(newsroom: Newsroom) -> None:
    """A failure for the moment is tried again after 30 s, then ever more rarely, each quarter of an hour in the end."""
    newsroom.owe()
    newsroom.desk.always = BUSY
    pauses = []
    for _ in range(8):
        at = newsroom.clock.now()
        newsroom.tick()
        (row,) = newsroom.rows()
        pauses.append(row.next_try_at - at)
        newsroom.clock.move(pauses[-1] - SECOND)
        newsroom.tick()
        newsroom.clock.move(SECOND)
    assert pauses == [30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, *[15 * MINUTE] * 4]
    assert len(newsroom.desk.asked) == 8
    newsroom.desk.always = Accepted()
    newsroom.tick()
    assert newsroom.states() == [SENT]
    assert not newsroom.desk.accepted[0].repeat


def test_nothing_overtakes(newsroom: Newsroom) -> None:
    """While the oldest alert waits for a channel that is down, no younger one overtakes it."""
    owed = newsroom.owe(2)
    newsroom.desk.answers = [BUSY, BUSY]
    newsroom.tick()
    owed += newsroom.owe(1)
    newsroom.tick()
    newsroom.clock.move(30 * SECOND)
    newsroom.tick()
    newsroom.clock.move(MINUTE)
    newsroom.tick()
    assert newsroom.desk.alerts == owed


@pytest.mark.parametrize("rounds", range(1, 8))
def test_order_is_kept_when_a_dead_channel_is_back(newsroom: Newsroom, rounds: int) -> None:
    """However often a channel that was down took nothing, the oldest alert is the first that it gets."""
    owed = newsroom.owe(3)
    newsroom.desk.always = BUSY
    for _ in range(rounds):
        newsroom.tick()
        newsroom.clock.move(5 * MINUTE)
    newsroom.desk.always = Accepted()
    newsroom.clock.move(15 * MINUTE)
    newsroom.tick()
    assert newsroom.desk.alerts == owed


def test_channel_that_is_down_is_asked_with_the_same_pauses_whatever_waits(newsroom: Newsroom) -> None:
    """That a second alert is tried after the first makes no pause longer."""
    newsroom.owe(3)
    newsroom.desk.always = BUSY
    pauses = []
    for _ in range(5):
        before, began = len(newsroom.desk.asked), newsroom.clock.now()
        while len(newsroom.desk.asked) == before:
            newsroom.tick()
            newsroom.clock.move(SECOND)
        pauses.append(newsroom.clock.now() - began)
    assert [round(each / MINUTE, 1) for each in pauses[1:]] == [0.5, 1, 2, 5]


def test_poison_is_set_aside(newsroom: Newsroom) -> None:
    """An alert that fails while others are accepted is tried again by itself, and delays nobody."""
    owed = newsroom.owe(4)
    newsroom.desk.always = lambda message: BUSY if message.alert == owed[0] else Accepted()
    for _ in range(3):
        newsroom.tick()
        newsroom.clock.move(5 * MINUTE)
    assert newsroom.desk.alerts == owed[1:]
    late = newsroom.owe(1)
    newsroom.tick()
    assert newsroom.desk.alerts == [*owed[1:], *late]
    newsroom.clock.move(HOUR)
    newsroom.desk.always = Accepted()
    newsroom.tick()
    assert newsroom.desk.alerts[-1] == owed[0]
    assert newsroom.ops.alerts == []  # the channel was never down


def test_blocked_channel_delays_no_other(newsroom: Newsroom) -> None:
    """A channel that hangs holds up neither the others nor the daemon's tick."""
    reached, released = threading.Event(), threading.Event()

    def hang(_: Message) -> Answer:
        reached.set()
        released.wait(10)
        return Accepted()

    newsroom.desk.always = hang
    newsroom.owe(1, "desk")
    newsroom.courier.deliver(newsroom.routing)
    assert reached.wait(10)
    other = newsroom.owe(1, "mail")
    newsroom.courier.deliver(newsroom.routing)
    for thread in threading.enumerate():
        if thread.name == "channel mail":
            thread.join(10)
    assert newsroom.channels["mail"].alerts == other  # type: ignore[attr-defined]
    assert newsroom.courier.busy
    released.set()
    newsroom.tick()
    assert not newsroom.courier.busy
    assert len(newsroom.desk.asked) == 1


def test_wish_of_the_channel_is_obeyed(newsroom: Newsroom) -> None:
    """Not before the channel's own Retry-After: not by the next alert, not after a restart, not by hand."""
    newsroom.owe(2)
    newsroom.desk.answers = [Temporary("429", timedelta(minutes=10))]
    newsroom.tick()
    newsroom.clock.move(9 * MINUTE)
    newsroom.tick()
    newsroom.restart()
    newsroom.owe(1)
    newsroom.tick()
    assert newsroom.courier.drain(newsroom.routing, at_once=True) == Tally(0, 0)
    assert len(newsroom.desk.asked) == 1
    newsroom.clock.move(MINUTE)
    newsroom.tick()
    assert newsroom.states() == [SENT] * 3


def test_by_hand_back_off_is_set_aside(newsroom: Newsroom) -> None:
    """Tried by hand, an alert does not wait for its back-off; the count says what went out."""
    newsroom.owe()
    newsroom.desk.answers = [BUSY] * 3
    for _ in range(3):
        newsroom.clock.move(5 * MINUTE)
        newsroom.tick()
    newsroom.restart()
    assert newsroom.courier.drain(newsroom.routing) == Tally(0, 0)
    assert newsroom.courier.drain(newsroom.routing, at_once=True) == Tally(1, 0)


def test_by_hand_a_dead_channel_is_not_asked_for_each_alert(newsroom: Newsroom) -> None:
    """Where the first is not taken the others are left for later, so that none overtakes, and counted as failed."""
    owed = newsroom.owe(50)
    newsroom.desk.answers = [BUSY]
    assert newsroom.courier.drain(newsroom.routing, at_once=True).failed == 50
    assert len(newsroom.desk.asked) == 1
    assert newsroom.courier.drain(newsroom.routing, at_once=True).sent == 50
    assert newsroom.desk.alerts == owed


def test_lost_answer_is_tried_again_as_a_repeat(newsroom: Newsroom) -> None:
    """When the answer is lost, the alert goes out again after a minute at least, and says that it may be a repeat."""
    (owed,) = newsroom.owe()
    newsroom.desk.answers = [Unknown("no answer"), BUSY]
    newsroom.tick()
    newsroom.clock.move(59 * SECOND)
    newsroom.tick()
    assert newsroom.courier.drain(newsroom.routing, at_once=True) == Tally(0, 0)
    newsroom.clock.move(SECOND)
    newsroom.tick()
    newsroom.clock.move(HOUR)
    newsroom.tick()
    first, *copies = newsroom.desk.asked
    assert [message.repeat for message in copies] == [True, True]
    assert not first.repeat
    assert {message.key for message in copies} == {first.key}
    assert newsroom.desk.alerts == [owed]


def test_crash_in_an_attempt(newsroom: Newsroom) -> None:
    """After a crash between the channel's answer and our note of it, one copy follows, marked as a repeat."""
    newsroom.owe()
    (row,) = newsroom.store.due(newsroom.clock.now())
    newsroom.store.trying([row.id], newsroom.clock.now())
    newsroom.restart()
    newsroom.tick()
    assert newsroom.desk.asked == []
    newsroom.clock.move(MINUTE)
    newsroom.tick()
    newsroom.tick()
    (copy,) = newsroom.desk.accepted
    assert copy.repeat
    assert "may be a repeat" in copy.title


def test_crash_before_an_attempt(newsroom: Newsroom) -> None:
    """An alert that was owed and never tried goes out once after the restart, and is no repeat."""
    newsroom.owe()
    newsroom.restart()
    newsroom.tick()
    (message,) = newsroom.desk.accepted
    assert not message.repeat


def test_channel_that_breaks(newsroom: Newsroom) -> None:
    """A fault of ours in a channel is taken for a lost answer, not for the end of the courier."""

    def broken(_: Message) -> Answer:
        raise RuntimeError("surprise")

    newsroom.desk.always = broken
    newsroom.owe()
    newsroom.tick()
    newsroom.desk.always = Accepted()
    newsroom.clock.move(MINUTE)
    newsroom.tick()
    assert newsroom.states() == [SENT]
    assert newsroom.desk.accepted[0].repeat


def test_alert_that_cannot_be_told(newsroom: Newsroom) -> None:
    """One alert that cannot be put into words stops no other, neither alone nor in a digest."""
    hollow = finding()
    hollow = Finding(replace(hollow.change, after=None), hollow.source)
    newsroom.owe_all([delivery(hollow, key="hollow"), delivery(hollow, key="hollow too", digest=True)])
    owed = newsroom.owe(1) + newsroom.owe(1, digest=True)
    newsroom.tick()
    assert sorted(newsroom.desk.alerts) == sorted(owed)
    assert newsroom.rows()[0].answer == "internal error, please report it"


def test_refusal_is_final_and_told(newsroom: Newsroom) -> None:
    """What is refused for ever is given up at once; operators are told on another channel, with the reason."""
    (owed, later) = newsroom.owe(2)
    newsroom.desk.answers = [Refused("410 Gone")]
    newsroom.tick()
    newsroom.tick()
    assert newsroom.states() == [GIVEN_UP, SENT]
    (told,) = newsroom.ops.accepted
    assert told.title.startswith("GIVEN UP — Not delivered on desk")
    assert owed in told.title + told.body
    assert "410 Gone" in told.title + told.body
    assert newsroom.store.retry(newsroom.clock.now(), owed) == 1
    newsroom.tick()
    assert newsroom.desk.alerts == [later, owed]


def test_refusals_of_one_hour_are_told_once(newsroom: Newsroom) -> None:
    """A revoked channel that refuses all does not flood the operators."""
    newsroom.owe(30)
    newsroom.desk.always = Refused("404 no_service")
    newsroom.tick()
    newsroom.tick()
    assert newsroom.states() == [GIVEN_UP] * 30
    assert len(newsroom.ops.accepted) == 1


def test_refused_notice_about_a_channel_ends_there(newsroom: Newsroom) -> None:
    """When every channel refuses, notices about notices do not follow each other for ever."""
    newsroom.owe()
    newsroom.desk.always = newsroom.ops.always = Refused("404")
    for _ in range(5):
        newsroom.tick()
        newsroom.clock.move(HOUR)
    assert len(newsroom.ops.asked) == 1


def test_seven_days(newsroom: Newsroom) -> None:
    """An alert is tried for seven days, restarts or not, then given up, and told; so is all that waited behind it."""
    owed = newsroom.owe(3)
    newsroom.desk.always = BUSY
    while newsroom.states()[0] is not GIVEN_UP:
        newsroom.restart()
        newsroom.clock.move(HOUR)
        newsroom.tick()
    assert newsroom.clock.now() - newsroom.rows()[0].created_at >= 7 * DAY
    assert newsroom.clock.now() - newsroom.rows()[0].created_at < 7 * DAY + 2 * HOUR
    assert newsroom.states() == [GIVEN_UP] * 3
    newsroom.tick()
    titles = [message.title for message in newsroom.ops.accepted]
    assert [title.partition(" — ")[0] for title in titles] == ["CHANNEL DOWN", "GIVEN UP"]
    assert newsroom.store.retry(newsroom.clock.now()) == 3
    newsroom.desk.always = Accepted()
    newsroom.clock.move(HOUR)
    newsroom.tick()
    assert sorted(newsroom.desk.alerts) == sorted(owed)


def test_channel_down_and_back_are_told_once(newsroom: Newsroom) -> None:
    """An outage is told once on another channel, also across restarts, and so is its end."""
    newsroom.owe(2)
    newsroom.desk.always = BUSY
    for _ in range(6):
        newsroom.tick()
        newsroom.clock.move(16 * MINUTE)
    for _ in range(6):
        newsroom.restart()
        newsroom.tick()
        newsroom.clock.move(HOUR)
    newsroom.restart()
    newsroom.desk.always = Accepted()
    newsroom.tick()
    newsroom.owe()
    newsroom.tick()
    told = [message.title for message in newsroom.ops.accepted]
    assert [title.partition(" — ")[0] for title in told] == ["CHANNEL DOWN", "CHANNEL BACK"]
    assert newsroom.states() == [SENT] * 3


def test_short_failure_is_no_outage(newsroom: Newsroom) -> None:
    """A minute without a mail server is told to nobody."""
    newsroom.owe()
    newsroom.desk.answers = [BUSY] * 3
    for _ in range(4):
        newsroom.tick()
        newsroom.clock.move(2 * MINUTE)
    assert newsroom.states() == [SENT]
    assert newsroom.ops.asked == []


def test_missing_channel_keeps_what_it_is_owed(newsroom: Newsroom) -> None:
    """An alert for a channel whose variable is missing waits until it is set."""
    owed = newsroom.owe()
    address = newsroom.addresses.pop("desk")
    newsroom.tick()
    assert newsroom.states() == [OWED]
    assert "no channel desk now" in newsroom.rows()[0].answer
    newsroom.addresses["desk"] = address
    newsroom.clock.move(5 * MINUTE)
    newsroom.tick()
    assert newsroom.desk.alerts == owed


def test_missing_channel_is_given_up_after_seven_days(newsroom: Newsroom) -> None:
    """What no channel takes for seven days is given up, and told."""
    newsroom.owe()
    del newsroom.addresses["desk"]
    for _ in range(8):
        newsroom.tick()
        newsroom.clock.move(DAY)
    assert newsroom.states() == [GIVEN_UP]
    newsroom.tick()
    assert [message.title.partition(" — ")[0] for message in newsroom.ops.accepted] == ["GIVEN UP"]


def test_mended_address_is_used_at_once(newsroom: Newsroom) -> None:
    """When an operator corrects a secret, what waited goes out without a restart and without its back-off."""
    owed = newsroom.owe(2)
    newsroom.desk.always = Temporary("535 wrong password")
    for _ in range(5):
        newsroom.tick()
        newsroom.clock.move(16 * MINUTE)
    newsroom.desk.always = Accepted()
    newsroom.addresses["desk"] += "?new"
    newsroom.tick()
    newsroom.tick()
    assert newsroom.desk.alerts == owed


def test_address_that_cannot_be_opened(newsroom: Newsroom) -> None:
    """An address that no channel opens keeps the alert, and says why."""
    newsroom.owe()
    newsroom.addresses["desk"] = "mailto://"
    newsroom.courier = type(newsroom.courier)(newsroom.store, newsroom.clock)
    newsroom.tick()
    assert newsroom.states() == [OWED]
    assert "apprise cannot read this mailto:// address" in newsroom.rows()[0].answer


def test_digest_is_one_message(newsroom: Newsroom) -> None:
    """What is due with one digest goes out as one message, and not before its time, not even by hand."""
    at = newsroom.clock.now() + HOUR
    owed = newsroom.owe(5, digest=True, due_at=at)
    newsroom.tick()
    assert newsroom.courier.drain(newsroom.routing, at_once=True) == Tally(0, 0)
    assert newsroom.desk.asked == []
    newsroom.clock.move(HOUR)
    newsroom.owe(1, digest=True, due_at=at + HOUR)
    newsroom.tick()
    assert len(newsroom.desk.accepted) == 1
    assert newsroom.desk.alerts == owed
    assert newsroom.states() == [SENT] * 5 + [OWED]


def test_digest_in_parts_loses_nothing(newsroom: Newsroom) -> None:
    """A digest too large for the channel goes out in parts; a part that fails is tried again, the others are not."""
    desk = newsroom.channels["desk"] = Desk(answers=[Accepted(), BUSY])
    desk.room = 1000  # type: ignore[attr-defined]
    owed = newsroom.owe(20, digest=True)
    newsroom.tick()
    newsroom.clock.move(MINUTE)
    newsroom.tick()
    assert desk.alerts == owed
    assert all(len(message.body) <= 1000 for message in desk.accepted)
    assert len(desk.accepted) > 3


def test_crowd_after_an_outage(newsroom: Newsroom) -> None:
    """After a day without the channel, what has piled up arrives bundled, all of it; then each by itself."""
    owed = newsroom.owe(60, level=Level.ROUTINE)
    newsroom.desk.always = BUSY
    for _ in range(24):
        newsroom.tick()
        newsroom.clock.move(HOUR)
    newsroom.desk.always = Accepted()
    owed += newsroom.owe(1, level=Level.ROUTINE)
    newsroom.tick()
    assert newsroom.desk.alerts == owed
    assert [len(message.items) for message in newsroom.desk.accepted] == [60, 1]
    assert newsroom.desk.accepted[0].title == "LATE · 60 new"


def test_later_alerts_reply_to_the_first(newsroom: Newsroom) -> None:
    """What is told of a statement later, a correction too, replies to the message that the channel has named."""
    newsroom.desk.answers = [Accepted("ok", ref="m1"), Accepted("ok", ref="m2")]
    gone = finding(kind=ChangeKind.DELETED, last_seen_at=newsroom.clock.now())
    wrong = replace(notice(NoticeKind.CORRECTION, key="wrong"), subject=finding().change.statement)
    for subject in (finding(), gone, wrong, finding(statement="another")):
        newsroom.owe_all([delivery(subject, follow_up=subject is gone)])
    newsroom.tick()
    first, second, third, other = newsroom.desk.accepted
    assert [each.reply_to for each in newsroom.desk.accepted] == ["", "m1", "m1", ""]
    assert first.thread == second.thread == third.thread != other.thread
    assert (first.quiet, second.quiet) == (False, True)
    assert second.title.startswith("FOLLOW-UP · JP · NO LONGER PUBLIC")
    newsroom.restart()
    newsroom.owe_all([delivery(finding(), key="again"), delivery(finding(), "mail", key="again")])
    newsroom.tick()
    assert newsroom.desk.accepted[-1].reply_to == "m1"


def test_lost_recipient_is_told(newsroom: Newsroom) -> None:
    """When a channel refuses one of its recipients for ever, operators learn who got nothing."""
    newsroom.owe(2)
    newsroom.desk.always = Accepted(lost="gone@newsroom.test: 550 no such user")
    newsroom.tick()
    newsroom.tick()
    assert newsroom.states() == [SENT, SENT]
    (told,) = newsroom.ops.accepted
    assert "gone@newsroom.test: 550 no such user" in told.title + told.body


def test_graceful_stop(newsroom: Newsroom) -> None:
    """Told to stop, the courier finishes the message in hand; the rest goes out at the next start."""
    owed = newsroom.owe(5)
    stopping = threading.Thread(target=newsroom.courier.close)

    def last(_: Message) -> Answer:
        stopping.start()
        while not newsroom.courier._closed.is_set():
            pass
        return Accepted()

    newsroom.desk.always = last
    newsroom.tick()
    stopping.join()
    newsroom.courier.deliver(newsroom.routing)
    assert newsroom.desk.alerts == owed[:1]
    newsroom.desk.always = Accepted()
    newsroom.restart()
    newsroom.tick()
    assert newsroom.desk.alerts == owed


class SlowStore:
    """A store that is read so slowly that a channel finishes meanwhile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.while_read = threading.Event()
        self.told = threading.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def due(self, now: datetime, resting: Collection[str] = ()) -> list[Owed]:
        rows = self._store.due(now, resting)
        self.while_read.set()
        for thread in threading.enumerate():
            if thread.name.startswith("channel "):
                thread.join(10)
        return rows


def test_nothing_is_sent_twice_while_the_outbox_is_read(newsroom: Newsroom) -> None:
    """An alert that is accepted while the outbox is being read is not taken for one that is still owed."""
    slow = SlowStore(newsroom.store)
    newsroom.store = slow  # type: ignore[assignment]
    newsroom.restart()

    def wait(_: Message) -> Answer:
        slow.while_read.wait(10)
        return Accepted()

    newsroom.desk.always = wait
    newsroom.owe()
    newsroom.courier.deliver(newsroom.routing)
    slow.while_read.clear()
    newsroom.courier.deliver(newsroom.routing)
    newsroom.tick()
    assert len(newsroom.desk.asked) == 1


def test_label_stands_on_everything(newsroom: Newsroom) -> None:
    """Every message of the demo says DEMO, digests and notices too."""
    newsroom.courier = newsroom.new_courier("DEMO")
    newsroom.owe()
    newsroom.owe(2, digest=True)
    newsroom.owe_all([delivery(notice(NoticeKind.TEST, key="test"))])
    newsroom.tick()
    assert len(newsroom.desk.accepted) == 3
    assert all(message.title.startswith("DEMO · ") for message in newsroom.desk.accepted)


ANSWERS = st.sampled_from([Accepted(), BUSY, Unknown("no answer"), Temporary("429", timedelta(seconds=90))])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(ANSWERS, st.booleans(), st.booleans()), max_size=12))
def test_whatever_the_channel_answers(story: list[tuple[Answer, bool, bool]]) -> None:
    """Through answers, lost answers, restarts and new alerts in any order, each alert is accepted exactly once."""
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom(Path(folder))
        owed = newsroom.owe(2)
        for answer, restarts, news in story:
            if news:
                owed += newsroom.owe(1)
            newsroom.desk.answers = [answer]
            newsroom.tick()
            if restarts:
                newsroom.restart()
            newsroom.clock.move(MINUTE)
        newsroom.desk.answers = []
        for _ in range(3):
            newsroom.clock.move(HOUR)
            newsroom.tick()
        assert sorted(newsroom.desk.alerts) == sorted(owed)
        assert set(newsroom.states()) == {SENT}
        doubtful = {m.alert for m in newsroom.desk.asked if m.repeat}
        assert all(message.repeat or message.alert not in doubtful for message in newsroom.desk.accepted)
        newsroom.close()
