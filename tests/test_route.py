from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import NOW, assessment, finding
from monitor.model import (
    ChangeKind,
    Delivery,
    Digest,
    Finding,
    Level,
    Linked,
    Newsroom,
    Notice,
    NoticeKind,
    Route,
    Routing,
)
from monitor.route import next_digest_at, route

ALL = {name: f"json://{name}.example" for name in ("desk", "mail", "ops", "night")}
PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")  # 09:00 UTC is 16:00 there
EVENING = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)  # 17:30 there
LATER = NOW + timedelta(minutes=2)


def routing(*routes: Route, **changes: Any) -> Routing:
    """The desk gets all; operators have a channel of their own; a digest by mail twice a day."""
    made = Routing(
        newsroom=Newsroom(PHNOM_PENH),
        channels=ALL,
        routes=routes or (Route("all", ("desk",)),),
        digest=Digest((time(7, 30), time(17, 30)), ("mail",)),
        operators=("ops",),
        heartbeat=Digest((time(8, 0),), ("night",)),
    )
    return replace(made, **changes)


def notice(kind: NoticeKind, subject: str = "bridges") -> Notice:
    """Something that operators must know."""
    return Notice(kind, subject, "Something.", "Do something.", NOW, f"{kind}/{subject}/1")


def owed(*given: Any, by: Routing | None = None, **more: Any) -> list[tuple[str, str]]:
    """The channels that are owed something, and whether at once, with the digest, or late."""
    findings = [each for each in given if not isinstance(each, Notice)]
    notices = [each for each in given if isinstance(each, Notice)]
    return [(each.channel, _when(each)) for each in route(findings, notices, by or routing(), NOW, **more)]


def _when(delivery: Delivery) -> str:
    if not delivery.digest:
        return "at once" if delivery.due_at == NOW else "wrong"
    return {EVENING: "digest", LATER: "late", NOW: "bundled"}.get(delivery.due_at, "wrong")


UNSURE = assessment(relevant=False, unsure=True)
IRRELEVANT = assessment(relevant=False)
URGENT = assessment(level=Level.URGENT)


# ---------------------------------------------------------------- which findings


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_each_relevant_change_is_told_at_once(kind: ChangeKind) -> None:
    """New, edited, deleted, restored, replaced: each goes to the channels of the route."""
    assert owed(finding(kind)) == [("desk", "at once")]


@pytest.mark.parametrize("asked", [ChangeKind.NEW, ChangeKind.DELETED, ChangeKind.REPLACED])
def test_a_replacement_is_told_once(asked: ChangeKind) -> None:
    """Who asks for deletions or new posts is told of a replacement; the new post is not told by itself."""
    by = routing(Route("r", ("desk",), changes=(asked,)))
    assert owed(finding(ChangeKind.REPLACED, twin="s9"), by=by) == [("desk", "at once")]
    assert owed(finding(ChangeKind.NEW, twin="s9"), by=by) == []
    assert owed(finding(ChangeKind.REPLACED), by=routing(Route("r", ("desk",), changes=(ChangeKind.EDITED,)))) == []


def test_what_concerns_no_beat_is_told_to_nobody() -> None:
    """An irrelevant statement stands in the log alone."""
    assert owed(finding(ChangeKind.NEW, IRRELEVANT)) == []


def test_a_loss_of_relevance_is_told() -> None:
    """An edit that drops what concerned the beat is news, by the wording before it or an older one."""
    before = replace(finding(ChangeKind.EDITED, IRRELEVANT), before=(assessment(),))
    assert owed(before) == [("desk", "at once")]
    older = finding(ChangeKind.EDITED, IRRELEVANT, was_relevant=True)
    assert owed(older, by=routing(Route("aid", ("desk",), topics=("aid",)))) == [("desk", "at once")]


def test_the_baseline_and_flapping_are_not_told() -> None:
    """What stood there at the first look, and a wording that comes again and again, are no news."""
    assert owed(finding(baseline=True)) == []
    assert owed(finding(ChangeKind.EDITED, flapping=True)) == []


