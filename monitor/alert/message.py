"""MESSAGE: from deliveries to what goes out. Pure: the same deliveries at the same time give the same words.

One alert is one message; a digest, a late catch-up and what has piled up behind a channel that was down go out bundled,
in as many parts as the channel's room asks for, with nothing left out.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime

from monitor.alert import shape
from monitor.alert.beside import table, told_before
from monitor.alert.channel import ROOM, Block, Item, Message, Passage
from monitor.alert.hours import told
from monitor.alert.inert import inline, web_address
from monitor.alert.passages import passages
from monitor.alert.phrases import Phrases, spoken
from monitor.alert.template import QUOTES, SIDES, Values, arranged
from monitor.alert.wording import carriers, cautions, embargo, news, times, why
from monitor.model import Delivery, Finding, Held, Level, Newsroom, Notice, NoticeKind, alert_id
from monitor.text.excerpt import shorten
from monitor.times import parse_iso

MOST_ITEMS = 200
"""In one part of a bundle: more is no longer read."""
_FIRST_LINE = 250
"""Characters: no channel cuts what is shorter, so that its marks stay."""
_ADDRESS = re.compile(r"https?://[^\s;,`]+")
_MOMENT = re.compile(r"(?<!\d)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")


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
    say = spoken(newsroom)
    items = [_item(each, newsroom, now, repeat=each.key in repeats) for each in deliveries]
    parts = list(_packed(items, room))
    kind = "late" if any(map(_late, deliveries)) else "digest"
    messages, at = [], 0
    for number, part in enumerate(parts, 1):
        held = deliveries[at : at + len(part)]
        at += len(part)
        values = digest_values(kind, held, (number, len(parts)), say)
        title, _ = arranged("digest", values, newsroom)
        title = _marked(title, say, label=label, repeat=any(item.repeat for item in part))
        key = f"bundle/{alert_id('/'.join(each.key for each in held))}"
        messages.append(Message(key=key, title=title, items=tuple(part), thread=kind))
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
        return not delivery.digest or delivery.held is Held.LATE
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


def digest_values(kind: str, held: Iterable[Delivery], part: tuple[int, int], say: Phrases) -> Values:
    """What a template of a digest is given. `part`: which of how many."""
    counts = Counter(str(each.subject.change.kind) if isinstance(each.subject, Finding) else "notice" for each in held)
    if counts["notice"] > 1:
        counts["notices"] = counts.pop("notice")
    number, parts = part
    return {
        "what": kind,
        "kind": say(kind),
        "counts": say("comma").join(say(f"count.{name}", count=count) for name, count in counts.items() if count),
        "part": say("part", number=number, parts=parts) if parts > 1 else "",
    }


def finding_values(
    finding: Finding, level: Level, newsroom: Newsroom, now: datetime, quoted: Sequence[Passage]
) -> Values:
    """What a template of an alert is given."""
    say = spoken(newsroom)
    return {
        "what": str(finding.change.kind),
        **news(finding, level, say),
        "title": inline(finding.change.version.title or "", 300),
        "quotes": QUOTES if quoted else "",
        "passages": [{"label": each.label and say(each.label), "text": each.text} for each in quoted],
        "sides": SIDES if table(finding, say) else "",
        "times": list(times(finding, newsroom, now, say)),
        "cautions": [
            *cautions(finding, newsroom, now, say),
            *([] if web_address(finding.change.url) else [say("no_address")]),
        ],
        "event": list(told_before(finding, say)),
        "why": [say("why", reasons=each) for each in why(finding, say)],
    }


def notice_values(notice: Notice, newsroom: Newsroom, now: datetime) -> Values:
    """What a template of a notice is given."""
    say = spoken(newsroom)
    text = _MOMENT.sub(lambda found: _local(found.group(), newsroom, now, say), _said(notice.text, say))
    first, *rest = [inline(line, 600) for line in text.splitlines() if line.strip()] or [""]
    short = inline(first, 160)
    return {
        "what": str(notice.kind),
        "kind": say.or_else(f"notice.{notice.kind}", str(notice.kind).upper().replace("-", " ")),
        "text": short,
        "lines": [*([first] if short != first else []), *rest[:40]],
        "mend": say("todo", mend=inline(say.sentence(notice.mend), 600)) if notice.mend else "",
    }


def _item(delivery: Delivery, newsroom: Newsroom, now: datetime, *, label: str = "", repeat: bool = False) -> Item:
    subject = delivery.subject
    make: Callable[..., Item] = _of_finding if isinstance(subject, Finding) else _of_notice
    return make(delivery, subject, newsroom, now, label, repeat)


def _of_finding(
    delivery: Delivery, finding: Finding, newsroom: Newsroom, now: datetime, label: str, repeat: bool
) -> Item:
    say = spoken(newsroom)
    quoted, sides = passages(finding), table(finding, say)
    first, rest = arranged("alert", finding_values(finding, delivery.level, newsroom, now, quoted), newsroom)
    review = _our_page(newsroom, f"review/{delivery.alert}")
    stands_for: dict[str, tuple[Block, ...]] = {QUOTES: quoted, SIDES: (sides,) if sides else ()}
    return Item(
        alert=delivery.alert,
        headline=_marked(_warned(first, finding, say), say, _mark(delivery), label=label, repeat=repeat),
        blocks=(
            *(block for line in rest for block in stands_for.get(line, (line,))),
            *_answer_by(delivery, newsroom, now, say),
        ),
        link=web_address(finding.change.url),
        carriers=carriers(finding),
        page=_our_page(newsroom, f"statements/{finding.change.statement}"),
        review=review,
        ack=_our_page(newsroom, f"alerts/{delivery.alert}/ack") if delivery.ack_by else None,
        unsure=finding.unsure,
        repeat=repeat,
        urgent=delivery.level is Level.URGENT and not finding.unsure,
        say=say,
        shape={**shape.of_finding(delivery, finding, quoted, repeat, say), "review": review},
    )


def _of_notice(delivery: Delivery, notice: Notice, newsroom: Newsroom, now: datetime, label: str, repeat: bool) -> Item:
    say = spoken(newsroom)
    first, rest = arranged("notice", notice_values(notice, newsroom, now), newsroom)
    return Item(
        alert=delivery.alert,
        headline=_marked(first, say, label=label, repeat=repeat),
        blocks=rest,
        carriers=tuple(filter(None, map(web_address, _ADDRESS.findall(notice.mend)))),
        page=_our_page(newsroom, "review") if notice.kind is NoticeKind.MASS_LOSS else None,
        repeat=repeat,
        say=say,
        shape=shape.of_notice(delivery, notice, repeat),
    )


def _our_page(newsroom: Newsroom, path: str) -> str | None:
    """An address of our own page; None unless others can reach it."""
    return f"{newsroom.public_url.rstrip('/')}/{path}" if newsroom.public_url else None


def _mark(delivery: Delivery) -> str:
    """What a reader must know before all else of why the message comes: a phrase; empty, where there is nothing."""
    if delivery.held is Held.ESCALATION:
        return "escalated"
    return "follow_up" if delivery.follow_up else ""


def _warned(first: str, finding: Finding, say: Phrases) -> str:
    """The first line of a public post that says that it must not be published yet: it says so, too."""
    words = embargo(finding)
    return f"{say('embargo_words', words=words)} · {first}" if words else first


def _answer_by(delivery: Delivery, newsroom: Newsroom, now: datetime, say: Phrases) -> Iterator[str]:
    """Until when somebody must have acknowledged it, and how."""
    if delivery.ack_by is not None:
        when = told(delivery.ack_by, [newsroom.timezone], now.astimezone(newsroom.timezone).date(), say)
        yield say("ack_by", when=when, alert=delivery.alert)


def _said(text: str, say: Phrases) -> str:
    """What a notice says, known again as a whole or by its lines."""
    whole = say.sentence(text)
    return whole if whole != text else "\n".join(map(say.sentence, text.split("\n")))


def _marked(first: str, say: Phrases, mark: str = "", *, label: str = "", repeat: bool = False) -> str:
    """The first line with what no template may leave out."""
    before = "".join(f"{each} · " for each in (label, say(mark) if mark else "") if each)
    after = f" {say('repeat')}" if repeat else ""
    return f"{before}{shorten(first, _FIRST_LINE - len(before) - len(after))}{after}"


def _local(written: str, newsroom: Newsroom, now: datetime, say: Phrases) -> str:
    """A moment on the newsroom's clock; as it is written where it is none: a notice may quote a stranger's address."""
    try:
        at = parse_iso(written)
        assert isinstance(at, datetime)
        return told(at, [newsroom.timezone], now.astimezone(newsroom.timezone).date(), say)
    except (ValueError, OverflowError):
        return written
