"""ROUTE: who is told what, and when. Pure.

A finding goes to the channels of each route that asks for it (`asks.py`): at once, or when the route's way allows it
(`ways.py`: its digest, quiet hours, limit; a mute). What can wait goes into the newsroom's digest: edits of typography
and what we are unsure of, unless a route names them, and what is dated long before our last look. Without a digest the
first two stand in the log alone; the last is told as one message, for it is news all the same.

Of one event each side is pushed once on a channel. What it tells later follows quietly in the thread, or in the digest,
or says that it is a follow-up; a figure that differs from one told before is pushed.

A channel gets a finding once, at the earliest time at which a route tells it there. Nothing that is asked for is
dropped: it is only held.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.model import Delivery, Finding, Held, Lately, Notice, Routing, alert_id
from monitor.route.asks import as_joined, level, no_news
from monitor.route.escalate import escalated
from monitor.route.follow_ups import told_on
from monitor.route.hours import next_digest_at
from monitor.route.limit import pushes
from monitor.route.notices import Bulletin
from monitor.route.ways import Ways
from monitor.times import iso

__all__ = ["next_digest_at", "route"]
_NOTHING = Lately()


def route(
    findings: Sequence[Finding],
    notices: Sequence[Notice],
    routing: Routing,
    now: datetime,
    *,
    catch_up_at: datetime | None = None,
    lately: Lately = _NOTHING,
) -> tuple[Delivery, ...]:
    """The deliveries owed: one for each finding or notice and channel, whichever routes ask for it.

    `catch_up_at`: we were blind for long; what is due goes out then, as one late message on each channel.
    `lately`: what went out in the last hour, what is muted, which events were joined.
    A channel that lacks its address (`needs NAME`) is owed nothing.
    """
    routing = as_joined(_addressed(routing), lately.joined)
    owed: list[Delivery] = []
    for finding in findings:
        if no_news(finding):
            continue
        change = finding.change
        key = f"{change.statement}/{change.kind}/{change.version.number}/{iso(change.at)}"
        made = replace(_made(key, finding, now, catch_up_at), level=level(finding))
        pushed = (*lately.pushed, *pushes(owed))
        ways = Ways(routing, finding, now, catch_up_at is not None, told_on(finding, owed), pushed, lately.mutes)
        owed += escalated(_earliest(ways.of(made)), routing, finding, lately.mutes, now)
    flapping = [each for each in findings if each.change.flapping]
    late = tuple(dict.fromkeys(each.channel for each in owed if each.due_at == catch_up_at))
    for notice in notices:
        bulletin = Bulletin(notice, routing, flapping, catch_up_at, late)
        owed += bulletin.deliveries(_made(notice.key, notice, now, catch_up_at), now)
    return tuple(owed)


def _made(key: str, subject: Finding | Notice, now: datetime, catch_up_at: datetime | None) -> Delivery:
    made = Delivery("", key, alert_id(key), subject, now)
    return made if catch_up_at is None else replace(made, due_at=catch_up_at, digest=True, held=Held.LATE)


def _earliest(offered: Iterable[Delivery]) -> dict[str, Delivery]:
    """For each channel the earliest of what the routes offer, with all routes that offer it so."""
    chosen: dict[str, Delivery] = {}
    for each in offered:
        best = chosen.get(each.channel)
        if best is None or (each.due_at, each.digest) < (best.due_at, best.digest):
            chosen[each.channel] = each
        elif (each.due_at, each.digest) == (best.due_at, best.digest):
            routes = tuple(dict.fromkeys((*best.routes, *each.routes)))
            chosen[each.channel] = replace(best, routes=routes)
    return chosen


def _addressed(routing: Routing) -> Routing:
    """The routing without the channels that have no address."""

    def kept(channels: Iterable[str]) -> tuple[str, ...]:
        return tuple(channel for channel in channels if channel in routing.channels)

    routes = (
        replace(
            each,
            channels=kept(each.channels),
            escalate=each.escalate and replace(each.escalate, channels=kept(each.escalate.channels)),
        )
        for each in routing.routes
    )
    return replace(
        routing,
        routes=tuple(routes),
        digest=replace(routing.digest, channels=kept(routing.digest.channels)),
        operators=kept(routing.operators),
        heartbeat=replace(routing.heartbeat, channels=kept(routing.heartbeat.channels)),
    )
