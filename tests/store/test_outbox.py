"""What is owed, and what became of it; also across a crash."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from fakes import NOW, finding, reading
from monitor.model import Delivery, DeliveryState, Notice, NoticeKind, Owed
from monitor.store.store import Store
from polls import Office, owe

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def states(store: Store) -> list[str]:
    """What became of all deliveries, the oldest first."""
    return [str(one.state) for one in reversed(store.deliveries())]


def notice(key: str = "gap") -> Delivery:
    """A notice owed to operators."""
    about = Notice(NoticeKind.GAP, "monitor", "We were blind.", "look", NOW, key)
    return Delivery("ops", key, "A-GAP", about, due_at=NOW, routes=("operators",))


def test_the_same_alert_is_never_owed_twice_on_a_channel(store: Store) -> None:
    """Another poll that finds the same, or another route that asks for it, adds no second delivery."""
    once = owe(finding(), "desk", NOW)
    store.owe([once, once], NOW)
    store.owe([once, owe(finding(), "mail", NOW)], NOW + MINUTE)
    assert [one.delivery.channel for one in reversed(store.deliveries())] == ["desk", "mail"]


def test_what_is_owed_comes_back_as_it_was(store: Store) -> None:
    """A finding with its quotes and a notice with its mend are read back exactly."""
    owed = [owe(finding(), "desk", NOW), notice()]
    store.owe(owed, NOW)
    assert [one.delivery for one in store.due(NOW)] == owed
    assert {(one.state, one.tries, one.created_at, one.answer) for one in store.due(NOW)} == {
        (DeliveryState.OWED, 0, NOW, "")
    }


def test_what_is_due_comes_by_channel_and_oldest_first(store: Store) -> None:
    """Nothing is due before its time, and what is given up or sent is not due at all."""
    later = Delivery("desk", "later", "A-LATER", notice().subject, due_at=NOW + MINUTE)
    store.owe([notice("second"), owe(finding(key="b"), "desk", NOW), owe(finding(), "desk", NOW), later], NOW)
    due = store.due(NOW)
    assert [(one.delivery.channel, one.id) for one in due] == [("desk", 2), ("desk", 3), ("ops", 1)]
    assert len(store.due(NOW + MINUTE)) == 4
    store.settle([2], DeliveryState.SENT, "ok", NOW)
    store.settle([3], DeliveryState.GIVEN_UP, "no such channel", NOW)
    assert [one.id for one in store.due(NOW + MINUTE)] == [4, 1]


def test_a_try_is_noted_before_it_is_made(store: Store) -> None:
    """While a channel is asked, the outcome is unknown: for a minute nobody else tries."""
    store.owe([notice()], NOW)
    store.trying([1], NOW)
    assert store.due(NOW + 59 * SECOND) == []
    (one,) = store.due(NOW + 60 * SECOND)
    assert (one.state, one.tries, one.tried_at, one.answer) == (DeliveryState.RETRYING, 1, NOW, "")
    store.settle([1], DeliveryState.RETRYING, "503", NOW + SECOND, next_try_at=NOW + 5 * SECOND)
    (one,) = store.due(NOW + 5 * SECOND)
    assert (one.tries, one.answer) == (1, "503")
    store.trying([1], NOW + 5 * SECOND)
    store.settle([1], DeliveryState.SENT, "ok", NOW + 6 * SECOND)
    (one,) = store.deliveries()
    assert (one.state, one.tries, one.sent_at, one.answer) == (DeliveryState.SENT, 2, NOW + 6 * SECOND, "ok")


def test_what_was_given_up_can_be_owed_anew(store: Store) -> None:
    """All of it, or one alert on all its channels; what was sent is left alone."""
    store.owe([owe(finding(), "desk", NOW), owe(finding(), "mail", NOW), notice(), notice("other")], NOW)
    store.settle([1, 2, 3], DeliveryState.GIVEN_UP, "gone", NOW)
    store.settle([4], DeliveryState.SENT, "ok", NOW)
    alert = store.deliveries(channel="desk")[0].delivery.alert
    assert store.retry(NOW + MINUTE, alert) == 2
    assert states(store) == ["owed", "owed", "given-up", "sent"]
    assert store.retry(NOW + MINUTE) == 1
    assert store.retry(NOW + MINUTE) == 0
    assert {one.delivery.due_at for one in store.due(NOW + MINUTE)} == {NOW + MINUTE}


def test_the_history_of_the_outbox_can_be_searched(store: Store) -> None:
    """By what became of it, by channel, by alert, by statement, and whether it was bundled."""
    digest = Delivery("mail", "later", "A-LATER", notice().subject, due_at=NOW, digest=True)
    store.owe([owe(finding(), "desk", NOW), notice(), digest], NOW)
    store.settle([2], DeliveryState.SENT, "ok", NOW)

    def ids(**wanted: object) -> list[int]:
        return [one.id for one in store.deliveries(**wanted)]  # type: ignore[arg-type]

    assert ids() == [3, 2, 1]
    assert ids(limit=2) == [3, 2]
    assert ids(states=[DeliveryState.OWED, DeliveryState.RETRYING]) == [3, 1]
    assert ids(digest=False) == [2, 1]
    assert ids(channel="ops") == [2]
    assert ids(alert="A-LATER") == [3]
    assert ids(statement=finding().change.statement) == [1]


def test_a_digest_that_is_not_due_does_not_wait(store: Store) -> None:
    """What is bundled for the evening is no sign of trouble, until its first try fails."""
    store.owe([Delivery("mail", "evening", "A-EVE", notice().subject, due_at=NOW, digest=True), notice()], NOW)
    assert store.waiting() == 1
    store.trying([1], NOW)
    assert store.waiting() == 2


def killed(script: str, folder: Path) -> None:
    """Run a script on the database in the folder until it kills itself, as the kernel would."""
    tests = Path(__file__).parent
    setting = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tests), str(tests.parent)])}
    ended = subprocess.run([sys.executable, "-c", script, str(folder)], env=setting, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL


DIE = "os.kill(os.getpid(), signal.SIGKILL)"
POLL = """
import os, signal, sys
from fakes import NOW, reading
from polls import Office
from monitor.store.store import Store
office = Office(Store.open(f"sqlite:///{sys.argv[1]}/monitor.db"))
office.poll(reading(["a"]), channels=["desk"])
"""


def owed_after(folder: Path) -> list[Owed]:
    """What stands in the outbox after a restart."""
    store = Store.open(f"sqlite:///{folder}/monitor.db")
    try:
        assert store.verify() == ()
        return store.deliveries()
    finally:
        store.close()


def test_a_crash_after_the_commit_loses_no_alert(tmp_path: Path) -> None:
    """Killed between the commit of a poll and the delivery, the alert is still owed."""
    killed(POLL + DIE, tmp_path)
    (one,) = owed_after(tmp_path)
    assert (one.state, one.tries) == (DeliveryState.OWED, 0)


def test_a_crash_during_a_delivery_is_an_unknown_outcome(tmp_path: Path) -> None:
    """Killed while a channel was asked, the alert is tried again, and it is known that it may be a repeat."""
    killed(POLL + "office.store.trying([1], office.now)\n" + DIE, tmp_path)
    (one,) = owed_after(tmp_path)
    assert (one.state, one.tries, one.answer) == (DeliveryState.RETRYING, 1, "")


def test_a_crash_within_a_poll_leaves_nothing_of_it(tmp_path: Path) -> None:
    """Killed in the middle of a transaction, the next poll sees all of it again."""
    dying = f"""
class Dying(tuple):
    def __iter__(self):
        {DIE}
office.poll(reading(["b", "a"]), kept=Dying(), channels=["desk"])
"""
    killed(POLL + dying, tmp_path)
    assert len(owed_after(tmp_path)) == 1
    store = Store.open(f"sqlite:///{tmp_path}/monitor.db")
    try:
        office = Office(store)
        office.now += 20 * MINUTE
        assert [change.key for change in office.poll(reading(["b", "a"])).changes] == ["b"]
    finally:
        store.close()


@pytest.mark.parametrize("empty", [[], ()])
def test_nothing_to_do_is_no_trouble(store: Store, empty: list[int]) -> None:
    """An empty hand changes nothing."""
    store.owe([], NOW)
    store.trying(empty, NOW)
    store.settle(empty, DeliveryState.SENT, "", NOW)
    assert store.deliveries() == []
