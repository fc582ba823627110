from dataclasses import replace
from datetime import time

import pytest

from fakes import NOW, assessment, finding
from monitor.model import (
    Bundling,
    ChangeKind,
    DeliveryState,
    Digest,
    Finding,
    Lately,
    Linked,
    Muted,
    Notice,
    NoticeKind,
    Owed,
    Quiet,
    Route,
)
from monitor.route import route
from monitor.route.limit import HOUR, pushes
from monitor.route.mutes import moved
from routed import MINUTE, at, mute, news, owed, routing

NIGHT = Quiet(time(15), time(18))  # NOW is 16:00 in Phnom Penh
DESK = Route("r", ("desk",))

# ---------------------------------------------------------------- digests


@pytest.mark.parametrize(
    ("bundling", "due"),
    [(Bundling((time(7, 30), time(17, 30))), at(17, 30)), (Bundling(every=30 * MINUTE), at(16, 30))],
)
def test_a_route_may_have_a_digest_of_its_own(bundling: Bundling, due: object) -> None:
    """All that the route is told goes out bundled, urgent or not; another route's alerts go at once."""
    bundled = Route("r", ("mail",), digest=bundling)
    assert owed([news()], routing(bundled, DESK)) == [("mail", due, "digest"), ("desk", NOW, "at once")]
    assert owed([news(urgent=True)], routing(bundled)) == [("mail", due, "digest")]


def test_a_channel_is_told_at_the_earliest_time_that_a_route_offers() -> None:
    """Once, at once, where one route wants it so and another in its digest; only the first is named."""
    both = routing(Route("slow", ("desk",), digest=Bundling(every=30 * MINUTE)), DESK)
    (one,) = route([news()], (), both, NOW)
    assert (one.due_at, one.digest, one.routes) == (NOW, False, ("r",))


def test_what_is_dated_long_before_goes_into_the_routes_own_digest() -> None:
    """A backfilled statement waits for the digest of the route that asks for it; doubts for the newsroom's."""
    by = routing(Route("r", ("desk",), digest=Bundling(every=30 * MINUTE)), digest=Digest((time(17, 30),), ("mail",)))
    assert owed([finding(backfilled=True)], by) == [("desk", at(16, 30), "digest")]
    doubt = finding(ChangeKind.NEW, assessment(relevant=False, unsure=True))
    assert owed([doubt], by) == [("mail", at(17, 30), "digest")]


# ---------------------------------------------------------------- quiet hours


def test_quiet_hours_hold_what_is_not_urgent() -> None:
    """It goes out bundled at their end; what is urgent breaks them; outside of them all goes at once."""
    quiet = routing(replace(DESK, quiet=NIGHT))
    assert owed([news(), news("b", urgent=True)], quiet) == [
        ("desk", at(18), "quiet-hours"),
        ("desk", NOW, "at once"),
    ]
    assert owed([news()], quiet, at(18)) == [("desk", at(18), "at once")]


def test_a_digest_in_quiet_hours_waits_for_their_end() -> None:
    """A digest every half hour rests in the night."""
    bundled = replace(DESK, digest=Bundling(every=30 * MINUTE), quiet=NIGHT)
    assert owed([news()], routing(bundled)) == [("desk", at(18), "quiet-hours")]
    assert owed([news()], routing(bundled), at(14, 50)) == [("desk", at(18), "quiet-hours")]


def test_what_adds_nothing_to_an_urgent_telling_breaks_no_quiet_hours() -> None:
    """Its side told it there before, as urgently."""
    again = replace(news(urgent=True), linked=Linked("e1", told_by=("JP",), told_on=("desk",)))
    assert owed([again], routing(replace(DESK, quiet=NIGHT))) == [("desk", at(18), "quiet-hours")]


def test_a_late_message_comes_after_quiet_hours_too() -> None:
    """After long blindness as well, only what is urgent interrupts."""
    late = route([news(), news("b", urgent=True)], (), routing(replace(DESK, quiet=NIGHT)), NOW, catch_up_at=at(16, 2))
    assert [each.due_at for each in late] == [at(18), at(16, 2)]


# ---------------------------------------------------------------- limits

TWO = replace(DESK, per_hour=2)


def test_what_is_over_the_limit_goes_out_bundled() -> None:
    """Two an hour: of five the third to fifth wait until the first leaves the hour, and none is lost."""
    five = [news(key) for key in "abcde"]
    assert owed(five, routing(TWO)) == [*[("desk", NOW, "at once")] * 2, *[("desk", NOW + HOUR, "limit")] * 3]


def test_the_limit_counts_what_went_out_before() -> None:
    """By another poll, before a restart; what comes while a bundle waits joins it; after it all goes at once again."""
    sent = pushes(route([news("x"), news("y"), news("z")], (), routing(TWO), NOW))
    lately = Lately(sent)
    assert owed([news()], routing(TWO), NOW + 10 * MINUTE, lately) == [("desk", NOW + HOUR, "limit")]
    assert owed([news()], routing(TWO), NOW + 61 * MINUTE, lately) == [("desk", NOW + 61 * MINUTE, "at once")]
    other = routing(replace(TWO, id="other"))
    assert owed([news()], other, NOW + MINUTE, lately) == [("desk", NOW + MINUTE, "at once")], "another route's"


