"""Watch over what the work rests on: the disk, the database, the clock, the files; tell operators of what lasts.

What keeps the database from being written is told through channels that need no disk, past the outbox.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from monitor import trouble
from monitor.alert.channel import Accepted, Channel
from monitor.alert.channels import open_channel
from monitor.alert.message import alert
from monitor.config.live import Live
from monitor.errors import StoreError
from monitor.logs import log
from monitor.model import Delivery, Notice, Routing, Trouble, alert_id
from monitor.poll import Works
from monitor.route import route
from monitor.times import Clock


class Steady:
    """The time as it would be had the clock of the machine not jumped since we began."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = self._offset()

    def jumped(self) -> timedelta:
        """By how much the clock jumped; a small step is taken over."""
        by = self._offset() - self._began
        if abs(by) <= trouble.JUMP.total_seconds():
            self._began += by
            return timedelta(0)
        return timedelta(seconds=by)

    def certain(self) -> datetime:
        """The latest moment that has certainly come."""
        return self._clock.now() - max(self.jumped(), timedelta(0))

    def _offset(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()


class Watch:
    """What operators know of, and what holds now."""

    def __init__(
        self,
        live: Live,
        works: Works,
        *,
        open_channel: Callable[[str], Channel] = open_channel,
    ) -> None:
        self._live, self._works, self._open = live, works, open_channel
        self.steady = Steady(works.clock)
        self._told: dict[str, Trouble] | None = None
        self._untold: list[tuple[str, Notice]] = []  #: channel, and what goes there past the outbox
        self._teller: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being told past the outbox."""
        return self._teller is not None and self._teller.is_alive()

    def look(self) -> bool:
        """Look at all of it, give a sign of life, tell what changed; whether the database could be written."""
        store, now, routing = self._works.store, self._works.clock.now(), self._live.current.routing
        jump = self.steady.jumped()
        try:
            before = self._known()
            notices, after = trouble.changed(before, self._holds(before, jump, now), now)
            _log(notices)
            store.alive(now)
            if jump < timedelta(0) or "clock" in before:
                store.clock_went_back(now)
            if after != before:
                store.note_troubles(tuple(after.values()), route((), notices, routing, now), now)
        except StoreError as error:
            self._tell_past_the_outbox(error, jump, now)
            return False
        self._told, self._untold = after, []
        return True

    def _known(self) -> dict[str, Trouble]:
        """What is told; asked of the database first, for it may have been told before a restart."""
        if self._told is None:
            self._told = {each.name: each for each in self._works.store.troubles()}
        return self._told

    def _holds(self, before: dict[str, Trouble], jump: timedelta, now: datetime) -> list[Trouble]:
        room = self._works.archive.room()
        current = self._live.current
        return [
            *trouble.disk(room, "disk" in before, now),
            *trouble.clock(jump, now),
            *trouble.needs(current.sources, now),
            *trouble.config(self._live.complaints, now),
        ]

    def _tell_past_the_outbox(self, error: StoreError, jump: timedelta, now: datetime) -> None:
        before = self._told or {}
        holds = [*self._holds(before, jump, now), trouble.database(error.args[0], error.mend, now)]
        notices, self._told = trouble.changed(before, holds, now)
        _log(notices)
        self._untold += [(channel, each) for each in notices for channel in self._live.current.routing.operators]
        if self._untold and not self.busy:
            self._teller = threading.Thread(
                target=self._tell, args=(self._live.current.routing, now), name="notices", daemon=True
            )
            self._teller.start()

    def _tell(self, routing: Routing, now: datetime) -> None:
        """Send what could not be put into the outbox; what is not accepted is sent again at the next look."""
        for channel, notice in tuple(self._untold):
            address = routing.channels.get(channel)
            delivery = Delivery(channel, notice.key, alert_id(notice.key), notice, now)
            if address is None or self._sent(address, delivery, routing):
                self._untold.remove((channel, notice))

    def _sent(self, address: str, delivery: Delivery, routing: Routing) -> bool:
        try:
            message = alert(delivery, routing.newsroom, delivery.due_at)
            return isinstance(self._open(address).send(message), Accepted)
        except Exception:  # noqa: BLE001 - the rim of a notice
            log().exception("a notice could not be told past the outbox", channel=delivery.channel)
            return False


def _log(notices: Sequence[Notice]) -> None:
    for each in notices:
        log().warning("notice", kind=str(each.kind), text=each.text, to_do=each.mend)
