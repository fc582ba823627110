"""Relevant statements are followed at their own addresses, also when no list shows them any more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fakes import LIST, NOW, FakeDoor, address, ago, before, entry, known, page, plain, reading, source
from monitor.diff import diff
from monitor.follow import next_look
from monitor.model import Before, Change, ChangeKind, Difference, Known, State
from monitor.visit import Budget, visit

LISTED = page(["z"])
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)


def followed(key: str = "a", **more: object) -> Known:
    """A relevant statement that scrolled off; its own address is due."""
    made = known(key, None, relevant=True, opened=True, relook_at=ago(minutes=1), first_seen_at=ago(days=9))
    return replace(made, **more)


def said_gone(key: str = "a", **more: object) -> Known:
    """One whose own address said gone ten minutes ago."""
    return followed(key, gone_at=ago(minutes=10), **more)


def office(*those: Known, **more: object) -> Before:
    """What is known of an office whose list shows `z` alone."""
    return before([*those, known("z", 0, first_seen_at=ago(days=90))], **more)


def looked(was: Before, answers: dict[str, object], **more: object) -> tuple[Difference, FakeDoor]:
    """One poll: what it came to, and what was asked."""
    door = FakeDoor({LIST: LISTED, **answers})
    one = source(**more)
    return diff(one, was, visit(plain(), one, was, door, NOW).reading, NOW), door


def kinds(difference: Difference) -> list[tuple[str, str]]:
    """What happened to whom."""
    return [(change.key, str(change.kind)) for change in difference.changes]


@pytest.mark.parametrize(
    ("age", "wait"),
    [(0, DAY), (29, DAY), (31, WEEK), (394, WEEK), (396, None)],
)
def test_daily_for_a_month_then_weekly_for_a_year(age: int, wait: timedelta | None) -> None:
    """A statement is looked at each day for thirty days, each week for a year, and then left."""
    assert next_look(ago(days=age), NOW) == (wait and NOW + wait)


def test_an_edit_behind_the_list_is_found() -> None:
    """A statement that no list shows any more is edited at its own address: the edit is told."""
    difference, _ = looked(office(followed()), {address("a"): page([entry("a", "The bridge a is closed.")])})
    (change,) = difference.changes
    assert (change.kind, change.version.text) == (ChangeKind.EDITED, "The bridge a is closed.")


def test_what_came_from_a_list_is_not_compared_with_a_page() -> None:
    """A list and a page never tell a text alike, but for kinds that say so."""
    was = office(followed(opened=False))
    answers = {address("a"): page([entry("a", "The bridge a is closed.")])}
    assert looked(was, answers)[0].changes == ()
    alike = plain(tells_alike=True)
    trip = visit(alike, source(), was, FakeDoor({LIST: LISTED, **answers}), NOW)
    assert kinds(diff(source(), was, trip.reading, NOW)) == [("a", "edited")]
    assert "a" not in trip.reading.looked_at, "the list may edit it still"


def test_nobody_is_looked_at_before_the_time() -> None:
    """What was looked at today waits for tomorrow; three are asked at a poll, those that are due longest first."""
    was = office(*(followed(f"k{n}", relook_at=ago(hours=n)) for n in range(-2, 6)))
    answers = {address(f"k{n}"): page([f"k{n}"]) for n in range(-2, 6)}
    _, door = looked(was, answers)
    assert door.asked == [LIST, address("k5"), address("k4"), address("k3")]
    assert len(door.asked) == 1 + Budget().followed
    assert looked(office(followed(relook_at=NOW + DAY)), {})[1].asked == [LIST]


def test_a_list_that_shows_the_whole_text_is_look_enough() -> None:
    """What a list still gives whole is not asked for at its own address; a page that was opened is."""
    shown = before([known("z", 0, relook_at=ago(days=1)), known("y", 1, relook_at=ago(days=1), opened=True)])
    door = FakeDoor({LIST: page(["z", "y"]), address("y"): page(["y"])})
    visit(plain(), source(), shown, door, NOW)
    assert door.asked == [LIST, address("y")]


def test_one_answer_that_says_gone_proves_nothing() -> None:
    """The first 404 of a statement that scrolled off is noted only."""
    difference, _ = looked(office(followed()), {})
    assert difference == Difference()


def test_two_answers_ten_minutes_apart_prove_it() -> None:
    """Gone twice at its own address while the source can be read: no longer public, with both looks and the proof."""
    difference, _ = looked(office(said_gone()), {})
    (change,) = difference.changes
    assert (change.kind, change.key) == (ChangeKind.DELETED, "a")
    assert change.missing_at == (ago(minutes=10), NOW)
    assert change.proof == "404 at its own address"
    early = office(followed(gone_at=ago(minutes=9)))
    assert looked(early, {})[0] == Difference()


@pytest.mark.parametrize(
    "shown", [page([], state="empty"), page(["z"], state="incomplete", complete=False), State.OFFLINE]
)
def test_a_source_that_cannot_be_read_lets_nothing_be_gone(shown: bytes | State) -> None:
    """While the list is empty, cut or out of reach, no 404 is taken for a deletion."""
    assert looked(office(said_gone()), {LIST: shown})[0].changes == ()


@pytest.mark.parametrize("answer", [State.TIMEOUT, page([], state="unreadable"), page(["a"])])
def test_only_gone_is_gone(answer: bytes | State) -> None:
    """A page that cannot be read, or that stands there, is no deletion."""
    assert looked(office(said_gone()), {address("a"): answer})[0].changes == ()


def test_what_is_listed_is_not_gone() -> None:
    """A statement that a list shows again is public, whatever its own address says."""
    assert looked(office(said_gone("z", opened=True, rank=0)), {})[0].changes == ()


def test_where_absence_proves_nothing_only_edits_are_looked_for() -> None:
    """With `deletions: unknown` a 404 is nothing, and gives no reason to look at others."""
    was = office(said_gone(), followed("b", relook_at=NOW + DAY))
    difference, door = looked(was, {}, knows_deletions=False)
    assert difference.changes == ()
    assert door.asked == [LIST, address("a")]
    assert looked(was, {}, knows_deletions=False, knows_edits=False)[1].asked == [LIST]


def test_a_site_that_moved_has_not_taken_everything_down() -> None:
    """When one is gone, others are looked at too; five at once are held, and told as unconfirmed."""
    many = [followed("a"), *(followed(f"k{n}", relook_at=NOW + DAY) for n in range(12))]
    difference, door = looked(office(*many), {})
    assert len(door.asked) == 1 + Budget().suspects
    assert difference == Difference()
    were_gone = [said_gone(f"k{n}") for n in range(5)]
    difference, _ = looked(office(*were_gone), {})
    assert difference.changes == ()
    assert len(difference.held) == 5
    (four, _) = looked(office(*were_gone[:4]), {})
    assert kinds(four) == [(f"k{n}", "deleted") for n in range(4)]


def test_what_is_held_stays_held() -> None:
    """While five addresses say gone, a later poll that does not ask them tells nothing new, and confirms no other."""
    were_gone = [said_gone(f"k{n}", relook_at=NOW + DAY) for n in range(5)]
    difference, door = looked(office(*were_gone, told_held=True), {})
    assert (door.asked, difference.changes, len(difference.held)) == ([LIST], (), 5)


def test_public_again_at_its_own_address_is_restored() -> None:
    """What was told as no longer public and answers with the same words again is restored; other words are not it."""
    was = office(followed(deleted_at=ago(days=2)))
    assert kinds(looked(was, {address("a"): page(["a"])})[0]) == [("a", "restored")]
    assert kinds(looked(was, {address("a"): page([entry("a", "Welcome to our new site.")])})[0]) == []
    assert kinds(looked(was, {})[0]) == []


def test_a_statement_is_asked_for_once_in_a_poll() -> None:
    """What was asked for its youth, or because it is missing, is not asked again for its relevance."""
    young = known("z", 0, opened=True, relevant=True, relook_at=ago(hours=1), looked_at=ago(days=2))
    missing = followed("b", missing_at=(ago(minutes=15),), version=known("b").version)
    was = before([young, missing, known("c", 1)], suspects=("b",))
    door = FakeDoor({LIST: page(["z", "c"]), address("z"): page(["z"]), address("b"): page(["b"])})
    visit(plain(), source(), was, door, NOW)
    assert sorted(door.asked) == sorted([LIST, address("z"), address("b")])


def test_a_hushed_host_keeps_the_turn() -> None:
    """When the host asks for silence, what was not asked keeps its turn; what has no address loses it."""
    was = office(followed("a", relook_at=ago(hours=2)), followed("b"))
    trip = visit(plain(), source(), was, FakeDoor({LIST: LISTED, address("a"): State.RATE_LIMITED}), NOW)
    assert trip.reading.tried == ("a",)
    nowhere = office(followed("a", url=None))
    assert visit(plain(), source(), nowhere, FakeDoor({LIST: LISTED}), NOW).reading.tried == ("a",)


def test_a_change_names_the_statement_that_was_known() -> None:
    """The story of a statement goes on under its own ID."""
    was = office(said_gone())
    difference, _ = looked(was, {})
    (change,) = difference.changes
    assert isinstance(change, Change)
    assert change.statement == was.known["a"].statement
    assert diff(source(), was, reading(["z"]), NOW).changes == ()


def test_pages_that_fail_do_not_take_the_turns_of_others() -> None:
    """Three pages that cannot be read are left for an hour: the fourth is looked at, and its edit is told."""
    old = ago(days=1)
    failing = [known(key, at, opened=True, looked_at=old, first_seen_at=old) for at, key in enumerate("abc")]
    was = before(
        [*(replace(each, asked_at=ago(minutes=10)) for each in failing), known("d", 3, opened=True, looked_at=old)]
    )
    door = FakeDoor(
        {
            LIST: page(["a", "b", "c", "d"]),
            **{address(key): State.TIMEOUT for key in "abc"},
            address("d"): page([entry("d", "The bridge d is closed.")]),
        }
    )
    one = source()
    read = visit(plain(own_pages=True), one, was, door, NOW).reading
    assert door.asked == [LIST, address("d")]
    assert kinds(diff(one, was, read, NOW)) == [("d", "edited")]
