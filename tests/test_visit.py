from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from fakes import (
    LIST,
    NOW,
    FakeDoor,
    address,
    ago,
    before,
    entry,
    known,
    page,
    plain,
    remembered,
    source,
    version,
)
from monitor.diff import diff
from monitor.model import Before, ChangeKind, Headline, Known, Reading, State, Validators
from monitor.read.mark import reader_mark
from monitor.visit import Budget, Visit, visit

OLDER = f"{LIST}?page=2"
OLDEST = f"{LIST}?page=3"


def visited(door: FakeDoor, was: Before | None = None, **more: object) -> Visit:
    """One poll of the invented office."""
    return visit(plain(), source(), was or before(["a"]), door, NOW, **more)


def headline(key: str, **changes: object) -> Headline:
    """A listed post whose text stands on its own page."""
    return replace(Headline(key, address(key), f"Title of {key}"), **changes)


def keys(read: Reading) -> list[str]:
    """The keys of its entries, sorted."""
    return sorted(each.key for each in read.entries)


# ---------------------------------------------------------------- the list


def test_one_request_reads_the_list() -> None:
    """A list that has all in it is read with one request; its validators and the reader's mark are kept."""
    trip = visited(door := FakeDoor({LIST: page(["b", "a"])}))
    assert door.asked == [LIST]
    assert (trip.reading.state, trip.reading.listed) == (State.OK, ("b", "a"))
    assert trip.reading.fingerprint == reader_mark(plain(), source(), {})
    assert trip.reading.shown_by["b"] == trip.captures[0].sha256
    assert trip.validators == {LIST: trip.captures[0].validators}


def test_the_list_is_asked_for_with_what_the_server_gave() -> None:
    """The validators of the last good reading go with the request."""
    etag = Validators(etag='"1"')
    visited(door := FakeDoor({LIST: 304}), before(["a"], validators={LIST: etag}))
    assert door.asked_with[LIST] == etag


def test_an_unchanged_list_is_the_last_reading_seen_again() -> None:
    """Behind a 304 the statements of the last whole list are listed in their order, and nothing is new."""
    was = before(["a", "b", known("gone", None)])
    read = visited(FakeDoor({LIST: 304}), was).reading
    assert (read.state, read.complete, read.listed, read.entries) == (State.UNCHANGED, True, ("a", "b"), ())


@pytest.mark.parametrize(
    "shown", [page([], state="empty"), page(["a"], state="incomplete", complete=False), page(["a"], complete=False)]
)
def test_only_a_whole_list_may_be_asked_for_with_its_validators(shown: bytes) -> None:
    """After an empty or cut list the next poll asks for it in full."""
    assert visited(FakeDoor({LIST: shown})).validators == {}


@pytest.mark.parametrize("state", [State.OFFLINE, State.TIMEOUT, State.RATE_LIMITED, State.ROBOTS])
def test_when_the_list_fails_nothing_else_is_asked(state: State) -> None:
    """A source that cannot be read is asked once; what waits to be opened goes on waiting."""
    waiting = (headline("w"),)
    trip = visited(door := FakeDoor({LIST: state}), before(["a"], headlines=waiting, suspects=("a",)))
    assert door.asked == [LIST]
    assert (trip.reading.state, trip.reading.why) == (state, f"it is {state}")
    assert trip.reading.headlines == waiting
    assert trip.validators == {}


def test_a_page_that_is_no_list_opens_nothing() -> None:
    """Behind a log-in page no headline is opened, and none is lost."""
    waiting = (headline("w"),)
    shown = page(headlines=[headline("x")], state="login-wall")
    trip = visited(door := FakeDoor({LIST: shown}), before(headlines=waiting))
    assert door.asked == [LIST]
    assert trip.reading.headlines == waiting


def test_a_new_identifier_at_a_known_address_is_the_known_statement() -> None:
    """A feed that changes its guids at each poll lists the same statements."""
    shown = page([entry("guid-9", url=address("a")), entry("b")])
    assert visited(FakeDoor({LIST: shown})).reading.listed == ("a", "b")


