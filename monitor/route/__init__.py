"""ROUTE: who is told what, and when. Pure.

A finding goes at once to the channels of each route that asks for it. What can wait goes into the digest: edits of
typography and what we are unsure of, unless a route names them, and what is dated long before our last look. Without a
digest the first two stand in the log alone; the last is told as one message, for it is news all the same.

Of one event each side is pushed once on a channel. What it tells later follows quietly in the thread, or in the digest,
or says that it is a follow-up; a figure that differs from one told before is pushed.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.model import (
    Assessment,
    ChangeKind,
    Delivery,
    Finding,
    Level,
    Notice,
    NoticeKind,
    Route,
    Routing,
    alert_id,
)
from monitor.times import iso

TYPOGRAPHIC, UNSURE = "typographic", "unsure"
_ASKED_AS = {ChangeKind.REPLACED: (ChangeKind.REPLACED, ChangeKind.DELETED, ChangeKind.NEW)}
"""A replacement stands for a deletion and a new post: who asks for one of these is told."""
_FOR_THE_DESK_TOO = frozenset({NoticeKind.MASS_LOSS, NoticeKind.FLAPPING})
_TAKES_FOLLOW_UPS = re.compile(r"(?i)(mailtos?|jsons?|tgram)://|slack://([^/@]+@)?xox")
"""Addresses where a follow-up interrupts nobody: those with threads, and programs."""
_ABOUT_A_CHANNEL = frozenset({NoticeKind.CHANNEL_DOWN, NoticeKind.GIVEN_UP})


def route(
    findings: Sequence[Finding],
    notices: Sequence[Notice],
    routing: Routing,
    now: datetime,
    *,
    catch_up_at: datetime | None = None,
) -> tuple[Delivery, ...]:
    """The deliveries owed: one for each finding or notice and channel, whichever routes ask for it.

    `catch_up_at`: we were blind for long; what is due goes out then, as one late message on each channel.
    A channel that lacks its address (`needs NAME`) is owed nothing.
    """
    desk = _Desk(_addressed(routing), now, catch_up_at, tuple(each for each in findings if each.change.flapping))
    owed: list[Delivery] = []
    for finding in findings:
        owed += desk.of_finding(finding, _told_on(finding, owed))
    late = dict.fromkeys(each.channel for each in owed if each.due_at == catch_up_at)
    return (*owed, *(each for notice in notices for each in desk.of_notice(notice, tuple(late))))


def next_digest_at(routing: Routing, now: datetime) -> datetime | None:
    """The next time of the newsroom's day at which a digest goes out; None without a digest."""
    zone = routing.newsroom.timezone
    today = now.astimezone(zone).date()
    times = (
        datetime.combine(day, at, zone).astimezone(UTC)
        for day in (today, today + timedelta(days=1))
        for at in routing.digest.at
    )
    return min((at for at in times if at > now), default=None) if routing.digest.channels else None