def test_what_is_urgent_is_held_by_urgent_ones_alone() -> None:
    """A flood of ceremonies holds up no border; a flood of borders is bundled."""
    flood = [*(news(key) for key in "abc"), *(news(key, urgent=True) for key in "xyz")]
    whens = [when for _, when, _ in owed(flood, routing(TWO))]
    assert whens == [NOW, NOW, NOW + HOUR, NOW, NOW, NOW + HOUR]


def test_what_is_over_the_limit_waits_for_the_end_of_quiet_hours() -> None:
    """Its bundle would go out in them."""
    limited = replace(TWO, quiet=Quiet(time(16, 30), time(20)))
    assert owed([news(key) for key in "abc"], routing(limited))[2] == ("desk", at(20), "quiet-hours")


# ---------------------------------------------------------------- mutes


@pytest.mark.parametrize(
    ("what", "name"),
    [
        (Muted.SOURCE, "bridges"),
        (Muted.ROUTE, "r"),
        (Muted.CHANNEL, "desk"),
        (Muted.EVENT, "e1"),
        (Muted.STATEMENT, news().change.statement),
    ],
)
def test_a_mute_holds_what_it_names(what: Muted, name: str) -> None:
    """Until its end, urgent or not, and bundled then; what it does not name goes at once."""
    one = replace(news(urgent=True), linked=Linked("e1"))
    both = Lately(mutes=(mute(what, name, at(17)), mute(what, "other", at(19))))
    assert owed([one], routing(DESK), lately=both) == [("desk", at(17), "mute")]
    assert owed([one], routing(DESK), at(17), both) == [("desk", at(17), "at once")], "it is over"
    assert owed([one], routing(DESK), lately=Lately(mutes=(mute(what, "other", at(17)),)))[0][2] == "at once"


def test_a_mute_of_one_route_leaves_the_others() -> None:
    """Who is told by another route too is told at once."""
    by = routing(DESK, Route("s", ("desk", "mail")))
    silent = Lately(mutes=(mute(Muted.ROUTE, "r", at(17)),))
    assert owed([news()], by, lately=silent) == [("desk", NOW, "at once"), ("mail", NOW, "at once")]


def test_a_mute_ends_in_no_quiet_hours() -> None:
    """What it held waits on; the mute stays named, so that its end by hand lets it go."""
    silent = Lately(mutes=(mute(Muted.SOURCE, "bridges", at(17)),))
    (one,) = route([news()], (), routing(replace(DESK, quiet=NIGHT)), NOW, lately=silent)
    assert (one.due_at, one.held, one.mute) == (at(18), "mute", "M-bridges")


def test_what_operators_must_know_is_never_muted() -> None:
    """A source that breaks is told though it is muted, and its channel too."""
    broken = Notice(NoticeKind.SOURCE_BROKEN, "bridges", "It broke.", "mend it", NOW, "k")
    mutes = (mute(Muted.SOURCE, "bridges", at(17)), mute(Muted.CHANNEL, "ops", at(17)))
    (one,) = route((), (broken,), routing(DESK), NOW, lately=Lately(mutes=mutes))
    assert (one.channel, one.due_at, one.held) == ("ops", NOW, None)


def waiting(one: Finding, **changes: object) -> Owed:
    """A delivery that waits for a digest at 16:30."""
    (made,) = route([one], (), routing(replace(DESK, digest=Bundling(every=30 * MINUTE))), NOW)
    return Owed(7, replace(made, **changes), DeliveryState.OWED, NOW, 0, made.due_at)  # type: ignore[arg-type]


def test_a_mute_holds_what_waits_already() -> None:
    """What would go out before its end; not what was tried, nor what comes later anyway."""
    until_five = (mute(Muted.SOURCE, "bridges", at(17)),)
    ((number, held),) = moved([waiting(news())], until_five, NOW)
    assert (number, held.due_at, held.held, held.mute) == (7, at(17), "mute", "M-bridges")
    assert list(moved([replace(waiting(news()), tries=1)], until_five, NOW)) == []
    assert list(moved([waiting(news(), due_at=at(17, 30))], until_five, NOW)) == []


def test_when_a_mute_ends_what_it_held_goes_out() -> None:
    """At once; unless another mute holds it, be that a shorter one."""
    ((_, held),) = moved([waiting(news())], (mute(Muted.SOURCE, "bridges", at(17)),), NOW)
    row = replace(waiting(news()), delivery=held)
    ((_, free),) = moved([row], (), at(16, 5))
    assert (free.due_at, free.mute) == (at(16, 5), None)
    shorter = (mute(Muted.CHANNEL, "desk", at(16, 45)),)
    ((_, still),) = moved([row], shorter, at(16, 5))
    assert (still.due_at, still.mute) == (at(16, 45), "M-desk")
    assert list(moved([replace(row, delivery=still)], shorter, at(16, 6))) == []
