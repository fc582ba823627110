"""A statement with the form by which a person decides on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.model import Decision, Reason, Statement
from monitor.questions import Question, doubts
from monitor.review import MOST_TOLD, barrier, is_fresh
from monitor.web.site import Site


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of it, and what may be chosen."""

    one: Statement
    question: Question | None
    why: Sequence[str]  #: what is known of it, or doubted
    reasons: Sequence[Reason]
    topics: Sequence[str]  #: to choose from, where its words speak of none
    barrier: str  #: why it cannot be told any more
    fresh: bool  #: it is told when found relevant, unless the person says no
    media: Sequence[str]  #: what holds its text, where we could not read it whole
    decisions: Sequence[Decision]


def card(one: Statement, site: Site, question: Question | None = None) -> Card:
    """The card of a statement; with `question`, as the queue asks about it."""
    store, config = site.works.store, site.live.current
    last = store.history(one.id)[-1]
    source = next((each for each in config.sources if each.id == one.source), None)
    speaks = any(each.topics for each in last.assessments)
    hard = last.version.read_by or not last.version.whole
    return Card(
        one=one,
        question=question,
        why=(question.why if question else ()) or doubts(last),
        reasons=[reason for each in last.assessments for reason in each.reasons],
        topics=() if speaks else tuple(dict.fromkeys(topic for beat in config.beats for topic in beat.topics)),
        barrier=barrier(one, last, source, store.deliveries(statement=one.id, limit=MOST_TOLD)),
        fresh=source is not None and is_fresh(last, source, site.works.clock.now()),
        media=[each.url for each in last.version.media] if hard else (),
        decisions=store.decisions([one.id]).get(one.id, ()),
    )
