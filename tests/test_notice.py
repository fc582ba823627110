from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fakes import NOW, ago, before, finding, source
from monitor.model import (
    READABLE,
    Before,
    ChainDay,
    ChangeKind,
    Difference,
    Digest,
    Embargo,
    Health,
    Mute,
    Muted,
    Newsroom,
    Notice,
    NoticeKind,
    Reading,
    Routing,
    State,
    Trouble,
)
from monitor.notice import AT_ONCE, Day, gap, heartbeat, of_all, of_poll

NOTHING = Difference()
FAILURES = sorted(set(State) - READABLE)


def told(
    was: Before, state: State = State.OK, difference: Difference = NOTHING, now: datetime = NOW
) -> tuple[Notice, ...]:
    """What operators are told after a poll that came to this state."""
    return of_poll(source(), was, Reading(state, "HTTP 503"), difference, now)


def failing(failures: int, **changes: Any) -> Before:
    """A source that could not be read so often in a row."""
    return before(failures=failures, broken_since=ago(minutes=10 * failures) if failures else None, **changes)


def test_three_misses_break_a_source() -> None:
    """A server that is down once or twice is nobody's business; the third miss is told, with its beginning."""
    assert told(failing(0), State.TIMEOUT) == told(failing(1), State.TIMEOUT) == ()
    (broken,) = told(failing(2), State.TIMEOUT)
    assert (broken.kind, broken.subject) == (NoticeKind.SOURCE_BROKEN, "bridges")
    assert broken.text == "Office of Bridges cannot be read since 2026-03-02T08:40:00Z: timeout (HTTP 503)"


@pytest.mark.parametrize("state", sorted(AT_ONCE))
def test_what_waiting_does_not_mend_is_told_at_once(state: State) -> None:
    """A dead token is told at the first miss."""
    assert [each.kind for each in told(failing(0), state)] == [NoticeKind.SOURCE_BROKEN]


@pytest.mark.parametrize("state", FAILURES)
def test_every_failure_names_a_mend(state: State) -> None:
    """Each notice says what to do about it."""
    (broken,) = told(failing(5), state)
    assert broken.mend not in ("", "see `monitor sources`")


@pytest.mark.parametrize("state", FAILURES)
def test_a_broken_source_is_told_once(state: State) -> None:
    """What operators know already is not told again, though the state changes."""
    assert told(failing(50, told_broken=True), state) == ()


def test_each_breakdown_has_its_own_key() -> None:
    """A source that breaks again next week is told again; retelling the same breakdown changes no key."""
    one, again = told(failing(2), State.TIMEOUT), told(failing(2), State.OFFLINE)
    next_week = told(replace(failing(2), broken_since=NOW + timedelta(days=7)), State.TIMEOUT)
    assert one[0].key == again[0].key != next_week[0].key


@pytest.mark.parametrize("state", sorted(READABLE))
def test_a_source_that_is_back_is_told_once_with_its_blindness(state: State) -> None:
    """When operators know that it broke, they hear that it is back, and from when to when we saw nothing."""
    (back,) = told(failing(9, told_broken=True), state)
    assert back.kind is NoticeKind.SOURCE_BACK
    assert "From 2026-03-02T07:30:00Z to 2026-03-02T09:00:00Z we were blind" in back.text
    assert told(failing(2), state) == (), "a short trouble that nobody heard of"


def test_a_mass_loss_is_told_once() -> None:
    """The desk is told how many are missing, and that nothing is confirmed."""
    held = Difference(held=("a", "b", "c", "d", "e"))
    (loss,) = told(before(), difference=held)
    assert loss.kind is NoticeKind.MASS_LOSS
    assert "Unconfirmed, look yourself: 5 statements" in loss.text
    assert told(before(told_held=True), difference=held) == ()


def test_flapping_is_told_once_a_day() -> None:
    """However often a statement changes to and fro, its notice has one key a day."""
    change = finding(ChangeKind.EDITED, flapping=True).change
    (one,) = told(before(), difference=Difference((change,)))
    assert one.kind is NoticeKind.FLAPPING
    assert change.statement in one.mend
    again = [told(before(), State.OK, Difference((change,)), NOW + timedelta(hours=hours))[0].key for hours in (1, 23)]
    assert [one.key == key for key in again] == [True, False]


