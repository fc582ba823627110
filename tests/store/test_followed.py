"""When the own address of a statement is asked next."""

from datetime import timedelta

from fakes import assessment, reading
from monitor.model import Reading, State
from polls import Office

MINUTES = timedelta(minutes=1)


def relooks(office: Office) -> dict[str, timedelta | None]:
    """How long each statement waits for its next look."""
    known = office.store.before(office.source).known
    return {key: known[key].relook_at and known[key].relook_at - office.now for key in "ab" if key in known}


def test_relevant_statements_are_followed(office: Office) -> None:
    """What concerns a beat is looked at daily; what concerns none is not."""
    office.poll(reading(["a"]), judged=[assessment()])
    office.poll(reading(["b", "a"]), judged=[assessment(relevant=False)], after=60 * MINUTES)
    assert relooks(office) == {"a": timedelta(hours=23), "b": None}


def test_a_look_moves_the_next_one(office: Office) -> None:
    """Whatever its own address answers, the next look is a day later; after a month, a week later."""
    office.poll(reading(["a"]), judged=[assessment()])
    office.poll(Reading(State.UNCHANGED, complete=True, listed=("a",), tried=("a",)), after=timedelta(days=2))
    assert relooks(office) == {"a": timedelta(days=1)}
    office.poll(reading(["a"], looked_at=("a",)), after=timedelta(days=29))
    assert relooks(office) == {"a": timedelta(days=7)}


def test_those_asked_next_are_walked_through(office: Office) -> None:
    """Of many that scrolled off, the next twenty are loaded with what is listed."""
    office.poll(reading([f"k{n}" for n in range(50)]), judged=[assessment()])
    office.poll(reading(["z"], tried=tuple(f"k{n}" for n in range(30))))
    known = office.store.before(office.source).known
    assert set(known) == {"z", *(f"k{n}" for n in range(30, 50))}


def test_gone_is_remembered_until_it_is_decided(office: Office) -> None:
    """The first 404 is asked again ten minutes later; public again, all is forgotten; gone twice, it is told."""
    office.poll(reading(["z", "a"]), judged=[assessment()])
    office.poll(reading(["y", "z"]))
    gone = reading(["y", "z"], tried=("a",), gone=("a",), proofs={"a": "404"})
    assert office.poll(gone, after=60 * MINUTES).changes == ()
    known = office.store.before(office.source).known["a"]
    assert (known.gone_at, known.relook_at) == (office.now, office.now + 10 * MINUTES)
    assert office.poll(reading(["y", "z"], tried=("a",), looked_at=("a",))).changes == ()
    known = office.store.before(office.source).known["a"]
    assert (known.gone_at, known.relook_at) == (None, office.now + timedelta(days=1))
    office.poll(gone)
    (change,) = office.poll(gone).changes
    assert change.missing_at == (office.now - 10 * MINUTES, office.now)
    known = office.store.before(office.source).known["a"]
    assert (known.gone_at, known.relook_at) == (None, office.now + timedelta(days=1))
    assert office.store.history(known.statement)[-1].proof == "404"


def test_what_is_held_is_asked_once_a_day(office: Office) -> None:
    """While many addresses say gone, each is asked again the next day, and the desk is told once."""
    keys = [f"k{n}" for n in range(6)]
    office.poll(reading(["z", *keys]), judged=[assessment()])
    office.poll(reading(["y", "z"]))
    gone = reading(["y", "z"], tried=tuple(keys), gone=tuple(keys))
    office.poll(gone)
    difference = office.poll(gone)
    assert (difference.changes, len(difference.held)) == ((), 6)
    before = office.store.before(office.source)
    assert before.told_held
    assert {before.known[key].relook_at for key in keys} == {office.now + timedelta(days=1)}