def test_what_is_dated_long_before_waits_for_the_digest() -> None:
    """A backfilled statement interrupts nobody; without a digest it goes out as one message all the same."""
    assert owed(finding(backfilled=True)) == [("mail", "digest")]
    assert owed(finding(backfilled=True), by=routing(digest=Digest())) == [("desk", "bundled")]
    assert owed(finding(backfilled=True), by=routing(digest=Digest((time(7, 30),), ("gone",)))) == [("desk", "bundled")]
    assert owed(finding(ChangeKind.NEW, UNSURE, backfilled=True), by=routing(digest=Digest())) == []


# ---------------------------------------------------------------- filters and levels


@pytest.mark.parametrize(
    ("asks", "gets"),
    [
        ({"beats": ("kh-jp",)}, True),
        ({"beats": ("kh-fr",)}, False),
        ({"topics": ("aid", "travel")}, True),
        ({"topics": ("aid",)}, False),
        ({"sources": ("bridges",)}, True),
        ({"sources": ("rivers",)}, False),
        ({"changes": (ChangeKind.NEW,)}, True),
        ({"changes": (ChangeKind.DELETED,)}, False),
        ({"levels": ("routine",)}, True),
        ({"levels": ("urgent",)}, False),
        ({"beats": ("kh-jp",), "topics": ("aid",)}, False),
    ],
)
def test_a_route_gets_what_it_asks_for(asks: dict[str, Any], gets: bool) -> None:
    """Beats, topics, sources, changes and levels each narrow a route; an empty filter lets all through."""
    assert bool(owed(finding(), by=routing(Route("r", ("desk",), **asks)))) is gets


def test_beat_and_topic_are_asked_of_the_same_assessment() -> None:
    """A route for aid on one beat is not asked for by travel there and aid on another beat."""
    both = finding(ChangeKind.NEW, assessment("kh-jp"), assessment("kh-fr", topics=("aid",)))
    assert owed(both, by=routing(Route("r", ("desk",), beats=("kh-jp",), topics=("aid",)))) == []
    mixed = finding(ChangeKind.NEW, assessment("kh-jp"), replace(IRRELEVANT, beat="kh-fr", topics=("aid",)))
    assert owed(mixed, by=routing(Route("r", ("desk",), beats=("kh-fr",)))) == []


def test_urgent_is_what_one_beat_finds_urgent() -> None:
    """The most urgent assessment gives the level, of the wording before too; an irrelevant one does not count."""

    def level(*given: Any) -> Level:
        return route([*given], (), routing(), NOW)[0].level

    assert level(finding(ChangeKind.NEW, assessment(), URGENT)) is Level.URGENT
    assert level(replace(finding(ChangeKind.EDITED, IRRELEVANT), before=(URGENT,))) is Level.URGENT
    assert level(finding(ChangeKind.NEW, assessment(), replace(URGENT, relevant=False))) is Level.ROUTINE


SMALL = finding(ChangeKind.EDITED, significant=False)
DOUBT = finding(ChangeKind.NEW, UNSURE)


@pytest.mark.parametrize(("each", "name"), [(SMALL, "typographic"), (DOUBT, "unsure")])
def test_what_can_wait_goes_into_the_digest(each: Any, name: str) -> None:
    """Typography and doubts wait for the digest, unless a route names them; without a digest they are in the log."""
    assert owed(each) == [("mail", "digest")]
    assert owed(each, by=routing(Route("r", ("desk",), levels=("urgent", "routine", name)))) == [("desk", "at once")]
    assert owed(each, by=routing(Route("r", ("desk",), levels=("urgent",)))) == [("mail", "digest")]
    assert owed(each, by=routing(digest=Digest())) == []
    assert owed(each, by=routing(Route("r", ("desk",), sources=("rivers",)))) == [], "no route asks for it"


def test_an_unsure_typographic_edit_is_typographic() -> None:
    """A small edit of what we are unsure of does not interrupt those who ask for doubts."""
    small = finding(ChangeKind.EDITED, UNSURE, significant=False)
    assert owed(small, by=routing(Route("r", ("desk",), levels=("unsure",)))) == [("mail", "digest")]


def test_a_small_edit_of_what_concerns_nobody_is_not_told() -> None:
    """Typography of an irrelevant statement is not in the digest either."""
    assert owed(finding(ChangeKind.EDITED, IRRELEVANT, significant=False)) == []


# ---------------------------------------------------------------- one delivery for each channel


