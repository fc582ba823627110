"""Who is told what operators must know. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model import Delivery, Finding, Held, Notice, NoticeKind, Route, Routing
from monitor.route.asks import asks, channels, lets, pushes
from monitor.route.hours import next_digest_at

_FOR_THE_DESK_TOO = frozenset({NoticeKind.MASS_LOSS, NoticeKind.FLAPPING})
_HEARTBEATS = frozenset({NoticeKind.HEARTBEAT, NoticeKind.NOT_WELL})
_ABOUT_A_CHANNEL = frozenset({NoticeKind.CHANNEL_DOWN, NoticeKind.GIVEN_UP})


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A notice that is to be told, and what was found with it. No limit, quiet hour or mute holds it."""

    notice: Notice
    routing: Routing
    flapping: Sequence[Finding]
    catch_up_at: datetime | None
    late: tuple[str, ...]  #: the channels that get a catch-up

    def deliveries(self, made: Delivery, now: datetime) -> Iterator[Delivery]:
        """What is owed; what says where we were blind goes with the catch-up to those who get one."""
        digest_at = next_digest_at(self.routing, now)
        if self.notice.kind is NoticeKind.CHAIN:
            waits = replace(made, due_at=digest_at or now, digest=True, held=Held.DIGEST)
            yield from (replace(waits, channel=channel) for channel in self.routing.digest.channels if digest_at)
            return
        with_the_catch_up = self._catching_up()
        yield from (replace(made, channel=channel) for channel in with_the_catch_up)
        at_once = replace(made, due_at=now, digest=False, held=None)
        told = [channel for channel in self._told() if channel not in with_the_catch_up]
        yield from (replace(at_once, channel=channel) for channel in told)

    def _catching_up(self) -> tuple[str, ...]:
        if self.catch_up_at is None:
            return ()
        if self.notice.kind is NoticeKind.GAP:
            return tuple(channels(self.routing.routes))
        return self.late if self.notice.kind is NoticeKind.SOURCE_BACK else ()

    def _told(self) -> tuple[str, ...]:
        """The operators' channels, never the desk's in their place: without operators the log and the page tell.

        What is wrong with their only channel is told elsewhere, where there is an elsewhere.
        """
        notice = self.notice
        if notice.kind in _HEARTBEATS:
            return self.routing.heartbeat.channels
        operators, desk = self.routing.operators, channels(self.routing.routes)
        if notice.kind in _FOR_THE_DESK_TOO:
            return tuple(dict.fromkeys((*operators, *channels(self._concerned()))))
        if notice.kind not in _ABOUT_A_CHANNEL or not operators:
            return operators
        others = [[each for each in some if each != notice.subject] for some in (operators, desk)]
        return tuple(others[0] or others[1] or operators)

    def _concerned(self) -> list[Route]:
        """The routes of a source with a mass loss; those that ask for a statement of it that changes to and fro.

        Who looks for some words or one event is not told that other statements are missing.
        """
        routes = self.routing.routes
        if self.notice.kind is NoticeKind.MASS_LOSS:
            whole = [each for each in routes if not each.search and not each.events]
            return [each for each in whole if lets(each.sources, self.notice.subject)]
        flapping = [each for each in self.flapping if each.source.id == self.notice.subject]
        return [each for finding in flapping for each in routes if asks(each, finding) and pushes(each, finding)]