# ---------------------------------------------------------------- further pages


def test_after_a_silence_the_list_is_followed_back() -> None:
    """Pages are read back to the last known post, and make one list."""
    door = FakeDoor({LIST: page(["d", "c"], more=[OLDER]), OLDER: page(["b", "a"])})
    trip = visited(door)
    assert door.asked == [LIST, OLDER]
    assert (trip.reading.state, trip.reading.complete) == (State.OK, True)
    assert trip.reading.listed == ("d", "c", "b", "a")
    assert keys(trip.reading) == ["a", "b", "c", "d"]
    assert trip.reading.more == ()


def test_the_list_reaches_as_far_as_its_last_page() -> None:
    """How far back we see is the reach of the oldest page read."""
    first = page(["b"], more=[OLDER], sees_back_to="2026-03-01T00:00:00Z")
    door = FakeDoor({LIST: first, OLDER: page(["a"], sees_back_to="2026-02-01T00:00:00Z")})
    assert visited(door).reading.sees_back_to == ago(days=29, hours=9)


def test_pages_that_point_to_each_other_are_read_once() -> None:
    """A list whose pages lead in a circle ends."""
    door = FakeDoor({LIST: page(["b"], more=[OLDER]), OLDER: page(["a"], more=[LIST, OLDER])})
    visited(door)
    assert door.asked == [LIST, OLDER]


def test_an_empty_page_ends_the_list() -> None:
    """A further page with nothing on it is the end of the list, no fault."""
    door = FakeDoor({LIST: page(["c"], more=[OLDER]), OLDER: page([], state="empty")})
    trip = visited(door)
    assert (trip.reading.state, trip.reading.complete) == (State.OK, True)


def test_a_gap_is_not_taken_for_a_whole_list() -> None:
    """When older pages fail before we come to what we knew, the reading says so, and the next poll reads in full."""
    door = FakeDoor({LIST: page(["d", "c"], more=[OLDER]), OLDER: State.TIMEOUT})
    trip = visited(door)
    assert (trip.reading.state, trip.reading.complete) == (State.INCOMPLETE, False)
    assert trip.reading.why == "an older page could not be read: timeout"
    assert keys(trip.reading) == ["c", "d"], "what could be read is kept"
    assert trip.validators == {}


def test_a_gap_is_closed_at_the_next_poll() -> None:
    """What was read before the page failed does not hide that older posts are still to be read."""
    door = FakeDoor({LIST: page(["d", "c"], more=[OLDER]), OLDER: [State.TIMEOUT, page(["b", "a"])]})
    was = before(["a"])
    for minutes in (0, 10):
        now = NOW + timedelta(minutes=minutes)
        read = visit(plain(), source(), was, door, now).reading
        was = remembered(was, read, diff(source(), was, read, now), now)
    assert sorted(was.known) == ["a", "b", "c", "d"]
    assert was.last_whole_at == NOW + timedelta(minutes=10)


def test_a_failed_page_behind_known_posts_leaves_no_gap() -> None:
    """When the first page reaches what we knew, it is whole as far as it goes; the next poll asks in full."""
    was = before(["a", "b"])
    trip = visited(FakeDoor({LIST: page(["c", "a"], more=[OLDER]), OLDER: State.TIMEOUT}), was)
    assert (trip.reading.state, trip.reading.complete, trip.reading.listed) == (State.OK, True, ("c", "a"))
    assert trip.validators == {}
    assert diff(source(), was, trip.reading, NOW).missing == ()


def test_behind_a_failed_page_nothing_is_listed() -> None:
    """What stands on a page behind one that failed is not asked for: else the failed page would seem empty."""
    was = before(["c", "b", "a"])
    door = FakeDoor({LIST: page(["c"], more=[OLDER, OLDEST]), OLDER: State.TIMEOUT, OLDEST: page(["a"])})
    trip = visited(door, was)
    assert door.asked == [LIST, OLDER]
    assert diff(source(), was, trip.reading, NOW).missing == ()


