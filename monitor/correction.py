"""CORRECT: our own false alarm is told to be one, to whom it was told. Pure."""

from collections.abc import Iterable
from datetime import datetime

from monitor.model import (
    ChangeKind,
    Chapter,
    Delivery,
    DeliveryState,
    Finding,
    Held,
    Notice,
    NoticeKind,
    Owed,
    Statement,
    alert_id,
)
from monitor.times import iso

_CLAIMS = {
    ChangeKind.NEW: "was posted",
    ChangeKind.EDITED: "was edited",
    ChangeKind.DELETED: "is no longer public",
    ChangeKind.RESTORED: "is public again",
    ChangeKind.REPLACED: "was taken down and posted again",
}


def corrections(
    one: Statement, last: Chapter, told: Iterable[Owed], reason: str, now: datetime
) -> tuple[Delivery, ...]:
    """The deliveries owed for a correction of the latest change: one for each channel that got the alert, or will.

    Where the alert still waits, the correction waits with it, so that it never comes first.
    """
    key = f"correction/{one.id}/{iso(last.at)}"
    return tuple(
        Delivery(
            channel=each.delivery.channel,
            key=key,
            alert=alert_id(key),
            subject=_notice(one, last, each.delivery, reason, now, key),
            due_at=now if each.state is DeliveryState.SENT else max(now, each.next_try_at),
            routes=each.delivery.routes,
            level=each.delivery.level,
            digest=each.delivery.digest and each.state is not DeliveryState.SENT,
        )
        for each in told
        if _is_told(each) and _is_of(each.delivery.subject, last)
    )


def _is_told(one: Owed) -> bool:
    """Whether the channel got the alert or will; an escalation that still waits is called off instead."""
    if one.delivery.held is Held.ESCALATION:
        return one.state is DeliveryState.SENT
    return one.state is not DeliveryState.GIVEN_UP


def _is_of(subject: Finding | Notice, last: Chapter) -> bool:
    return isinstance(subject, Finding) and (subject.change.kind, subject.change.at) == (last.kind, last.at)


def _notice(one: Statement, last: Chapter, told: Delivery, reason: str, now: datetime, key: str) -> Notice:
    name = told.subject.source.name if isinstance(told.subject, Finding) else one.source
    said = " ".join((one.title or one.text).split())[:200]
    return Notice(
        NoticeKind.CORRECTION,
        one.id,
        f"We were wrong: at {iso(last.at)} we told ({told.alert}) that a statement of {name} {_CLAIMS[last.kind]}. "
        f"The error is ours, not the source's.\nWhy: {reason}\nThe statement: {said}\n{one.url or ''}",
        "do not rely on that alert; where it was used, correct it",
        now,
        key,
    )
