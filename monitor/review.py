"""REVIEW: a person decides whether a statement is of concern. It is kept, and changes how the statement stands.

One that is found relevant is told like any other, if nobody was told of it before and it is fresh, or the person wants
it told: to the routes that ask for it, through the outbox, in the transaction that keeps the decision.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.assess.find import find
from monitor.config.config import Config
from monitor.decision import by_words, decided, meant, worded
from monitor.errors import NotFound, UsageError
from monitor.events import with_events
from monitor.model import (
    Assessment,
    ChangeKind,
    Chapter,
    Decision,
    Delivery,
    DeliveryState,
    Finding,
    Lately,
    Level,
    Owed,
    Source,
    Statement,
    Verdict,
    alert_id,
)
from monitor.recall import recalled
from monitor.route import route
from monitor.store.store import Store
from monitor.times import moment, spell

MOST_TOLD = 1000
_UNTOLD = (DeliveryState.NOT_NEEDED, DeliveryState.GIVEN_UP)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a statement."""

    verdict: Verdict
    reason: str
    by: str
    level: Level | None = None
    topics: tuple[str, ...] = ()
    beats: tuple[str, ...] = ()  #: empty: those that it can mean
    tell: bool | None = None  #: of what is relevant and was never told; None: if it is fresh
    feedback: bool = False
    alert: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a decision."""

    decision: Decision
    told: tuple[str, ...]  #: the channels that are owed an alert by it
    why: str  #: why none is


def meaning(name: str, store: Store) -> tuple[Statement, str | None]:
    """The statement that a person means by its ID, its address or an alert's ID; and that alert. Raises NotFound."""
    ids = store.find_address(name)[-1:] if name.startswith(("http://", "https://")) else [name]
    found = next(filter(None, map(store.statement, ids)), None)
    if found is not None:
        return found, None
    alert = name.upper()
    for each in store.deliveries(alert=alert):
        one = store.statement(each.delivery.statement) if each.delivery.statement else None
        if one is not None:
            return one, alert
    raise NotFound(f"“{name}” is neither a statement nor an alert about one", "`monitor statements --all` lists them")


def decide(one: Statement, said: Said, store: Store, config: Config, now: datetime) -> Outcome:
    """Put a decision in force. Raises UsageError."""
    if one.withheld:
        raise UsageError("its text is withheld", "nothing can be decided on what nobody can read")
    history, earlier = store.history(one.id), store.decisions([one.id]).get(one.id, [])
    version = history[-1].version
    assessments = by_words(history[-1].assessments, version, earlier)
    decision = Decision(
        statement=one.id,
        version=version.number,
        hash=version.hash,
        verdict=said.verdict,
        reason=worded(said.reason, "reason"),
        by=worded(said.by, "name"),
        at=now,
        level=said.level,
        topics=said.topics,
        judged=meant(assessments, said.verdict, said.beats),
        feedback=said.feedback,
        alert=said.alert,
    )
    if not decision.judged:
        raise UsageError("no such beat judged its latest wording", "`monitor reassess` judges anew")
    source = next((each for each in config.sources if each.id == one.source), None)
    judged = _judged(history, decision, earlier)
    told = store.deliveries(statement=one.id, limit=MOST_TOLD)
    finding: Finding | None = None
    owed: tuple[Delivery, ...] = ()
    why = _why_untold(said, one, history[-1], source, told, now)
    if not why and source is not None:
        finding = _finding(one, source, history, judged, config, store, now)
        owed = _owed(finding, told, config, store.lately(now), now)
        why = "" if owed else "no route asks for it beyond where it went as unsure"
    store.decide(decision, judged, finding, owed)
    return Outcome(decision, tuple(sorted({each.channel for each in owed})), why)


def barrier(one: Statement, last: Chapter, source: Source | None, told: Iterable[Owed]) -> str:
    """Why a decision on a statement cannot tell it, whatever a person wants; empty where it can."""
    before = [each.delivery.alert for each in told if _told_as_relevant(each)]
    if before:
        return f"it was told before: {', '.join(dict.fromkeys(before))}"
    if one.relevant:
        return "it was taken for relevant already"
    if source is None:
        return f"{one.source} is no longer in sources.yaml"
    return "near the same text was posted again" if last.kind is ChangeKind.REPLACED else ""


def is_fresh(last: Chapter, source: Source, now: datetime) -> bool:
    """Whether it changed, and was posted, within the time in which the source's news is news."""
    since, published = now - source.alert_recent, last.version.published_at
    posted = published or now
    ended = posted if isinstance(posted, datetime) else moment(posted) + timedelta(days=1)
    return last.at >= since and ended >= since


def _why_untold(
    said: Said, one: Statement, last: Chapter, source: Source | None, told: Iterable[Owed], now: datetime
) -> str:
    if said.verdict is not Verdict.RELEVANT:
        return "what still waited of it is withdrawn"
    barred = barrier(one, last, source, told)
    if barred or said.tell or source is None:
        return barred
    if said.tell is None and is_fresh(last, source, now):
        return ""
    return "nobody wants it told" if said.tell is False else f"it is older than {spell(source.alert_recent)}"


def _told_as_relevant(one: Owed) -> bool:
    subject = one.delivery.subject
    return isinstance(subject, Finding) and subject.relevant and one.state is not DeliveryState.NOT_NEEDED


def _judged(
    history: Sequence[Chapter], decision: Decision, earlier: Sequence[Decision]
) -> list[tuple[int, Assessment]]:
    """By wording, how it stands now: what is of no concern is so in each wording, what is of concern in the latest."""
    wordings = {each.version.number: each for each in history}
    if decision.verdict is Verdict.RELEVANT:
        wordings = {decision.version: wordings[decision.version]}
    beats = {each.beat for each in decision.judged}
    return [
        (number, decided(each, decision))
        for number, chapter in wordings.items()
        for each in by_words(chapter.assessments, chapter.version, earlier)
        if each.beat in beats
    ]


def _finding(
    one: Statement,
    source: Source,
    history: Sequence[Chapter],
    judged: Sequence[tuple[int, Assessment]],
    config: Config,
    store: Store,
    now: datetime,
) -> Finding:
    """Its latest change as it stands by the decision, with its event."""
    past = recalled(one, history, source.byline)
    # That it was no news when it was made counts no more.
    change = replace(
        past.change, significant=True, baseline=False, backfilled=False, flapping=False, was_relevant=False
    )
    (found,) = find((change,), source.byline, config.beats, config.rules, source.languages)
    stands = {each.beat: each for each in past.assessments}
    stands |= {each.beat: each for number, each in judged if number == history[-1].version.number}
    found = replace(found, assessments=tuple(stands.values()), before=(), pasted=past.pasted)
    return with_events((found,), config.sources, store, now)[0]


def _owed(
    finding: Finding, told: Iterable[Owed], config: Config, lately: Lately, now: datetime
) -> tuple[Delivery, ...]:
    """What routing owes for it, but not where it went out at once as unsure.

    It is an alert of its own: a digest may have brought the same change before.
    """
    there = {each.delivery.channel for each in told if not each.delivery.digest and each.state not in _UNTOLD}
    return tuple(
        replace(each, key=f"{each.key}/decided", alert=alert_id(f"{each.alert}/decided"))
        for each in route((finding,), (), config.routing, now, lately=lately)
        if each.channel not in there
    )
