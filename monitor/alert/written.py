"""A batch of what is owed as the messages that go out: one alert in its thread, or a bundle in parts that fit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from monitor.alert.channel import Channel, Message, room
from monitor.alert.message import alert, bundle
from monitor.alert.plan import Batch, may_have_arrived
from monitor.model import Newsroom


def written(
    batch: Batch,
    channel: Channel,
    newsroom: Newsroom,
    now: datetime,
    label: str,
    thread_of: Callable[[str, str], tuple[str, str]],
) -> tuple[Message, ...]:
    """In their order. `thread_of` gives a statement's thread on a channel, and the name of its first message there."""
    first, done_with = batch[0], batch[0].done_with
    if len(batch) == 1 and not first.delivery.digest:
        told = alert(first.delivery, newsroom, now, label=label, repeat=may_have_arrived(first))
        told = replace(told, done_with=done_with)
        if first.delivery.statement is None:
            return (told,)
        thread, root = thread_of(first.delivery.channel, first.delivery.statement)
        return (replace(told, thread=thread, reply_to=root),)
    repeats = {row.delivery.key for row in batch if may_have_arrived(row)}
    deliveries = [row.delivery for row in batch]
    parts = bundle(deliveries, newsroom, now, label=label, repeats=repeats, room=room(channel))
    return tuple(replace(part, done_with=done_with) for part in parts)
