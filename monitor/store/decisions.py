"""What people decided of statements: kept for ever, and in force with all that follows, in one transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from monitor.follow import next_look
from monitor.model import Assessment, Decision, Delivery, DeliveryState, Finding, Level, Verdict
from monitor.store.events import note_links
from monitor.store.judgements import reassess
from monitor.store.outbox import owe
from monitor.store.tables import DecisionRow, DeliveryRow, StatementRow
from monitor.store.values import shallow, value


def keep(session: Session, decisions: Iterable[Decision]) -> None:
    """Keep them, whatever they mean."""
    session.add_all(DecisionRow(**shallow(each)) for each in decisions)
    session.flush()


def of_statements(session: Session, statements: Collection[str]) -> dict[str, list[Decision]]:
    """The decisions on these statements, the oldest first."""
    found: dict[str, list[Decision]] = defaultdict(list)
    query = select(DecisionRow).where(col(DecisionRow.statement).in_(statements)).order_by(col(DecisionRow.id))
    for row in session.exec(query):
        found[row.statement].append(_decision(row))
    return found


def made(session: Session, since: datetime | None, *, feedback: bool = False) -> list[Decision]:
    """All decisions since then, the oldest first; `feedback`: those that stand last, said outside of the queue."""
    query = select(DecisionRow).order_by(col(DecisionRow.id))
    if since is not None:
        query = query.where(DecisionRow.at >= since)
    if feedback:
        last = select(func.max(DecisionRow.id)).group_by(col(DecisionRow.statement))
        query = query.where(col(DecisionRow.id).in_(last), col(DecisionRow.feedback))
    return [_decision(row) for row in session.exec(query)]


def decide(
    session: Session,
    decision: Decision,
    judged: Sequence[tuple[int, Assessment]],
    finding: Finding | None,
    owed: Sequence[Delivery],
) -> None:
    """Put a decision on relevance in force: `judged` says by wording how the statement stands now.

    What still waits to be told of the statement as it stood is not sent any more, where it is told otherwise now or is
    of no concern; what was tried already goes its way.
    """
    keep(session, [decision])
    reassess(session, ((decision.statement, number, each) for number, each in judged))
    one = session.exec(select(StatementRow).where(StatementRow.id == decision.statement)).one()
    if not one.relevant:
        one.relook_at = None
    elif one.relook_at is None:
        one.relook_at = next_look(one.first_seen_at, decision.at)
    if finding is not None:
        note_links(session, [finding])
    if owed or decision.verdict is Verdict.IRRELEVANT:
        _withdraw(session, decision, [each.key for each in owed])
    owe(session, owed, decision.at)
    session.flush()


def dismiss(session: Session, decisions: Sequence[Decision]) -> None:
    """What was missed is public: it is asked for again only when something happens to it, as after a correction."""
    keep(session, decisions)
    session.execute(
        update(StatementRow)
        .where(col(StatementRow.id).in_([each.statement for each in decisions]))
        .values(suspect=False, missing_at=(), gone_at=None, relook_at=None, rank=None)
    )


def _withdraw(session: Session, decision: Decision, owed: Collection[str]) -> None:
    """End what was owed, but not what is `owed` now: that may be so by a colleague's tap; or was, and was withdrawn."""
    untried = (col(DeliveryRow.statement) == decision.statement, col(DeliveryRow.tries) == 0)
    session.execute(
        update(DeliveryRow)
        .where(*untried, col(DeliveryRow.source).is_not(None), col(DeliveryRow.key).not_in(owed))
        .where(col(DeliveryRow.state) == str(DeliveryState.OWED))
        .values(state=str(DeliveryState.NOT_NEEDED), answer=f"{decision.by} decided: {decision.verdict}")
    )
    not_needed = col(DeliveryRow.state) == str(DeliveryState.NOT_NEEDED)
    session.execute(delete(DeliveryRow).where(*untried, col(DeliveryRow.key).in_(owed), not_needed))


def _decision(row: DecisionRow) -> Decision:
    made = value(Decision, row)
    return replace(made, verdict=Verdict(row.verdict), level=Level(row.level) if row.level else None)