def _addressed(routing: Routing) -> Routing:
    """The routing without the channels that have no address."""

    def kept(channels: Iterable[str]) -> tuple[str, ...]:
        return tuple(channel for channel in channels if channel in routing.channels)

    return replace(
        routing,
        routes=tuple(replace(each, channels=kept(each.channels)) for each in routing.routes),
        digest=replace(routing.digest, channels=kept(routing.digest.channels)),
        operators=kept(routing.operators),
        heartbeat=replace(routing.heartbeat, channels=kept(routing.heartbeat.channels)),
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where alerts are made out: the routing, and the time at which what is due now goes out."""

    routing: Routing
    now: datetime
    catch_up_at: datetime | None
    flapping: tuple[Finding, ...]

    def of_finding(self, finding: Finding, told_on: Collection[str]) -> Iterator[Delivery]:
        """What is owed for a finding: at once, with the next digest, or nothing.

        On the channels `told_on` its side has told of the event: there it waits for the digest, if the channel has no
        quiet way for it.
        """
        change = finding.change
        told_by_its_twin = change.kind is ChangeKind.NEW and change.twin is not None
        if change.baseline or change.flapping or told_by_its_twin:
            return
        made = self._made(f"{change.statement}/{change.kind}/{change.version.number}/{iso(change.at)}", finding)
        made = replace(made, level=_level(finding))
        asking, waiting = self._asking(finding, _pushes), self._asking(finding, _waits)
        digest_at = next_digest_at(self.routing, self.now)
        quiet = {*told_on} & {*self.routing.channels} if self.catch_up_at is None else set()
        if digest_at is not None:
            loud = {each for each in quiet if not _TAKES_FOLLOW_UPS.match(self.routing.channels[each])}
            waiting += [each for each in asking if loud & {*each.channels}]
            asking = [replace(each, channels=tuple(one for one in each.channels if one not in loud)) for each in asking]
        pushed = _channels(asking)
        for channel, routes in pushed.items():
            yield replace(made, channel=channel, routes=routes, follow_up=channel in quiet)
        if digest_at is not None:
            bundled = replace(made, digest=True, due_at=digest_at, routes=tuple(each.id for each in waiting))
            later = [channel for channel in self.routing.digest.channels if waiting and channel not in pushed]
            yield from (replace(bundled, channel=channel) for channel in later)
        elif change.backfilled:
            named = _channels(each for each in waiting if _grade(finding) in each.levels)
            yield from (replace(made, channel=each, routes=routes, digest=True) for each, routes in named.items())

    def of_notice(self, notice: Notice, late: tuple[str, ...]) -> Iterator[Delivery]:
        """What is owed for a notice; what says where we were blind goes with the catch-up to those who get one."""
        made = self._made(notice.key, notice)
        with_the_catch_up = self._catching_up(notice, late)
        yield from (replace(made, channel=channel) for channel in with_the_catch_up)
        at_once = replace(made, due_at=self.now, digest=False)
        told = [channel for channel in self._told(notice) if channel not in with_the_catch_up]
        yield from (replace(at_once, channel=channel) for channel in told)

    def _made(self, key: str, subject: Finding | Notice) -> Delivery:
        due_at = self.now if self.catch_up_at is None else self.catch_up_at
        return Delivery("", key, alert_id(key), subject, due_at, digest=self.catch_up_at is not None)

    def _asking(self, finding: Finding, so: Callable[[Route, Finding], bool]) -> list[Route]:
        return [each for each in self.routing.routes if so(each, finding) and _concerns(each, finding)]

    def _catching_up(self, notice: Notice, late: tuple[str, ...]) -> tuple[str, ...]:
        if self.catch_up_at is None:
            return ()
        if notice.kind is NoticeKind.GAP:
            return tuple(_channels(self.routing.routes))
        return late if notice.kind is NoticeKind.SOURCE_BACK else ()

    def _told(self, notice: Notice) -> tuple[str, ...]:
        """The operators' channels. What is wrong with a channel is told elsewhere, where there is an elsewhere."""
        if notice.kind is NoticeKind.HEARTBEAT:
            return self.routing.heartbeat.channels
        operators, desk = self.routing.operators, _channels(self.routing.routes)
        if notice.kind in _FOR_THE_DESK_TOO:
            return tuple(dict.fromkeys((*operators, *_channels(self._concerned(notice)))))
        if notice.kind not in _ABOUT_A_CHANNEL:
            return operators or tuple(desk)
        others = [[each for each in channels if each != notice.subject] for channels in (operators, desk)]
        return tuple(others[0] or others[1] or operators or desk)

    def _concerned(self, notice: Notice) -> list[Route]:
        """The routes of a source with a mass loss; those that ask for a statement of it that changes to and fro."""
        if notice.kind is NoticeKind.MASS_LOSS:
            return [each for each in self.routing.routes if _lets(each.sources, notice.subject)]
        flapping = [each for each in self.flapping if each.source.id == notice.subject]
        return [each for finding in flapping for each in self._asking(finding, _pushes)]


# ---------------------------------------------------------------- which routes ask for a finding


def _pushes(route: Route, finding: Finding) -> bool:
    """Whether the route, if it asks for the finding, wants it at once."""
    return _grade(finding) in route.levels and not finding.change.backfilled


def _waits(route: Route, finding: Finding) -> bool:
    """Whether the route, if it asks for the finding, leaves it to the digest."""
    grade = _grade(finding)
    if grade in route.levels:
        return finding.change.backfilled
    return grade in (TYPOGRAPHIC, UNSURE)


def _told_on(finding: Finding, owed: Iterable[Delivery]) -> set[str]:
    """The channels on which its own side told of its event before, as urgently; none, where a figure differs."""
    linked = finding.linked
    if linked is None or linked.differs or finding.change.kind is not ChangeKind.NEW:
        return set()
    enough = {Level.URGENT} if finding.urgent else {*Level}
    just_now = (each for each in owed if not each.digest and each.level in enough)
    return {*linked.told_on, *(each.channel for each in just_now if _same_telling(each.subject, finding))}


def _same_telling(one: Finding | Notice, two: Finding) -> bool:
    """Whether both are a side's telling of one event."""
    if not isinstance(one, Finding) or one.linked is None or two.linked is None:
        return False
    return one.linked.event == two.linked.event and one.source.side is not None and one.source.side == two.source.side


def _grade(finding: Finding) -> str:
    """What a route's `levels` must name for it to be told at once."""
    if finding.change.kind is ChangeKind.EDITED and not finding.change.significant:
        return TYPOGRAPHIC
    return UNSURE if finding.unsure else str(_level(finding))


def _level(finding: Finding) -> Level:
    return Level.URGENT if finding.urgent else Level.ROUTINE


def _concerns(route: Route, finding: Finding) -> bool:
    """Whether the route asks for such a finding, whatever its level."""
    return (
        _lets(route.sources, finding.source.id)
        and any(_lets(route.changes, kind) for kind in _ASKED_AS.get(finding.change.kind, (finding.change.kind,)))
        and any(_lets(route.beats, one.beat) and _asks_for_topics(route, one, finding) for one in _telling(finding))
    )


def _lets(filter_: Sequence[str], one: str) -> bool:
    """An empty filter lets all through."""
    return not filter_ or one in filter_


def _asks_for_topics(route: Route, one: Assessment, finding: Finding) -> bool:
    """What was relevant long ago has no topic left to ask for: then the beat decides."""
    spent = finding.relevant and not one.relevant
    return spent or not route.topics or bool({*route.topics} & {*one.topics})


def _telling(finding: Finding) -> list[Assessment]:
    """The assessments for whose sake it is told: the relevant ones, now or before; all, where none of those is."""
    if finding.unsure:
        return [one for one in finding.assessments if one.unsure]
    relevant = [one for one in (*finding.assessments, *finding.before) if one.relevant]
    return relevant or (list(finding.assessments) if finding.relevant else [])


def _channels(routes: Iterable[Route]) -> dict[str, tuple[str, ...]]:
    """The channels of these routes, each with the routes that name it."""
    named: dict[str, tuple[str, ...]] = {}
    for each in routes:
        for channel in each.channels:
            named[channel] = (*named.get(channel, ()), each.id)
    return named
