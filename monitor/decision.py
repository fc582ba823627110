"""DECIDE: what a person decided of a statement goes before what its words say. Pure.

A decision is about one wording. It holds for others as long as the words say of them what they said of that one, so
that a corrected comma is not judged anew, and a new subject is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from monitor.errors import UsageError
from monitor.model import Assessment, Decision, Finding, Verdict, Version

ABOUT_RELEVANCE = frozenset({Verdict.RELEVANT, Verdict.IRRELEVANT})
LONGEST = {"reason": 1000, "name": 100}
Decisions = Mapping[str, Sequence[Decision]]  # of each statement, the oldest first


def with_decisions(findings: Iterable[Finding], decisions: Decisions) -> tuple[Finding, ...]:
    """The findings as people decided on their statements."""
    return tuple(_decided(each, decisions.get(each.change.statement, ())) for each in findings)


def standing(judged: Iterable[Assessment], version: Version, decisions: Sequence[Decision]) -> tuple[Assessment, ...]:
    """How a wording stands for each beat: by the last decision that holds for it, else by its words."""
    return tuple(_stands(each, version, decisions) for each in judged)


def decided(by_words: Assessment, decision: Decision) -> Assessment:
    """The assessment that a decision makes of what the words say."""
    relevant = decision.verdict is Verdict.RELEVANT
    return replace(
        by_words,
        relevant=relevant,
        unsure=False,
        level=decision.level or by_words.level,
        topics=(decision.topics or by_words.topics) if relevant else by_words.topics,
        decided_by=decision.by,
        why=(f"Decided by {decision.by}: {decision.reason.rstrip('.')}.", *by_words.why),
    )


def by_words(stands: Iterable[Assessment], version: Version, decisions: Sequence[Decision]) -> tuple[Assessment, ...]:
    """What the words of a wording said, whatever was decided since. Its quotes are its own, as they stand."""
    return tuple(_undone(each, version, decisions) if each.decided_by else each for each in stands)


def meant(judged: Sequence[Assessment], verdict: Verdict, beats: Collection[str] = ()) -> tuple[Assessment, ...]:
    """Those that a decision is about: for the beats that are named, else all that it can mean.

    What is found relevant without a beat is so for those that were in doubt, else for the one that was nearest.
    """
    if beats:
        return tuple(each for each in judged if each.beat in beats)
    if verdict is Verdict.IRRELEVANT:
        return tuple(judged)
    likely = tuple(each for each in judged if each.relevant) or tuple(each for each in judged if each.unsure)
    return likely or tuple(sorted(judged, key=lambda each: -each.score)[:1])


def worded(written: str, what: str) -> str:
    """A `reason`, or a person's `name`, in a line. Raises UsageError for an empty or endless one."""
    said = " ".join(written.split())
    if not said:
        raise UsageError(f"the {what} is empty", "it is kept with the decision")
    if len(said) > LONGEST[what]:
        raise UsageError(f"the {what} is longer than {LONGEST[what]} characters", "say it shorter")
    return said


def _decided(finding: Finding, decisions: Sequence[Decision]) -> Finding:
    if not decisions:
        return finding
    change = finding.change
    before = standing(finding.before, change.before, decisions) if change.before else finding.before
    return replace(finding, assessments=standing(finding.assessments, change.version, decisions), before=before)


def _undone(one: Assessment, version: Version, decisions: Sequence[Decision]) -> Assessment:
    said = _said(one.beat, version, decisions)
    if said is None:
        return one
    return replace(
        one,
        relevant=said.relevant,
        unsure=said.unsure,
        level=said.level,
        topics=said.topics,
        decided_by=None,
        why=one.why[1:],
    )


def _said(beat: str, version: Version, decisions: Sequence[Decision]) -> Assessment | None:
    """What was said of this wording when it was decided on; else of the one whose decision holds for it."""
    made = [(each, said) for each in decisions for said in each.judged if said.beat == beat]
    own = [said for each, said in made if _is_of(each, version)]
    return next(reversed(own or [said for _, said in made]), None)


def _is_of(decision: Decision, version: Version) -> bool:
    return decision.version == version.number or decision.hash == version.hash


def _stands(one: Assessment, version: Version, decisions: Sequence[Decision]) -> Assessment:
    for decision in reversed(decisions):
        said = next((each for each in decision.judged if each.beat == one.beat), None)
        if said is not None and (_is_of(decision, version) or _verdict(said) == _verdict(one)):
            return decided(one, decision)
    return one


def _verdict(one: Assessment) -> tuple[object, ...]:
    """What the words come to."""
    return one.relevant, one.unsure, one.level, frozenset(one.topics)