def test_two_routes_to_one_channel_owe_one_delivery() -> None:
    """A channel is told once, whichever routes ask, and the delivery names them."""
    routes = (Route("one", ("desk", "mail")), Route("two", ("desk",)), Route("three", ("night",), beats=("kh-fr",)))
    deliveries = route([finding()], (), routing(*routes), NOW)
    assert {each.channel: each.routes for each in deliveries} == {"desk": ("one", "two"), "mail": ("one",)}


def test_a_channel_that_is_told_at_once_is_not_told_again_in_the_digest() -> None:
    """A route that names doubts tells the mail channel at once; another's digest does not repeat it there."""
    routes = (Route("one", ("mail",), levels=("unsure",)), Route("two", ("desk",)))
    assert owed(DOUBT, by=routing(*routes)) == [("mail", "at once")]


def test_an_alert_has_one_id_on_all_channels() -> None:
    """People can say "A-7K2Q" to each other, whatever channel told them; the next change has another."""
    one, two = route([finding()], (), routing(Route("r", ("desk", "mail"))), NOW)
    assert (one.alert, one.key) == (two.alert, two.key)
    others = [
        finding(at=NOW + timedelta(seconds=1)),
        finding(ChangeKind.EDITED),
        finding(key="b"),
        finding(ChangeKind.RESTORED),
    ]
    assert len({each.key for each in route([finding(), *others], (), routing(), NOW)}) == 5


def test_a_channel_without_an_address_is_owed_nothing() -> None:
    """A channel whose variable is missing is disabled; the rest runs."""
    lacking = routing(Route("r", ("desk", "telegram")), operators=("pager",))
    assert owed(finding(), by=lacking) == [("desk", "at once")]
    assert owed(notice(NoticeKind.SOURCE_BROKEN), by=lacking) == [], "never the desk's in the place of operators"


# ---------------------------------------------------------------- one push for each side of an event

PLAIN = {**ALL, "desk": "form://desk.example"}
THREADS = (
    *("slack://bot@xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/#desk", "tgram://1:a/2", "mailto://a@b.example"),
    *("JSON://desk.example", "slack://xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/C1"),
)


def telling(key: str = "a", kind: ChangeKind = ChangeKind.NEW, **of_the_event: Any) -> Finding:
    """A statement on an event of which its side told before, on the desk's channel."""
    event = Linked("e1", **{"told_by": ("JP",), "told_on": ("desk",), **of_the_event})
    return replace(finding(kind, key=key), linked=event)


def ways(*findings: Finding, **by: Any) -> list[tuple[str, str]]:
    """The channels that are owed something, and whether as news, as a follow-up or with the digest."""
    return [
        (each.channel, "digest" if each.digest else "follow-up" if each.follow_up else "news")
        for each in route(findings, (), routing(**by), NOW)
    ]


@pytest.mark.parametrize("address", THREADS)
def test_what_a_side_tells_again_goes_into_the_thread(address: str) -> None:
    """Where a channel has threads, or is a program, a follow-up goes out at once and interrupts nobody."""
    assert ways(telling(), channels={**ALL, "desk": address}) == [("desk", "follow-up")]


