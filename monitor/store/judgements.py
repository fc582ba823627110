"""Judgements that take the place of earlier ones, by other words or by a person."""

from collections.abc import Iterable
from itertools import chain

from sqlmodel import Session, col, select

from monitor.model import Assessment, Level
from monitor.store.tables import AssessmentRow, StatementRow


def reassess(session: Session, judged: Iterable[tuple[str, int, Assessment]]) -> None:
    """Keep these judgements: statement, version, how it is judged now; and what follows for each statement."""
    changed = set()
    for statement, version, assessment in judged:
        row = session.exec(
            select(AssessmentRow).where(
                AssessmentRow.statement == statement,
                AssessmentRow.version == version,
                AssessmentRow.beat == assessment.beat,
            )
        ).first()
        if row is None:
            row = AssessmentRow(
                statement=statement, version=version, beat=assessment.beat, relevant=False, body=assessment
            )
        row.relevant, row.body = assessment.relevant, assessment
        session.add(row)
        changed.add(statement)
    session.flush()
    for statement in changed:
        _stand(session, statement)


def _stand(session: Session, name: str) -> None:
    """What the log filters by, from all judgements of a statement."""
    one = session.exec(select(StatementRow).where(StatementRow.id == name)).one()
    rows = session.exec(
        select(AssessmentRow).where(AssessmentRow.statement == name).order_by(col(AssessmentRow.id))
    ).all()
    relevant = [row.body for row in rows if row.relevant]
    current = [row.body for row in rows if row.version == one.version]
    one.relevant = bool(relevant)
    one.unsure = not relevant and any(each.unsure for each in current)
    urgent = any(each.relevant and each.level is Level.URGENT for each in current)
    one.level = str(Level.URGENT if urgent else Level.ROUTINE)
    one.beats = tuple(dict.fromkeys(each.beat for each in relevant))
    one.topics = tuple(dict.fromkeys(chain.from_iterable(each.topics for each in relevant)))
    one.countries = tuple(dict.fromkeys(chain.from_iterable(each.countries for each in relevant)))
    session.flush()
