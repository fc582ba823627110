"""What is allowed and probably not meant: the warnings of `config check`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from monitor.config.config import Need
from monitor.config.document import Document, Where
from monitor.config.route_warnings import route_warnings
from monitor.config.sources import Sources
from monitor.config.templates import told_in
from monitor.model import Beat, Routing, Source
from monitor.read import READERS
from monitor.text.address import canonical

FACEBOOK_CALLS_PER_HOUR = 200
"""What Meta lets a small app do: 200 an hour times its users, and such an app has one."""
_HOUR = timedelta(hours=1)
_OWN_SERVER = re.compile(r"(?i)(?:json|xml|form)s?://[^@]*\Z")  # an address without a password or a token


def warnings(
    file: Document, sources: Sources, alerts: Document, routing: Routing, needs: Iterable[Need]
) -> tuple[str, ...]:
    """One line each, with its place, and what to do."""
    found = [
        *(str(need) for need in needs),
        *_of_beats(sources),
        *_of_sources(file, sources),
        *_of_routes(alerts, routing),
        *route_warnings(alerts, routing, sources),
        *_of_the_newsroom(alerts, routing),
        *(_of_a_secret(file, where) for where in _literal_options(file)),
        *(_of_a_secret(alerts, where) for where in _literal_channels(alerts)),
    ]
    return tuple(dict.fromkeys(found))


def facebook_calls(sources: Iterable[Source]) -> float:
    """How many calls an hour the lists of the Facebook pages take; posts that are looked at again come on top."""
    return sum(_HOUR / each.every for each in sources if each.kind == "facebook" and each.enabled)


def _of_beats(sources: Sources) -> Iterator[str]:
    for beat in sources.beats:
        if not any(_speaks_of(source, beat) for source in sources.sources if source.enabled):
            spot = sources.places[beat.id]
            yield f'{spot}: no enabled source speaks for or about a country of the beat "{beat.id}": add one'


def _speaks_of(source: Source, beat: Beat) -> bool:
    return bool({source.side, *source.about} & set(beat.countries))


def _of_sources(file: Document, sources: Sources) -> Iterator[str]:
    if not any(source.enabled for source in sources.sources):
        yield f"{file.spot(('sources',))}: no source is enabled: nothing is polled"
    for source in sources.sources:
        if source.side is None and source.enabled:
            spot = sources.places[source.id]
            yield f'{spot}: the source "{source.id}" has no side: say for which country it speaks, as in side: KH'
    yield from _twice(sources)
    calls = facebook_calls(sources.sources)
    if calls > FACEBOOK_CALLS_PER_HOUR:
        yield (
            f"{file.spot(('sources',))}: the Facebook sources ask {calls:.0f} times an hour; about "
            f"{FACEBOOK_CALLS_PER_HOUR} are allowed to a small app: raise their `every`"
        )


def _twice(sources: Sources) -> Iterator[str]:
    """Sources that read one page; with other headers it may answer in another language."""
    first: dict[tuple[str, Sequence[tuple[str, str]]], Source] = {}
    for source in sources.sources:
        if source.url is None or not source.enabled:
            continue
        same = first.setdefault((canonical(source.url), source.headers), source)
        if same is not source:
            spot, ids = sources.places[source.id], f'"{same.id}" and "{source.id}"'
            yield f"{spot}: the sources {ids} read the same page: what it says is told twice; keep one of them"


def _of_routes(alerts: Document, routing: Routing) -> Iterator[str]:
    if not routing.routes:
        yield f"{alerts.name}:1:1: there is no route: nobody is told what is found"
    for number, route in enumerate(routing.routes):
        if not any(name in routing.channels for name in route.channels):
            spot = alerts.spot(("routes", number))
            yield f'{spot}: no channel of the route "{route.id}" has an address: its alerts reach nobody'


def _of_the_newsroom(alerts: Document, routing: Routing) -> Iterator[str]:
    if routing.newsroom.contact is None and not alerts.lacking(("newsroom", "contact")):
        spot = alerts.spot(("newsroom",))
        yield f"{spot}: newsroom.contact is not set: servers cannot ask whom our polls come from"
    if routing.newsroom.language not in told_in():
        spot, told = alerts.spot(("newsroom", "language")), ", ".join(told_in())
        yield f'{spot}: there are no words for alerts in "{routing.newsroom.language}", so they are in English: {told}'
    if not routing.operators:
        yield f"{alerts.spot(('operators',))}: there are no operators: nobody is told when a source breaks"
    if routing.digest.at and not routing.digest.channels:
        yield f"{alerts.spot(('digest',))}: the digest has no channels: what can wait is told to nobody"
    if routing.digest.channels and not routing.digest.at:
        yield f"{alerts.spot(('digest',))}: the digest has no hours: what can wait is told to nobody"


def _literal_options(file: Document) -> Iterator[Where]:
    """The secrets of sources that stand in the file itself."""
    for where in file.items("sources"):
        node = file.at(where)
        reader = READERS.get(str(node.get("kind"))) if isinstance(node, dict) else None
        for option in reader.secret_options if reader else ():
            if node.get(option) and (*where, option) not in file.written:
                yield (*where, option)


def _literal_channels(alerts: Document) -> Iterator[Where]:
    """The addresses of channels that stand in the file itself and let who knows them write to the newsroom."""
    channels = alerts.at(("channels",)) if alerts.tree_has("channels", dict) else {}
    for name, address in channels.items():
        if ("channels", name) not in alerts.written and not _OWN_SERVER.match(str(address)):
            yield ("channels", name)


def _of_a_secret(document: Document, where: Where) -> str:
    return (
        f"{document.spot(where)}: {where[-1]}: a secret stands in the file: move it into .env, and write ${{NAME}} here"
    )
