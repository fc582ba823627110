"""DELIVER: drain the outbox, a thread for each channel, so that a slow one delays no other and no poll.

An attempt is committed before it is made and settled after it. A crash in between leaves an attempt of unknown outcome:
it is made again after a minute, and says that it may be a repeat. Nothing else is ever sent twice.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.alert import channels, trouble
from monitor.alert.channel import Accepted, Answer, Channel, Message, Refused, Temporary, Unknown, gap
from monitor.alert.line import STUCK, Line
from monitor.alert.plan import PAUSES, Batch, batches, overdue, ready_at_once, remark
from monitor.alert.written import written
from monitor.logs import log
from monitor.model import DeliveryState, Notice, Owed, Routing, alert_id
from monitor.route import route
from monitor.store.store import Store
from monitor.times import Clock

_WAITING = (DeliveryState.OWED, DeliveryState.RETRYING)
ASK_AGAIN = timedelta(minutes=5)
"""After so long a delivery whose channel does not exist is looked at again."""
STOP_WITHIN = 7.0
"""As long as the daemon waits for its polls."""
TOO_OLD = "tried for 7 days"
_EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of the deliveries that were tried."""

    sent: int
    failed: int


class Courier:
    """Delivers what the outbox holds. `label` (DEMO) stands at the front of every message."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        open_channel: Callable[[str], Channel] = channels.open_channel,
        label: str = "",
    ) -> None:
        self._store, self._clock, self._open, self._label = store, clock, open_channel, label
        self._lines: dict[str, Line] = {}
        self._closed = threading.Event()

    @property
    def busy(self) -> bool:
        """A message is on its way."""
        return any(line.at_work for line in self._lines.values())

    def close(self) -> None:
        """Finish the message in hand on each channel, 7 s at most, and begin no other."""
        self._closed.set()
        until = self._clock.monotonic() + STOP_WITHIN
        for thread in filter(None, [line.thread for line in self._lines.values()]):
            thread.join(max(until - self._clock.monotonic(), 0))

    def deliver(self, routing: Routing) -> None:
        """Start a thread for each idle channel that has something due, and come back at once."""
        now = self._clock.now()
        busy = []  # asked first: what a thread settles while the outbox is read would look as if it were still due
        for line in list(self._lines.values()):
            url = routing.channels.get(line.name, line.url)
            if not line.at_work and url != line.url:
                self._line(line.name, url, (), now)
            elif line.at_work or line.rests(now):
                busy.append(line.name)
        self._start(self._store.due(now, busy), routing, now, [], at_once=False)

    def drain(self, routing: Routing, *, at_once: bool = False) -> Tally:
        """Try once all that is due, and wait for the end; `at_once`: also what a back-off would hold."""
        seen: set[int] = set()
        sent: list[int] = []
        while not self._closed.is_set():
            now = self._clock.now()
            rows = [row for row in self._ready(now, at_once) if row.id not in seen]
            if not rows:
                break
            seen |= {row.id for row in rows}
            for thread in self._start(rows, routing, now, sent, at_once=at_once):
                thread.join()
        return Tally(len(sent), len(seen) - len(sent))

    def _ready(self, now: datetime, at_once: bool) -> list[Owed]:
        if not at_once:
            return self._store.due(now)
        rows = self._store.deliveries(states=_WAITING, limit=_EVERYTHING)
        return [row for named in _grouped(rows, _channel_of).values() for row in ready_at_once(named, now)]

    # ------------------------------------------------------------ one channel

    def _start(
        self, rows: Sequence[Owed], routing: Routing, now: datetime, sent: list[int], *, at_once: bool
    ) -> list[threading.Thread]:
        """A thread for each channel that is free to work; the IDs of what was accepted are added to `sent`."""
        threads = []
        for name, waiting in _grouped(rows, _channel_of).items():
            if name not in routing.channels:
                self._hold(waiting, routing, f"no channel {name} now: it was removed, or its address is missing", now)
                continue
            line = self._line(name, routing.channels[name], waiting, now)
            if self._closed.is_set() or (line.rests(now) and (line.asked or not at_once)):
                continue
            line.thread = threading.Thread(
                target=self._work, args=(line, waiting, routing, sent), name=f"channel {name}", daemon=True
            )
            line.thread.start()
            threads.append(line.thread)
        return threads

    def _line(self, name: str, url: str, waiting: Sequence[Owed], now: datetime) -> Line:
        line = self._lines.get(name)
        if line is not None and line.url == url:
            return line
        retrying = self._store.deliveries(states=(DeliveryState.RETRYING,), channel=name, limit=_EVERYTHING)
        made = self._lines[name] = Line(name, url, self._store.passed(name, STUCK))
        if line is not None:  # an operator mended the address: what failed at the old one need not wait
            made.told_down = line.told_down
            ready = ready_at_once(retrying, now)
            for row in ready:
                self._settle([row], row.state, Temporary(row.answer), now, now, tried=False)
            retrying = [row for row in retrying if row not in ready]
        made.resume(retrying, waiting)
        if made.oldest:
            made.told_down = bool(self._store.deliveries(alert=alert_id(trouble.down_key(name, made.oldest)), limit=1))
        return made

    def _work(self, line: Line, rows: Sequence[Owed], routing: Routing, sent: list[int]) -> None:
        """The thread of a channel; what it leaves unsettled is tried again."""
        try:
            self._send_all(line, rows, routing, sent)
        except Exception:  # noqa: BLE001 - the rim of a channel
            log().exception("delivery failed", channel=line.name)
            line.rests_until = self._clock.now() + PAUSES[0]

    def _send_all(self, line: Line, rows: Sequence[Owed], routing: Routing, sent: list[int]) -> None:
        """Until nothing is left, or the channel must rest."""
        try:
            channel = line.channel = line.channel or self._open(line.url)
        except ValueError as error:
            self._hold(rows, routing, str(error), self._clock.now())
            return
        left = {row.id: row for row in rows}
        for part, message in self._messages(line, channel, rows, routing):
            if self._attempt(line, channel, part, message, routing):
                sent += [row.id for row in part]
            for row in part:
                del left[row.id]
            self._clock.sleep(gap(channel))
            if self._closed.is_set():
                return
            now = self._clock.now()
            if line.rests(now) and not line.doubts(part):
                self._give_up(
                    [row for row in left.values() if overdue(row, now)], routing, Temporary(TOO_OLD), now, tried=False
                )
                return

    def _messages(
        self, line: Line, channel: Channel, rows: Sequence[Owed], routing: Routing
    ) -> Iterator[tuple[Batch, Message]]:
        """What goes out, in its order, each with the deliveries that it settles; last what was set aside."""
        aside = [row for row in rows if line.is_aside((row,))]
        queue = [row for row in rows if not line.is_aside((row,))]
        line.oldest = min((row.id for row in queue), default=0)
        waiting = batches(queue, self._clock.now())
        yield from line.in_turn(part for batch in waiting for part in self._told(line, channel, batch, routing))
        for row in aside:
            yield from self._told(line, channel, (row,), routing)

    def _told(self, line: Line, channel: Channel, batch: Batch, routing: Routing) -> Iterator[tuple[Batch, Message]]:
        try:
            messages = written(batch, channel, routing.newsroom, self._clock.now(), self._label, self._store.thread)
        except Exception:  # noqa: BLE001 - the rim of a delivery: one that cannot be told must not stop the others
            log().exception("alert cannot be told", channel=line.name, alerts=[row.delivery.alert for row in batch])
            if len(batch) == 1:
                self._hold(batch, routing, "internal error, please report it", self._clock.now())
            else:
                for row in batch:
                    yield from self._told(line, channel, (row,), routing)
            return
        at = 0
        for message in messages:
            yield batch[at : at + len(message.items)], message
            at += len(message.items)

    # ------------------------------------------------------------ one attempt

    def _attempt(self, line: Line, channel: Channel, part: Batch, message: Message, routing: Routing) -> bool:
        """Note that it is tried, try it, note what came of it; whether it was accepted."""
        if not self._store.trying([row.id for row in part], self._clock.now()):
            return False  # acknowledged, muted or withheld since it was read: what is still due comes again
        try:
            answer = channel.send(message)
        except Exception as error:  # noqa: BLE001 - the rim of a delivery
            log().exception("channel failed", channel=line.name)
            answer = Unknown(f"internal error, please report it: {type(error).__name__}")
        now = self._clock.now()
        log().info(
            "delivery",
            channel=line.name,
            alerts=[row.delivery.alert for row in part],
            answer=type(answer).__name__.lower(),
            why=answer.why,
        )
        match answer:
            case Accepted():
                self._settle(part, DeliveryState.SENT, answer, now)
                self._accepted(line, part, answer, routing, now)
            case Refused():
                self._give_up(part, routing, answer, now)
                line.answered()
            case Temporary() | Unknown():
                self._wait(line, part, answer, routing, now)
        return isinstance(answer, Accepted)

    def _accepted(self, line: Line, part: Batch, answer: Accepted, routing: Routing, now: datetime) -> None:
        if line.told_down:
            self._tell(trouble.back(line.name, line.oldest, now), routing, now)
        line.accepted(part)
        if answer.lost:
            self._tell(trouble.lost(part[0], answer.lost, now), routing, now)

    def _wait(self, line: Line, part: Batch, answer: Temporary | Unknown, routing: Routing, now: datetime) -> None:
        again = line.failed(part, answer, now)
        old = [row for row in part if overdue(row, now)]
        self._give_up(old, routing, replace(answer, why=f"{TOO_OLD}; last: {answer.why}"), now)
        self._settle([row for row in part if row not in old], DeliveryState.RETRYING, answer, now, again)
        if line.is_lost():
            line.told_down = True
            self._tell(trouble.down(line.name, line.oldest, line.failing_since or now, answer.why, now), routing, now)

    def _hold(self, rows: Iterable[Owed], routing: Routing, why: str, now: datetime) -> None:
        """Keep what cannot be tried at all, until it can be or is too old."""
        rows = list(rows)
        old = [row for row in rows if overdue(row, now)]
        self._give_up(old, routing, Temporary(f"{TOO_OLD}; last: {why}"), now, tried=False)
        for state in _WAITING:
            kept = [row for row in rows if row.state is state and row not in old]
            self._settle(kept, state, Temporary(why), now, now + ASK_AGAIN, tried=False)

    def _give_up(
        self, rows: Sequence[Owed], routing: Routing, answer: Answer, now: datetime, *, tried: bool = True
    ) -> None:
        """Try these no more, and tell the operators; a notice about a channel is not followed by another."""
        self._settle(rows, DeliveryState.GIVEN_UP, answer, now, tried=tried)
        told = [row for row in rows if getattr(row.delivery.subject, "kind", None) not in trouble.OUR_OWN]
        if told:
            self._tell(trouble.given_up(told, answer.why, now), routing, now)

    def _settle(
        self,
        rows: Iterable[Owed],
        state: DeliveryState,
        answer: Answer,
        now: datetime,
        again: datetime | None = None,
        *,
        tried: bool = True,
    ) -> None:
        ref = answer.ref if isinstance(answer, Accepted) else ""
        for text, alike in _grouped(rows, lambda row: remark(row, answer)).items():
            done_with = answer.done_with if tried and isinstance(answer, Temporary) else alike[0].done_with
            ids = [row.id for row in alike]
            self._store.settle(ids, state, text, now, again, ref, done_with=done_with, tried=tried)

    def _tell(self, notice: Notice, routing: Routing, now: datetime) -> None:
        owed = route((), (notice,), routing, now)
        if not owed:
            log().warning("no channel to tell operators on", notice=notice.text)
        self._store.owe(owed, now)


def _grouped(rows: Iterable[Owed], name: Callable[[Owed], str]) -> dict[str, list[Owed]]:
    grouped: dict[str, list[Owed]] = {}
    for row in rows:
        grouped.setdefault(name(row), []).append(row)
    return grouped


def _channel_of(row: Owed) -> str:
    return row.delivery.channel
