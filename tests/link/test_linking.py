from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.link.link import link
from monitor.link.sameness import Rarity
from monitor.model import Gist

DAY = date(2026, 3, 2)


def gist(name: str, *marks: str, **changes: object) -> Gist:
    """A statement of an invented office, with what it names."""
    given: dict[str, object] = {
        "source": f"source of {name}",
        "side": "JP",
        "published_on": DAY,
        "language": "en",
        "topics": ("aid",),
        "stance": "announced",
        "concepts": ("JP", "KH"),
        "sketch": (),
        "runs": 0,
        "hash": name,
    }
    return Gist(statement=name, marks={mark: mark.partition(":")[2] for mark in marks}, **{**given, **changes})  # type: ignore[arg-type]


def event_of(told: Gist, *recent: Gist) -> str:
    """The event that a statement is given after these, each of which has one of its own."""
    known = [gist_with_event(each) for each in recent]
    return link(told, known, Rarity((*known, told))).event


def gist_with_event(one: Gist) -> Gist:
    """As the store knows it."""
    return one if one.event else replace(one, event=f"event of {one.statement}")


MEETING = ("person:jp-minister", "person:kh-minister", "date:2026-03-02/2026-03-02")
GRANT = ("money:6300000 USD", "scheme:rivers programme")


def test_both_sides_on_one_meeting_are_one_event() -> None:
    """Two sides that name the same people on the same day report one meeting, whatever else they say of it."""
    ours, theirs = gist("a", *MEETING, "scheme:track"), gist("b", *MEETING, "organisation:air", side="KH")
    assert event_of(theirs, ours) == "event of a"


def test_the_same_people_at_another_meeting_are_another_event() -> None:
    """A month later the same two people meet again: that is news of its own."""
    then = ("person:jp-minister", "person:kh-minister", "date:2026-04-02/2026-04-02")
    later = gist("b", *then, published_on=DAY + timedelta(days=31))
    assert event_of(later, gist("a", *MEETING)) != "event of a"


def test_approval_and_signing_of_one_grant_are_one_event() -> None:
    """A rare amount of a named scheme is known again after weeks."""
    signed = gist("b", *GRANT, "organisation:agency", published_on=DAY + timedelta(days=20))
    assert event_of(signed, gist("a", *GRANT, "organisation:agency")) == "event of a"


def test_an_extension_is_another_event_than_the_measure() -> None:
    """What extends a scheme a month later is no repeat of its start."""
    extended = gist("b", *GRANT, stance="extended", published_on=DAY + timedelta(days=25))
    assert event_of(extended, gist("a", *GRANT)) != "event of a"


def test_another_gift_of_the_same_giver_is_another_event() -> None:
    """Same parties and topic, other things given: two events."""
    vaccines, beds = gist("a", "quantity:1050000 dose"), gist("b", "quantity:868 bed", "person:kh-minister")
    assert event_of(beds, vaccines) != "event of a"


def test_what_everybody_names_links_nobody() -> None:
    """A person who stands in most statements of the time says little of one event."""
    crowd = [gist(f"c{at}", "person:jp-minister", "person:kh-minister") for at in range(300)]
    new = gist("b", "person:jp-minister", "person:kh-minister")
    assert event_of(new, *crowd) == event_of(new)


def test_a_statement_that_was_taken_out_is_not_put_back() -> None:
    """An operator's split is remembered."""
    apart = gist("b", *MEETING, apart=("event of a",))
    assert event_of(apart, gist("a", *MEETING)) != "event of a"


def test_a_statement_keeps_its_event() -> None:
    """What was told once stays as it was told, whatever comes after it."""
    told = gist("b", *MEETING, event="its own")
    assert event_of(told, gist("a", *MEETING)) == "its own"


def test_why_two_statements_are_linked_is_said_in_their_words() -> None:
    """Each reason quotes what both name."""
    found = link(gist("b", *GRANT), [gist_with_event(gist("a", *GRANT))], Rarity())
    assert found.why[0] == "both name the money “6300000 USD”, as in a"


