"""What lasts and keeps us from our work: a full disk, a database that cannot be written, a clock that jumped. Pure.

Each trouble is told once when it begins and once when it is over, with what to do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.model import Notice, NoticeKind, Room, Source, Trouble
from monitor.times import iso, spell

FULL, NEARLY_FULL = 20_000_000, 500_000_000
"""Bytes of free room below which nothing can be kept, or soon nothing can."""
DISK_FULL = "disk-full"
"""The name of the trouble in which nothing can be kept."""
JUMP = timedelta(minutes=1)
"""Less is a clock that is being set right."""
_OVER = {
    NoticeKind.DISK: (NoticeKind.DISK_OVER, "There is room on the disk again."),
    NoticeKind.DATABASE: (NoticeKind.DATABASE_OVER, "The database can be written again: what was not kept is polled."),
    NoticeKind.CLOCK: (NoticeKind.CLOCK_OVER, "The clock of the machine is right again."),
    NoticeKind.NEEDS_TOKEN: (NoticeKind.NEEDS_TOKEN_OVER, "Every source has what it needs again."),
    NoticeKind.CONFIG: (NoticeKind.CONFIG_OVER, "The files are without a fault again, and in force."),
}


def disk(room: Room, told: bool, now: datetime) -> Iterator[Trouble]:
    """The room on the disk; `told`: of too little of it, which is over only when there is twice as much."""
    mend = "make room, or give `data/` a larger disk; what could not be kept is polled again"
    if room.read_only:
        yield Trouble(DISK_FULL, NoticeKind.DISK, f"{room.folder} can only be read: nothing is kept.", mend, now)
    elif room.free < FULL:
        said = f"The disk of {room.folder} is full: nothing can be kept."
        yield Trouble(DISK_FULL, NoticeKind.DISK, said, mend, now)
    elif room.free < NEARLY_FULL * (2 if told else 1):
        said = f"The disk of {room.folder} is nearly full: {room.free // 1_000_000} MB are free."
        yield Trouble("disk", NoticeKind.DISK, said, mend, now)


def database(message: str, mend: str, now: datetime) -> Trouble:
    """The database cannot be written: locked, full, read-only, replaced, damaged."""
    said = f"Nothing can be recorded: {message}. Polls are made again when it can."
    return Trouble("database", NoticeKind.DATABASE, said, mend, now)


def clock(by: timedelta, now: datetime) -> Iterator[Trouble]:
    """How far the clock of the machine has moved otherwise than time passed."""
    if abs(by) <= JUMP:
        return
    way = "forward" if by > timedelta(0) else "back"
    said = f"The clock of the machine jumped {way} by {spell(abs(by))}. Polls go on at their intervals."
    if by > timedelta(0):
        said += " A text whose embargo ended in the jump is kept back."
    mend = "set the clock right; if it is right now, restart the monitor, and it is believed"
    yield Trouble("clock", NoticeKind.CLOCK, said, mend, now)


def needs(sources: Iterable[Source], now: datetime) -> Iterator[Trouble]:
    """The sources that are not polled because a variable is missing."""
    lacking = [each for each in sources if each.enabled and each.needs]
    if lacking:
        named = ", ".join(f"{each.id} ({', '.join(each.needs)})" for each in lacking)
        said = f"Not polled, for want of a variable: {named}."
        mend = "set the variables in .env beside sources.yaml, and restart the monitor"
        yield Trouble(f"needs/{named}", NoticeKind.NEEDS_TOKEN, said, mend, now)


def config(complaints: Sequence[str], now: datetime) -> Iterator[Trouble]:
    """A file has an error, and is not in force."""
    if complaints:
        text = "\n".join(complaints)
        said = "A changed file has an error and was not taken over; the configuration before it is still at work:"
        mend = "mend the file: `monitor config check` shows the same"
        yield Trouble(f"config/{text}", NoticeKind.CONFIG, f"{said}\n{text}", mend, now)


def changed(
    before: Mapping[str, Trouble], holds: Iterable[Trouble], now: datetime
) -> tuple[tuple[Notice, ...], dict[str, Trouble]]:
    """What operators are told, and the troubles that last now: those told before keep the time at which they began."""
    after = {each.name: replace(each, since=before[each.name].since if each.name in before else now) for each in holds}
    begun = [_begun(each) for name, each in after.items() if name not in before]
    last = {each.kind for each in after.values()}
    ended = {each.kind: each for name, each in before.items() if name not in after and each.kind not in last}
    return (*begun, *(_ended(each, now) for each in ended.values())), after


def _begun(one: Trouble) -> Notice:
    return Notice(one.kind, "monitor", one.text, one.mend, one.since, f"{one.kind}/{iso(one.since)}")


def _ended(one: Trouble, now: datetime) -> Notice:
    kind, said = _OVER[one.kind]
    text = f"{said} It was otherwise from {iso(one.since)} to {iso(now)}."
    return Notice(kind, "monitor", text, "nothing to do", now, f"{kind}/{iso(one.since)}")
