"""What a poll is told of what was known."""

from datetime import timedelta

from fakes import ago, entry, reading
from monitor.identity import identified
from monitor.model import Before, State
from monitor.store.store import Store
from polls import Office


def test_of_an_unknown_source_nothing_is_known(office: Office) -> None:
    """The first poll of a source begins with nothing."""
    before = office.store.before(office.source)
    assert before == Before()
    assert before.state is None


def test_any_statement_is_found_by_its_key(office: Office) -> None:
    """What scrolled off is known by its key; walking through gives what the next list may show or miss."""
    office.poll(reading(["c", "b", "a"]))
    office.poll(reading(["d", "c", "b"]))
    office.poll(reading(["e", "d", "c"]))
    known = office.store.before(office.source).known
    assert set(known) == {"e", "d", "c"}
    assert len(known) == 3
    assert {"a", "b"} <= {key for key in "abxyz" if key in known}
    assert "x" not in known
    assert known.get("x") is None
    assert known["a"].version.text == "The bridge a is open."


def test_suspects_are_walked_through_too(office: Office) -> None:
    """What is missing from the last whole list stands beside what it showed."""
    office.poll(reading(["c", "b", "a"]))
    office.poll(reading(["c", "a"]))
    assert set(office.store.before(office.source).known) == {"c", "b", "a"}


def test_a_statement_is_known_by_its_address(office: Office) -> None:
    """A source that gives an old post a new identifier does not make it a new statement."""
    office.poll(reading(["b", "a"]))
    office.poll(reading(["c", "b"]))
    before = office.store.before(office.source)
    assert before.addresses["//bridges.example/news/a"] == ("a",)
    assert before.addresses.get("//bridges.example/news/x", ()) == ()
    assert sorted(before.addresses) == [f"//bridges.example/news/{key}" for key in "abc"]
    again = reading([entry("another-key", "The bridge a is open.", url=entry("a").url)])
    assert [each.key for each in identified(again, before).entries] == ["a"]


def test_the_wordings_of_the_last_day_are_remembered(office: Office) -> None:
    """A wording that comes and goes within a day is recognised as flapping."""
    office.poll(reading([entry("a", "Old.")]))
    for text in ("Open.", "Closed.", "Open.", "Closed."):
        office.poll(reading([entry("a", text)]), after=timedelta(hours=8))
    recent = office.store.before(office.source).known["a"].recent
    assert [at for at, _ in recent] == [office.now - timedelta(hours=hours) for hours in (24, 16, 8, 0)]
    assert recent[1][1] == recent[3][1] != recent[0][1]
    (change,) = office.poll(reading([entry("a", "Open.")]), after=timedelta(hours=1)).changes
    assert not change.flapping
    for text in ("Closed.", "Open.", "Closed."):
        (change,) = office.poll(reading([entry("a", text)])).changes
    assert change.flapping


def test_what_is_known_survives_a_restart(office: Office) -> None:
    """A day, an instant, a picture and an author come back exactly as they went in."""
    post = entry("a", published_at=ago(hours=2), published_as_written="២ មីនា", author="Office", language="km")
    day = entry("b", "ជប៉ុន 訪日 👩‍🚀", title="題", published_at=ago(days=3).date())
    office.poll(reading([post, day]))
    before = office.store.before(office.source)
    assert before.state is State.OK
    wanted = {key: each.version for key, each in before.known.items()}
    office.store.close()
    again = Store.open(f"sqlite:///{office.store.path}")
    try:
        found = {key: each.version for key, each in again.before(office.source).known.items()}
    finally:
        again.close()
    assert found == wanted
    assert found["a"].published_at == post.published_at
    assert (found["a"].published_as_written, found["a"].author, found["a"].language) == ("២ មីនា", "Office", "km")
    assert (found["b"].published_at, found["b"].title, found["b"].text) == (day.published_at, "題", day.text)
