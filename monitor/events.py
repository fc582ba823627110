"""LINK, at the rim: findings with the event that each reports, from what the store knows of the time."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.link.gist import gist
from monitor.link.link import link
from monitor.link.sameness import Rarity
from monitor.link.sides import Telling, compare
from monitor.model import READABLE, ChangeKind, Event, Finding, Linked, Source
from monitor.store.store import Store

WITHIN = timedelta(days=180)
"""So far back a statement may be linked: from the approval of a grant to its signing."""


def with_events(
    findings: Sequence[Finding], sources: Sequence[Source], store: Store, now: datetime
) -> tuple[Finding, ...]:
    """The findings; those that concern a beat, or may, with their events. Each sees the ones before it."""
    if not any(_concerns(each) for each in findings):
        return tuple(findings)
    linking = _Linking(findings, sources, store, now)
    return tuple(linking.linked(each) if _concerns(each) else each for each in findings)


def unread(sides: Collection[str], sources: Sequence[Source], store: Store) -> tuple[str, ...]:
    """The sources of these sides that cannot be read now, or never were: what they say is not known."""
    theirs = [each for each in sources if each.side in sides]
    health = store.health([each.id for each in theirs])
    return tuple(
        source.id
        for source, state in zip(theirs, health, strict=True)
        if not source.pollable or state.state not in READABLE
    )


def event_of(name: str, sources: Sequence[Source], store: Store) -> Event | None:
    """An event with what its sides say, and the sources of its sides that could not be read: a silence is not known."""
    found = store.event(name)
    if found is None:
        return None
    return replace(found, unread=unread(found.countries, sources, store))


def _concerns(finding: Finding) -> bool:
    """Whether it is linked. What replaced a statement has its own finding: its words are not those of this one."""
    return (finding.relevant or finding.unsure) and finding.change.kind is not ChangeKind.REPLACED


class _Linking:
    """What was told of late, to which each finding of a poll is added."""

    def __init__(self, findings: Sequence[Finding], sources: Sequence[Source], store: Store, now: datetime) -> None:
        known = store.gists(now - WITHIN, [each.change.statement for each in findings])
        self._recent = {each.statement: each for each in known}
        self._rarity = Rarity(known)
        self._tellings: dict[str, tuple[Telling, ...]] = {}
        self._sources, self._store = sources, store

    def linked(self, finding: Finding) -> Finding:
        """The finding with its event, and with what the sides say of that."""
        told = gist(finding)
        known = self._recent.pop(told.statement, None)
        if known is not None:
            told = replace(told, event=known.event, apart=known.apart)
        self._rarity.add(told)
        found = link(told, tuple(self._recent.values()), self._rarity)
        self._recent[told.statement] = replace(told, event=found.event)
        of = found.translation_of or found.copy_of
        own = Telling(told.statement, told.side, finding.change.version, finding.assessments, told.published_on, of)
        return replace(finding, linked=self._beside_others(found, own, finding))

    def _beside_others(self, found: Linked, own: Telling, finding: Finding) -> Linked:
        if found.event not in self._tellings:
            self._tellings[found.event] = self._store.tellings(found.event)
        others = tuple(each for each in self._tellings[found.event] if each.statement != own.statement)
        self._tellings[found.event] = (*others, own)
        told_by = tuple(dict.fromkeys(each.side for each in others if each.side))
        sides = compare((*others, own)) if {*told_by} - {own.side} and own.side else None
        named = {code for each in finding.assessments for code in each.countries}
        return replace(
            found,
            told_by=told_by,
            told_on=self._store.told_on(found.event, own.side, urgent=finding.urgent) if own.side in told_by else (),
            sides=sides,
            differs=_differs(own, others),
            unread=unread(named - {own.side}, self._sources, self._store),
        )


def _differs(own: Telling, others: Sequence[Telling]) -> bool:
    """Whether it states a figure that nobody told before, of a thing for which another figure was told."""
    before = [replace(each, side="before") for each in others]
    return bool(compare((*before, replace(own, side="now"))).differ)
