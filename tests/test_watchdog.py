"""When the daemon counts as one that hangs."""

from monitor.watchdog import HUNG_AFTER, Rounds


def test_rare_task_is_no_hang() -> None:
    """Between two calls of the dead man's switch, minutes apart, the daemon is as alive as at the first."""
    rounds = Rounds()
    rounds.ended("polls", 0, 1)
    rounds.ended("ping", 0, 300)
    for second in range(400):
        rounds.ended("polls", second, 1)
        assert rounds.go_round(second)
    assert not rounds.go_round(300 + HUNG_AFTER)


def test_late_task_is_a_hang() -> None:
    """A task that does not end is noticed, whatever else goes round."""
    rounds = Rounds()
    rounds.ended("polls", 0, 1)
    rounds.ended("ping", 0, 300)
    assert rounds.go_round(HUNG_AFTER)
    assert not rounds.go_round(HUNG_AFTER + 1)


def test_nothing_begun_is_no_hang() -> None:
    """Before the first task there is nothing to wait for."""
    assert Rounds().go_round(0)
