"""From changes to findings: each wording assessed for each beat."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from monitor.assess.assess import judge
from monitor.assess.passages import Looked, look
from monitor.assess.rules import Rules
from monitor.model import Assessment, Beat, Byline, Change, ChangeKind, Finding, Version


def find(
    changes: Sequence[Change], byline: Byline, beats: Sequence[Beat], rules: Rules, languages: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """One finding a change, in their order; of an edit the wording before is assessed too, so that a loss shows."""
    found = []
    for change in changes:
        looked = _looked(change.version, byline, beats, rules, languages)
        earlier = change.before if _reworded(change) else None
        found.append(
            Finding(
                change=change,
                source=byline,
                assessments=_assessed(change.version, looked, byline, beats, rules),
                before=judged(earlier, byline, beats, rules, languages) if earlier else (),
                concepts=looked.concepts,
            )
        )
    return tuple(found)


def judged(
    version: Version, byline: Byline, beats: Sequence[Beat], rules: Rules, languages: Sequence[str] = ()
) -> tuple[Assessment, ...]:
    """A wording assessed for each beat."""
    return _assessed(version, _looked(version, byline, beats, rules, languages), byline, beats, rules)


def _reworded(change: Change) -> bool:
    return change.kind in (ChangeKind.EDITED, ChangeKind.REPLACED) and change.after is not None


def _looked(version: Version, byline: Byline, beats: Sequence[Beat], rules: Rules, languages: Sequence[str]) -> Looked:
    declared = (*((version.language,) if version.language else ()), *languages)
    followed = [code for beat in beats for code in beat.countries]
    zone = ZoneInfo(byline.timezone)
    return look(version.title, version.text, rules, declared, version.published_at, zone, followed, byline.side)


def _assessed(
    version: Version, looked: Looked, byline: Byline, beats: Sequence[Beat], rules: Rules
) -> tuple[Assessment, ...]:
    return tuple(
        judge(looked, beat, rules, side=byline.side, about=byline.about, whole=version.whole) for beat in beats
    )
