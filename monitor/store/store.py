"""The database as the rest knows it: what goes in and what comes out are the frozen values of `monitor.model`.

Each method is one transaction. How it is done stands in the file that is named like the matter.
"""

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from monitor.link.sides import Telling
from monitor.model import (
    Ack,
    Assessment,
    Attempt,
    Before,
    ChainDay,
    Chapter,
    Decision,
    Delivery,
    DeliveryState,
    Difference,
    Embargo,
    Embargoed,
    Event,
    Finding,
    Gist,
    Health,
    Kept,
    Lately,
    Level,
    Lost,
    Mute,
    Notice,
    Owed,
    PollResult,
    Reading,
    Source,
    Span,
    Statement,
    Trouble,
    Validators,
    Version,
)
from monitor.store import (
    before,
    chain,
    correction,
    decisions,
    embargoes,
    events,
    judgements,
    life,
    log,
    mutes,
    outbox,
    record,
    reword,
    schema,
    sources,
    spans,
    threads,
    upkeep,
    withhold,
)
from monitor.store.database import Database
from monitor.store.engine import path_of
from monitor.store.polled import Polled
from monitor.store.query import StatementQuery


class Store:
    """One database, open. Any thread may use it; two processes may have it open at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(path)
        self.deciding = threading.Lock()  #: held by who routes and records, where a limit counts what others owe

    @staticmethod
    def open(url: str) -> "Store":
        """The database at a URL: made when missing, brought up to date (after a copy beside it) when older.

        Raises StoreError, and leaves the file untouched, when it is not ours, damaged or of a newer release.
        """
        path = path_of(url)
        if not path.exists():
            schema.create(path)
        schema.upgrade(path)
        return Store(path)

    def verify(self) -> tuple[str, ...]:
        """What does not hold together in the database, a line each; nothing: all does."""
        with self._database.writing() as session:
            return upkeep.verify(session)

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    # ------------------------------------------------------------ polls

    def before(self, source: Source) -> Before:
        """What is known of a source; its statements are loaded when first asked for."""
        return before.before(self._database, source)

    def record(
        self,
        source: Source,
        kept: tuple[Kept, ...],
        reading: Reading,
        difference: Difference,
        findings: tuple[Finding, ...],
        notices: tuple[Notice, ...],
        owed: tuple[Delivery, ...],
        validators: Mapping[str, Validators],
        result: PollResult,
        *,
        pasted: bool = False,
        decisions: tuple[Decision, ...] = (),
        apart: bool = False,
        embargoed: tuple[Embargoed, ...] = (),
    ) -> None:
        """Commit all that a poll came to, what is owed for it included, or nothing of it.

        `pasted`: people brought it, who may have come to `decisions`. `apart`: it came otherwise than by a poll, and
        says nothing of how the source stands. `embargoed`: what is kept back.
        """
        polled = Polled(
            source,
            kept,
            reading,
            difference,
            findings,
            notices,
            owed,
            validators,
            result,
            pasted,
            decisions,
            apart or pasted,
            embargoed,
        )
        with self._database.writing() as session:
            record.record(session, polled)

    def reword(self, findings: Iterable[Finding]) -> None:
        """Put what a reader of today makes of stored captures in the place of what was stored; it is no news."""
        with self._database.writing() as session:
            reword.reword(session, findings)

    def keep(self, source: Source, kept: tuple[Kept, ...]) -> None:
        """Commit where captures stand that came otherwise than by a poll."""
        with self._database.writing() as session:
            record.keep(session, source, kept)

    # ------------------------------------------------------------ embargoes

    def hold(self, source: Source, held: Embargoed) -> None:
        """Keep back a text that was brought by hand."""
        with self._database.writing() as session:
            embargoes.hold(session, source, held)

    def embargoes(self) -> list[Embargo]:
        """What is kept back, without its words."""
        with self._database.reading() as session:
            return embargoes.embargoes(session)

    def embargo_due(self, now: datetime) -> list[Embargoed]:
        """What need not be kept back any longer: nothing else gives the words of a text under an embargo."""
        with self._database.reading() as session:
            return embargoes.due(session, now)

    def move_embargo(self, name: str, until: datetime) -> bool:
        """Give an embargo another end; whether there is such a one."""
        with self._database.writing() as session:
            return embargoes.move(session, name, until)

    def drop_embargo(self, name: str) -> bool:
        """Forget a text that is kept back, for ever; whether there was one."""
        with self._database.writing() as session:
            return embargoes.drop(session, name)

    # ------------------------------------------------------------ the schedule

    def schedule(self) -> dict[str, datetime]:
        """When each source that was ever polled is due."""
        with self._database.reading() as session:
            return sources.schedule(session)

    # ------------------------------------------------------------ the outbox

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

    def correct(self, name: str, reason: str, owed: Iterable[Delivery], now: datetime) -> None:
        """Mark the latest change of a statement as an error of ours, with what is owed for that."""
        with self._database.writing() as session:
            correction.correct(session, name, reason, owed, now)

    def withhold(self, name: str, reason: str, by: str, captures: Iterable[Kept], now: datetime) -> None:
        """Hide the text of a statement everywhere, and mark captures that show it as withheld; `purge` ends it."""
        with self._database.writing() as session:
            withhold.withhold(session, name, reason, by, [(each.file, each.offset) for each in captures], now)

    def purge(self) -> None:
        """Wipe what was deleted off the file."""
        self._database.purge()

    def same_wording(self, name: str) -> list[str]:
        """The IDs of other statements with a wording of this one."""
        with self._database.reading() as session:
            return withhold.same_wording(session, name)

    def to_forget(self, source: str) -> list[str]:
        """The IDs of what was taken down, and of which nothing is owed any more."""
        with self._database.reading() as session:
            return withhold.to_forget(session, source)

    def reassess(self, judged: Iterable[tuple[str, int, Assessment]]) -> None:
        """Keep judgements in the place of earlier ones: statement, version, how it is judged now."""
        with self._database.writing() as session:
            judgements.reassess(session, judged)

    def waiting(self) -> int:
        """How many deliveries are owed or being tried again; of a digest, those that were tried."""
        with self._database.reading() as session:
            return outbox.waiting(session)

    # ------------------------------------------------------------ what people decide

    def decide(
        self,
        decision: Decision,
        judged: Sequence[tuple[int, Assessment]],
        finding: Finding | None,
        owed: Sequence[Delivery],
    ) -> None:
        """Put a decision in force: by wording how the statement stands now, its event, and what is owed for it."""
        with self._database.writing() as session:
            decisions.decide(session, decision, judged, finding, owed)

    def dismiss(self, made: Sequence[Decision]) -> None:
        """Keep that statements which were missed are public."""
        with self._database.writing() as session:
            decisions.dismiss(session, made)

    def decisions(self, statements: Collection[str]) -> dict[str, list[Decision]]:
        """What was decided of these statements, the oldest first; nothing stands for those of which nothing was."""
        if not statements:
            return {}
        with self._database.reading() as session:
            return decisions.of_statements(session, statements)

    def decided(self, since: datetime | None = None, *, feedback: bool = False) -> list[Decision]:
        """All decisions since then, the oldest first; `feedback`: those that nobody looked at in the queue."""
        with self._database.reading() as session:
            return decisions.made(session, since, feedback=feedback)

    def lost(self) -> list[Lost]:
        """The statements that are missing without proof, where a person can tell what became of them."""
        with self._database.reading() as session:
            return log.lost(session)

    # ------------------------------------------------------------ the daemon

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

    # ------------------------------------------------------------ the log

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

    # ------------------------------------------------------------ events

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