@pytest.mark.parametrize(("hours", "is_told"), [(0.5, False), (24, True)])
def test_a_host_that_sends_us_away_for_long_is_told_at_once(hours: float, is_told: bool) -> None:
    """A day of silence that a host asks for is a day of blindness: operators do not learn of it three days later."""
    refusal = Reading(State.RATE_LIMITED, "HTTP 429", retry_after=NOW + timedelta(hours=hours))
    assert bool(of_poll(source(), before(), refusal, NOTHING, NOW)) is is_told


def test_an_ordinary_poll_gives_no_notice() -> None:
    """Nothing to say is said with nothing."""
    assert told(before(), difference=Difference((finding(ChangeKind.EDITED).change,), missing=("a",))) == ()


def test_a_silence_of_ours_says_from_when_to_when() -> None:
    """After a power cut operators read how long we were blind."""
    silence = gap(ago(hours=30), NOW)
    assert "blind from 2026-03-01T03:00:00Z to 2026-03-02T09:00:00Z" in silence.text
    assert silence.key == gap(ago(hours=30), NOW + timedelta(minutes=1)).key, "a second restart tells no second time"


ROUTING = Routing(
    newsroom=Newsroom(ZoneInfo("Asia/Phnom_Penh")), heartbeat=Digest((time(8, 0),), ("ops",)), channels={"ops": "x"}
)


@pytest.mark.parametrize(
    ("now", "told_on", "due"),
    [
        ("2026-03-02T00:59:59Z", date(2026, 3, 1), False),  # 07:59:59 in Phnom Penh
        ("2026-03-02T01:00:00Z", date(2026, 3, 1), True),
        ("2026-03-02T01:00:30Z", date(2026, 3, 2), False),
        ("2026-03-02T20:00:00Z", date(2026, 3, 2), False),  # it is the 3rd there, not yet 08:00
        ("2026-03-03T02:00:00Z", date(2026, 3, 2), True),
        ("2026-03-02T01:00:00Z", None, True),
    ],
)
def test_the_heartbeat_comes_once_a_day_at_its_hour(now: str, told_on: date | None, due: bool) -> None:
    """All is well, at 08:00 of the newsroom's day, once, also when we come late."""
    beat = heartbeat(ROUTING, told_on, Day({"polls": 288, "alerts sent": 3}), datetime.fromisoformat(now))
    assert (beat is not None) is due
    if beat:
        assert "288 polls, 3 alerts sent" in beat.text


def test_the_heartbeat_says_what_is_muted() -> None:
    """Whoever muted a source and forgot it is reminded each morning."""
    silence = Mute("M-1", Muted.SOURCE, "rivers", "their archive", "Sokha", NOW, NOW + timedelta(hours=2))
    beat = heartbeat(ROUTING, None, Day({"polls": 288}, mutes=(silence,)), NOW)
    assert beat is not None
    assert "Muted until 2026-03-02T11:00:00Z: source rivers, by Sokha: their archive" in beat.text


def test_the_heartbeat_never_says_that_all_is_well_when_it_is_not() -> None:
    """What lasts, where we were blind, what is held, and the chain stand in it; then its heading is another one."""
    full = Trouble("disk", NoticeKind.DISK, "The disk is nearly full.", "make room", NOW)
    link = ChainDay(date(2026, 3, 1), "ab" * 32, 17, 40)
    held = (Embargo("s1", "rivers", None, NOW), Embargo("s2", "rivers", NOW, NOW))
    blind = {f"Office {number}": timedelta(minutes=number) for number in range(1, 26)}
    beat = heartbeat(ROUTING, None, Day({"polls": 288}, blind=blind, embargoes=held, chain=link), NOW)
    assert beat is not None
    assert beat.kind is NoticeKind.HEARTBEAT
    assert "Blind to Office 25 for 25m\n" in beat.text
    assert "Blind to 5 more sources" in beat.text
    assert "embargo: 2, of which 1 until you say" in beat.text
    assert f"2026-03-01 (UTC): {'ab' * 32} (17 added)" in beat.text
    for day in (Day({}, troubles=(full,)), Day({"broken sources": 1}), Day({"alerts given up": 1})):
        beat = heartbeat(ROUTING, None, day, NOW)
        assert beat is not None
        assert beat.kind is NoticeKind.NOT_WELL


def test_without_channels_there_is_no_heartbeat() -> None:
    """Nobody is told where nobody is to be told."""
    assert heartbeat(replace(ROUTING, heartbeat=Digest((time(8, 0),), ())), None, Day({}), NOW) is None


