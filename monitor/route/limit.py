"""The limit of a route: how many messages an hour a channel gets from it, and when what is over goes out, bundled.

Any hour has at most so many messages, bundles counted. What is urgent is held only by as many urgent ones: a limit
keeps a flood out, and no news. So an hour may have as many urgent messages on top of as many others.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.model import Delivery, Held, Level, Push, Route

HOUR = timedelta(hours=1)


def room_at(route: Route, channel: str, pushed: Iterable[Push], urgent: bool, now: datetime) -> datetime:
    """When the route may send one more message to the channel: now, or when the bundle goes that it belongs to."""
    if route.per_hour is None:
        return now
    own = [each for each in pushed if each.channel == channel and route.id in each.routes]
    counted = [each for each in own if each.level is Level.URGENT] if urgent else own
    waiting = [each.due_at for each in own if each.over and each.due_at > now]
    single = [each.due_at for each in counted if not each.over]
    times = sorted(at for at in (*single, *{each.due_at for each in counted if each.over}) if at > now - HOUR)
    is_full = len(times) >= route.per_hour
    if waiting and (is_full or not urgent):
        return min(waiting)
    return times[-route.per_hour] + HOUR if is_full else now


def pushes(owed: Iterable[Delivery]) -> tuple[Push, ...]:
    """Deliveries as the limit counts them; what goes into a digest anyway, and what may never go, is not counted."""
    return tuple(
        Push(each.channel, each.routes, each.due_at, each.level, over=each.held is Held.LIMIT)
        for each in owed
        if each.held is Held.LIMIT or not (each.digest or each.held)
    )
