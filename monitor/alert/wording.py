"""The sentences of an alert about a finding: what happened, when, how sure, why. English for now."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from monitor.alert.beside import told_before
from monitor.alert.hours import clocks, day, hour, lapse, listed, place, told
from monitor.alert.inert import inline, web_address
from monitor.alert.passages import reasons, swaps
from monitor.assess.names import name
from monitor.model import Assessment, Change, ChangeKind, Finding, Level, Newsroom, Reason

CHANGES = {
    ChangeKind.NEW: "NEW",
    ChangeKind.EDITED: "EDITED",
    ChangeKind.DELETED: "NO LONGER PUBLIC",
    ChangeKind.RESTORED: "PUBLIC AGAIN",
    ChangeKind.REPLACED: "REPLACED",
}
_KINDS = {
    "facebook": "Facebook",
    "telegram": "Telegram",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "youtube": "YouTube",
    "japan-travel-advice": "travel advice",
    "mailbox": "mail",
}
LATE_AFTER = timedelta(hours=1)
REASONS = 6
CARRIERS = 4
_READ_BY = {
    "ocr": "Read by OCR: check the picture before you quote",
    "pdf": "The text stands in a PDF file",
}


def headline(finding: Finding, level: Level) -> str:
    """`JP · NEW · travel · URGENT — Embassy of Japan in Cambodia (Facebook)`."""
    source = finding.source
    sure = "UNSURE" if finding.unsure else "URGENT" if level is Level.URGENT else "routine"
    parts = [source.side, CHANGES[finding.change.kind], ", ".join(_topics(finding)), sure]
    kind = _KINDS.get(source.kind, source.kind)
    return inline(f"{' · '.join(filter(None, parts))} — {inline(source.name, 120)} ({kind})", 220)


def lines(finding: Finding, newsroom: Newsroom, now: datetime) -> tuple[str, ...]:
    """All that is said below the quotation, most telling first."""
    return (
        *_times(finding, newsroom, now),
        *_cautions(finding),
        *told_before(finding),
        *(f"Why: {each}" for each in why(finding)),
    )


def why(finding: Finding) -> tuple[str, ...]:
    """The words that speak for relevance, glossed; then what the configuration implies."""
    now_relevant = any(one.relevant for one in finding.assessments)
    lost = not now_relevant and any(one.relevant for one in finding.before)
    assessed = finding.before if lost else finding.assessments
    counted = [one for one in assessed if one.relevant] or [one for one in assessed if one.unsure] or assessed
    told_so = list(dict.fromkeys(map(_reason, reasons(counted))))
    if len(told_so) > REASONS:
        told_so = [*told_so[:REASONS], f"{len(told_so) - REASONS} more"]
    spoken = ("before this edit: " if lost else "") + "; ".join(told_so)
    return tuple(filter(None, (spoken if told_so else "", inline(" ".join(_implied(counted)), 300))))


def carriers(finding: Finding) -> tuple[str, ...]:
    """The addresses of the files or pictures that a person should look at: they hold the text, or could not be read."""
    version = finding.change.version
    if version.whole and not version.read_by:
        return ()
    held = [web_address(each.url) for each in version.media if each.type in ("file", "image")]
    return tuple(each for each in dict.fromkeys(held) if each and each != web_address(finding.change.url))[:CARRIERS]


def _topics(finding: Finding) -> tuple[str, ...]:
    counted = [one for one in (*finding.assessments, *finding.before) if one.relevant or one.unsure]
    return tuple(dict.fromkeys(topic for one in counted for topic in one.topics))


def _times(finding: Finding, newsroom: Newsroom, now: datetime) -> Iterator[str]:
    change, zones = finding.change, clocks(newsroom.timezone, finding.source)
    here = zones[0]
    today = now.astimezone(here).date()
    posted = _posted(finding, newsroom, today)
    if change.taken_down:
        if change.kind is ChangeKind.REPLACED:
            yield "The same source posted near the same text again, which stands at the link; of the first post:"
        missing = [hour(at, here, today) for at in change.missing_at]
        last = f"last seen {told(change.last_seen_at, zones, today)}" if change.last_seen_at else ""
        misses = f"missing {listed(missing)}" if missing else f"missing {hour(change.at, here, today)}"
        seen = ", ".join(filter(None, (last, misses)))
        yield f"No longer public: {seen}; deleted or hidden, we cannot tell"
        if change.proof:
            yield f"What shows it: {inline(change.proof, 200)}"
        yield posted
    elif change.kind is ChangeKind.RESTORED:
        yield f"Public again, seen {told(change.at, zones, today)}"
        yield posted
    elif change.kind is ChangeKind.EDITED:
        unchanged = f"; still as before at {hour(change.last_seen_at, here, today)}" if change.last_seen_at else ""
        yield f"Edit seen {told(change.at, zones, today)}{unchanged}"
        yield posted
    else:
        yield f"{posted}, seen {hour(change.at, here, today)}" + ("" if _has_hour(finding) else f" {place(here)}")


def _posted(finding: Finding, newsroom: Newsroom, today: date) -> str:
    when = finding.change.version.published_at
    if isinstance(when, datetime):
        again = " again" if finding.change.kind is ChangeKind.REPLACED else ""
        return f"Posted{again} {told(when, clocks(newsroom.timezone, finding.source), today)}"
    return f"Dated {day(when)}, no hour given" if when else "No date given"


def _has_hour(finding: Finding) -> bool:
    return isinstance(finding.change.version.published_at, datetime)


def _cautions(finding: Finding) -> Iterator[str]:
    change = finding.change
    if finding.pasted:
        yield "Brought by hand, not read from the source"
    yield from _how_read(change)
    if finding.unsure:
        yield "Unsure whether it concerns the beat: a person must judge"
    if change.backfilled:
        yield "Backfilled: dated long before our last whole look at the source"
    if change.flapping:
        yield "This wording has come back a third time within a day: only this one notice"
    if not change.significant:
        yield "Only typography changed"
    if change.kind is ChangeKind.EDITED and finding.relevant and not any(one.relevant for one in finding.assessments):
        yield "As it stands now it no longer concerns the beat; before this edit it did"
    yield from _late(finding)
    changed = swaps(finding)
    if changed:
        yield f"Changed: {'; '.join(changed)}"


def _how_read(change: Change) -> Iterator[str]:
    if change.version.read_by:
        yield _READ_BY[change.version.read_by]
    if not change.version.whole:
        yield "Could not be read whole: look yourself"
    elif change.kind is ChangeKind.EDITED and change.before and not change.before.whole:
        yield "It could not be read whole before: this may be no edit"


def _late(finding: Finding) -> Iterator[str]:
    change = finding.change
    when = change.version.published_at
    if change.kind is ChangeKind.NEW and isinstance(when, datetime) and change.at - when > LATE_AFTER:
        yield f"Seen late: {lapse(change.at - when)} after it was posted"


def _implied(assessed: Iterable[Assessment]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(inline(each, 160) for one in assessed for each in one.why))


def _reason(reason: Reason) -> str:
    words = inline(reason.text, 60)
    if reason.kind == "country":
        country = name(reason.value)
        return f"{country} named" if words.isascii() else f"{country} named: {words}"
    gloss = inline(reason.gloss, 60)
    return f"{words} [{gloss}]" if gloss and gloss.casefold() != words.casefold() else words