@pytest.mark.parametrize(("figure", "is_copy"), [("figure:868", True), ("figure:869", False)])
def test_a_near_copy_agrees_in_every_figure(figure: str, is_copy: bool) -> None:
    """Near the same wording with another figure is no copy."""
    runs = tuple(range(100))
    first = gist_with_event(gist("a", "figure:868", sketch=runs, runs=100))
    found = link(gist("b", figure, sketch=(*runs[:95], *range(200, 205)), runs=100), [first], Rarity())
    assert (found.event, found.copy_of) == ("event of a", "a" if is_copy else None)


SPOKEN_OF = ("JP", "visa", "student", "KH", "passport", "JP", "exemption", "grant")


def test_a_translation_is_recognised() -> None:
    """It speaks of the same things in another language, and states the same figures."""
    figures = ("figure:4715", "figure:868")
    first = gist_with_event(gist("a", *figures, concepts=SPOKEN_OF, side="KH"))
    found = link(gist("b", *figures, concepts=SPOKEN_OF[1:], language="km"), [first], Rarity())
    assert (found.event, found.translation_of, found.copy_of) == ("event of a", "a", None)
    assert "in two languages" in " ".join(found.why)


@pytest.mark.parametrize(
    ("marks", "changes"),
    [
        (("figure:869",), {}),
        (("date:2026-03-01/2026-03-01",), {}),
        (("figure:868",), {"language": "en"}),
        (("figure:868",), {"published_on": DAY + timedelta(days=40)}),
        (("figure:868",), {"concepts": ("JP", "flight", "student", "KH", "vaccine")}),
    ],
)
def test_what_says_something_else_is_no_translation(marks: tuple[str, ...], changes: dict[str, object]) -> None:
    """Another figure, another day, the same language, another month, other things."""
    first = gist_with_event(gist("a", "figure:868", "date:2026-03-02/2026-03-02", concepts=SPOKEN_OF))
    told = gist("b", *marks, **{"language": "km", "concepts": SPOKEN_OF, **changes})
    assert link(told, [first], Rarity()).translation_of is None


def test_visits_on_two_days_are_two_events() -> None:
    """One minister is received by the same person twice in a week: each statement tells of its own day."""
    then = gist("a", "person:jp-minister", "person:kh-minister", "date:2026-03-01/2026-03-01", "scheme:track")
    now = gist("b", "person:jp-minister", "person:kh-minister", "date:2026-03-04/2026-03-04", "scheme:track")
    assert event_of(replace(now, published_on=DAY + timedelta(days=3)), then) != "event of a"


GRANTS = tuple(
    gist(
        f"{deal}-{office}",
        f"money:{123456 + deal} USD",
        f"scheme:weir {deal}",
        "person:jp-minister",
        published_on=DAY + timedelta(days=30 * deal + 3 * at),
        side="KH" if at % 2 else "JP",
        language=("en", "km", "ja")[at],
        concepts=("JP", "KH", "grant", f"weir{deal}"),
    )
    for deal in range(4)
    for at, office in enumerate(("cabinet", "embassy", "agency"))
)
"""Four grants of one scheme a month apart, each told by three offices in three languages."""


def linked_in(order: Sequence[Gist], batch: int) -> dict[str, set[str]]:
    """The statements of each event, told in this order, so many at once."""
    known: list[Gist] = []
    for at in range(0, len(order), batch):
        told = order[at : at + batch]
        rarity = Rarity((*known, *told))
        for each in told:
            known.append(replace(each, event=link(each, known, rarity).event))
    events: dict[str, set[str]] = {}
    for each in known:
        events.setdefault(str(each.event), set()).add(each.statement)
    return events


@given(st.permutations(GRANTS), st.integers(1, len(GRANTS)))
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_statements_come_does_not_matter(order: list[Gist], batch: int) -> None:
    """One at a time or all in one poll, the first told first or last: the same statements report the same event."""
    found = linked_in(order, batch)
    assert sorted(map(sorted, found.values())) == [
        sorted(each.statement for each in GRANTS if each.statement.startswith(f"{deal}-")) for deal in range(4)
    ]
