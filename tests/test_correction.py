"""Our own false alarm is taken back where it was told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fakes import NOW, ago, finding
from monitor.correction import corrections
from monitor.model import (
    ChangeKind,
    Chapter,
    Delivery,
    DeliveryState,
    Finding,
    Level,
    Notice,
    NoticeKind,
    Owed,
    Statement,
)

WHY = "the site answered 404 to us alone"
GONE = finding(ChangeKind.DELETED, at=ago(hours=2))
STATEMENT = Statement(
    id=GONE.change.statement,
    source="bridges",
    side="JP",
    url="https://bridges.example/news/a",
    title=None,
    text="The bridge a is open.",
    language="en",
    published_at=None,
    first_seen_at=ago(days=1),
    last_seen_at=ago(hours=3),
    change=ChangeKind.DELETED,
    version=1,
    versions=1,
    deleted_at=ago(hours=2),
    beats=("kh-jp",),
    relevant=True,
    unsure=False,
    level=Level.ROUTINE,
    topics=(),
    countries=(),
    event=None,
    capture_sha256=None,
)


def chapter(of: Finding = GONE) -> Chapter:
    """The latest change as the log has it."""
    return Chapter(of.change.kind, of.change.at, of.change.own, (), None, significant=True)


def owed(
    channel: str, subject: Finding | Notice = GONE, state: DeliveryState = DeliveryState.SENT, **more: object
) -> Owed:
    """A delivery with what became of it."""
    made = Delivery(channel, "k", "A-7K2QM4", subject, ago(hours=2), ("kh-jp",), **more)
    return Owed(1, made, state, ago(hours=2), 1, NOW + timedelta(minutes=5))


def test_it_is_told_where_the_alert_was_told() -> None:
    """Each channel that got the alert gets the correction, once, at once, and no other does."""
    told = [owed("desk"), owed("mail"), owed("old", replace(GONE, change=replace(GONE.change, at=ago(days=2))))]
    made = corrections(STATEMENT, chapter(), told, WHY, NOW)
    assert [(each.channel, each.due_at, each.digest) for each in made] == [("desk", NOW, False), ("mail", NOW, False)]
    assert len({each.key for each in made}) == 1
    assert corrections(STATEMENT, chapter(), told, WHY, NOW + timedelta(days=1))[0].key == made[0].key


def test_it_says_that_the_error_is_ours() -> None:
    """It names the alert, what was told and when, why it was wrong, and the statement; it blames nobody else."""
    (made,) = corrections(STATEMENT, chapter(), [owed("desk")], WHY, NOW)
    assert isinstance(made.subject, Notice)
    assert (made.subject.kind, made.subject.subject) == (NoticeKind.CORRECTION, STATEMENT.id)
    assert made.subject.text.splitlines() == [
        "We were wrong: at 2026-03-02T07:00:00Z we told (A-7K2QM4) that a statement of Office of Bridges is no longer "
        "public. The error is ours, not the source's.",
        f"Why: {WHY}",
        "The statement: The bridge a is open.",
        "https://bridges.example/news/a",
    ]


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_each_change_can_be_taken_back(kind: ChangeKind) -> None:
    """Whatever we told wrongly can be corrected."""
    one = finding(kind, at=ago(hours=2))
    (made,) = corrections(STATEMENT, chapter(one), [owed("desk", one)], WHY, NOW)
    assert "We were wrong" in made.subject.text  # type: ignore[union-attr]


def test_it_never_overtakes_the_alert() -> None:
    """An alert that still waits goes out before its correction; one that was given up needs none."""
    waits = owed("desk", state=DeliveryState.RETRYING)
    bundled = owed("mail", state=DeliveryState.OWED, digest=True)
    lost = owed("ops", state=DeliveryState.GIVEN_UP)
    desk, mail = corrections(STATEMENT, chapter(), [waits, bundled, lost], WHY, NOW)
    assert (desk.due_at, desk.digest) == (NOW + timedelta(minutes=5), False)
    assert (mail.due_at, mail.digest) == (NOW + timedelta(minutes=5), True)


def test_a_correction_is_not_corrected() -> None:
    """What was told of the correction itself, or of other things, is no alert of the change."""
    notice = Notice(NoticeKind.CORRECTION, STATEMENT.id, "x", "", ago(hours=2), "k")
    assert corrections(STATEMENT, chapter(), [owed("desk", notice)], WHY, NOW) == ()
