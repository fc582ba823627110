"""From changes to findings: each wording assessed for each beat."""

from collections.abc import Sequence

from monitor.assess.assess import judge
from monitor.assess.passages import look
from monitor.assess.rules import Rules
from monitor.model import Assessment, Beat, Byline, Change, ChangeKind, Finding, Version


def find(
    changes: Sequence[Change], byline: Byline, beats: Sequence[Beat], rules: Rules, languages: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """One finding a change, in their order; of an edit the wording before is assessed too, so that a loss shows."""
    return tuple(
        Finding(
            change=change,
            source=byline,
            assessments=_assessed(change.version, byline, beats, rules, languages),
            before=_assessed(change.before, byline, beats, rules, languages) if _reworded(change) else (),
        )
        for change in changes
    )


def _reworded(change: Change) -> bool:
    return change.kind in (ChangeKind.EDITED, ChangeKind.REPLACED) and change.after is not None


def _assessed(
    version: Version | None, byline: Byline, beats: Sequence[Beat], rules: Rules, languages: Sequence[str]
) -> tuple[Assessment, ...]:
    if version is None:
        return ()
    declared = (*((version.language,) if version.language else ()), *languages)
    looked = look(version.title, version.text, rules, declared)
    return tuple(
        judge(looked, beat, rules, side=byline.side, about=byline.about, whole=version.whole) for beat in beats
    )