@pytest.mark.parametrize("address", ["slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "form://desk.example"])
def test_without_threads_a_follow_up_waits_for_the_digest(address: str) -> None:
    """Elsewhere it stands in the digest; without one it goes out and says what it is. It is never dropped."""
    channels = {**ALL, "desk": address}
    assert ways(telling(), channels=channels) == [("mail", "digest")]
    assert ways(telling(), channels=channels, digest=Digest()) == [("desk", "follow-up")]
    assert ways(telling(), channels=channels, digest=Digest((time(7, 30),), ("desk",))) == [("desk", "digest")]


@pytest.mark.parametrize(
    "news",
    [
        telling(differs=True),
        telling(kind=ChangeKind.EDITED),
        telling(kind=ChangeKind.DELETED),
        telling(told_by=("KH",), told_on=()),
        telling(told_on=("mail", "closed")),
        finding(),
    ],
)
def test_news_of_an_event_is_pushed(news: Finding) -> None:
    """Another figure, an edit, a loss, the other side's word, and what this channel was never told are news there."""
    assert ways(news, channels=PLAIN) == [("desk", "news")]


def test_one_poll_pushes_an_event_once() -> None:
    """Of ten posts on one visit, found by one poll, the first is pushed; none is lost, nor one on another event."""
    ten = [telling(str(number), told_on=()) for number in range(10)]
    other = replace(telling("other", told_on=()), linked=Linked("e2"))
    sent = ways(*ten, other, channels=PLAIN)
    assert sent == [("desk", "news"), *[("mail", "digest")] * 9, ("desk", "news")]


def test_what_turns_urgent_is_no_follow_up() -> None:
    """After a routine telling of its side, the urgent one of the same poll is pushed; a routine one after it is not."""
    urgent = replace(telling("urgent", told_on=()), assessments=(assessment(level=Level.URGENT),))
    sent = ways(telling("routine", told_on=()), urgent, telling("again", told_on=()), channels=PLAIN)
    assert sent == [("desk", "news"), ("desk", "news"), ("mail", "digest")]


def test_a_late_message_holds_follow_ups_too() -> None:
    """After a silence all goes out as one message anyway."""
    assert owed(telling(), by=routing(channels=PLAIN), catch_up_at=LATER) == [("desk", "late")]


# ---------------------------------------------------------------- the hours of the digest


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-02T00:29:59Z", "2026-03-02T00:30:00Z"),
        ("2026-03-02T00:30:00Z", "2026-03-02T10:30:00Z"),
        ("2026-03-02T10:30:01Z", "2026-03-03T00:30:00Z"),
    ],
)
def test_the_digest_goes_out_at_the_newsrooms_hours(now: str, due: str) -> None:
    """07:30 and 17:30 in Phnom Penh, whatever the machine's zone; after the last, the first of tomorrow."""
    assert next_digest_at(routing(), datetime.fromisoformat(now)) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"),  # that night has no 02:30: it is 03:30 by the clock
        ("2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z"),  # that night has two: the first
        ("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
    ],
)
def test_the_digest_survives_the_change_of_the_clocks(now: str, due: str) -> None:
    """An hour that the night skips or repeats in Paris gives one digest."""
    paris = routing(newsroom=Newsroom(ZoneInfo("Europe/Paris")), digest=Digest((time(2, 30),), ("mail",)))
    assert next_digest_at(paris, datetime.fromisoformat(now)) == datetime.fromisoformat(due)


def test_without_hours_or_channels_there_is_no_digest() -> None:
    """A digest needs both."""
    assert next_digest_at(routing(digest=Digest((), ("mail",))), NOW) is None
    assert next_digest_at(routing(digest=Digest((time(7, 30),), ())), NOW) is None


# ---------------------------------------------------------------- notices


@pytest.mark.parametrize(
    "kind", [NoticeKind.SOURCE_BROKEN, NoticeKind.SOURCE_BACK, NoticeKind.CONFIG, NoticeKind.GAP, NoticeKind.GIVEN_UP]
)
def test_operators_are_told_at_once(kind: NoticeKind) -> None:
    """What operators must know goes to their channels, not to the desk."""
    assert owed(notice(kind)) == [("ops", "at once")]


def test_the_heartbeat_has_channels_of_its_own() -> None:
    """All is well: to the heartbeat's channels only."""
    assert owed(notice(NoticeKind.HEARTBEAT)) == [("night", "at once")]
    assert owed(notice(NoticeKind.HEARTBEAT), by=routing(heartbeat=Digest())) == []


def test_a_mass_loss_is_told_to_the_desk_too() -> None:
    """The desk must look itself: the channels of the routes that cover the source, and the operators."""
    routes = (Route("r", ("desk",), sources=("bridges",)), Route("s", ("night",), sources=("rivers",)))
    assert owed(notice(NoticeKind.MASS_LOSS), by=routing(*routes)) == [("ops", "at once"), ("desk", "at once")]


def test_a_relevant_statement_that_changes_to_and_fro_is_told_to_the_desk_too() -> None:
    """The desk must not believe the wording that it was told last; of an irrelevant one operators alone hear."""
    changed = finding(ChangeKind.EDITED, flapping=True)
    assert owed(changed, notice(NoticeKind.FLAPPING)) == [("ops", "at once"), ("desk", "at once")]
    idle = finding(ChangeKind.EDITED, IRRELEVANT, flapping=True)
    assert owed(idle, notice(NoticeKind.FLAPPING)) == [("ops", "at once")]


