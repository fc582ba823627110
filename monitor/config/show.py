"""The configuration as it is in force, with every default filled in and every secret masked."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.config.config import Config
from monitor.logs import MASK, mask
from monitor.model import Newsroom, Route, Source
from monitor.read import READERS
from monitor.times import iso, spell

_TOO_SHORT_TO_LOOK_FOR = 4


def shown(config: Config) -> dict[str, Any]:
    """Plain values in the shape of the files. A secret is shown as the variable that it comes from, or as ***."""
    routing, own = config.routing, ("templates", "phrases")
    whole = {
        "beats": [{"id": b.id, "name": b.name, "countries": b.countries, "topics": b.topics} for b in config.beats],
        "sources": [_source(source, config) for source in config.sources],
        "newsroom": {key: getattr(routing.newsroom, key) for key in Newsroom.__dataclass_fields__ if key not in own}
        | {key: sorted(getattr(routing.newsroom, key)) for key in own},
        "channels": {name: _address(address, config) for name, address in routing.channels.items()},
        "routes": [_route(route) for route in routing.routes],
        "digest": {"at": routing.digest.at, "channels": routing.digest.channels},
        "operators": routing.operators,
        "heartbeat": {
            "at": routing.heartbeat.at,
            "channels": routing.heartbeat.channels,
            "ping": routing.ping and MASK,
        },
        "words": config.rules.fingerprint,
        "needs": [str(need) for need in config.needs],
    }
    return {key: _plain(value, config.variables) for key, value in whole.items()}


def _route(route: Route) -> dict[str, Any]:
    """In the keys of the file."""
    quiet, escalate = route.quiet, route.escalate
    return {
        "id": route.id,
        "beats": route.beats,
        "topics": route.topics,
        "sources": route.sources,
        "sides": route.sides,
        "tags": route.tags,
        "languages": route.languages,
        "changes": route.changes,
        "events": route.events,
        "search": route.search,
        "level": route.levels,
        "channels": route.channels,
        "digest": route.digest and {"at": route.digest.at, "every": route.digest.every},
        "quiet": quiet and {"from": quiet.start, "to": quiet.end},
        "per_hour": route.per_hour,
        "escalate": escalate and {"after": escalate.after, "channels": escalate.channels},
    }


def _source(source: Source, config: Config) -> dict[str, Any]:
    options = {} if source.options is None else source.options.model_dump(exclude_none=True)
    secret = READERS[source.kind].secret_options
    own = {key: _secret(value, config) if key in secret and value else value for key, value in options.items()}
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        **own,
        "side": source.side,
        "about": source.about,
        "every": source.every,
        "gap": source.gap,
        "alert_recent": source.alert_recent,
        "timezone": source.timezone,
        "languages": source.languages,
        "enabled": source.enabled,
        "needs": source.needs,
        "paused_until": source.paused_until,
        "headers": {name: _secret(value, config) for name, value in source.headers},
        "proxy": source.proxy and mask(_with_variables(source.proxy, config.variables)),
        "allow_private": source.allow_private,
        "robots": "obeyed" if source.obeys_robots else "not asked",
        "edits": "known" if source.knows_edits else "unknown",
        "deletions": "known" if source.knows_deletions and READERS[source.kind].may_delete else "unknown",
        "keep_deleted": source.keep_deleted,
        "was": source.was,
        "tags": source.tags,
        "note": source.note,
    }


def _secret(value: str, config: Config) -> str:
    """The value with its variables in place; *** where it is written in the file itself."""
    known = _with_variables(value, config.variables)
    return known if known != value else MASK


def _address(address: str, config: Config) -> str:
    known = _with_variables(address, config.variables)
    return known if known != address else f"{address.partition('://')[0]}://{MASK}"


def _with_variables(text: str, variables: Mapping[str, str]) -> str:
    """`text` with `${NAME}` where the value of a variable stands."""
    for name, value in sorted(variables.items(), key=lambda pair: -len(pair[1])):
        if text == value or len(value) >= _TOO_SHORT_TO_LOOK_FOR:
            text = text.replace(value, f"${{{name}}}")
    return text


def _plain(value: Any, variables: Mapping[str, str]) -> Any:
    """The value in what JSON and YAML know, spelt as in the files."""
    if isinstance(value, Mapping):
        return {key: _plain(each, variables) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each, variables) for each in value]
    for known, spelt in _SPELLINGS.items():
        if isinstance(value, known):
            return spelt(value)
    return _with_variables(str(value), variables) if isinstance(value, str) else value


_SPELLINGS: Mapping[type, Any] = {
    timedelta: spell,
    ZoneInfo: str,
    datetime: iso,
    date: iso,
    time: lambda at: f"{at:%H:%M}",
}
