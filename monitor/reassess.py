"""What a change of words would do to the log: past statements judged anew, and those that are judged otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from monitor.assess.find import judged
from monitor.config.config import Config
from monitor.decision import standing
from monitor.model import Assessment, Byline, Statement, Version
from monitor.store.query import StatementQuery
from monitor.store.store import Store

PAGE = 500


@dataclass(frozen=True, slots=True)
class Flip:
    """A statement whose current wording is judged otherwise for one beat; `was` is None for a beat that is new."""

    statement: Statement
    was: Assessment | None
    now: Assessment

    @property
    def told(self) -> str:
        """Before and after, in words: `not relevant -> relevant, urgent`."""
        return f"{_said(self.was)} → {_said(self.now)}"


def flips(store: Store, config: Config) -> Iterator[Flip]:
    """The statements of the log that are judged otherwise by the words as they are now, the oldest first."""
    for one in _all(store):
        last = store.history(one.id)[-1]
        if last.twin is not None or not config.beats:
            continue
        was = {each.beat: each for each in last.assessments}
        decisions = store.decisions([one.id]).get(one.id, [])
        for now in standing(_judged(one, last.version, config), last.version, decisions):
            if _said(was.get(now.beat)) != _said(now):
                yield Flip(one, was.get(now.beat), now)


def apply(store: Store, found: Iterable[Flip]) -> None:
    """Keep the new judgements; what was alerted, or was not, stays as it is."""
    store.reassess((each.statement.id, each.statement.version, each.now) for each in found)


def _all(store: Store) -> Iterator[Statement]:
    query = StatementQuery(relevant="all", sort="oldest")
    offset = 0
    while page := store.statements(query.at(limit=PAGE, offset=offset)):
        yield from page
        offset += PAGE


def _judged(one: Statement, version: Version, config: Config) -> tuple[Assessment, ...]:
    source = next((each for each in config.sources if each.id == one.source), None)
    byline = source.byline if source else Byline(one.source, one.source, "", one.side, (), "UTC")
    languages = source.languages if source else ()
    return judged(version, replace(byline, side=one.side), config.beats, config.rules, languages)


def _said(one: Assessment | None) -> str:
    if one is None:
        return "not judged"
    verdict = "relevant" if one.relevant else "unsure" if one.unsure else "not relevant"
    return f"{verdict}, {one.level}" if one.relevant else verdict
