from dataclasses import replace
from datetime import timedelta

from clock import START
from monitor.archive.worth import worth
from monitor.model import (
    Before,
    Capture,
    Change,
    ChangeKind,
    Difference,
    Purpose,
    Reading,
    Request,
    State,
    Version,
)

LIST = "https://rivers.example/news"
BEFORE = Before(baseline_at=START - timedelta(days=9), last_poll_at=START - timedelta(minutes=10), state=State.OK)

NOTHING = Difference()


def capture(body: bytes = b"list", key: str | None = None, **changes: object) -> Capture:
    """A capture of the list, or of one statement's own address."""
    url, purpose = (f"{LIST}/{key}", Purpose.ITEM) if key else (LIST, Purpose.LIST)
    given = Capture("rivers", Request(url, purpose, key), url, START, 200, body=body)
    return replace(given, **changes)  # type: ignore[arg-type]


def change(key: str, kind: ChangeKind = ChangeKind.NEW) -> Change:
    """Something that happened to one statement."""
    version = Version(1, None, "water", "hash", START)
    gone = kind is ChangeKind.DELETED
    return Change(kind, f"id-{key}", key, None, START, version if gone else None, None if gone else version)


def kept(*captures: Capture, reading: Reading, difference: Difference = NOTHING, before: Before = BEFORE) -> list[int]:
    """Which of the captures are kept, by their place."""
    chosen = worth(captures, reading, difference, before, START)
    return [number for number, each in enumerate(captures) if any(each is one for one in chosen)]


def test_what_shows_a_version_is_kept() -> None:
    """The page that shows a new wording is kept; the list that only led to it is not, nor a page without news."""
    listed, new, old = capture(), capture(b"new", "1"), capture(b"old", "2")
    reading = Reading(State.OK, shown_by={"1": new.sha256, "2": old.sha256, "3": listed.sha256})
    assert kept(listed, new, old, reading=reading, difference=Difference((change("1"),))) == [1]
    assert kept(listed, new, old, reading=reading, difference=Difference((change("3", ChangeKind.EDITED),))) == [0]
    assert kept(listed, new, old, reading=reading) == []


def test_what_proves_that_an_address_is_gone_is_kept_though_it_is_empty() -> None:
    """Of several empty answers the one of the statement's own address is the proof."""
    unchanged = capture(b"", status=304, same_as_before=True)
    proof, other = capture(b"", "1", status=404), capture(b"", "2", status=304, same_as_before=True)
    reading = Reading(State.UNCHANGED, gone=("1",), shown_by={"1": proof.sha256})
    assert kept(unchanged, proof, other, reading=reading) == [1]


def test_each_proof_is_kept_though_the_bytes_are_the_same() -> None:
    """Two addresses that answer with one error page are two proofs."""
    proofs = [capture(b"not here", key, status=404) for key in ("1", "2")]
    reading = Reading(State.OK, gone=("1", "2"), shown_by=dict.fromkeys("12", proofs[0].sha256))
    assert kept(*proofs, reading=reading) == [0, 1]


def test_the_list_in_which_something_is_missing_is_kept_once() -> None:
    """The first list without a statement is kept, and the one on which it is reported; not those in between."""
    listed, reading = capture(), Reading(State.OK)
    missing = Difference(missing=("1",))
    assert kept(listed, reading=reading, difference=missing) == [0]
    assert kept(listed, reading=reading, difference=Difference(held=("1",))) == [0]
    assert kept(listed, reading=reading, difference=missing, before=replace(BEFORE, suspects=("1",))) == []
    deleted = Difference((change("1", ChangeKind.DELETED),))
    assert kept(listed, reading=reading, difference=deleted, before=replace(BEFORE, suspects=("1",))) == [0]


def test_the_first_of_a_failure_is_kept() -> None:
    """The log-in page in the place of the list is kept the first time, and so is what another failure shows."""
    wall = capture(b"log in", status=403)
    reading = Reading(State.LOGIN_WALL)
    assert kept(wall, reading=reading) == [0]
    assert kept(wall, reading=reading, before=replace(BEFORE, state=State.LOGIN_WALL)) == []
    assert kept(wall, reading=reading, before=replace(BEFORE, state=State.OFFLINE)) == [0]
    silence = capture(b"", status=0, failure=State.TIMEOUT)
    assert kept(silence, reading=Reading(State.TIMEOUT)) == []


def test_one_a_day_is_kept() -> None:
    """The first list of each day (UTC) is kept, if it brought bytes: it shows that all was still there."""
    yesterday = replace(BEFORE, last_poll_at=START - timedelta(hours=12))
    same = capture(same_as_before=True)
    assert kept(same, reading=Reading(State.UNCHANGED), before=yesterday) == [0]
    assert kept(same, reading=Reading(State.UNCHANGED)) == []
    nothing = capture(b"", status=304, same_as_before=True)
    assert kept(nothing, reading=Reading(State.UNCHANGED), before=yesterday) == []


def test_the_baseline_is_kept() -> None:
    """The first whole list of a source is kept, with its further pages; each once."""
    pages = [capture(), capture(b"page 2"), capture()]
    before = replace(BEFORE, baseline_at=None)
    assert kept(*pages, reading=Reading(State.OK, complete=True), before=before) == [1, 2]
    assert kept(*pages, reading=Reading(State.INCOMPLETE), before=replace(before, state=State.INCOMPLETE)) == []
