"""Whatever the routes and whatever is found: nothing that is asked for is lost, nothing is told twice on a channel."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import NOW, assessment, finding
from monitor.model import (
    Bundling,
    ChangeKind,
    Delivery,
    DeliveryState,
    Digest,
    Escalation,
    Finding,
    Held,
    Lately,
    Level,
    Linked,
    Mute,
    Muted,
    Owed,
    Quiet,
    Route,
    Routing,
)
from monitor.route import route
from monitor.route.asks import asks, grade, no_news, pushes, waits
from monitor.route.limit import HOUR
from monitor.route.limit import pushes as counted
from monitor.route.mutes import moved
from routed import MINUTE, PHNOM_PENH, mute, routing

LONGEST = timedelta(days=9)
"""A mute of a week, and a day for each of digest and quiet hours."""

names = st.sampled_from(["desk", "mail", "phone", "no-address"])
hours = st.integers(0, 23).map(time)
quiet = st.tuples(hours, hours).filter(lambda both: both[0] != both[1]).map(lambda both: Quiet(*both))
some = st.lists(names, min_size=1, max_size=3, unique=True).map(tuple)


def few(*given: object) -> st.SearchStrategy[tuple[object, ...]]:
    """A filter: mostly none."""
    return st.one_of(st.just(()), st.lists(st.sampled_from(given), max_size=2, unique=True).map(tuple))


routes = st.builds(
    Route,
    st.just("r"),
    some,
    beats=few("kh-jp", "kh-fr"),
    topics=few("travel", "aid"),
    changes=few(*ChangeKind),
    sides=few("JP", "KH"),
    tags=few("embassy"),
    search=few("bridge", "a"),
    events=few("e1"),
    levels=st.lists(st.sampled_from(["urgent", "routine", "unsure", "typographic"]), min_size=1, unique=True).map(
        tuple
    ),
    digest=st.none() | st.sampled_from([Bundling((time(7, 30), time(17))), Bundling(every=45 * MINUTE)]),
    quiet=st.none() | quiet,
    per_hour=st.none() | st.integers(1, 3),
    escalate=st.none() | st.builds(Escalation, st.sampled_from([5 * MINUTE, HOUR]), some),
)
routings = st.builds(
    lambda given, digest: routing(
        *(replace(each, id=f"r{number}") for number, each in enumerate(given)),
        digest=Digest((time(7, 30),), digest),
    ),
    st.lists(routes, max_size=4),
    st.just(()) | some,
)
verdicts = st.builds(
    assessment,
    st.sampled_from(["kh-jp", "kh-fr"]),
    relevant=st.booleans(),
    unsure=st.booleans(),
    level=st.sampled_from(list(Level)),
    topics=few("travel", "aid"),
)
linked = st.none() | st.builds(
    Linked, st.sampled_from(["e1", "e2"]), told_on=few("desk", "mail"), differs=st.booleans()
)
found = st.builds(
    lambda one, event, side: replace(one, linked=event, source=replace(one.source, side=side, tags=("embassy",))),
    st.builds(
        finding,
        st.sampled_from(list(ChangeKind)),
        verdicts,
        verdicts,
        key=st.text("abcdef", min_size=1, max_size=3),
        significant=st.booleans(),
        backfilled=st.booleans(),
        was_relevant=st.booleans(),
    ),
    linked,
    st.sampled_from(["JP", "KH", None]),
)
mutes = st.builds(
    mute,
    st.sampled_from(list(Muted)),
    st.sampled_from(["bridges", "r0", "desk", "e1"]),
    st.timedeltas(timedelta(0), timedelta(days=7)).map(lambda span: NOW + span),
)


@given(
    st.lists(found, max_size=8, unique_by=lambda one: (one.change.statement, one.change.kind)),
    routings,
    st.lists(mutes, max_size=2).map(tuple),
    st.none() | st.just(NOW + 2 * MINUTE),
)
@settings(max_examples=100, deadline=None)
def test_all_that_is_asked_for_is_owed_once(
    findings: list[Finding], by: Routing, mutes: tuple[object, ...], catch_up_at: datetime | None
) -> None:
    """Each channel of each route that asks gets each finding, or the digest does; by nine days from now, and once."""
    deliveries = route(findings, (), by, NOW, catch_up_at=catch_up_at, lately=Lately(mutes=mutes))  # type: ignore[arg-type]
    assert len({(each.channel, each.key) for each in deliveries}) == len(deliveries)
    assert all(NOW <= each.due_at <= NOW + LONGEST and each.channel in by.channels for each in deliveries)
    for one in findings:
        owed = {each.channel for each in deliveries if each.subject == one}
        asking = [] if no_news(one) else [each for each in by.routes if asks(each, one)]
        assert owed <= {channel for each in asking for channel in reached(each, by)}, "whom no route asks to tell"
        for each in asking:
            missing = addressed(each.channels, by) - owed
            digest = addressed(by.digest.channels, by)
            if pushes(each, one) or (waits(each, one) and grade(one) in each.levels):
                assert not missing or (digest and digest <= owed)
                assert not missing or one.linked or one.change.backfilled, "only a follow-up, or what is old, waits"
            elif waits(each, one):
                assert digest <= owed


@given(
    st.lists(found, max_size=4, unique_by=lambda one: (one.change.statement, one.change.kind)),
    routings,
    st.lists(st.tuples(st.timedeltas(timedelta(0), timedelta(days=2)), st.lists(mutes, max_size=3)), max_size=4),
)
@settings(max_examples=100, deadline=None)
def test_mutes_begin_and_end_and_nothing_is_lost(
    findings: list[Finding], by: Routing, steps: list[tuple[timedelta, list[Mute]]]
) -> None:
    """Whatever is muted and unmuted while alerts wait: each goes out, by the end of the last mute that held it."""
    rows = {number: waiting(number, one) for number, one in enumerate(route(findings, (), by, NOW))}
    first, now = {number: row.delivery.due_at for number, row in rows.items()}, NOW
    ends = [NOW]
    for span, in_force in [*steps, (timedelta(0), [])]:
        now += span
        ends += [each.until for each in in_force if each.until > now]
        for number, to in moved([row for row in rows.values() if row.delivery.due_at > now], in_force, now):
            rows[number] = waiting(number, to)
    assert {row.delivery.key for row in rows.values()} == {each.key for each in route(findings, (), by, NOW)}
    assert not any(row.delivery.mute for row in rows.values() if row.delivery.due_at > now)
    for number, row in rows.items():
        assert row.delivery.due_at <= max(first[number], now, *ends)


def waiting(number: int, one: Delivery) -> Owed:
    """A delivery that was not tried yet."""
    return Owed(number, one, DeliveryState.OWED, NOW, 0, one.due_at)


def addressed(channels: Iterable[str], by: Routing) -> set[str]:
    """Those that have an address."""
    return {*channels} & {*by.channels}


def reached(one: Route, by: Routing) -> set[str]:
    """Whom a route may tell: its own channels, the digest's, those to which it escalates."""
    return {*one.channels, *by.digest.channels, *(one.escalate.channels if one.escalate else ())}


steps = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 5)), min_size=1, max_size=12)


@given(steps, st.integers(1, 3), st.none() | quiet)
@settings(max_examples=100, deadline=None)
def test_no_hour_has_more_messages_than_the_limit(
    polls: list[tuple[int, int]], per_hour: int, silence: Quiet | None
) -> None:
    """Whenever polls come: in any hour at most so many, bundles counted; in quiet hours none; and all is told."""
    by = routing(Route("r", ("desk",), per_hour=per_hour, quiet=silence))
    told: list[Delivery] = []
    now, made = NOW, 0
    for minutes, count in polls:
        now += minutes * MINUTE
        findings = [finding(key=f"k{made + number}") for number in range(count)]
        made += count
        told += route(findings, (), by, now, lately=Lately(counted(told)))
    assert len({each.key for each in told}) == made
    single = [each.due_at for each in told if not each.digest]
    times = sorted([*single, *{each.due_at for each in told if each.held is Held.LIMIT}])
    assert all(later - first >= HOUR for first, later in zip(times, times[per_hour:], strict=False))
    if silence is not None:
        assert not any(silence.holds(each.due_at.astimezone(PHNOM_PENH).time()) for each in told)
