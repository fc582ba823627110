"""MESSAGE: from deliveries to what goes out. Pure: the same deliveries at the same time give the same words.

One alert is one message; a digest, a late catch-up and what has piled up behind a channel that was down go out bundled,
in as many parts as the channel's room asks for, with nothing left out.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from monitor.alert import shape
from monitor.alert.beside import table
from monitor.alert.channel import ROOM, Item, Message
from monitor.alert.hours import told
from monitor.alert.inert import inline, web_address
from monitor.alert.passages import passages
from monitor.alert.wording import CHANGES, carriers, headline, lines
from monitor.model import Delivery, Finding, Newsroom, Notice, NoticeKind, alert_id
from monitor.times import parse_iso

_NOTICES = {
    NoticeKind.SOURCE_BROKEN: "SOURCE BROKEN",
    NoticeKind.SOURCE_BACK: "SOURCE BACK",
    NoticeKind.OUTAGE: "ALL SOURCES BROKEN",
    NoticeKind.OUTAGE_OVER: "SOURCES BACK",
    NoticeKind.SILENCE: "SILENCE",
    NoticeKind.SILENCE_OVER: "SILENCE OVER",
    NoticeKind.MASS_LOSS: "UNCONFIRMED LOSS",
    NoticeKind.FLAPPING: "FLAPPING",
    NoticeKind.CHANNEL_DOWN: "CHANNEL DOWN",
    NoticeKind.CHANNEL_BACK: "CHANNEL BACK",
    NoticeKind.GIVEN_UP: "GIVEN UP",
    NoticeKind.GAP: "WE WERE BLIND",
    NoticeKind.CORRECTION: "CORRECTION",
    NoticeKind.HEARTBEAT: "ALL IS WELL",
    NoticeKind.CONFIG: "CONFIGURATION",
    NoticeKind.TEST: "TEST",
}
MOST_ITEMS = 200
"""In one part of a bundle: more is no longer read."""
_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
_REPEAT = "(may be a repeat)"
_FOLLOW_UP = "FOLLOW-UP · "


def alert(delivery: Delivery, newsroom: Newsroom, now: datetime, *, label: str = "", repeat: bool = False) -> Message:
    """The message about one finding or notice. `label` (DEMO) stands before all else."""
    item = _item(delivery, newsroom, now, label=label, repeat=repeat)
    thread = _thread(delivery.subject)
    return Message(key=delivery.key, title=item.headline, items=(item,), thread=thread, quiet=delivery.follow_up)


def bundle(
    deliveries: Sequence[Delivery],
    newsroom: Newsroom,
    now: datetime,
    *,
    label: str = "",
    repeats: Collection[str] = (),
    room: int = ROOM,
) -> tuple[Message, ...]:
    """Several deliveries as one message, cut between items into parts that fit `room`; in their order, none left out.

    `repeats` holds the keys of those that may have arrived before.
    """
    items = [_item(each, newsroom, now, repeat=each.key in repeats) for each in deliveries]
    parts = list(_packed(items, room))
    kind = "LATE" if any(map(_late, deliveries)) else "DIGEST"
    messages, at = [], 0
    for number, part in enumerate(parts, 1):
        held = deliveries[at : at + len(part)]
        at += len(part)
        count = f"part {number} of {len(parts)}" if len(parts) > 1 else ""
        again = _REPEAT if any(item.repeat for item in part) else ""
        title = " · ".join(filter(None, (label, kind, _counts(held), count, again)))
        key = f"bundle/{alert_id('/'.join(each.key for each in held))}"
        messages.append(Message(key=key, title=title, items=tuple(part), thread=kind.lower()))
    return tuple(messages)


def _thread(subject: Finding | Notice) -> str:
    """All about one event, our corrections included, stands in one thread; about a statement, where it has none."""
    if isinstance(subject, Finding):
        return subject.linked.event if subject.linked else subject.change.statement
    return subject.subject if subject.kind is NoticeKind.CORRECTION else f"{subject.kind}/{subject.subject}"


def _late(delivery: Delivery) -> bool:
    """Whether it would have been told at once, had we or the channel been there."""
    subject = delivery.subject
    if isinstance(subject, Finding):
        return not delivery.digest or (
            subject.relevant and subject.change.significant and not subject.change.backfilled
        )
    return subject.kind is NoticeKind.GAP


def _packed(items: Iterable[Item], room: int) -> Iterable[list[Item]]:
    part: list[Item] = []
    size = 0
    for item in items:
        length = len(item.headline) + len(item.body()) + 3
        if part and (size + length > room or len(part) == MOST_ITEMS):
            yield part
            part, size = [], 0
        part.append(item)
        size += length
    yield part


def _counts(deliveries: Iterable[Delivery]) -> str:
    """`3 new, 1 edited, 1 notice`."""
    counts = Counter(
        CHANGES[each.subject.change.kind].lower() if isinstance(each.subject, Finding) else "notice"
        for each in deliveries
    )
    return ", ".join(f"{count} {name}{'s' * (name == 'notice' and count > 1)}" for name, count in counts.items())


def _item(delivery: Delivery, newsroom: Newsroom, now: datetime, *, label: str = "", repeat: bool = False) -> Item:
    subject = delivery.subject
    make: Callable[..., Item] = _of_finding if isinstance(subject, Finding) else _of_notice
    return make(delivery, subject, newsroom, now, label, repeat)


def _of_finding(
    delivery: Delivery, finding: Finding, newsroom: Newsroom, now: datetime, label: str, repeat: bool
) -> Item:
    said, quoted = lines(finding, newsroom, now), passages(finding)
    page = f"{newsroom.public_url.rstrip('/')}/statements/{finding.change.statement}" if newsroom.public_url else None
    link = web_address(finding.change.url)
    return Item(
        alert=delivery.alert,
        headline=_first_line(label, _FOLLOW_UP * delivery.follow_up + headline(finding, delivery.level), repeat),
        passages=quoted,
        table=table(finding),
        lines=said if link else (*said, "No address of its own is known"),
        link=link,
        carriers=carriers(finding),
        page=page,
        repeat=repeat,
        shape=shape.of_finding(delivery, finding, quoted, repeat),
    )


def _of_notice(delivery: Delivery, notice: Notice, newsroom: Newsroom, now: datetime, label: str, repeat: bool) -> Item:
    text = _MOMENT.sub(lambda found: _local(found.group(), newsroom, now), notice.text)
    first, *rest = [inline(line, 600) for line in text.splitlines() if line.strip()] or [""]
    short = inline(first, 160)
    said = [
        *([first] if short != first else []),
        *rest[:40],
        *([f"To do: {inline(notice.mend, 600)}"] if notice.mend else []),
    ]
    return Item(
        alert=delivery.alert,
        headline=_first_line(label, f"{_NOTICES[notice.kind]} — {short}", repeat),
        lines=tuple(said),
        repeat=repeat,
        shape=shape.of_notice(delivery, notice, repeat),
    )


def _first_line(label: str, headline: str, repeat: bool) -> str:
    said = f"{label} · {headline}" if label else headline
    return f"{said} {_REPEAT}" if repeat else said


def _local(written: str, newsroom: Newsroom, now: datetime) -> str:
    """A moment on the newsroom's clock; as it is written where it is none: a notice may quote a stranger's address."""
    try:
        at = parse_iso(written)
        assert isinstance(at, datetime)
        return told(at, [newsroom.timezone], now.astimezone(newsroom.timezone).date())
    except (ValueError, OverflowError):
        return written
