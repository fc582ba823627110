"""Model values as the JSON shapes that programs rely on. Objects may gain fields; none is renamed.

Most values have their shape already: their field names are its keys (`plain`). A function stands here only where a
shape says more or less than the value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from monitor.model import (
    Chapter,
    Decision,
    Entry,
    Event,
    Finding,
    Headline,
    Health,
    Owed,
    Reading,
    Sides,
    Source,
    Statement,
    Version,
)
from monitor.text.difference import compare
from monitor.times import iso, spell


def plain(value: Any) -> Any:
    """Any value in what JSON knows; a field that is a word of Python (`from_`) loses its underscore."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name.rstrip("_"): plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, date | datetime):
        return iso(value)
    if isinstance(value, timedelta):
        return spell(value)
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Iterable):
        return [plain(each) for each in value]
    return str(value)


def reading(one: Reading, file: str) -> dict[str, Any]:
    """What a reader makes of a saved capture; `file` as it was given."""
    return {
        "file": file,
        "state": str(one.state),
        "why": one.why,
        "complete": one.complete,
        "sees_back_to": iso(one.sees_back_to),
        "entries": [entry(each) for each in one.entries],
        "headlines": [headline(each) for each in one.headlines],
        "gone": list(one.gone),
    }


def entry(one: Entry) -> dict[str, Any]:
    """One post as a reader found it; what is absent is null."""
    return plain(one)  # type: ignore[no-any-return]


def headline(one: Headline) -> dict[str, Any]:
    """A listed entry whose page was not opened."""
    return {"key": one.key, "url": one.url, "title": one.title, "published_at": iso(one.published_at)}


def told(one: Statement, history: Iterable[Chapter]) -> dict[str, Any]:
    """A statement with its history, oldest first: what `monitor show` gives."""
    return {**plain(one), "history": list(_chapters(history))}


def _chapters(history: Iterable[Chapter]) -> Iterable[dict[str, Any]]:
    before: Version | None = None
    for each in history:
        yield {
            "change": str(each.kind),
            "at": iso(each.at),
            "version": plain(each.version),
            "diff": diff(before, each.version) if before is not None and before.number != each.version.number else None,
            "assessments": plain(each.assessments),
            "capture": plain(each.capture),
            "significant": each.significant,
            "last_seen_at": iso(each.last_seen_at),
            "missing_at": plain(each.missing_at),
            "proof": each.proof,
            "twin": each.twin,
            "corrected_at": iso(each.corrected_at),
            "correction": each.correction,
        }
        before = each.version


def decision(one: Decision) -> dict[str, Any]:
    """What a person decided; what the words said by beat, in a word."""
    said = {
        each.beat: "relevant" if each.relevant else "unsure" if each.unsure else "irrelevant" for each in one.judged
    }
    return {**{name: each for name, each in plain(one).items() if name != "hash"}, "judged": said}


def diff(before: Version, after: Version) -> dict[str, Any]:
    """What changed between two wordings: pieces that are `same`, `gone` or `come`, of the title and of the text."""
    return {
        "title": plain(compare(before.title or "", after.title or "")),
        "text": plain(compare(before.text, after.text)),
    }


def event(one: Event) -> dict[str, Any]:
    """An event with what its sides say."""
    return {
        "id": one.id,
        "title": one.title,
        "happened_on": iso(one.happened_on),
        "countries": list(one.countries),
        "statements": list(one.statements),
        "sides": plain(one.by_side),
        **comparison(one.sides),
        "unread": list(one.unread),
        "why": plain(one.why),
        "copies": plain(one.copies),
        "translations": plain(one.translations),
    }


def comparison(sides: Sides) -> dict[str, Any]:
    """What the sides of an event say; each line of one side is the quote, with what it is about."""
    return {
        "both": plain(sides.both),
        "only": {
            side: [{**plain(line.quotes[side]), "kind": line.kind, "what": line.what} for line in lines]
            for side, lines in sides.only.items()
        },
        "differ": plain(sides.differ),
    }


def delivery(one: Owed) -> dict[str, Any]:
    """One alert on one channel, and what became of it."""
    owed, subject = one.delivery, one.delivery.subject
    finding = subject if isinstance(subject, Finding) else None
    return {
        "id": one.id,
        "alert": owed.alert,
        "channel": owed.channel,
        "routes": list(owed.routes),
        "state": str(one.state),
        "level": str(owed.level),
        "digest": owed.digest,
        "held": owed.held and str(owed.held),
        "mute": owed.mute,
        "ack_by": iso(owed.ack_by),
        "about": str(finding.change.kind) if finding else str(subject.kind),  # type: ignore[union-attr]
        "statement": finding.change.statement if finding else None,
        "source": finding.source.id if finding else None,
        "text": _gist(subject),
        "due_at": iso(owed.due_at),
        "created_at": iso(one.created_at),
        "tries": one.tries,
        "next_try_at": iso(one.next_try_at),
        "tried_at": iso(one.tried_at),
        "sent_at": iso(one.sent_at),
        "answer": one.answer,
    }


def _gist(subject: Any) -> str:
    if isinstance(subject, Finding):
        return subject.change.version.title or subject.change.version.text
    return str(subject.text)


def standing(source: Source, health: Health, now: datetime) -> dict[str, Any]:
    """How a source stands; never its options, which may hold secrets."""
    paused = source.paused_until if source.paused_until and source.paused_until > now else None
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "side": source.side,
        "url": source.url,
        "every": spell(source.every),
        "enabled": source.enabled,
        "needs": list(source.needs),
        "paused_until": iso(paused),
        **{name: each for name, each in plain(health).items() if name != "source"},
    }
