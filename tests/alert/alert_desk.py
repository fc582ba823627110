"""A newsroom for the tests of the courier: its outbox on disk, its clock, and channels whose answers a test sets."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from alert_samples import NEWSROOM, SEEN, delivery, finding
from clock import MovedClock
from monitor.alert.channel import Accepted, Answer, Channel, Message
from monitor.alert.deliver import Courier
from monitor.model import Delivery, DeliveryState, Owed, Route, Routing
from monitor.store.store import Store

OK = Accepted()


@dataclass
class Desk:
    """A channel that keeps what it accepts. `answers` are given first, then `always`."""

    always: Answer | Callable[[Message], Answer] = OK
    answers: list[Answer] = field(default_factory=list)
    asked: list[Message] = field(default_factory=list)
    accepted: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> Answer:
        """Answer as the test has set."""
        self.asked.append(message)
        always = self.always(message) if callable(self.always) else self.always
        answer = self.answers.pop(0) if self.answers else always
        if isinstance(answer, Accepted):
            self.accepted.append(message)
        return answer

    @property
    def alerts(self) -> list[str]:
        """The IDs of what was accepted, in order."""
        return [item.alert for message in self.accepted for item in message.items]


class Newsroom:
    """The outbox of a newsroom with the channels desk, mail and ops (the operators')."""

    def __init__(self, folder: Path) -> None:
        self.clock = MovedClock(SEEN)
        self.url = f"sqlite:///{folder / 'monitor.db'}"
        self.store = Store.open(self.url)
        self.channels: dict[str, Channel] = {"desk": Desk(), "mail": Desk(), "ops": Desk()}
        self.addresses = {name: f"test://{name}" for name in self.channels}
        self.courier = self.new_courier()

    @property
    def desk(self) -> Desk:
        """The desk's channel."""
        found = self.channels["desk"]
        assert isinstance(found, Desk)
        return found

    @property
    def ops(self) -> Desk:
        """The operators' channel."""
        found = self.channels["ops"]
        assert isinstance(found, Desk)
        return found

    @property
    def routing(self) -> Routing:
        """One route, to the desk; notices go to ops."""
        return Routing(NEWSROOM, self.addresses, (Route("kh-jp", ("desk",)),), operators=("ops",))

    def new_courier(self, label: str = "") -> Courier:
        """What a restart gives."""
        return Courier(self.store, self.clock, open_channel=self._open, label=label)

    def restart(self) -> None:
        """End the courier and begin with another, which remembers nothing but the outbox."""
        self.courier.close()
        self.courier = self.new_courier()

    def _open(self, url: str) -> Channel:
        return self.channels[url.removeprefix("test://").partition("?")[0]]

    def owe(self, count: int = 1, channel: str = "desk", **fields: object) -> list[str]:
        """Owe alerts about so many statements; their IDs."""
        before = len(self.store.deliveries(limit=100_000))
        rows = [
            delivery(finding(statement=f"s{number}"), channel, f"k{number}", **{"due_at": self.clock.now(), **fields})
            for number in range(before, before + count)
        ]
        return self.owe_all(rows)

    def owe_all(self, rows: Iterable[Delivery]) -> list[str]:
        """Owe these; their IDs."""
        rows = tuple(rows)
        self.store.owe(rows, self.clock.now())
        return [row.alert for row in rows]

    def tick(self) -> None:
        """What the daemon does every two seconds, and wait for the threads that it starts."""
        self.courier.deliver(self.routing)
        for thread in threading.enumerate():
            if thread.name.startswith("channel "):
                thread.join(10)

    def rows(self, channel: str = "desk") -> list[Owed]:
        """The deliveries of a channel, oldest first."""
        return self.store.deliveries(channel=channel, limit=100_000)[::-1]

    def states(self, channel: str = "desk") -> list[DeliveryState]:
        """What became of them, oldest first."""
        return [row.state for row in self.rows(channel)]

    def close(self) -> None:
        """End all."""
        self.courier.close()
        self.store.close()