def test_a_cut_page_may_add_but_lets_nothing_be_missing() -> None:
    """New posts on a page that came cut are kept; what it lacks is not missing."""
    was = before(["c", "b", "a"])
    door = FakeDoor({LIST: page(["c"], more=[OLDER]), OLDER: page(["x", "a"], state="incomplete", complete=False)})
    difference = diff(source(), was, visited(door, was).reading, NOW)
    assert [change.key for change in difference.changes] == ["x"]
    assert difference.missing == ()


def test_the_budget_of_pages_is_kept_and_the_rest_said() -> None:
    """A list is followed five pages back at most; that we did not come to what we knew is said."""
    urls = [f"{LIST}?page={number}" for number in range(2, 12)]
    answers = {url: page([f"p{at}"], more=[urls[at + 1]]) for at, url in enumerate(urls[:-1])}
    door = FakeDoor({LIST: page(["z"], more=[urls[0]]), **answers})
    trip = visited(door)
    assert len(door.asked) == 1 + Budget().pages
    assert trip.reading.state is State.INCOMPLETE
    assert "not reached" in trip.reading.why


def test_the_first_look_need_not_reach_back() -> None:
    """At the first look nothing was known: the budget ends it, and it is whole."""
    urls = [f"{LIST}?page={number}" for number in range(2, 12)]
    answers = {url: page([f"p{at}"], more=[urls[at + 1]]) for at, url in enumerate(urls[:-1])}
    trip = visited(FakeDoor({LIST: page(["z"], more=[urls[0]]), **answers}), before(baseline_at=None))
    assert (trip.reading.state, trip.reading.complete) == (State.OK, True)


# ---------------------------------------------------------------- headlines


def test_headlines_are_opened_for_their_text() -> None:
    """A listed title is followed to its page; what only the list told, and not the page, is kept."""
    listed = headline("b", published_at=ago(hours=2), published_as_written="two hours ago")
    door = FakeDoor({LIST: page(headlines=[listed, headline("a")]), address("b"): page([entry("b", url=None)])})
    trip = visited(door)
    assert door.asked == [LIST, address("b")], "what is known is not opened again"
    (opened,) = trip.reading.entries
    assert (opened.title, opened.url, opened.published_at) == ("Title of b", address("b"), ago(hours=2))
    assert (trip.reading.headlines, trip.reading.looked_at) == ((), ("b",))
    assert trip.reading.shown_by["b"] == trip.captures[1].sha256


def test_a_page_that_fails_is_tried_again_behind_an_unchanged_list() -> None:
    """A headline whose page failed waits, and is opened at the next poll though the list answers 304."""
    door = FakeDoor({LIST: [page(headlines=[headline("b")]), 304], address("b"): [500, page(["b"])]})
    answer_500 = plain(read=lambda *each: Reading(State.UNREADABLE) if each[0].status == 500 else plain().read(*each))
    was = before(["a"])
    first = visit(answer_500, source(), was, door, NOW).reading
    assert [(each.key, each.tries) for each in first.headlines] == [("b", 1)]
    assert first.entries == ()
    was = remembered(was, first, diff(source(), was, first, NOW), NOW)
    second = visit(answer_500, source(), was, door, NOW + timedelta(minutes=10)).reading
    assert (second.state, second.headlines, keys(second)) == (State.UNCHANGED, (), ["b"])


def test_after_three_tries_what_the_list_shows_stands_alone() -> None:
    """A headline whose page cannot be read three times becomes a statement of what the list shows, marked not whole."""
    waiting = headline("b", tries=2, published_at=ago(hours=1), text="It begins…")
    trip = visited(FakeDoor({LIST: page(headlines=[waiting])}), before(["a"], headlines=(waiting,)))
    (alone,) = trip.reading.entries
    assert (alone.key, alone.title, alone.text, alone.whole) == ("b", "Title of b", "It begins…", False)
    assert alone.published_at == ago(hours=1)
    assert trip.reading.shown_by["b"] == trip.captures[0].sha256, "the list shows the title"
    assert trip.reading.gone == (), "a page that never opened is no deletion"


