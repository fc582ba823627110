"""Give each statement the event that it reports: incrementally, so that what was told once stays as it was told."""

from collections.abc import Iterable, Sequence

from monitor.link.sameness import Rarity, Sameness, is_copy, is_translation, near, sameness
from monitor.model import Gist, Linked, short_id

MOST_REASONS = 4


def link(told: Gist, recent: Sequence[Gist], rarity: Rarity) -> Linked:
    """The event of a statement, chosen among those of `recent` (each has one), else one of its own.

    A statement keeps the event that it has. It joins the event of the one statement that is most surely the same,
    never one out of which an operator took it.
    """
    recent = near(told, recent, rarity)
    best, found = (None, Sameness(0.0)) if told.event else _nearest(told, recent, rarity)
    event = told.event or (best and best.event) or short_id("event", told.statement)
    others = (each for each in recent if each.event == event)
    copied = (each for each in recent if each.side == told.side and is_copy(told, each))
    return Linked(
        event,
        why=tuple(f"{why}, as in {best.statement}" for why in found.why[:MOST_REASONS]) if best else (),
        copy_of=next((each.statement for each in copied), None),
        translation_of=next((each.statement for each in others if is_translation(told, each, rarity)), None),
        gist=told,
    )


def _nearest(told: Gist, recent: Iterable[Gist], rarity: Rarity) -> tuple[Gist | None, Sameness]:
    """The statement that is most surely on the same event, the oldest of equals."""
    best, nearest = None, Sameness(0.0)
    for other in recent:
        if other.event in told.apart:
            continue
        found = sameness(told, other, rarity)
        if found.same and found.points > nearest.points:
            best, nearest = other, found
    return best, nearest
