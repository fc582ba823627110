"""The log, and the events in it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from monitor.link.sides import Telling
from monitor.model import Chapter, Event, Gist, Health, Kept, Span, Statement, Version
from monitor.store import events, log, sources, spans, threads
from monitor.store.database import Database
from monitor.store.query import StatementQuery


class Log:
    """The log, and the events in it."""

    _database: Database

    def statements(self, query: StatementQuery) -> list[Statement]:
        """The statements asked for, each in its current wording."""
        with self._database.reading() as session:
            return log.statements(session, query)

    def count(self, query: StatementQuery) -> int:
        """How many there are, on all pages."""
        with self._database.reading() as session:
            return log.count(session, query)

    def statement(self, name: str) -> Statement | None:
        """One statement by its ID."""
        with self._database.reading() as session:
            return log.statement(session, name)

    def history(self, name: str) -> tuple[Chapter, ...]:
        """All that happened to a statement, oldest first."""
        with self._database.reading() as session:
            return log.history(session, name)

    def versions(self, name: str) -> tuple[Version, ...]:
        """All wordings of a statement, by number."""
        with self._database.reading() as session:
            return log.versions(session, name)

    def languages(self) -> list[str]:
        """The languages that the log has, by code."""
        with self._database.reading() as session:
            return log.languages(session)

    def find_address(self, url: str) -> list[str]:
        """The IDs of the statements at an address, however it is written; the first seen first."""
        with self._database.reading() as session:
            return log.find_address(session, url)

    def captures(self, source: str | None = None) -> list[Kept]:
        """Where each kept capture stands, in the order of the archive's files."""
        with self._database.reading() as session:
            return log.captures(session, source)

    def kept(self, sha256: str) -> Kept | None:
        """Where a capture with this hash stands, if one was kept."""
        with self._database.reading() as session:
            return log.kept(session, sha256)

    def coverage(self, source_id: str, since: datetime, until: datetime) -> list[Span]:
        """When we looked at a source in this time and what we could see, oldest first."""
        with self._database.reading() as session:
            return spans.coverage(session, source_id, since, until)

    def health(self, ids: Sequence[str]) -> list[Health]:
        """How these sources stand, in the order asked for."""
        with self._database.reading() as session:
            return sources.health(session, ids)

    def gists(self, since: datetime, also: Collection[str] = ()) -> list[Gist]:
        """What was told since then, and these statements, as linking knows them; the oldest first."""
        with self._database.reading() as session:
            return events.gists(session, since, also)

    def told_on(self, event: str, side: str, *, urgent: bool) -> tuple[str, ...]:
        """The channels on which a statement of this side on the event went out at once; `urgent`: as an urgent one."""
        with self._database.reading() as session:
            return threads.told_on(session, event, side, urgent=urgent)

    def tellings(self, event: str) -> tuple[Telling, ...]:
        """The statements on an event in their current wording, the oldest first."""
        with self._database.reading() as session:
            return events.tellings(session, event)

    def event(self, name: str) -> Event | None:
        """One event, with what its sides say, by its ID or by one that was joined into it."""
        with self._database.reading() as session:
            return events.event(session, name)

    def events(
        self, *, country: str | None = None, both: bool = False, limit: int = 50, offset: int = 0
    ) -> list[Event]:
        """The events with the latest news first, `both`: of several sides; what those say is left to `event`."""
        with self._database.reading() as session:
            return events.events(session, country=country, both=both, limit=limit, offset=offset)

    def split(self, statement: str) -> str:
        """Take a linked statement out of its event, for ever; gives the event of its own."""
        with self._database.writing() as session:
            return events.split(session, statement)

    def join(self, event: str, other: str) -> str:
        """Make one event of two, for ever; gives the one that is left, the first."""
        with self._database.writing() as session:
            return events.join(session, event, other)
