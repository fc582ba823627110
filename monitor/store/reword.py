"""Stored wordings that are replaced without a trace: the same capture, read better."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, text
from sqlmodel import Session, col, select

from monitor.link.gist import gist
from monitor.model import Finding
from monitor.store.standing import change, load
from monitor.store.statements import judge, judged
from monitor.store.tables import AssessmentRow, LinkRow, StatementRow, VersionRow
from monitor.store.values import shallow
from monitor.text.tokens import column

_UNINDEX = text("INSERT INTO versions_fts (versions_fts, rowid, tokens) VALUES ('delete', :id, :tokens)")
_INDEX = text("INSERT INTO versions_fts (rowid, tokens) VALUES (:id, :tokens)")


def reword(session: Session, findings: Iterable[Finding]) -> None:
    """Put the wording of each finding in the place of the one before, judged anew; nothing of it is news."""
    for finding in findings:
        version = finding.change.version
        _rewrite(session, finding.change.statement, version.number, shallow(version))
        session.execute(
            delete(AssessmentRow).where(
                col(AssessmentRow.statement) == finding.change.statement, col(AssessmentRow.version) == version.number
            )
        )
        judge(session, [finding])
        current = load(session, StatementRow.id == finding.change.statement, StatementRow.version == version.number)
        change(session, [(one, one.model_copy(update=judged(one, finding))) for one in current])
        link = session.get(LinkRow, finding.change.statement)
        if link is not None and current:
            link.gist = gist(finding)
    session.flush()


def _rewrite(session: Session, statement: str, number: int, fields: dict[str, Any]) -> None:
    """One wording, in the table and in the search."""
    row = session.exec(select(VersionRow).where(VersionRow.statement == statement, VersionRow.number == number)).one()
    session.execute(_UNINDEX, {"id": row.id, "tokens": row.tokens})
    for name, value in fields.items():
        setattr(row, name, value)
    row.tokens = column(row.title, row.text)
    session.flush()
    session.execute(_INDEX, {"id": row.id, "tokens": row.tokens})
