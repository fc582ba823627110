"""Follow-ups: what a side tells again of an event, after its first telling was pushed. Pure."""

import re
from collections.abc import Iterable

from monitor.model import ChangeKind, Delivery, Finding, Level, Notice

_WITH_A_QUIET_WAY = re.compile(r"(?i)(mailtos?|jsons?|tgram)://|slack://([^/@]+@)?xox")
"""Addresses where a follow-up interrupts nobody: those with threads, and programs."""


def takes_follow_ups(address: str) -> bool:
    """Whether a channel has a quiet way for them."""
    return bool(_WITH_A_QUIET_WAY.match(address))


def told_on(finding: Finding, owed: Iterable[Delivery]) -> set[str]:
    """The channels on which its own side told of its event before, as urgently; none, where a figure differs."""
    linked = finding.linked
    if linked is None or linked.differs or finding.change.kind is not ChangeKind.NEW:
        return set()
    enough = {Level.URGENT} if finding.urgent else {*Level}
    just_now = (each for each in owed if not each.digest and not each.held and each.level in enough)
    return {*linked.told_on, *(each.channel for each in just_now if _same_telling(each.subject, finding))}


def _same_telling(one: Finding | Notice, two: Finding) -> bool:
    """Whether both are a side's telling of one event."""
    if not isinstance(one, Finding) or one.linked is None or two.linked is None:
        return False
    return one.linked.event == two.linked.event and one.source.side is not None and one.source.side == two.source.side