@pytest.mark.parametrize("kind", [NoticeKind.CHANNEL_DOWN, NoticeKind.GIVEN_UP])
def test_a_channel_that_is_down_is_told_elsewhere(kind: NoticeKind) -> None:
    """Nobody is told of a broken channel through that channel, where there is another."""
    down = notice(kind, "ops")
    assert owed(down, by=routing(operators=("ops", "night"))) == [("night", "at once")]
    assert owed(down) == [("desk", "at once")], "no other operators' channel: the desk"
    assert owed(down, by=routing(Route("r", ("ops",)))) == [("ops", "at once")], "no other channel at all"


# ---------------------------------------------------------------- after a silence


def test_after_a_silence_all_goes_out_as_one_late_message() -> None:
    """What is found after long blindness is bundled for the time of the catch-up, whatever happened."""
    found = [finding(kind, key=kind) for kind in ChangeKind]
    deliveries = route(found, (), routing(Route("r", ("desk", "mail"))), NOW, catch_up_at=LATER)
    assert len(deliveries) == 2 * len(found)
    assert {(each.due_at, each.digest) for each in deliveries} == {(LATER, True)}
    assert {each.subject.change.at for each in deliveries if not isinstance(each.subject, Notice)} == {NOW}


def test_what_can_wait_waits_for_the_digest_after_a_silence_too() -> None:
    """A late message holds what would have been told at once, not the rest."""
    assert owed(DOUBT, SMALL, finding(backfilled=True), catch_up_at=LATER) == [("mail", "digest")] * 3


def test_the_late_message_says_where_we_were_blind() -> None:
    """The desk reads of the silence in its late message; operators are told at once."""
    assert owed(notice(NoticeKind.GAP), catch_up_at=LATER) == [("desk", "late"), ("ops", "at once")]


def test_a_source_that_is_back_is_told_with_what_it_tells_late() -> None:
    """The desk hears that a source was blind only with something to read from it."""
    back = notice(NoticeKind.SOURCE_BACK)
    assert owed(back, catch_up_at=LATER) == [("ops", "at once")]
    assert owed(finding(), back, catch_up_at=LATER) == [("desk", "late"), ("desk", "late"), ("ops", "at once")]


def test_who_is_desk_and_operator_reads_of_the_silence_once() -> None:
    """One channel for all gets one message."""
    assert owed(notice(NoticeKind.GAP), by=routing(operators=("desk",)), catch_up_at=LATER) == [("desk", "late")]


# ---------------------------------------------------------------- whatever comes

verdicts = st.builds(
    assessment,
    st.sampled_from(["kh-jp", "kh-fr"]),
    relevant=st.booleans(),
    unsure=st.booleans(),
    level=st.sampled_from(list(Level)),
    topics=st.sets(st.sampled_from(["travel", "aid"])).map(tuple),
)
found = st.builds(
    finding,
    st.sampled_from(list(ChangeKind)),
    verdicts,
    verdicts,
    key=st.sampled_from("abc"),
    significant=st.booleans(),
    was_relevant=st.booleans(),
)
routes = st.lists(
    st.builds(
        Route,
        st.sampled_from(["r1", "r2", "r3"]),
        st.lists(st.sampled_from(sorted(ALL)), min_size=1, unique=True).map(tuple),
        topics=st.sets(st.sampled_from(["travel", "aid"])).map(tuple),
        levels=st.sets(st.sampled_from(["urgent", "routine", "unsure", "typographic"]), min_size=1).map(tuple),
    ),
    max_size=4,
    unique_by=lambda each: each.id,
)


@given(st.lists(found, max_size=4, unique_by=lambda each: (each.change.key, each.change.kind)), routes)
@settings(max_examples=100, deadline=None)
def test_no_channel_is_owed_the_same_twice(findings: Sequence[Any], given_routes: Sequence[Route]) -> None:
    """Whatever the routes, one delivery for each finding and channel; each relevant one reaches who asks for all."""
    by = routing(*given_routes, Route("all", ("desk",)))
    deliveries = route(findings, [notice(NoticeKind.GAP)], by, NOW)
    assert len({(each.channel, each.key) for each in deliveries}) == len(deliveries)
    told = {each.subject.change for each in deliveries if not isinstance(each.subject, Notice)}
    assert {each.change for each in findings if each.relevant} <= told