def test_the_newest_headlines_are_opened_first_and_the_rest_wait() -> None:
    """More headlines than one poll may open wait for the next; the new ones go first."""
    listed = [headline(f"n{number}") for number in range(3)]
    waiting = (headline("old"),)
    pages = {address(each.key): page([each.key]) for each in (*listed, *waiting)}
    door = FakeDoor({LIST: page(headlines=listed), **pages})
    trip = visited(door, before(["a"], headlines=waiting), budget=Budget(items=2))
    assert door.asked == [LIST, address("n0"), address("n1")]
    assert [each.key for each in trip.reading.headlines] == ["n2", "old"]


@pytest.mark.parametrize("state", [State.RATE_LIMITED, State.TIMEOUT, State.OFFLINE])
def test_a_host_that_cannot_answer_is_left_in_peace(state: State) -> None:
    """After a page that is refused for the rate, or not answered, no further page is asked for at this poll."""
    listed = [headline(f"n{number}") for number in range(5)]
    was = before([known("a", 0, opened=True, looked_at=ago(days=9), first_seen_at=ago(days=9))])
    door = FakeDoor({LIST: page(["a"], [headline("n0"), *listed[1:]]), address("n0"): state})
    trip = visited(door, was)
    assert door.asked == [LIST, address("n0")]
    assert [each.tries for each in trip.reading.headlines] == [1, 0, 0, 0, 0]


def test_headlines_of_the_first_look_stay_baseline() -> None:
    """What is listed at the first look is no news when we come to open it days later, whatever the list's state."""
    cut = page(headlines=[headline("b"), headline("c")], state="incomplete", complete=False)
    door = FakeDoor(
        {LIST: [cut, page(headlines=[headline("b")])], address("b"): page(["b"]), address("c"): page(["c"])}
    )
    first = visited(door, before(baseline_at=None), budget=Budget(items=0)).reading
    assert all(each.baseline for each in first.headlines)
    second = visited(door, before(headlines=first.headlines)).reading
    assert second.baseline == ("b", "c")


def test_a_headline_that_waits_keeps_its_place_when_the_guid_changes() -> None:
    """A known statement is not opened again because its guid changed."""
    door = FakeDoor({LIST: page(headlines=[headline("guid-9", url=address("a"))])})
    trip = visited(door)
    assert door.asked == [LIST]
    assert trip.reading.listed == ("a",)


# ---------------------------------------------------------------- looking again


def opened(key: str = "a", rank: int = 0, **changes: object) -> Known:
    """A statement whose text came from its own page, two hours ago."""
    return known(key, rank, opened=True, looked_at=ago(hours=2), first_seen_at=ago(hours=3), **changes)


def test_opened_pages_are_looked_at_again_for_edits() -> None:
    """An edit of an item page is found though the list of titles is unchanged."""
    was = before([opened()], validators={address("a"): Validators("x")})
    door = FakeDoor({LIST: 304, address("a"): page([entry("a", "The bridge is shut.")])})
    trip = visited(door, was)
    assert door.asked_with[address("a")] == Validators("x")
    (change,) = diff(source(), was, trip.reading, NOW).changes
    assert (change.kind, change.version.text) == (ChangeKind.EDITED, "The bridge is shut.")


def test_what_a_page_does_not_tell_is_as_it_was() -> None:
    """A title and a date that only the list showed are not lost when the page is looked at again."""
    titled = entry("a", title="Bridge opens", published_at=ago(hours=3))
    was = before([replace(opened(), version=version(titled))])
    door = FakeDoor({LIST: 304, address("a"): page([entry("a")])})
    assert diff(source(), was, visited(door, was).reading, NOW).changes == ()


