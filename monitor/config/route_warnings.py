"""What contradicts itself in a route of `alerts.yaml`: the warnings of `config check`."""

from collections.abc import Iterator

from monitor.config.document import Document
from monitor.config.sources import Sources
from monitor.model import Route, Routing, Source
from monitor.times import spell


def route_warnings(alerts: Document, routing: Routing, sources: Sources) -> Iterator[str]:
    """One line each, with its place, and what to do."""
    for number, route in enumerate(routing.routes):
        for key, says in (*_of_filters(route, sources), *_of_ways(route), *_of_escalation(route, routing)):
            yield f'{alerts.spot(("routes", number, key))}: the route "{route.id}" {says}'


def _of_filters(route: Route, sources: Sources) -> Iterator[tuple[str, str]]:
    polled = [each for each in sources.sources if each.enabled]
    fitting = [each for each in polled if _fits(route, each)]
    keys = [key for key in ("sources", "sides", "tags") if getattr(route, key)]
    if polled and not fitting:
        yield keys[-1], f"never matches: no enabled source fits its {' and '.join(keys)}"
    elif fitting and route.languages and not any(_may_write(each, route.languages) for each in fitting):
        yield "languages", f"never matches: its sources write in none of {', '.join(route.languages)}"
    beats = [each for each in sources.beats if not route.beats or each.id in route.beats]
    if route.topics and not any({*route.topics} & {*each.topics} for each in beats):
        yield "topics", f"never matches: no beat of it follows {', '.join(route.topics)}"


def _fits(route: Route, source: Source) -> bool:
    return (
        (not route.sources or source.id in route.sources)
        and (not route.sides or source.side in route.sides)
        and (not route.tags or bool({*route.tags} & {*source.tags}))
    )


def _may_write(source: Source, languages: tuple[str, ...]) -> bool:
    return not source.languages or bool({*source.languages} & {*languages})


def _of_ways(route: Route) -> Iterator[tuple[str, str]]:
    if route.digest and route.per_hour:
        yield "per_hour", "has no use for a limit: all that it is told goes into its digest"
    if route.quiet and not {*route.levels} - {"urgent"}:
        yield "quiet", "has no use for quiet hours: it is told only what is urgent, and that breaks them"
    for at in route.digest.at if route.digest and route.quiet else ():
        assert route.quiet is not None
        if route.quiet.holds(at):
            yield "digest", f"has a digest at {at:%H:%M}, in its quiet hours: it goes out at {route.quiet.end:%H:%M}"


def _of_escalation(route: Route, routing: Routing) -> Iterator[tuple[str, str]]:
    if route.escalate is None:
        return
    others = [each for each in route.escalate.channels if each not in route.channels]
    if "urgent" not in route.levels:
        yield "escalate", "escalates nothing: name `urgent` in its level"
    elif not others:
        yield "escalate", "escalates to nobody else: name a channel that it does not tell at once"
    elif not any(each in routing.channels for each in others):
        yield "escalate", "escalates to nobody: no channel named there has an address"
    elif route.digest is not None:
        after = spell(route.escalate.after)
        yield "escalate", f"bundles what is urgent, too: it is escalated {after} after its digest, not after the alert"
