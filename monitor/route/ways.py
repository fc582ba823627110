"""By which way each route that asks for a finding tells it: at once, with a digest, after quiet hours … Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model import Delivery, Finding, Held, Mute, Push, Route, Routing
from monitor.route.asks import asks, grade, pushes, waits
from monitor.route.follow_ups import takes_follow_ups
from monitor.route.hours import bundled_at, next_digest_at, quiet_until
from monitor.route.limit import room_at
from monitor.route.mutes import held, muted_by


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways that are open to one finding. On the channels `told_on` its side has told of the event."""

    routing: Routing
    finding: Finding
    now: datetime
    is_late: bool  #: after a long blindness all goes out as one message
    told_on: Collection[str]
    pushed: Sequence[Push]
    mutes: Sequence[Mute]

    def of(self, made: Delivery) -> Iterator[Delivery]:
        """What each route offers on each channel: what interrupts first, then what waits for the newsroom's digest."""
        asking = [each for each in self.routing.routes if asks(each, self.finding)]
        pushing = [each for each in asking if pushes(each, self.finding)]
        for route in pushing:
            for channel in route.channels:
                if not self._is_loud(route, channel):
                    again = channel in self.told_on and not self.is_late
                    one = replace(made, channel=channel, routes=(route.id,), follow_up=again)
                    yield self._timed(one, route)
        for route in asking:
            if waits(route, self.finding):
                yield from self._waiting(made, route)
            elif route in pushing and any(self._is_loud(route, channel) for channel in route.channels):
                yield from self._with_the_digest(made, route, Held.FOLLOW_UP)

    def _is_loud(self, route: Route, channel: str) -> bool:
        """Whether a follow-up would interrupt there, and has a digest to wait for."""
        if channel not in self.told_on or self.is_late or route.digest is not None:
            return False
        return not takes_follow_ups(self.routing.channels[channel]) and self._digest_at() is not None

    def _digest_at(self) -> datetime | None:
        return next_digest_at(self.routing, self.now)

    def _waiting(self, made: Delivery, route: Route) -> Iterator[Delivery]:
        """What the route leaves to a digest: to its own, where it asks for such a thing, or to the newsroom's.

        Without either, what is dated long before is told as one message.
        """
        is_asked_for = grade(self.finding) in route.levels
        if self._digest_at() is not None and not (is_asked_for and route.digest):
            yield from self._with_the_digest(made, route, Held.BACKFILLED if is_asked_for else Held.DIGEST)
        elif is_asked_for:
            bundled = replace(made, digest=True, held=Held.BACKFILLED, routes=(route.id,))
            yield from (self._timed(replace(bundled, channel=channel), route) for channel in route.channels)

    def _with_the_digest(self, made: Delivery, route: Route, why: Held) -> Iterator[Delivery]:
        at = self._digest_at()
        assert at is not None
        bundled = replace(made, digest=True, due_at=at, held=why, routes=(route.id,))
        for channel in self.routing.digest.channels:
            yield self._unless_muted(replace(bundled, channel=channel), route)

    def _timed(self, one: Delivery, route: Route) -> Delivery:
        """When it goes out by this route on its channel, and why not before."""
        if route.digest is not None:
            at = bundled_at(route.digest, self.routing.newsroom.timezone, one.due_at)
            one = replace(one, digest=True, due_at=at, held=Held.DIGEST)
        one = self._after_quiet_hours(self._unless_muted(one, route), route)
        if one.held is None:
            room = room_at(route, one.channel, self.pushed, self.finding.urgent, self.now)
            if room > one.due_at:
                one = replace(one, digest=True, due_at=room, held=Held.LIMIT)
                one = self._after_quiet_hours(one, route)
        return one

    def _after_quiet_hours(self, one: Delivery, route: Route) -> Delivery:
        """What is urgent breaks them, unless its side told it there before."""
        if route.quiet is None or (self.finding.urgent and not one.follow_up):
            return one
        end = quiet_until(route.quiet, self.routing.newsroom.timezone, one.due_at)
        if end is None:
            return one
        return replace(one, digest=True, due_at=end, held=one.held if one.mute else Held.QUIET)

    def _unless_muted(self, one: Delivery, route: Route) -> Delivery:
        mute = muted_by(self.finding, (route.id,), one.channel, self.mutes, self.now)
        return held(one, mute) if mute is not None and one.due_at < mute.until else one