# ---------------------------------------------------------------- a source's own habit


def habitual(days_silent: float, **changes: Any) -> Before:
    """A source that posted on each of twelve days, two of them a weekend apart, and not since."""
    days = (0, 1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13)
    return before(posted=tuple(ago(days=days_silent + each) for each in days), **changes)


def test_a_silence_beyond_the_habit_is_told_once_as_not_proved() -> None:
    """An office that posts on most days and is silent for a week is told once: we could not prove that it is silent."""
    assert told(habitual(5)) == told(habitual(5), State.UNCHANGED) == ()
    (silent,) = told(habitual(6), State.UNCHANGED)
    assert (silent.kind, silent.subject) == (NoticeKind.SILENCE, "bridges")
    assert "never silent for more than 3d" in silent.text
    assert "could not prove" in silent.text
    assert told(habitual(6, told_silent=True)) == ()


def test_the_end_of_a_silence_is_told_once() -> None:
    """When the office posts again, operators hear of it, if they heard of the silence; what is dug out is no end."""
    posts = Difference((finding(ChangeKind.NEW).change,))
    assert [each.kind for each in told(habitual(8, told_silent=True), difference=posts)] == [NoticeKind.SILENCE_OVER]
    assert told(habitual(8), difference=posts) == ()
    dug_out = Difference((replace(finding(ChangeKind.NEW).change, backfilled=True),))
    assert told(habitual(8, told_silent=True), difference=dug_out) == ()


@pytest.mark.parametrize("posted", [(), tuple(ago(days=90 + each) for each in range(9)), (ago(days=90),) * 30])
def test_few_posts_tell_no_habit(posted: tuple[datetime, ...]) -> None:
    """A source of which nine posts are known, or thirty of one day, has no habit that it could break."""
    assert told(before(posted=posted)) == ()


def test_a_source_that_cannot_be_read_is_not_called_silent() -> None:
    """What cannot be read is broken, not silent."""
    assert NoticeKind.SILENCE not in {each.kind for each in told(habitual(30, failures=5), State.TIMEOUT)}


# ---------------------------------------------------------------- when everything fails


def stands(name: str, failures: int = 0, good_ago: float | None = 60, polled_ago: float = 5) -> Health:
    """How a source stands: minutes since it was read, and since it was asked."""
    return Health(
        source=name,
        state=State.OFFLINE if failures else State.OK,
        why="",
        last_poll_at=ago(minutes=polled_ago),
        last_good_at=None if good_ago is None else ago(minutes=good_ago),
        next_poll_at=None,
        failures=failures,
        broken_since=ago(minutes=30) if failures else None,
        statements=1,
        latest_at=None,
    )


DOWN = [stands("a", 3, 61), stands("b", 1, 40), stands("c", 0, 60, 60)]


def of_everything(
    state: State, sources: list[Health], outage_since: datetime | None = None, failures: int = 2
) -> list[str]:
    """The kinds of notice after a poll while the sources stand so."""
    one = told(failing(failures), state)
    return [str(each.kind) for each in of_all(one, state, sources, outage_since, NOW)]


def test_when_everything_fails_one_notice_is_told() -> None:
    """A network that is down is one trouble, whatever the number of sources; each source's own is not told."""
    assert of_everything(State.OFFLINE, DOWN) == ["outage"]
    assert of_everything(State.OFFLINE, DOWN, outage_since=ago(minutes=5)) == []
    assert of_everything(State.OFFLINE, [stands("a", 3, None), stands("b", 2, None)]) == ["outage"]


def test_the_end_of_an_outage_is_told_once() -> None:
    """The first source that is read again ends it."""
    assert of_everything(State.OK, DOWN, outage_since=ago(minutes=5), failures=0) == ["outage-over"]
    assert of_everything(State.OK, DOWN, failures=0) == []


def test_a_source_that_fails_while_others_are_read_is_told_by_itself() -> None:
    """One read of any other source since then, or one source alone, and it is no outage; nor is a dead token."""
    assert of_everything(State.OFFLINE, [*DOWN, stands("d", 0, 1, 1)]) == ["source-broken"]
    assert of_everything(State.OFFLINE, DOWN[:1]) == ["source-broken"]
    assert of_everything(State.TOKEN_DEAD, DOWN) == ["source-broken"]
    assert of_everything(State.TOKEN_DEAD, DOWN, outage_since=ago(minutes=5)) == ["source-broken"]
