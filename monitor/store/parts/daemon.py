"""The life of the daemon: signs of it, troubles, the days that are closed."""

from collections.abc import Iterable
from datetime import date, datetime

from monitor.model import ChainDay, Delivery, Trouble
from monitor.store import chain, life, outbox
from monitor.store.database import Database


class Life:
    """The life of the daemon: signs of it, troubles, the days that are closed."""

    _database: Database

    def alive(self, now: datetime) -> None:
        """Give a sign of life."""
        with self._database.writing() as session:
            life.alive(session, now)

    def last_alive(self) -> datetime | None:
        """The last sign of life; None: there was none yet."""
        with self._database.reading() as session:
            return life.last_alive(session)

    def heartbeat_told(self, day: date) -> None:
        """The heartbeat of this day of the newsroom is owed."""
        with self._database.writing() as session:
            life.heartbeat_told(session, day)

    def last_heartbeat(self) -> date | None:
        """The last day of which the heartbeat was told."""
        with self._database.reading() as session:
            return life.last_heartbeat(session)

    def outage_since(self) -> datetime | None:
        """Since when operators know that no source can be read; None: some can."""
        with self._database.reading() as session:
            return life.outage_since(session)

    def troubles(self) -> tuple[Trouble, ...]:
        """What operators know to last."""
        with self._database.reading() as session:
            return life.troubles(session)

    def note_troubles(self, troubles: tuple[Trouble, ...], owed: Iterable[Delivery], now: datetime) -> None:
        """What lasts now, with what is owed for what began or ended."""
        with self._database.writing() as session:
            life.note_troubles(session, troubles)
            outbox.owe(session, owed, now)

    def clock_went_back(self, now: datetime) -> None:
        """Let nothing wait for a time that only a wrong clock has seen."""
        with self._database.writing() as session:
            outbox.clock_went_back(session, now)

    def close_day(self, now: datetime) -> ChainDay | None:
        """Add yesterday to the chain of captures; None where that is done."""
        with self._database.writing() as session:
            return chain.close_day(session, now)

    def chain(self) -> list[ChainDay]:
        """All days of the chain of captures, the first one first."""
        with self._database.reading() as session:
            return chain.days(session)

    def chained(self, day: date) -> tuple[str, tuple[str, ...]] | None:
        """The value before a day of the chain, and the hashes that it adds; None for a day that it has not."""
        with self._database.reading() as session:
            return chain.hashes_of(session, day)

    def counts(self, since: datetime) -> dict[str, int]:
        """What was done since then, in the words of the heartbeat."""
        with self._database.reading() as session:
            return life.counts(session, since)
