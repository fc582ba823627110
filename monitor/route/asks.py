"""Which routes ask for a finding, and by which key one does not. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.model import Assessment, ChangeKind, Finding, Level, Route, Routing, Version
from monitor.text.tokens import finds

TYPOGRAPHIC, UNSURE = "typographic", "unsure"
_ASKED_AS = {ChangeKind.REPLACED: (ChangeKind.REPLACED, ChangeKind.DELETED, ChangeKind.NEW)}
"""A replacement stands for a deletion and a new post: who asks for one of these is told."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A key of a route that lets a finding not through: what it asks for, and what it was given."""

    key: str
    asks: tuple[str, ...]
    given: tuple[str, ...]


def no_news(finding: Finding) -> str:
    """Why a change is told to nobody, whatever the routes say; empty for news."""
    change = finding.change
    if change.baseline:
        return "it stood there already at the first look at its source"
    if change.flapping:
        return "its wording came for the third time within a day: a notice says so"
    if change.kind is ChangeKind.NEW and change.twin is not None:
        return f"it is told by what it replaced, {change.twin}"
    return "" if telling(finding) else "it concerns no beat"


def refusal(route: Route, finding: Finding) -> Refusal | None:
    """The first key by which the route does not ask for the finding, whatever its level; None: it asks."""
    return next(_refusals(route, finding), None)


def _refusals(route: Route, finding: Finding) -> Iterator[Refusal]:
    source, kind, told = finding.source, finding.change.kind, telling(finding)
    linked = (finding.linked.event,) if finding.linked else ()
    for key, asks, given in (
        ("sources", route.sources, (source.id,)),
        ("sides", route.sides, (source.side,) if source.side else ()),
        ("tags", route.tags, source.tags),
        ("changes", tuple(map(str, route.changes)), tuple(map(str, _ASKED_AS.get(kind, (kind,))))),
        ("languages", route.languages, _language(finding)),
        ("events", route.events, linked),
        ("beats", route.beats, tuple(one.beat for one in told)),
    ):
        if asks and not {*asks} & {*given}:
            yield Refusal(key, asks, given)
    if not any(lets(route.beats, one.beat) and _asks_for_topics(route, one, finding) for one in told):
        yield Refusal("topics", route.topics, tuple(dict.fromkeys(topic for one in told for topic in one.topics)))
    if route.search and not any(_found(search, finding) for search in route.search):
        yield Refusal("search", route.search, ())


def asks(route: Route, finding: Finding) -> bool:
    """Whether the route asks for such a finding, whatever its level."""
    return refusal(route, finding) is None


def pushes(route: Route, finding: Finding) -> bool:
    """Whether the route, if it asks for the finding, names it among what it is told."""
    return grade(finding) in route.levels and not finding.change.backfilled


def waits(route: Route, finding: Finding) -> bool:
    """Whether the route, if it asks for the finding, leaves it to the digest."""
    if grade(finding) in route.levels:
        return finding.change.backfilled
    return grade(finding) in (TYPOGRAPHIC, UNSURE)


def grade(finding: Finding) -> str:
    """What a route's `level` must name for it to be told at once."""
    if finding.change.kind is ChangeKind.EDITED and not finding.change.significant:
        return TYPOGRAPHIC
    return UNSURE if finding.unsure else str(level(finding))


def level(finding: Finding) -> Level:
    """How urgent it is."""
    return Level.URGENT if finding.urgent else Level.ROUTINE


def lets(filter_: Sequence[str], one: str) -> bool:
    """An empty filter lets all through."""
    return not filter_ or one in filter_


def channels(routes: Iterable[Route]) -> dict[str, tuple[str, ...]]:
    """The channels of these routes, each with the routes that name it."""
    named: dict[str, tuple[str, ...]] = {}
    for each in routes:
        for channel in each.channels:
            named[channel] = (*named.get(channel, ()), each.id)
    return named


def telling(finding: Finding) -> list[Assessment]:
    """The assessments for whose sake it is told: the relevant ones, now or before; all, where none of those is."""
    if finding.unsure:
        return [one for one in finding.assessments if one.unsure]
    relevant = [one for one in (*finding.assessments, *finding.before) if one.relevant]
    return relevant or (list(finding.assessments) if finding.relevant else [])


def as_joined(routing: Routing, joined: Mapping[str, str]) -> Routing:
    """The routing with the events that it names as they are called now."""
    routes = (replace(each, events=tuple(joined.get(name, name) for name in each.events)) for each in routing.routes)
    return replace(routing, routes=tuple(routes)) if joined else routing


def _asks_for_topics(route: Route, one: Assessment, finding: Finding) -> bool:
    """What was relevant long ago, or a person found to be, has no topic to ask for: then the beat decides."""
    has_none = finding.relevant and not (one.relevant and one.topics)
    return has_none or not route.topics or bool({*route.topics} & {*one.topics})


def _language(finding: Finding) -> tuple[str, ...]:
    """As the log has it."""
    judged = (each.language for each in finding.assessments if each.language)
    found = next(judged, None) or finding.change.version.language
    return (found,) if found else ()


def _found(search: str, finding: Finding) -> bool:
    """Whether the wording of now or the one before is found: withdrawn words are news to who looks for them."""
    wordings: dict[Version, None] = dict.fromkeys(filter(None, (finding.change.after, finding.change.before)))
    return any(finds(search, each.title, each.text) for each in wordings)
