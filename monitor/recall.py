"""RECALL: a change that the log holds, as the finding that it was when it was routed. Pure."""

from collections.abc import Sequence

from monitor.model import Byline, Change, ChangeKind, Chapter, Finding, Linked, Statement


def recalled(one: Statement, history: Sequence[Chapter], byline: Byline) -> Finding:
    """The latest change of a statement, with the judgement that was stored; what its event told is not kept."""
    last = history[-1]
    gone = last.kind in (ChangeKind.DELETED, ChangeKind.REPLACED)
    earlier = next((each for each in reversed(history) if each.version.number < last.version.number), None)
    before = earlier if last.kind is ChangeKind.EDITED else None
    wording = before.version if before else None
    change = Change(
        kind=last.kind,
        statement=one.id,
        key="",
        url=one.url,
        at=last.at,
        before=last.version if gone else wording,
        after=None if gone else last.version,
        significant=last.significant,
        backfilled=last.backfilled,
        baseline=last.baseline,
        flapping=last.flapping,
        was_relevant=any(each.relevant for chapter in history[:-1] for each in chapter.assessments),
        last_seen_at=last.last_seen_at,
        missing_at=last.missing_at,
        proof=last.proof,
        twin=last.twin,
    )
    judged_before = before.assessments if before else ()
    return Finding(
        change, byline, last.assessments, judged_before, one.pasted, linked=Linked(one.event) if one.event else None
    )
