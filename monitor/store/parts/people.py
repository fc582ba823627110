"""What people decide: of a statement, of an embargo, of our own errors."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from monitor.model import Assessment, Decision, Delivery, Embargo, Embargoed, Finding, Kept, Lost, Source
from monitor.store import correction, decisions, embargoes, judgements, log, withhold
from monitor.store.database import Database


class People:
    """What people decide: of a statement, of an embargo, of our own errors."""

    _database: Database

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
