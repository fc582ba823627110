from datetime import timedelta

import pytest

from fakes import NOW, before, source
from monitor.model import READABLE, Reading, State
from monitor.schedule import Schedule, host_of, next_poll_at

MINUTE = timedelta(minutes=1)
SLOW = [State.BLOCKED, State.CAPTCHA, State.LOGIN_WALL, State.NO_PERMISSION, State.TOKEN_DEAD, State.ROBOTS]


def wait(state: State, failures: int = 0, every: timedelta = 10 * MINUTE, **reading: object) -> timedelta:
    """How long until it is asked again."""
    return next_poll_at(source(every=every), before(failures=failures), Reading(state, **reading), NOW) - NOW


@pytest.mark.parametrize("state", sorted(READABLE))
def test_a_source_is_asked_each_interval(state: State) -> None:
    """What can be read is polled at its own pace."""
    assert wait(state) == 10 * MINUTE


def test_a_failing_source_is_asked_ever_more_rarely() -> None:
    """The pause doubles with each miss, up to an hour, and never below the interval."""
    assert [wait(State.OFFLINE, failures) / MINUTE for failures in range(5)] == [10, 20, 40, 60, 60]
    assert wait(State.OFFLINE, 10_000) == 60 * MINUTE
    assert wait(State.OFFLINE, 3, every=timedelta(hours=3)) == timedelta(hours=3)


@pytest.mark.parametrize("state", SLOW)
def test_who_turns_us_away_is_left_alone_for_half_an_hour(state: State) -> None:
    """A site that blocks us, or a dead token, is not asked each minute."""
    assert wait(state, every=MINUTE) == 30 * MINUTE


def test_a_host_that_asks_for_silence_gets_it() -> None:
    """Retry-After is obeyed when it is longer than our own pause."""
    assert wait(State.RATE_LIMITED, retry_after=NOW + timedelta(hours=5)) == timedelta(hours=5)
    assert wait(State.OK, retry_after=NOW + MINUTE) == 10 * MINUTE


def test_sources_of_one_host_share_it() -> None:
    """The host decides who waits for whom; a source without an address stands alone."""
    assert host_of(source(url="https://WWW.Bridges.example:8443/a")) == "www.bridges.example"
    assert host_of(source(url=None)) == "bridges"


def test_what_the_database_says_is_kept_across_a_restart() -> None:
    """A source due in seven minutes is due in seven minutes after a restart."""
    schedule = Schedule()
    schedule.seed([source()], {"bridges": NOW + 7 * MINUTE}, NOW, 1000.0)
    assert schedule.wait("bridges", 1000.0) == 420
    assert schedule.due([source()], NOW, 1419.0) == {}
    assert list(schedule.due([source()], NOW, 1420.0)) == ["bridges.example"]


@pytest.mark.parametrize("wrong", [timedelta(days=365), timedelta(hours=30)])
def test_a_clock_that_was_wrong_silences_no_source(wrong: timedelta) -> None:
    """A time far ahead in the database is cut to two intervals from now."""
    schedule = Schedule()
    schedule.seed([source()], {"bridges": NOW + wrong}, NOW, 0.0)
    assert schedule.wait("bridges", 0.0) == 1200


def test_a_start_is_not_a_burst() -> None:
    """New and overdue sources are spread over ten seconds, the same at each start."""
    offices = [source(id=f"office-{number}") for number in range(40)]
    schedule, again = Schedule(), Schedule()
    overdue = {office.id: NOW - timedelta(days=2) for office in offices[:20]}
    for each in (schedule, again):
        each.seed(offices, overdue, NOW, 0.0)
    waits = [schedule.wait(office.id, 0.0) for office in offices]
    assert waits == [again.wait(office.id, 0.0) for office in offices]
    assert all(at is not None and 0 <= at < 10 for at in waits)
    assert len(set(waits)) > 20


def test_a_reload_loses_no_place() -> None:
    """An edit of the file neither delays nor hastens a source; a new interval counts at once; what is gone is gone."""
    schedule = Schedule()
    schedule.seed([source(), source(id="rivers")], {}, NOW, 0.0)
    schedule.put("bridges", 9 * MINUTE, 0.0)
    schedule.seed([source(), source(id="new")], {}, NOW, 60.0)
    assert schedule.wait("bridges", 60.0) == 480
    assert schedule.wait("new", 60.0) is not None
    assert schedule.wait("rivers", 60.0) is None
    schedule.seed([source(every=MINUTE)], {}, NOW, 60.0)
    assert schedule.wait("bridges", 60.0) == 120


@pytest.mark.parametrize("changes", [{"enabled": False}, {"needs": ("TOKEN",)}])
def test_a_source_that_cannot_be_asked_is_not_scheduled(changes: dict[str, object]) -> None:
    """Disabled, or its variable missing: it is not polled."""
    schedule = Schedule()
    schedule.seed([source(**changes)], {}, NOW, 0.0)
    assert schedule.due([source(**changes)], NOW, 1e9) == {}


def test_a_pause_ends_by_itself() -> None:
    """A source paused until nine is due at nine."""
    paused = source(paused_until=NOW)
    schedule = Schedule()
    schedule.seed([paused], {}, NOW - MINUTE, 0.0)
    assert schedule.due([paused], NOW - MINUTE, 60.0) == {}
    assert list(schedule.due([paused], NOW, 120.0)) == ["bridges.example"]


def test_after_a_poll_a_source_waits() -> None:
    """What was polled is due after its wait, never in the past; sources of a host come together."""
    schedule, both = Schedule(), [source(), source(id="bridges-2")]
    schedule.seed(both, {}, NOW, 0.0)
    assert schedule.due(both, NOW, 100.0) == {"bridges.example": both}
    schedule.put("bridges", 10 * MINUTE, 100.0)
    schedule.put("bridges-2", -5 * MINUTE, 100.0)
    assert schedule.due(both, NOW, 100.0) == {"bridges.example": both[1:]}
    assert schedule.wait("bridges", 100.0) == 600
    assert schedule.wait("bridges", 900.0) == 0
