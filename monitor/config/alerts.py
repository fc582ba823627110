"""`config/alerts.yaml`: the routing that it makes."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from monitor.config.alert_keys import AlertsFile, DigestKeys, HeartbeatKeys, NewsroomKeys, OperatorKeys, RouteKeys
from monitor.config.checked import checked
from monitor.config.complaints import quoted
from monitor.config.document import Document, Where
from monitor.config.sources import Sources, claimed
from monitor.config.written import ID
from monitor.logs import MASK
from monitor.model import Bundling, Digest, Escalation, Newsroom, Quiet, Route, Routing

CheckChannel = Callable[[str], str | None]
"""Why an address cannot be used, in words that do not quote it; None for a good one."""
Model = TypeVar("Model", bound=BaseModel)


def routing_in(document: Document, sources: Sources, topics: frozenset[str], check_channel: CheckChannel) -> Routing:
    """Who is told; what is wrong is told to the document's complaints. Channels that lack a variable are left out."""
    if document.tree is None:
        document.complain((), "the file is empty: `monitor init` writes one, docs/operators/alerts.md explains it")
        return Routing()
    checked(AlertsFile, document, ())
    named = document.tree["channels"] if document.tree_has("channels", dict) else {}
    context = {
        "channels": frozenset(named),
        "beats": sources.beat_ids,
        "sources": sources.source_ids,
        "topics": topics,
    }
    routes = [_route(document, where, context) for where in document.items("routes")]
    claimed([(document, where) for where in document.items("routes")], "route")
    news = _section(NewsroomKeys, document, "newsroom", context)
    digest = _section(DigestKeys, document, "digest", context)
    heartbeat = _section(HeartbeatKeys, document, "heartbeat", context)
    operators = _operators(document, context)
    return Routing(
        newsroom=Newsroom(news.timezone, news.language, news.public_url, news.contact),
        channels=_channels(document, named, check_channel),
        routes=tuple(route for route in routes if route),
        digest=Digest(digest.at, digest.channels),
        operators=operators,
        heartbeat=Digest(heartbeat.at, operators if heartbeat.channels is None else heartbeat.channels),
        ping=heartbeat.ping,
    )


def _section(model: type[Model], document: Document, key: str, context: Mapping[str, Any]) -> Model:
    made = checked(model, document, (key,), context=context) if document.tree_has(key, dict) else None
    return made or model()


def _operators(document: Document, context: Mapping[str, Any]) -> tuple[str, ...]:
    keys = checked(OperatorKeys, document, (), also=AlertsFile.model_fields, context=context)
    return keys.operators if keys and document.tree_has("operators", list) else ()


def _route(document: Document, where: Where, context: Mapping[str, Any]) -> Route | None:
    keys = checked(RouteKeys, document, where, context=context)
    if keys is None:
        return None
    return Route(
        id=keys.id,
        channels=keys.channels,
        beats=keys.beats,
        topics=keys.topics,
        sources=keys.sources,
        changes=keys.changes,
        levels=keys.level,
        sides=keys.sides,
        tags=keys.tags,
        languages=keys.languages,
        events=keys.events,
        search=keys.search,
        digest=Bundling(keys.digest.at, keys.digest.every) if keys.digest else None,
        quiet=Quiet(keys.quiet.start, keys.quiet.end) if keys.quiet else None,
        per_hour=keys.per_hour,
        escalate=Escalation(keys.escalate.after, keys.escalate.channels) if keys.escalate else None,
    )


def _channels(document: Document, named: Mapping[str, Any], check_channel: CheckChannel) -> dict[str, str]:
    """The channels whose address is there, by name."""
    usable = {}
    for name, address in named.items():
        where: Where = ("channels", name)
        if not ID.fullmatch(name):
            document.complain(
                where, f"{quoted(name)} is no name of a channel: allowed are a-z, 0-9, - and _", of_key=True
            )
        if document.lacking(where):
            continue
        if not isinstance(address, str):
            document.complain(where, 'here stands no address: write an apprise URL in quotes, or "${NAME}"')
            continue
        fault = check_channel(address)
        if fault:
            said = f"{name}: {fault.replace(address, MASK)}"
            document.complaints.add(
                document.name, document.place(where), said
            )  # it may name a scheme that a secret holds
        usable[name] = address
    return usable
