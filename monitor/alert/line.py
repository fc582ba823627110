"""How one channel stands: whether it rests, what it failed at, which deliveries are set aside."""

import threading
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from monitor.alert.channel import Answer, Channel, Message
from monitor.alert.plan import Batch, pause, silent_until, wished
from monitor.model import Owed

STUCK = 3
"""After so many failures in a row the delivery behind the first is tried as well: is it the channel?"""
DOWN = STUCK + 1


class Line:
    """One channel as the courier sees it. Only the thread at work on it changes it.

    `aside`: the IDs of what the channel did not take before, while it took others.
    """

    def __init__(self, name: str, url: str, aside: Collection[int] = ()) -> None:
        self.name, self.url = name, url
        self.channel: Channel | None = None  #: opened at the first send
        self.thread: threading.Thread | None = None
        self.rests_until: datetime | None = None
        self.asked = False  #: it rests because the channel asked for it
        self.failures = 0  #: in a row
        self.failing_since: datetime | None = None
        self.told_down = False
        self.oldest = 0  #: the ID of the oldest delivery that waits
        self._front: Batch = ()
        self._aside = set(aside)

    def resume(self, begun: Iterable[Owed], waiting: Iterable[Owed]) -> None:
        """Go on where a daemon before us stopped: what it began goes first, when its time has come."""
        begun = [row for row in begun if not self.is_aside((row,))]
        if begun:
            self.rests_until = max(row.next_try_at for row in begun)
            self.asked = silent_until(begun) is not None
            self.failures = max(row.tries for row in begun)
            self.failing_since = min(filter(None, (row.tried_at for row in begun)), default=None)
            self.oldest = min(row.id for row in (*begun, *waiting) if not self.is_aside((row,)))

    @property
    def at_work(self) -> bool:
        """A thread is sending."""
        return self.thread is not None and self.thread.is_alive()

    def rests(self, now: datetime) -> bool:
        """Not to be asked yet."""
        return self.rests_until is not None and now < self.rests_until

    def in_turn(self, parts: Iterator[tuple[Batch, Message]]) -> Iterator[tuple[Batch, Message]]:
        """As they come, so that nothing overtakes.

        But a channel that asked to wait at the first, again and again, is asked for the next every other time: to ask
        for both would be to ask too early.
        """
        first = next(parts, None)
        self._front = first[0] if first else ()
        if first is None:
            return
        if self.asked and self.failures >= STUCK and self.failures % 2:
            yield from filter(None, [next(parts, None)])
        yield first
        yield from parts

    def doubts(self, batch: Batch) -> bool:
        """Whether the failure of this one says little of the channel: then the one behind it is tried at once."""
        return batch == self._front and self.failures >= STUCK and not self.asked

    def is_aside(self, batch: Batch) -> bool:
        """It failed while others were accepted: its retries delay nobody."""
        return batch[0].id in self._aside

    def set_aside(self, batch: Batch) -> None:
        """Let the others pass it."""
        self._aside |= {row.id for row in batch}

    def answered(self) -> None:
        """It speaks, if only to refuse."""
        self.failures, self.failing_since, self.rests_until, self.asked = 0, None, None, False

    def accepted(self, batch: Batch) -> None:
        """The channel works; what stood before the accepted one is what failed."""
        if self.failures >= STUCK and batch != self._front:
            self.set_aside(self._front)
        self.answered()
        self.told_down = False
        self._aside -= {row.id for row in batch}

    def failed(self, batch: Batch, answer: Answer, now: datetime) -> datetime:
        """Note a failure for the moment; when to try this batch again."""
        if self.is_aside(batch):
            again, wish = pause(batch[0].tries + 1, answer, now), wished(answer, now)
            if wish is not None:  # the channel's, whatever it was asked for
                self.rests_until, self.asked = wish, True
            return again
        tried_behind = batch != self._front and self.rests(now)
        if not tried_behind:  # that the first failed is counted already
            self.failures += 1
        self.failing_since = self.failing_since or now
        self.asked = wished(answer, now) is not None
        self.rests_until = pause(self.failures, answer, now)
        return self.rests_until

    def is_lost(self) -> bool:
        """This failure is the one after which it is called down."""
        return self.failures >= DOWN and not self.told_down
