"""What only a person can decide, and what people decided, as labelled data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from monitor.config.config import Config
from monitor.decision import ABOUT_RELEVANCE, decided
from monitor.model import Byline, Chapter, Decision, Level, Statement, Version
from monitor.store.query import StatementQuery
from monitor.store.store import Store
from monitor.times import iso

LOST_FOR = timedelta(hours=1)
"""A statement that is missing alone is asked about only then: its own address may still tell."""
RECENT = timedelta(days=30)
"""What was news so long ago is asked about, unless somebody asks for more."""
MOST = 1000


class Kind(StrEnum):
    """Why a person is asked."""

    LOSS = "loss"  #: it is missing, and nothing proves that it is gone
    FEEDBACK = "feedback"  #: somebody found it noise, or found that it should have alerted
    UNSURE = "unsure"  #: its words leave in doubt whether it concerns a beat


@dataclass(frozen=True, slots=True)
class Question:
    """One statement on which a person is to decide."""

    kind: Kind
    statement: Statement
    since: datetime  #: it waits since then
    why: tuple[str, ...] = ()  #: what is known of it; of what is unsure, its `doubts`
    held: bool = False  #: part of a mass loss
    decision: Decision | None = None  #: what was said of it outside of the queue, and is in force


def questions(
    store: Store, now: datetime, *, kind: Kind | None = None, source: str | None = None, since: datetime | None = None
) -> list[Question]:
    """The queue: losses first, then what others said, then what is unsure; urgent ones first, the oldest first.

    `since`: not what became news before then.
    """
    asked = [*_losses(store, now), *_feedback(store, since), *_unsure(store, since)]
    found = {each.statement.id: each for each in reversed(asked)}.values()
    wanted = (each for each in found if kind in (None, each.kind) and source in (None, each.statement.source))
    return sorted(wanted, key=_order)


def _order(one: Question) -> tuple[Any, ...]:
    return [*Kind].index(one.kind), not one.held, one.statement.level is not Level.URGENT, one.since, one.statement.id


def _losses(store: Store, now: datetime) -> Iterator[Question]:
    for each in store.lost():
        since = each.missing_at[0] if each.missing_at else now
        if each.held or now - since >= LOST_FOR:
            times = f"missing since {iso(since)}, last seen {iso(each.statement.last_seen_at)}"
            yield Question(Kind.LOSS, each.statement, since, (times,), held=each.held)


def _feedback(store: Store, since: datetime | None) -> Iterator[Question]:
    for decision in store.decided(since, feedback=True):
        one = store.statement(decision.statement)
        if one is not None and not one.withheld:
            said = f"{decision.by} says: {decision.verdict}: {decision.reason}"
            yield Question(Kind.FEEDBACK, one, decision.at, (said,), decision=decision)


def _unsure(store: Store, since: datetime | None) -> Iterator[Question]:
    for one in store.statements(StatementQuery(relevant="unsure", since=since, sort="oldest", limit=MOST)):
        if not one.withheld:
            yield Question(Kind.UNSURE, one, one.first_seen_at)


def doubts(last: Chapter) -> tuple[str, ...]:
    """What the words of a wording say, for the beats that are in doubt."""
    return tuple(
        f"{each.beat}: " + " ".join((*(f"“{reason.text}”" for reason in each.reasons), *each.why))
        for each in last.assessments
        if each.unsure
    )


# ---------------------------------------------------------------- labelled data


def labelled(store: Store, config: Config, since: datetime | None = None) -> Iterator[dict[str, Any]]:
    """Each wording on which a person decided, for each beat, with the last decision: a line of `monitor assess --jsonl`
    with what it should have come to. What is withheld is left out."""
    last = {
        (each.statement, each.version, judged.beat): each
        for each in store.decided(since)
        if each.verdict in ABOUT_RELEVANCE
        for judged in each.judged
    }
    for (statement, number, beat), decision in last.items():
        one = store.statement(statement)
        wording = next((each for each in store.versions(statement) if each.number == number), None)
        if one is not None and not one.withheld and wording is not None:
            yield from _lines(one, wording, beat, decision, config)


def _lines(one: Statement, wording: Version, name: str, decision: Decision, config: Config) -> Iterator[dict[str, Any]]:
    """None for a beat that is no longer followed: its countries are not known."""
    byline = next((each.byline for each in config.sources if each.id == one.source), None)
    byline = byline or Byline(one.source, one.source, "", one.side, (), "UTC")
    for beat in config.beats:
        if beat.id != name:
            continue
        said = next(each for each in decision.judged if each.beat == name)
        stands = decided(said, decision)
        yield {
            "id": one.id,
            "version": wording.number,
            "source": one.source,
            "title": wording.title,
            "text": wording.text,
            "countries": list(beat.countries),
            "topics": list(beat.topics),
            "side": byline.side,
            "about": list(byline.about),
            "published_at": iso(wording.published_at),
            "language": said.language or wording.language,
            "label": str(decision.verdict),
            "level": str(stands.level) if stands.relevant else None,
            "labelled_topics": list(stands.topics) if stands.relevant else [],
            "why": decision.reason,
            "by": decision.by,
            "at": iso(decision.at),
            "feedback": decision.feedback,
            "judged": "relevant" if said.relevant else "unsure" if said.unsure else "irrelevant",
            "score": said.score,
        }
