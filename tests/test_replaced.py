"""A post that is taken down and posted again in near the same words is replaced: one story, told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fakes import NOW, address, ago, before, entry, known, reading, source, version
from monitor.diff import diff
from monitor.model import Before, ChangeKind, Entry, Known, Reading

TEXT = "From 1 April travellers from the invented country need no visa for a stay of 14 days. Bring your papers."
AGAIN = TEXT.replace("14 days", "10 days")


def taken_down(text: str = TEXT, **more: object) -> Known:
    """A statement `old` that the last whole reading missed, ten minutes ago."""
    return known(entry("old", text), None, missing_at=(ago(minutes=10),), first_seen_at=ago(days=3), **more)


def office(*listed: Known | str, old: Known | None = None) -> Before:
    """What is known: the suspect, and an older post that is still listed."""
    shown = [each if isinstance(each, Known) else known(each, rank) for rank, each in enumerate(listed)]
    older = known("z", 9, first_seen_at=ago(days=9))
    return before([old or taken_down(), *shown, older], suspects=("old",))


def shown(*entries: Entry | str) -> Reading:
    """A whole list without `old`, whose own address says gone."""
    return reading([*entries, "z"], gone=("old",), proofs={"old": "404 at its own address"})


def kinds(was: Before, read: Reading) -> list[tuple[str, str]]:
    """What happened to whom."""
    return [(change.key, str(change.kind)) for change in diff(source(), was, read, NOW).changes]


def test_what_is_posted_again_is_replaced() -> None:
    """Deleted, and near the same text came: replaced, with both wordings, the new address, and the proof."""
    was = office()
    new, replaced = diff(source(), was, shown(entry("new", AGAIN)), NOW).changes
    assert (new.kind, new.key, new.twin) == (ChangeKind.NEW, "new", was.known["old"].statement)
    assert (replaced.kind, replaced.key, replaced.twin) == (ChangeKind.REPLACED, "old", new.statement)
    assert replaced.statement == was.known["old"].statement
    assert replaced.before == replaced.own == was.known["old"].version
    assert replaced.version.text == AGAIN
    assert replaced.url == address("new")
    assert replaced.proof == "404 at its own address"
    assert replaced.missing_at == (ago(minutes=10), NOW)


def test_what_was_posted_again_before_the_proof_counts_too() -> None:
    """The post in its place was told as new an hour ago; the deletion is then told as a replacement, not as a loss."""
    again = known(entry("new", AGAIN), 0, first_seen_at=ago(hours=1))
    (change,) = diff(source(), office(again), shown(entry("new", AGAIN)), NOW).changes
    assert (change.kind, change.twin) == (ChangeKind.REPLACED, again.statement)


@pytest.mark.parametrize(
    "other",
    [
        known(entry("new", "The bridge over the invented river is closed for repair until further notice."), 0),
        known(entry("new", AGAIN), 0, first_seen_at=ago(hours=49)),
        known(entry("new", AGAIN), 0, first_seen_at=ago(days=4)),
        known(entry("new", AGAIN), None, first_seen_at=ago(hours=1)),
    ],
    ids=["other words", "long ago", "it stood there before", "not listed"],
)
def test_what_merely_stands_there_replaces_nothing(other: Known) -> None:
    """Other words, a post of long ago, one that stood beside it, or one that is not there now: it is a deletion."""
    listed = [other.key] if other.rank is not None else []
    entries = [entry("new", other.version.text) for _ in listed]
    assert kinds(office(other), shown(*entries)) == [("old", "deleted")]


def test_the_nearest_post_replaces_it() -> None:
    """Of several near posts the nearest is the one; the others are new."""
    far, near = entry("far", TEXT + " Ask the office in the invented town for a form."), entry("near", AGAIN)
    changes = diff(source(), office(), shown(far, near), NOW).changes
    assert [(change.key, str(change.kind), change.twin is not None) for change in changes] == [
        ("near", "new", True),
        ("far", "new", False),
        ("old", "replaced", True),
    ]


def test_a_few_words_prove_nothing() -> None:
    """Texts of a few words are alike by chance."""
    short = taken_down("Closed on 3 May.")
    assert kinds(office(old=short), shown(entry("new", "Closed on 4 May."))) == [("new", "new"), ("old", "deleted")]


def test_typography_hides_no_replacement() -> None:
    """Case, quotes and invisible characters do not count."""
    again = entry("new", TEXT.upper().replace("COUNTRY", "COUN\u200bTRY"))
    assert kinds(office(), shown(again)) == [("new", "new"), ("old", "replaced")]


def test_while_nothing_proves_the_deletion_the_new_post_is_new() -> None:
    """Until the first post is known to be gone, the second is told at once, by itself."""
    was = office(old=replace(taken_down(), missing_at=(ago(minutes=5),)))
    (change,) = diff(source(), was, shown(entry("new", AGAIN)), NOW).changes
    assert (change.kind, change.twin) == (ChangeKind.NEW, None)


def test_the_title_counts() -> None:
    """Two posts with the same boilerplate and other titles are compared with their titles."""
    old = known(
        entry(
            "old", "See the invented office's page for more.", title="Ferries to the islands are cancelled this week"
        ),
        None,
        missing_at=(ago(minutes=10),),
        first_seen_at=ago(days=3),
    )
    other = entry("new", "See the invented office's page for more.", title="A new bridge, and how it was paid for")
    assert kinds(office(old=old), shown(other)) == [("new", "new"), ("old", "deleted")]


def test_public_again_is_restored_though_it_was_replaced() -> None:
    """A statement that was replaced and is listed again is restored, as any other."""
    old = replace(known(entry("old", TEXT), None, first_seen_at=ago(days=3)), deleted_at=ago(hours=1))
    was = before([old, known("z", 0)])
    assert kinds(was, reading([entry("old", TEXT), "z"])) == [("old", "restored")]
    assert version(entry("old", TEXT)).hash == old.version.hash
    assert old.first_seen_at + timedelta(days=3) == NOW
