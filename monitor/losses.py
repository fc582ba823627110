"""What a person saw of statements that are missing without proof: they are gone, or they are public all the same."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from monitor.assess.find import find
from monitor.config.config import Config
from monitor.decision import with_decisions, worded
from monitor.errors import NotFound, UsageError
from monitor.events import with_events
from monitor.model import (
    Change,
    ChangeKind,
    Decision,
    Difference,
    Known,
    Lost,
    PollResult,
    Reading,
    Source,
    State,
    Verdict,
)
from monitor.route import route
from monitor.store.store import Store


def meant(names: Collection[str], store: Store) -> list[Lost]:
    """What is missing of these sources, or by these IDs. Raises NotFound for a name that means nothing missing."""
    lost = store.lost()
    for name in names:
        if not any(name in (each.statement.id, each.statement.source) for each in lost):
            raise NotFound(f"“{name}” misses nothing", "`monitor review` lists what is missing without proof")
    return [each for each in lost if {each.statement.id, each.statement.source} & {*names}]


def public(lost: Collection[Lost], reason: str, by: str, store: Store, now: datetime) -> None:
    """They are public: our way of looking misled us. They are not taken for missing any more."""
    store.dismiss(tuple(_decision(each, Verdict.PUBLIC, reason, by, store, now) for each in lost))


def gone(lost: Collection[Lost], reason: str, by: str, store: Store, config: Config, now: datetime) -> tuple[str, ...]:
    """They are no longer public: told as such, with the person for a proof. Gives the channels that are owed alerts."""
    channels: set[str] = set()
    for name in dict.fromkeys(each.statement.source for each in lost):
        source = next((each for each in config.sources if each.id == name), None)
        if source is None:
            raise UsageError(f"{name} is no longer in sources.yaml", "nothing more is told of it")
        theirs = [each for each in lost if each.statement.source == name]
        channels.update(_told(source, theirs, reason, by, store, config, now))
    return tuple(sorted(channels))


def _told(
    source: Source, lost: Iterable[Lost], reason: str, by: str, store: Store, config: Config, now: datetime
) -> Iterable[str]:
    """What is missing of one source, reported as a poll would report it, in one transaction."""
    made = tuple(_decision(each, Verdict.GONE, reason, by, store, now) for each in lost)
    ids = [each.statement for each in made]
    known = [each for each in store.before(source).known.values() if each.statement in ids]
    proof = f"{worded(by, 'name')} looked: {worded(reason, 'reason')}"
    changes = tuple(_change(each, proof, now) for each in known if each.deleted_at is None)
    found = find(changes, source.byline, config.beats, config.rules, source.languages)
    findings = with_events(with_decisions(found, store.decisions(ids)), config.sources, store, now)
    owed = route(findings, (), config.routing, now, lately=store.lately(now))
    counts = Counter(str(each.kind) for each in changes)
    result = PollResult(source.id, now, now, State.OK, changes=counts, owed=len(owed))
    difference = Difference(changes)
    store.record(source, (), Reading(State.OK), difference, findings, (), owed, {}, result, pasted=True, decisions=made)
    return {each.channel for each in owed}


def _change(known: Known, proof: str, now: datetime) -> Change:
    return Change(
        kind=ChangeKind.DELETED,
        statement=known.statement,
        key=known.key,
        url=known.url,
        at=now,
        before=known.version,
        after=None,
        was_relevant=known.relevant,
        last_seen_at=known.last_seen_at,
        missing_at=known.missing_at or tuple(filter(None, [known.gone_at])),
        proof=proof,
    )


def _decision(lost: Lost, verdict: Verdict, reason: str, by: str, store: Store, now: datetime) -> Decision:
    one = lost.statement
    wording = store.versions(one.id)[-1]
    return Decision(one.id, wording.number, wording.hash, verdict, worded(reason, "reason"), worded(by, "name"), now)
