"""Who else is told of an urgent alert that nobody acknowledges in time. Pure.

The escalation is owed together with the alert itself, and called off by an acknowledgement: so it survives whatever
happens to us in between, and goes out once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.model import Delivery, Finding, Held, Mute, Route, Routing
from monitor.route.asks import asks, pushes
from monitor.route.mutes import held, muted_by


def escalated(
    chosen: Mapping[str, Delivery], routing: Routing, finding: Finding, mutes: Sequence[Mute], now: datetime
) -> tuple[Delivery, ...]:
    """What is owed for a finding, its escalations added.

    A channel that is told anyway is told no second time, but no later than an escalation there would come.
    """
    owed = dict(chosen)
    for route, first in _escalating(chosen, routing, finding):
        assert route.escalate is not None
        at = first.due_at + route.escalate.after
        for channel in route.channels:
            told = owed.get(channel)
            if told is not None and told.held is not Held.ESCALATION:
                owed[channel] = replace(told, ack_by=min(at, told.ack_by or at))
        for channel in route.escalate.channels:
            told = owed.get(channel)
            if told is None:
                one = replace(first, channel=channel, routes=(route.id,), due_at=at, digest=False, ack_by=None)
                one = replace(one, held=Held.ESCALATION, mute=None)
                mute = muted_by(finding, (route.id,), channel, mutes, now)
                owed[channel] = held(one, mute) if mute is not None and at < mute.until else one
            elif at < told.due_at:
                is_own = told.held is Held.ESCALATION
                owed[channel] = replace(told, due_at=at, digest=False, held=told.held if is_own else None, mute=None)
    return tuple(owed.values())


def _escalating(chosen: Mapping[str, Delivery], routing: Routing, finding: Finding) -> Iterator[tuple[Route, Delivery]]:
    """The routes that escalate an urgent finding, each with the first delivery that tells it as news."""
    if not finding.urgent:
        return
    for route in routing.routes:
        if route.escalate is not None and asks(route, finding) and pushes(route, finding):
            told = [chosen[channel] for channel in route.channels if channel in chosen]
            news = [each for each in told if not each.follow_up and each.held is not Held.FOLLOW_UP]
            if news:
                yield route, min(news, key=lambda each: each.due_at)
