"""Notices about the channels themselves: one that is down or back, a delivery given up, a recipient refused."""

from collections.abc import Sequence
from datetime import datetime

from monitor.model import Notice, NoticeKind, Owed
from monitor.times import iso

OUR_OWN = frozenset({NoticeKind.GIVEN_UP, NoticeKind.CHANNEL_DOWN, NoticeKind.CHANNEL_BACK})
"""Kinds that are told of channels: that such a notice itself was given up is told to nobody."""
NAMED = 5


def down(channel: str, oldest: int, since: datetime, why: str, now: datetime) -> Notice:
    """It has not taken a message since then. An outage is known by the oldest delivery that it holds up."""
    return Notice(
        NoticeKind.CHANNEL_DOWN,
        channel,
        f"Channel {channel} takes no messages since {iso(since)}: {why}. "
        "What is owed there is kept, and tried for 7 days.",
        f"mend its address or its service; `monitor alerts` shows what waits for {channel}",
        now,
        down_key(channel, oldest),
    )


def down_key(channel: str, oldest: int) -> str:
    """The key of the outage that began with this delivery."""
    return f"channel-down/{channel}/{oldest}"


def back(channel: str, first: int, now: datetime) -> Notice:
    """It takes messages again; what waited goes out."""
    return Notice(
        NoticeKind.CHANNEL_BACK,
        channel,
        f"Channel {channel} takes messages again since {iso(now)}; what has waited goes out now.",
        "nothing to do",
        now,
        f"channel-back/{channel}/{first}",
    )


def given_up(rows: Sequence[Owed], why: str, now: datetime) -> Notice:
    """Deliveries that will not be tried again. Told once an hour for a channel; the list has them all."""
    channel = rows[0].delivery.channel
    alerts = ", ".join(row.delivery.alert for row in rows[:NAMED])
    more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    return Notice(
        NoticeKind.GIVEN_UP,
        channel,
        f"Not delivered on {channel}, and not tried again: {alerts}{more}: {why}",
        "`monitor alerts` lists all that was given up, in case more follow; "
        "mend the channel, then `monitor alerts retry` sends them",
        now,
        f"given-up/{channel}/{now:%Y-%m-%dT%H}",
    )


def lost(row: Owed, who: str, now: datetime) -> Notice:
    """Some recipients of a channel were refused for good; the others have the message. Told once a day."""
    channel = row.delivery.channel
    return Notice(
        NoticeKind.GIVEN_UP,
        channel,
        f"{row.delivery.alert} was delivered on {channel}, but not to all: {who}",
        "take the recipient out of the channel's address, or correct it",
        now,
        f"lost/{channel}/{now:%Y-%m-%d}",
    )
