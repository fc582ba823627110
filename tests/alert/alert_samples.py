"""Findings, notices and deliveries of invented offices, for the tests of the alerts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.model import (
    Assessment,
    Byline,
    Change,
    ChangeKind,
    Delivery,
    Finding,
    Level,
    Line,
    Linked,
    Newsroom,
    Notice,
    NoticeKind,
    Quote,
    Reason,
    Sides,
    Version,
    alert_id,
)

NEWSROOM = Newsroom(timezone=ZoneInfo("Asia/Phnom_Penh"))
POSTED = datetime(2026, 3, 2, 12, 42, tzinfo=UTC)
SEEN = POSTED + timedelta(minutes=2)
RIVERS = Byline("rivers", "Ministry of Rivers", "facebook", "JP", ("KH",), "Asia/Phnom_Penh")
TEXT = (
    "The minister of rivers received guests today. The Harbour Track will begin as early as early September. "
    "Travellers stay at home for 14 days. The meeting was held in Cambodia."
)


def version(text: str = TEXT, number: int = 1, **fields: Any) -> Version:
    """A wording."""
    given = {"title": None, "hash": str(number), "captured_at": SEEN, "published_at": POSTED}
    return Version(number=number, text=text, **{**given, **fields})


def reason(text: str, words: str, kind: str = "topic", value: str = "travel", gloss: str = "") -> Reason:
    """A reason that quotes `words` where they stand in `text`."""
    start = text.index(words)
    return Reason("text", start, start + len(words), words, kind, value, gloss)


def assessment(text: str = TEXT, *, relevant: bool = True, unsure: bool = False, **fields: Any) -> Assessment:
    """Of a text that names the Harbour Track and Cambodia, where it does."""
    reasons = [reason(text, "Harbour Track", gloss="entry scheme")] if "Harbour Track" in text else []
    reasons += [reason(text, "Cambodia", "country", "KH")] if "Cambodia" in text else []
    given: dict[str, Any] = {"level": Level.URGENT, "score": 0.9, "beat": "kh-jp", "language": "en"}
    given |= {"topics": ("travel",), "countries": ("JP", "KH"), "reasons": tuple(reasons)}
    return Assessment(relevant=relevant, unsure=unsure, **{**given, **fields})


def finding(text: str = TEXT, kind: ChangeKind = ChangeKind.NEW, **fields: Any) -> Finding:
    """A statement of the Ministry of Rivers; `fields` are the change's."""
    after = None if kind is ChangeKind.DELETED else version(text)
    before = version(text) if kind is ChangeKind.DELETED else None
    given = {"statement": "s2b3c4d5e6", "key": "1", "url": "https://rivers.test/posts/1", "at": SEEN}
    change = Change(kind=kind, **{**given, "before": before, "after": after, **fields})
    return Finding(change, RIVERS, (assessment(text),))


def line(what: str, **words: str) -> Line:
    """One thing as the sides put it; those of JP stand in the Ministry of Rivers' statement."""
    return Line(
        "topic",
        what,
        {
            side: Quote("s2b3c4d5e6" if side == "JP" else "s9", 1, "text", 0, len(said), said)
            for side, said in words.items()
        },
    )


def linked(**fields: Any) -> Linked:
    """An event of which KH told before the Ministry of Rivers did."""
    sides = Sides(
        only={
            "JP": (line("Harbour Track", JP="The Harbour Track will begin."), line("14 days", JP="Stay for 14 days.")),
            "KH": (line("boats", KH="Boats sail on Monday."),),
        },
        differ=(line("start", JP="as early as early September", KH="on 1 October"),),
    )
    given = {
        "told_by": ("KH",),
        "why": ("the same day: 2 March",),
        "sides": sides,
        "differs": True,
        "unread": ("piers",),
    }
    return Linked("ev3nt", **{**given, **fields})


def edit(before: str, after: str, *, relevant: bool = True, **fields: Any) -> Finding:
    """An edit; `relevant` says whether the new wording still is."""
    change = finding(after, ChangeKind.EDITED, before=version(before), after=version(after, 2), **fields).change
    return Finding(
        replace(change, was_relevant=True), RIVERS, (assessment(after, relevant=relevant),), (assessment(before),)
    )


def notice(kind: NoticeKind = NoticeKind.SOURCE_BROKEN, text: str = "", key: str = "broken/rivers") -> Notice:
    """A notice about the Ministry of Rivers."""
    said = text or "Ministry of Rivers cannot be read since 2026-03-02T12:00:00Z: login-wall"
    return Notice(kind, "rivers", said, "use another address", SEEN, key)


def delivery(subject: Finding | Notice, channel: str = "desk", key: str = "", **fields: Any) -> Delivery:
    """Owed on a channel now."""
    named = key or (subject.key if isinstance(subject, Notice) else f"{subject.change.statement}/{subject.change.kind}")
    given = {"due_at": SEEN, "level": Level.URGENT}
    return Delivery(channel=channel, key=named, alert=alert_id(named), subject=subject, **{**given, **fields})
