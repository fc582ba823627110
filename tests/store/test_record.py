"""What one poll leaves behind."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fakes import NOW, address, assessment, entry, reading, source
from monitor.errors import StoreError
from monitor.model import (
    ChangeKind,
    Delivery,
    Headline,
    Known,
    Level,
    Notice,
    NoticeKind,
    Reading,
    State,
    Validators,
    statement_id,
)
from polls import Office, kept

MINUTES = timedelta(minutes=1)
DOWN = Reading(State.OFFLINE, "no answer")


def known(office: Office, key: str) -> Known:
    """What the next poll would know of a statement."""
    return office.store.before(office.source).known[key]


def unchanged(*listed: str, **changes: Any) -> Reading:
    """A list that answered 304: the statements of the last whole one, seen again."""
    return reading(state=State.UNCHANGED, listed=listed, **changes)


def test_a_statement_is_kept_as_it_was_found(office: Office) -> None:
    """What was read stands in the log with its words, its times and the capture that shows it."""
    office.poll(reading(["a"]), kept=(kept("5ha"),), judged=[assessment()])
    found = office.store.statement(known(office, "a").statement)
    assert found is not None
    assert (found.text, found.url, found.side) == ("The bridge a is open.", address("a"), "JP")
    assert (found.change, found.version, found.versions) == (ChangeKind.NEW, 1, 1)
    assert (found.first_seen_at, found.last_seen_at) == (office.now, office.now)
    assert (found.relevant, found.beats, found.topics) == (True, ("kh-jp",), ("travel",))
    assert found.capture_sha256 == "5ha"


def test_each_wording_is_a_version_of_its_own(office: Office) -> None:
    """An edit adds a wording and keeps the one before; a return to it is another edit, not the old one."""
    for text in ("Open.", "Closed.", "Open."):
        office.poll(reading([entry("a", text)]))
    chapters = office.store.history(known(office, "a").statement)
    assert [chapter.version.text for chapter in chapters] == ["Open.", "Closed.", "Open."]
    assert [chapter.version.number for chapter in chapters] == [1, 2, 3]
    assert [chapter.kind for chapter in chapters] == [ChangeKind.NEW, ChangeKind.EDITED, ChangeKind.EDITED]


def test_the_first_whole_reading_is_the_baseline(office: Office) -> None:
    """A list that could not be read whole is not taken for all that there is."""
    office.poll(reading(["a"], state=State.INCOMPLETE, complete=False))
    assert office.store.before(office.source).baseline_at is None
    office.poll(reading(["a"]))
    first = office.now
    office.poll(reading(["b", "a"]))
    before = office.store.before(office.source)
    assert (before.baseline_at, before.last_whole_at) == (first, office.now)


def test_what_stands_in_an_unchanged_list_was_seen(office: Office) -> None:
    """An unchanged list is the last reading seen again: its statements were public then."""
    office.poll(reading(["b", "a"]))
    office.poll(unchanged("b", "a"))
    assert known(office, "a").last_seen_at == office.now
    assert [known(office, key).rank for key in ("b", "a")] == [0, 1]


def test_what_scrolled_off_was_last_seen_in_the_last_list_that_had_it(office: Office) -> None:
    """The time at which a statement was last seen does not move once it left the list."""
    office.poll(reading(["b", "a"]))
    office.poll(unchanged("b", "a"))
    last = office.now
    office.poll(reading(["c", "b"]))
    office.poll(unchanged("c", "b"))
    assert known(office, "a").last_seen_at == last
    assert known(office, "a").rank is None


def test_a_missing_statement_is_suspected_until_it_is_seen(office: Office) -> None:
    """Each whole reading that should have shown it is noted; when it is back, nothing remains of that."""
    office.poll(reading(["c", "b", "a"]))
    for _ in range(2):
        office.poll(reading(["c", "a"]))
    assert known(office, "b").missing_at == (office.now - 10 * MINUTES, office.now)
    assert office.store.before(office.source).suspects == ("b",)
    office.poll(unchanged("c", "a"))
    assert len(known(office, "b").missing_at) == 3, "it is missing behind an unchanged list too"
    office.poll(reading(["c", "b", "a"]))
    assert known(office, "b").missing_at == ()
    assert office.store.before(office.source).suspects == ()


def test_a_suspect_found_at_its_own_address_is_none(office: Office) -> None:
    """A statement that its list dropped and that is still public is not suspected any longer."""
    office.poll(reading(["c", "b", "a"]))
    office.poll(reading(["c", "a"]))
    office.poll(unchanged("c", "a", looked_at=("b",)))
    assert known(office, "b").missing_at == ()
    assert (known(office, "b").last_seen_at, known(office, "b").looked_at) == (office.now, office.now)


def test_a_failed_poll_proves_no_absence(office: Office) -> None:
    """While a source cannot be read, nothing that is suspected is confirmed or cleared."""
    office.poll(reading(["c", "b", "a"]))
    office.poll(reading(["c", "a"]))
    missed = known(office, "b").missing_at
    office.poll(DOWN)
    assert known(office, "b").missing_at == missed
    assert office.store.before(office.source).suspects == ("b",)


def test_long_absences_do_not_grow_without_end(office: Office) -> None:
    """Of many misses the first and the last are kept."""
    office.poll(reading(["c", "b", "a"]))
    for _ in range(30):
        office.poll(reading(["c", "a"]))
    missed = known(office, "b").missing_at
    assert len(missed) == 10
    assert (missed[0], missed[-1]) == (NOW + 20 * MINUTES, office.now)


def test_a_deletion_keeps_what_proves_it(office: Office) -> None:
    """A statement that is no longer public stays in the log, with the misses and the proof."""
    office.poll(reading(["c", "b", "a"]))
    for _ in range(2):
        office.poll(reading(["c", "a"]))
    office.poll(
        reading(["c", "a"], gone=("b",), proofs={"b": "404 at its own address"}, shown_by={"b": "404ha"}),
        kept=(kept("404ha"),),
    )
    gone = known(office, "b")
    assert gone.deleted_at == office.now
    assert office.store.before(office.source).suspects == ()
    last = office.store.history(gone.statement)[-1]
    assert (last.kind, last.proof, len(last.missing_at)) == (ChangeKind.DELETED, "404 at its own address", 3)
    assert last.capture is not None
    assert last.capture.sha256 == "404ha"
    assert last.last_seen_at == NOW + 10 * MINUTES

    office.poll(reading(["c", "b", "a"]))
    back = office.store.statement(gone.statement)
    assert back is not None
    assert (back.change, back.deleted_at, back.versions) == (ChangeKind.RESTORED, None, 1)
    assert known(office, "b").missing_at == ()


def test_a_replaced_statement_keeps_its_own_words(office: Office) -> None:
    """What was taken down keeps its wording, and names the statement in its place, which is one of its own."""
    text = "From 1 April travellers from the invented country need no visa for a stay of {} days."
    office.poll(reading([entry("old", text.format(14)), "z"]), judged=[assessment()])
    office.poll(reading(["z"]))
    again = reading([entry("new", text.format(10)), "z"], gone=("old",), proofs={"old": "404"})
    office.poll(again, judged=[assessment(topics=("aid",))])
    old, new = statement_id("bridges", "old"), statement_id("bridges", "new")
    one, other = office.store.statement(old), office.store.statement(new)
    assert one is not None
    assert other is not None
    assert (one.change, one.deleted_at, one.version, one.topics) == (ChangeKind.REPLACED, office.now, 1, ("travel",))
    assert "14 days" in one.text
    assert (other.change, other.deleted_at, other.topics) == (ChangeKind.NEW, None, ("aid",))
    first, last = office.store.history(old)
    assert (last.kind, last.twin, last.proof, last.version) == (ChangeKind.REPLACED, new, "404", first.version)
    assert last.assessments == first.assessments == (assessment(),)
    assert [chapter.twin for chapter in office.store.history(new)] == [old]
    office.poll(reading([entry("old", text.format(14)), "z"]))
    restored = office.store.statement(old)
    assert restored is not None
    assert (restored.change, restored.deleted_at) == (ChangeKind.RESTORED, None)


def test_a_source_that_fails_is_counted_and_told_once(office: Office) -> None:
    """Misses are counted; operators are told of the third; a good poll wipes the slate."""
    office.poll(reading(["a"]))
    for failures in (1, 2, 3):
        office.poll(DOWN)
        before = office.store.before(office.source)
        assert (before.failures, before.told_broken, before.state) == (failures, failures == 3, State.OFFLINE)
    assert before.broken_since == NOW + 20 * MINUTES
    office.poll(reading(["a"]))
    before = office.store.before(office.source)
    assert (before.failures, before.told_broken, before.broken_since) == (0, False, None)


def test_a_mass_loss_is_told_once_and_forgotten_when_it_is_over(office: Office) -> None:
    """The desk knows of a mass loss until a whole list shows that it has passed."""
    everything = [f"{number}" for number in range(12)]
    office.poll(reading(everything))
    for _ in range(3):
        office.poll(reading([everything[0], everything[-1]]))
    assert office.store.before(office.source).told_held
    office.poll(DOWN)
    assert office.store.before(office.source).told_held
    office.poll(reading(everything))
    assert not office.store.before(office.source).told_held


def test_headlines_wait_until_they_are_opened(office: Office) -> None:
    """What is not opened yet waits across failures; opened behind an unchanged list it has the place that it had."""
    first, second = Headline("x", address("x"), "X", text="The beginning"), Headline("y", address("y"), "Y", tries=1)
    office.poll(reading(["a"], headlines=(first, second), listed=("x", "y", "a")))
    assert office.store.before(office.source).headlines == (first, second)
    office.poll(DOWN)
    assert office.store.before(office.source).headlines == (first, second)
    opened = entry("x", "The whole text")
    office.poll(
        reading([opened], state=State.UNCHANGED, listed=("a",), looked_at=("x",), headlines=(second,), shown_by={})
    )
    assert office.store.before(office.source).headlines == (second,)
    assert (known(office, "x").rank, known(office, "x").opened) == (0, True)
    assert (known(office, "a").rank, known(office, "a").opened) == (2, False)


def test_validators_are_kept_by_address(office: Office) -> None:
    """A poll that brings no new validators loses none of those before."""
    office.poll(reading(["a"]), validators={"list": Validators("one"), "item": Validators(None, "Monday")})
    office.poll(reading(["a"]), validators={"list": Validators("two", None, "5ha")})
    assert office.store.before(office.source).validators == {
        "list": Validators("two", None, "5ha"),
        "item": Validators(None, "Monday"),
    }


def test_what_a_reader_learned_is_remembered(office: Office) -> None:
    """A layout that was found out once is not found out again, nor lost at a failure."""
    office.poll(reading(["a"], learned={"item": "li.news"}))
    office.poll(Reading(State.OFFLINE, learned={"slow": True}))
    assert office.store.before(office.source).learned == {"item": "li.news", "slow": True}


def test_coverage_says_when_we_looked(office: Office) -> None:
    """Polls with the same outcome are one run; an unchanged list goes on with it; a silence of ours ends it."""
    office.poll(reading(["a"]))
    office.poll(unchanged("a"))
    office.poll(DOWN)
    office.poll(DOWN)
    office.poll(reading(["a"]), after=60 * MINUTES)
    office.poll(reading(["a"]), after=60 * MINUTES)
    spans = office.store.coverage("bridges", NOW, office.now)
    minutes = [((span.from_at - NOW) // MINUTES, (span.to_at - NOW) // MINUTES) for span in spans]
    assert minutes == [(10, 20), (30, 40), (100, 100), (160, 160)]
    assert [(span.state, span.polls) for span in spans] == [
        (State.OK, 2), (State.OFFLINE, 2), (State.OK, 1), (State.OK, 1),
    ]  # fmt: skip
    assert office.store.coverage("bridges", NOW + 50 * MINUTES, NOW + 70 * MINUTES) == []


def test_a_run_that_changes_its_reason_is_two(office: Office) -> None:
    """Coverage tells apart two ways in which the same source could not be read."""
    office.poll(DOWN)
    office.poll(replace(DOWN, why="no such host"))
    assert [span.why for span in office.store.coverage("bridges", NOW, office.now)] == ["no answer", "no such host"]


def test_what_is_pasted_says_nothing_of_the_source(office: Office) -> None:
    """A statement brought by hand is stored; health, coverage and baseline of its source stay as they are."""
    office.poll(reading(["a"], state=State.OK, looked_at=("a",), complete=False), pasted=True, judged=[assessment()])
    before = office.store.before(office.source)
    assert (before.state, before.baseline_at, before.last_poll_at) == (None, None, None)
    assert (before.known["a"].rank, before.known["a"].opened) == (None, False)
    assert office.store.coverage("bridges", NOW, office.now) == []
    (health,) = office.store.health(["bridges"])
    assert (health.state, health.statements) == (None, 1)


def test_a_renamed_source_keeps_its_history(office: Office) -> None:
    """With `was`, all that is stored under the old ID belongs to the new one: nothing is new again."""
    office.poll(reading(["b", "a"]), channels=["desk"], kept=(kept("5ha"),), validators={"list": Validators("one")})
    old = known(office, "a").statement
    office.source = source(id="spans", was=("bridges",))
    assert office.poll(reading(["b", "a"])).changes == ()
    assert known(office, "a").statement == old
    assert office.store.before(office.source).validators == {"list": Validators("one")}
    assert [span.polls for span in office.store.coverage("spans", NOW, office.now)] == [2]
    assert office.store.health(["bridges"])[0].state is None
    assert office.store.verify() == ()


def test_a_site_that_moves_takes_its_statements_along(office: Office) -> None:
    """Where a list gives a new address for a post that we know, that is where we look and link."""
    office.poll(reading(["a"]))
    moved = replace(entry("a"), url="https://bridges.example/archive/a")
    office.poll(reading([moved]))
    assert known(office, "a").url == "https://bridges.example/archive/a"
    tracked = replace(entry("a"), url="https://bridges.example/archive/a?utm_source=x")
    office.poll(reading([tracked]))
    assert known(office, "a").url == "https://bridges.example/archive/a"


def test_the_log_filters_by_all_that_a_statement_concerned(office: Office) -> None:
    """An edit that drops the relevant passage leaves the statement in its beat, with its topic."""
    office.poll(reading(["z"]))
    office.poll(reading([entry("a", "Visas and bridges."), "z"]), judged=[assessment(level=Level.URGENT)])
    nothing = assessment(relevant=False, topics=(), countries=())
    office.poll(reading([entry("a", "Bridges."), "z"]), judged=[nothing])
    found = office.store.statement(known(office, "a").statement)
    assert found is not None
    assert (found.relevant, found.beats, found.topics, found.level) == (True, ("kh-jp",), ("travel",), Level.ROUTINE)
    assert known(office, "a").relevant


def test_a_poll_is_committed_whole_or_not_at_all(office: Office) -> None:
    """When one row of a poll is refused, nothing of that poll is stored, and the next poll sees all of it again."""
    office.poll(reading(["a"]), kept=(kept("5ha"),))
    with pytest.raises(StoreError, match="nothing was written"):
        office.poll(reading(["b", "a"]), kept=(kept("other"),), channels=["desk"])
    assert "b" not in office.store.before(office.source).known
    assert office.store.waiting() == 0
    assert [change.key for change in office.poll(reading(["b", "a"]), channels=["desk"]).changes] == ["b"]


def test_a_deletion_that_was_our_error_is_none(office: Office) -> None:
    """A statement that we said to be gone is public again for the log, and marked; its next change is unmarked."""
    office.poll(reading(["b", "a", "c"]), judged=[assessment()])
    office.poll(reading(["b", "c"]))
    office.poll(reading(["b", "c"], gone=("a",), proofs={"a": "404"}))
    name = statement_id("bridges", "a")
    owed = Delivery("desk", "k", "A-1", Notice(NoticeKind.CORRECTION, name, "wrong", "", office.now, "k"), office.now)
    office.store.correct(name, "geo-blocked", (owed,), office.now + MINUTES)
    one, last = office.store.statement(name), office.store.history(name)[-1]
    assert one is not None
    assert (one.change, one.deleted_at, one.corrected) == (ChangeKind.DELETED, None, "geo-blocked")
    assert (last.corrected_at, last.correction, last.proof) == (office.now + MINUTES, "geo-blocked", "404")
    assert [each.delivery for each in office.store.deliveries(statement=name)] == [owed]
    assert known(office, "a").relook_at is None
    assert office.poll(reading(["b", "c"], gone=("a",))).changes == ()
    assert office.poll(reading(["b", "a", "c"])).changes == (), "it was never gone"
    office.poll(reading(["b", entry("a", "Other words."), "c"]))
    edited = office.store.statement(name)
    assert edited is not None
    assert (edited.change, edited.corrected) == (ChangeKind.EDITED, None)
    assert office.store.verify() == ()
