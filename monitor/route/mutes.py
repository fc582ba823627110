"""Mutes: what one holds, until when, and what becomes of it when a mute begins or ends. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.model import Delivery, Finding, Held, Mute, Muted, Owed

LONGEST = timedelta(days=7)


def muted_by(
    finding: Finding, routes: Iterable[str], channel: str, mutes: Iterable[Mute], now: datetime
) -> Mute | None:
    """The mute in force that holds a finding on a channel; of several the one that ends last."""
    named: Mapping[Muted, tuple[str, ...]] = {
        Muted.SOURCE: (finding.source.id,),
        Muted.ROUTE: tuple(routes),
        Muted.CHANNEL: (channel,),
        Muted.EVENT: (finding.linked.event,) if finding.linked else (),
        Muted.STATEMENT: (finding.change.statement,),
    }
    holding = [each for each in mutes if each.since <= now < each.until and each.name in named[each.what]]
    return max(holding, key=lambda each: each.until, default=None)


def held(delivery: Delivery, mute: Mute) -> Delivery:
    """The same delivery, bundled at the end of the mute."""
    return replace(delivery, digest=True, due_at=mute.until, held=Held.MUTE, mute=mute.id)


def moved(waiting: Iterable[Owed], mutes: Iterable[Mute], now: datetime) -> Iterator[tuple[int, Delivery]]:
    """What changes for deliveries that nobody tried yet when these are the mutes in force: what one of them holds waits
    for its end, and what a mute held that is no more goes out. An escalation is called off by an acknowledgement alone.

    What several routes asked for is held by no mute of a single route.
    """
    for row in waiting:
        one = row.delivery
        if row.tries or one.held is Held.ESCALATION or not isinstance(one.subject, Finding):
            continue
        routes = one.routes if len(one.routes) == 1 else ()
        mute = muted_by(one.subject, routes, one.channel, mutes, now)
        if mute is not None and (one.mute or one.due_at < mute.until):
            after = held(one, mute)
        else:
            after = one if mute is not None or one.mute is None else replace(one, due_at=now, mute=None)
        if after != one:
            yield row.id, after