def test_an_unchanged_page_counts_as_looked_at() -> None:
    """A page that answers 304 was looked at; what the list shows of it is set aside."""
    was = before([opened()])
    door = FakeDoor({LIST: page([entry("a", "A teaser.")]), address("a"): 304})
    trip = visited(door, was)
    assert (trip.reading.looked_at, trip.reading.entries) == (("a",), ())
    assert diff(source(), was, trip.reading, NOW).changes == ()


@pytest.mark.parametrize(
    ("age", "since", "again"),
    [
        (timedelta(hours=2), timedelta(minutes=59), False),
        (timedelta(hours=2), timedelta(hours=1), True),
        (timedelta(days=10), timedelta(hours=23), False),
        (timedelta(days=10), timedelta(hours=25), True),
    ],
)
def test_the_older_a_statement_the_rarer_it_is_looked_at(age: timedelta, since: timedelta, again: bool) -> None:
    """Each hour while it is young; after ten days once a day."""
    was = before([replace(opened(), first_seen_at=NOW - age, looked_at=NOW - since)])
    visited(door := FakeDoor({LIST: 304, address("a"): 304}), was)
    assert (address("a") in door.asked) is again


def test_texts_from_the_list_are_not_looked_at_again() -> None:
    """A text that the list shows whole is read with each list."""
    visited(door := FakeDoor({LIST: 304}), before([replace(opened(), opened=False)]))
    assert door.asked == [LIST]


def test_the_budget_of_looks_goes_to_those_waiting_longest() -> None:
    """Three pages are looked at again in one poll: those not looked at for longest."""
    those = [replace(opened(str(n), n), looked_at=ago(hours=2 + n)) for n in range(5)]
    visited(door := FakeDoor({LIST: 304, **{address(str(n)): 304 for n in range(5)}}), before(those))
    assert door.asked == [LIST, address("4"), address("3"), address("2")]


# ---------------------------------------------------------------- is it gone?


def missed(minutes: float = 10, **changes: object) -> Before:
    """`b` was missing at the last whole reading; `a` and `c` are listed."""
    return before(
        [known("a", 0), known("c", 1), known("b", None, missing_at=(ago(minutes=minutes),), **changes)], suspects=("b",)
    )


@pytest.mark.parametrize("shown", [page(["a", "c"]), 304])
def test_the_own_address_of_a_suspect_is_asked(shown: bytes | int) -> None:
    """What is still missing after ten minutes is asked for at its own address, behind an unchanged list too."""
    was = missed()
    trip = visited(door := FakeDoor({LIST: shown}), was)
    assert door.asked == [LIST, address("b")]
    assert (trip.reading.gone, trip.reading.proofs) == (("b",), {"b": "404 at its own address"})
    assert [change.kind for change in diff(source(), was, trip.reading, NOW).changes] == [ChangeKind.DELETED]


@pytest.mark.parametrize(
    ("was", "shown"),
    [
        (missed(minutes=9), page(["a", "c"])),
        (missed(), page(["a", "b", "c"])),
        (missed(), page(["a", "c"], state="incomplete", complete=False)),
        (missed(), page([], state="empty")),
        (missed(), page(["x"])),
    ],
    ids=["too soon", "listed again", "list is cut", "list is empty", "list is another one"],
)
def test_nobody_is_asked_for_proof_without_need(was: Before, shown: bytes) -> None:
    """Too soon, listed again, or a list that proves nothing: the own address is not asked."""
    visited(door := FakeDoor({LIST: shown}), was)
    assert door.asked == [LIST]


def test_a_suspect_that_still_stands_at_its_address_is_public() -> None:
    """It may have been taken off the list only: it is no suspect, and its page is not compared with the list's text."""
    was = missed()
    trip = visited(
        FakeDoor({LIST: page(["a", "c"]), address("b"): page([entry("b", "Menu. The bridge b is open.")])}), was
    )
    difference = diff(source(), was, trip.reading, NOW)
    assert (difference.changes, difference.missing) == ((), ())


