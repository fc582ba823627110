"""Who else is told of an urgent alert that nobody acknowledges in time. Pure.

The escalation is owed together with the alert itself, and called off by an acknowledgement: so it survives whatever
happens to us in between, and goes out once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.model import Delivery, Escalation, Finding, Held, Mute, Route, Routing
from monitor.route.asks import asks, pushes
from monitor.route.mutes import held, muted_by


def escalated(
    chosen: Mapping[str, Delivery], routing: Routing, finding: Finding, mutes: Sequence[Mute], now: datetime
) -> tuple[Delivery, ...]:
    """What is owed for a finding, its escalations added.

    A channel that is told anyway is told no second time, but no later than an escalation there would come.
    """
    owed = dict(chosen)
    for route, escalate, first in _escalating(chosen, routing, finding):
        at = first.due_at + escalate.after
        waking = [channel for channel in escalate.channels if _wakes(owed.get(channel), at)]
        for channel in waking:
            mute = muted_by(finding, (route.id,), channel, mutes, now)
            owed[channel] = _woken(replace(first, channel=channel, routes=(route.id,)), owed.get(channel), at, mute)
        for channel in (channel for channel in route.channels if waking and channel not in waking):
            told = owed.get(channel)
            if told is not None and told.held is not Held.ESCALATION:
                owed[channel] = replace(told, ack_by=min(at, told.ack_by or at))
    return tuple(owed.values())


def _wakes(told: Delivery | None, at: datetime) -> bool:
    """Whether a channel would hear of it by the escalation, or sooner than otherwise; a mute there holds on."""
    return told is None or (told.mute is None and at < told.due_at)


def _woken(one: Delivery, told: Delivery | None, at: datetime, mute: Mute | None) -> Delivery:
    """The escalation; where the channel is told later anyway it is told then, whether or not somebody answers."""
    if told is not None and told.held is not Held.ESCALATION:
        return replace(told, due_at=at, digest=False, held=None)
    escalation = replace(one, due_at=at, digest=False, held=Held.ESCALATION, mute=None, ack_by=None)
    return held(escalation, mute) if mute is not None and at < mute.until else escalation


def _escalating(
    chosen: Mapping[str, Delivery], routing: Routing, finding: Finding
) -> Iterator[tuple[Route, Escalation, Delivery]]:
    """The routes that escalate an urgent finding, each with the first delivery that tells it as news."""
    if not finding.urgent:
        return
    for route in routing.routes:
        if route.escalate is not None and asks(route, finding) and pushes(route, finding):
            told = [chosen[channel] for channel in route.channels if channel in chosen]
            news = [each for each in told if not each.follow_up and each.held is not Held.FOLLOW_UP]
            if news:
                yield route, route.escalate, min(news, key=lambda each: each.due_at)
