"""What the sides say of an event, side by side in an alert: each line is quoted, and what was not found is said."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from monitor.alert.inert import inline
from monitor.alert.phrases import Phrases
from monitor.export import shapes
from monitor.model import Finding, Line, Linked
from monitor.text.excerpt import shorten

MOST = 6
"""Lines under one heading; the rest stand on the page of the event."""
_QUOTED = 280


@dataclass(frozen=True, slots=True)
class Part:
    """The lines under one heading."""

    label: str  #: Differs, Found here only, Found with KH only
    rows: tuple[Mapping[str, str], ...]  #: the words of each side that says it
    more: int = 0  #: so many lines are left out


@dataclass(frozen=True, slots=True)
class Table:
    """What the sides say, the side of the alert first."""

    sides: tuple[str, ...]
    parts: tuple[Part, ...]

    def lines(self, share: int, quote: Callable[[str], str], say: Phrases) -> Iterator[str]:
        """As lines of text, each quotation in at most `share` characters."""
        for part in self.parts:
            silent = [side for side in self.sides if not any(side in row for row in part.rows)]
            key = "heading.absent" if silent else "heading"
            yield quote(say(key, label=part.label, sides=say.listed(silent or [""])))
            for row in part.rows:
                words = (f"{'' if silent else f'{side} '}“{quote(shorten(said, share))}”" for side, said in row.items())
                yield f"• {' / '.join(words)}"
            if part.more:
                yield f"• {quote(say('more', count=part.more))}"


def table(finding: Finding, say: Phrases) -> Table | None:
    """What the sides say, where another told of the event before; of a side that did itself, only what is new."""
    linked, own = finding.linked, finding.source.side
    if linked is None or linked.sides is None or own is None:
        return None
    others = tuple(each for each in linked.told_by if each != own)
    shown = [(say("differs"), linked.sides.differ), (say("here_only"), linked.sides.only.get(own, ()))]
    if own in linked.told_by:
        shown = [(label, tuple(line for line in lines if _from(line, finding))) for label, lines in shown]
    else:
        shown += [(say("with_only", side=side), linked.sides.only.get(side, ())) for side in others]
    parts = tuple(part for label, lines in shown if (part := _part(label, (own, *others), lines)).rows)
    return Table((own, *others), parts) if parts else None


def told_before(finding: Finding, say: Phrases) -> Iterator[str]:
    """Who told of the event before, why we think so, and who could not be read."""
    linked = finding.linked
    if linked is None:
        return
    if linked.copy_of:
        yield say("copy_of", statement=linked.copy_of)
    if linked.translation_of:
        yield say("translation_of", statement=linked.translation_of)
    if linked.told_by:
        shared = say("semicolon").join(inline(say.sentence(each), 120) for each in linked.why[:4])
        sides = say("comma").join(linked.told_by)
        yield say("same_event.why" if shared else "same_event", event=linked.event, sides=sides, reasons=shared)
    if linked.unread:
        yield say("unread", sources=inline(say("comma").join(linked.unread), 300))


def shape(linked: Linked | None) -> dict[str, Any] | None:
    """The event as a program wants it; what the sides say has the shape that `monitor event --json` gives."""
    if linked is None:
        return None
    return {
        "id": linked.event,
        "why": list(linked.why),
        "told_by": list(linked.told_by),
        "copy_of": linked.copy_of,
        "translation_of": linked.translation_of,
        "differs": linked.differs,
        "comparison": shapes.comparison(linked.sides) if linked.sides else None,
        "unread": list(linked.unread),
    }


def _from(line: Line, finding: Finding) -> bool:
    return any(quote.statement == finding.change.statement for quote in line.quotes.values())


def _part(label: str, sides: Iterable[str], lines: Iterable[Line]) -> Part:
    """Each sentence once, however many things it states."""
    rows = [{side: inline(line.quotes[side].text, _QUOTED) for side in sides if side in line.quotes} for line in lines]
    once = [row for at, row in enumerate(rows) if row not in rows[:at]]
    return Part(label, tuple(once[:MOST]), max(len(once) - MOST, 0))