def test_a_suspect_whose_address_cannot_be_read_stays_one() -> None:
    """A time-out is no proof."""
    was = missed()
    trip = visited(FakeDoor({LIST: page(["a", "c"]), address("b"): State.TIMEOUT}), was)
    difference = diff(source(), was, trip.reading, NOW)
    assert (difference.changes, difference.missing) == ((), ("b",))


def test_without_an_own_address_nobody_can_be_asked() -> None:
    """A statement without an address stays a suspect, and is never reported as gone."""
    was = missed(url=None)
    trip = visited(door := FakeDoor({LIST: page(["a", "c"])}), was)
    assert door.asked == [LIST]
    assert diff(source(), was, trip.reading, NOW).missing == ("b",)


def test_where_absence_proves_nothing_nobody_is_asked() -> None:
    """With `deletions: unknown` no own address is asked for proof."""
    door = FakeDoor({LIST: page(["a", "c"])})
    visit(plain(), source(knows_deletions=False), missed(), door, NOW)
    assert door.asked == [LIST]


def lost(count: int, **changes: object) -> Before:
    """So many statements missing at once, of which the last list still shows `z` and nothing else."""
    suspects = [known(f"s{n}", None, missing_at=(ago(minutes=15),)) for n in range(count)]
    return before([*suspects, known("z", 0)], suspects=tuple(each.key for each in suspects), **changes)


def test_a_mass_loss_is_looked_into_until_it_is_told() -> None:
    """Each own address is asked, ten a poll at most; once the desk was told, a person looks and we do not hammer."""
    visited(door := FakeDoor({LIST: page(["z"])}), lost(12))
    assert len(door.asked) == 1 + Budget().suspects
    visited(door := FakeDoor({LIST: page(["z"])}), lost(12, told_held=True))
    assert door.asked == [LIST]


# ---------------------------------------------------------------- poll after poll


def polls(door: FakeDoor, count: int, was: Before) -> tuple[Before, list[tuple[str, str]]]:
    """So many polls, ten minutes apart: what is known after them, and what changed."""
    told: list[tuple[str, str]] = []
    for step in range(count):
        now = NOW + timedelta(minutes=10 * step)
        read = visit(plain(), source(), was, door, now).reading
        difference = diff(source(), was, read, now)
        told += [(change.key, str(change.kind)) for change in difference.changes]
        was = remembered(was, read, difference, now)
    return was, told


def test_a_deletion_is_confirmed_behind_an_unchanged_list() -> None:
    """The list without the post comes once, then 304 for ever: the deletion is told once."""
    door = FakeDoor({LIST: [page(["a", "c"]), 304]})
    _, told = polls(door, 6, before(["a", "b", "c"]))
    assert told == [("b", "deleted")]
    assert door.asked.count(address("b")) == 1


def test_a_post_taken_off_the_list_is_asked_for_once() -> None:
    """What is public at its own address is not asked for again and again."""
    door = FakeDoor({LIST: [page(["a", "c"]), 304], address("b"): page(["b"])})
    _, told = polls(door, 6, before(["a", "b", "c"]))
    assert told == []
    assert door.asked.count(address("b")) == 1


def test_nothing_of_a_long_list_of_titles_is_lost() -> None:
    """Fifty titles at the first look are opened twenty a poll, all as baseline, while the list is unchanged."""
    names: Sequence[str] = [f"t{number}" for number in range(50)]
    door = FakeDoor({LIST: [page(headlines=map(headline, names)), 304], **{address(key): page([key]) for key in names}})
    was, told = polls(door, 3, before(baseline_at=None, last_whole_at=None))
    assert (len(was.known), len(told)) == (50, 50)
    assert max(door.asked.count(address(key)) for key in names) == 1
