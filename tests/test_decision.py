"""What a person decided goes before what the words say."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.decision import by_words, decided, meant, standing, worded
from monitor.errors import UsageError
from monitor.model import Assessment, Decision, Level, Verdict, Version

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
UNSURE = Assessment(
    relevant=False, unsure=True, level=Level.ROUTINE, score=0.4, beat="kh-jp", language="en", why=("x",)
)
RELEVANT = replace(UNSURE, relevant=True, unsure=False, topics=("travel",), score=0.9)


def version(number: int, text: str) -> Version:
    """A wording; its text is its hash."""
    return Version(number, None, text, text, NOW)


def decision(verdict: Verdict, *judged: Assessment, **fields: object) -> Decision:
    """Of the first wording."""
    given = {"level": None, "topics": (), **fields}
    return Decision("s1", 1, "one", verdict, "looked", "Sok", NOW, judged=judged, **given)  # type: ignore[arg-type]


def test_a_decision_holds_where_the_words_say_the_same() -> None:
    """A corrected comma is not judged anew; a wording that speaks of something else is."""
    (made,) = [decision(Verdict.IRRELEVANT, RELEVANT)]
    for wording, judged in ((version(1, "one"), UNSURE), (version(5, "one"), UNSURE), (version(2, "two"), RELEVANT)):
        (stands,) = standing([judged], wording, [made])
        assert (stands.relevant, stands.unsure, stands.decided_by) == (False, False, "Sok")
        assert stands.why == ("Decided by Sok: looked.", "x")
    for other in (
        replace(RELEVANT, topics=("aid",)),
        replace(RELEVANT, level=Level.URGENT),
        replace(RELEVANT, beat="kh-fr"),
        UNSURE,
    ):
        assert standing([other], version(2, "two"), [made]) == (other,)


def test_the_last_decision_stands() -> None:
    """Who decides later is heard, with the level and the topic that they give."""
    made = [
        decision(Verdict.IRRELEVANT, UNSURE),
        decision(Verdict.RELEVANT, UNSURE, level=Level.URGENT, topics=("aid",)),
    ]
    (stands,) = standing([UNSURE], version(1, "one"), made)
    assert (stands.relevant, stands.level, stands.topics) == (True, Level.URGENT, ("aid",))
    assert by_words([stands], version(1, "one"), made) == (UNSURE,)


def test_what_the_words_of_another_wording_said_is_its_own() -> None:
    """A wording for which a decision holds keeps its own quotes and score when the decision is undone."""
    made = [decision(Verdict.IRRELEVANT, RELEVANT)]
    other = replace(RELEVANT, score=0.7, why=("y",))
    stands = standing([other], version(2, "two"), made)
    assert by_words(stands, version(2, "two"), made) == (other,)


@pytest.mark.parametrize(
    ("verdict", "named", "found"),
    [
        (Verdict.IRRELEVANT, (), ["a", "b", "c"]),
        (Verdict.RELEVANT, (), ["b"]),
        (Verdict.RELEVANT, ("c",), ["c"]),
        (Verdict.RELEVANT, ("z",), []),
    ],
)
def test_which_beats_are_meant(verdict: Verdict, named: tuple[str, ...], found: list[str]) -> None:
    """Of no concern is so for each beat; of concern for the one in doubt, unless beats are named."""
    judged = [
        replace(UNSURE, unsure=each == "b", beat=each, score=score)
        for each, score in zip("abc", (1, 2, 3), strict=True)
    ]
    assert [each.beat for each in meant(judged, verdict, named)] == found
    if not named and verdict is Verdict.RELEVANT:
        sure = [replace(each, unsure=False) for each in judged]
        assert [each.beat for each in meant(sure, verdict)] == ["c"], "without doubt the nearest"


def test_of_no_concern_is_no_doubt() -> None:
    """What a person found to be of no concern is not unsure any more."""
    assert not decided(UNSURE, decision(Verdict.IRRELEVANT, UNSURE)).unsure


@pytest.mark.parametrize("written", ["", " \n ", "x" * 1001])
def test_a_reason_is_needed(written: str) -> None:
    """An empty or endless reason is refused; line ends become spaces."""
    with pytest.raises(UsageError):
        worded(written, "reason")
    assert worded(" a\n b ", "reason") == "a b"
