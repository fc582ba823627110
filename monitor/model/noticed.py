"""What operators must know."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """What operators (for `mass-loss`: the desk) must know."""

    SOURCE_BROKEN = "source-broken"
    SOURCE_BACK = "source-back"
    OUTAGE = "outage"
    OUTAGE_OVER = "outage-over"
    SILENCE = "silence"
    SILENCE_OVER = "silence-over"
    MASS_LOSS = "mass-loss"
    FLAPPING = "flapping"
    CHANNEL_DOWN = "channel-down"
    CHANNEL_BACK = "channel-back"
    GIVEN_UP = "given-up"
    GAP = "gap"
    CORRECTION = "correction"
    HEARTBEAT = "heartbeat"
    NOT_WELL = "not-well"
    CONFIG = "config"
    DISK = "disk"
    DISK_OVER = "disk-over"
    DATABASE = "database"
    DATABASE_OVER = "database-over"
    CLOCK = "clock"
    CLOCK_OVER = "clock-over"
    NEEDS_TOKEN = "needs-token"  # noqa: S105 - a notice's name
    NEEDS_TOKEN_OVER = "needs-token-over"  # noqa: S105 - a notice's name
    CONFIG_OVER = "config-over"
    CHAIN = "chain"
    EMBARGO = "embargo"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Notice:
    """What operators must know, in one line, and what to do about it."""

    kind: NoticeKind
    subject: str  #: source id, channel name, or `monitor`; of a correction: the statement
    text: str
    mend: str
    at: datetime
    key: str  #: the same key is never told twice on one channel


@dataclass(frozen=True, slots=True)
class Trouble:
    """What lasts and keeps us from our work; told when it begins, and when it is over."""

    name: str  #: the same as long as it lasts
    kind: NoticeKind
    text: str
    mend: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """What is free on the disk that holds what we keep."""

    folder: str
    free: int  #: bytes
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class ChainDay:
    """One day of the chain of captures: its value is made of the one before and of the hashes kept since."""

    day: date
    value: str
    captures: int
    until: int  #: the number of the last capture in it
