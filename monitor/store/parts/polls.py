"""What a poll asks, and what it leaves."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model import (
    Before,
    Decision,
    Delivery,
    Difference,
    Embargoed,
    Finding,
    Kept,
    Notice,
    PollResult,
    Reading,
    Source,
    Validators,
)
from monitor.store import before, record, reword, sources
from monitor.store.database import Database
from monitor.store.polled import Polled


class Polls:
    """What a poll asks, and what it leaves."""

    _database: Database

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

    def schedule(self) -> dict[str, datetime]:
        """When each source that was ever polled is due."""
        with self._database.reading() as session:
            return sources.schedule(session)
