"""From changes to findings: each wording assessed for each beat."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from monitor.assess.assess import judge
from monitor.assess.capacity import Capacity, capacity
from monitor.assess.passages import Looked, look
from monitor.assess.rules import Rules
from monitor.model import Assessment, Beat, Byline, Change, ChangeKind, Finding, Version


def find(
    changes: Sequence[Change], byline: Byline, beats: Sequence[Beat], rules: Rules, languages: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """One finding a change, in their order; of an edit the wording before is assessed too, so that a loss shows."""
    found = []
    for change in changes:
        speaking = capacity(byline, change.version, rules)
        looked = _looked(change.version, speaking.byline, beats, rules, languages)
        earlier = change.before if _reworded(change) else None
        found.append(
            Finding(
                change=change,
                source=speaking.byline,
                assessments=_assessed(change.version, looked, speaking, beats, rules),
                before=judged(earlier, byline, beats, rules, languages) if earlier else (),
                concepts=looked.concepts,
            )
        )
    return tuple(found)


def judged(
    version: Version, byline: Byline, beats: Sequence[Beat], rules: Rules, languages: Sequence[str] = ()
) -> tuple[Assessment, ...]:
    """A wording assessed for each beat."""
    speaking = capacity(byline, version, rules)
    return _assessed(version, _looked(version, speaking.byline, beats, rules, languages), speaking, beats, rules)


def _reworded(change: Change) -> bool:
    return change.kind in (ChangeKind.EDITED, ChangeKind.REPLACED) and change.after is not None


def _looked(version: Version, byline: Byline, beats: Sequence[Beat], rules: Rules, languages: Sequence[str]) -> Looked:
    declared = (*((version.language,) if version.language else ()), *languages)
    followed = [code for beat in beats for code in beat.countries]
    zone = ZoneInfo(byline.timezone)
    return look(version.title, version.text, rules, declared, version.published_at, zone, followed, byline.side)


def _assessed(
    version: Version, looked: Looked, speaking: Capacity, beats: Sequence[Beat], rules: Rules
) -> tuple[Assessment, ...]:
    side, about = speaking.byline.side, speaking.byline.about
    found = (judge(looked, beat, rules, side=side, about=about, whole=version.whole) for beat in beats)
    return tuple(replace(each, why=(*speaking.why, *each.why)) for each in found)
