"""The outbox: what is owed, what was tried, who is spared."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from monitor.model import Ack, Attempt, Delivery, DeliveryState, Lately, Level, Mute, Owed
from monitor.store import mutes, outbox, threads
from monitor.store.database import Database


class Alerts:
    """The outbox: what is owed, what was tried, who is spared."""

    _database: Database

    def owe(self, deliveries: Iterable[Delivery], now: datetime) -> None:
        """Put deliveries into the outbox; the same alert is never owed twice on one channel."""
        with self._database.writing() as session:
            outbox.owe(session, deliveries, now)

    def due(self, now: datetime, resting: Collection[str] = ()) -> list[Owed]:
        """What is to be tried now, by channel, the oldest first; of channels that rest nothing."""
        with self._database.reading() as session:
            return outbox.due(session, now, resting)

    def trying(self, ids: Collection[int], now: datetime) -> bool:
        """Note a try before it is made: should we die in it, the outcome is unknown, and said to be.

        False, and nothing is noted, where one of them is not due any more: then send nothing.
        """
        with self._database.writing() as session:
            return outbox.trying(session, ids, now)

    def settle(
        self,
        ids: Collection[int],
        state: DeliveryState,
        answer: str,
        now: datetime,
        next_try_at: datetime | None = None,
        ref: str = "",
        *,
        done_with: Mapping[str, str] | None = None,
        tried: bool = True,
    ) -> None:
        """Note what the channel answered, and what it calls the message; or, not `tried`, why it was not asked."""
        with self._database.writing() as session:
            outbox.settle(session, ids, state, answer, now, next_try_at, ref, done_with)
            if tried:
                outbox.answered(session, ids, answer, now)

    def attempts(self, ids: Collection[int]) -> dict[int, tuple[Attempt, ...]]:
        """All tries of these deliveries, the oldest first."""
        with self._database.reading() as session:
            return outbox.attempts(session, ids)

    def passed(self, channel: str, tries: int) -> set[int]:
        """The deliveries that a channel did not take, tried so often, while it took younger ones."""
        with self._database.reading() as session:
            return outbox.passed(session, channel, tries)

    def thread(self, channel: str, statement: str) -> tuple[str, str]:
        """The thread of all about a statement's event, and what the channel calls its first message there."""
        with self._database.reading() as session:
            return threads.thread(session, channel, statement)

    def retry(self, now: datetime, alert: str | None = None) -> int:
        """Owe anew what was given up, or one alert of it; how many deliveries."""
        with self._database.writing() as session:
            return outbox.retry(session, now, alert)

    def resend(self, now: datetime, alert: str, channel: str | None = None) -> int:
        """Owe an alert anew where it was sent or given up; how many deliveries."""
        with self._database.writing() as session:
            return outbox.resend(session, now, alert, channel)

    def deliveries(
        self,
        *,
        states: Collection[DeliveryState] = (),
        digest: bool | None = None,
        channel: str | None = None,
        alert: str | None = None,
        statement: str | None = None,
        source: str | None = None,
        route: str | None = None,
        level: Level | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 200,
    ) -> list[Owed]:
        """The history of the outbox, the newest first; `since` and `until`: owed in this time."""
        with self._database.reading() as session:
            return outbox.deliveries(
                session,
                states=states,
                digest=digest,
                channel=channel,
                alert=alert,
                statement=statement,
                source=source,
                route=route,
                level=level,
                since=since,
                until=until,
                limit=limit,
            )

    def waiting(self) -> int:
        """How many deliveries are owed or being tried again; of a digest, those that were tried."""
        with self._database.reading() as session:
            return outbox.waiting(session)

    def lately(self, now: datetime) -> Lately:
        """What routing must know: what went out in the last hour, what is muted, which events were joined."""
        with self._database.reading() as session:
            return mutes.lately(session, now)

    def mutes(self, now: datetime) -> tuple[Mute, ...]:
        """The mutes in force, the one that ends first before the others."""
        with self._database.reading() as session:
            return mutes.mutes(session, now)

    def mute(self, one: Mute, now: datetime) -> int:
        """Begin a mute; how many alerts that wait already are held by it."""
        with self._database.writing() as session:
            return mutes.mute(session, one, now)

    def unmute(self, name: str, now: datetime) -> tuple[Mute, int] | None:
        """End a mute in force, with the number of alerts that it lets go; None: there is no such mute."""
        with self._database.writing() as session:
            return mutes.unmute(session, name, now)

    def ack(self, alert: str, by: str, now: datetime) -> Ack | None:
        """Somebody has seen an alert: the first one's name stands, its escalation is off. None: no such alert."""
        with self._database.writing() as session:
            return mutes.ack(session, alert, by, now)

    def acks(self, alerts: Collection[str]) -> dict[str, Ack]:
        """Who acknowledged which of these alerts."""
        with self._database.reading() as session:
            return mutes.acks(session, alerts)
