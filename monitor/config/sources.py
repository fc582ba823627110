"""`sources.yaml`: the beats and sources that it makes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from monitor.config.checked import checked
from monitor.config.complaints import no_such, quoted
from monitor.config.document import Document, Where
from monitor.config.include import check_includes
from monitor.config.source_keys import BeatKeys, DefaultKeys, IncludedFile, SourceKeys, SourcesFile
from monitor.model import Beat, Before, Source
from monitor.read import READERS
from monitor.read.reader import Reader
from monitor.times import When


@dataclass(frozen=True)
class Sources:
    """What the file makes, and the names in it: those of faulty parts too, so that one fault is told once."""

    beats: tuple[Beat, ...] = ()
    sources: tuple[Source, ...] = field(default=(), repr=False)
    places: Mapping[str, str] = field(default_factory=dict)  #: beat or source -> where it stands: file:line:column
    beat_ids: frozenset[str] | None = None  #: None: not known, the file cannot be read so far
    source_ids: frozenset[str] | None = None


def sources_in(document: Document, topics: Iterable[str], more: Sequence[Document | None] = ()) -> Sources:
    """The beats and sources of the file and of those that it includes (`more`; None: one that cannot be read).

    What is wrong is told to the complaints of its document, and left out.
    """
    if document.tree is None:
        document.complain((), "the file is empty: `monitor init` writes one, docs/operators/sources.md explains it")
        return Sources()
    checked(SourcesFile, document, ())
    check_includes(document)
    files = (document, *(each for each in more if each is not None))
    for each in files[1:]:
        checked(IncludedFile, each, ())
    beats = [(document, where) for where in document.items("beats")]
    sources = [(each, where) for each in files for where in each.items("sources")]
    if document.tree_has("beats", list) and not beats:
        document.complain(("beats",), "there is no beat: name the countries and topics that you follow")
    defaults = checked(DefaultKeys, document, ("defaults",)) if document.tree_has("defaults", dict) else None
    made_beats = [(part, _beat(*part, topics)) for part in beats]
    made = [(part, _source(*part, defaults or DefaultKeys())) for part in sources]
    are_listed = None not in more and all(each.tree_has("sources", list) for each in files)
    return Sources(
        beats=tuple(beat for _, beat in made_beats if beat),
        sources=tuple(source for _, source in made if source),
        places={each.id: part[0].spot(part[1]) for part, each in (*made_beats, *made) if each},
        beat_ids=claimed(beats, "beat") if document.tree_has("beats", list) else None,
        source_ids=claimed(sources, "source") if are_listed else None,
    )


Part = tuple[Document, Where]
"""A part of a document."""


def claimed(parts: Iterable[Part], what: str) -> frozenset[str]:
    """The IDs of these parts; that two have one, or one that another had before, is a fault."""
    nodes = [(part, node) for part in parts if isinstance(node := part[0].at(part[1]), dict)]
    named = [(document, (*where, "id"), node.get("id")) for (document, where), node in nodes]
    for (document, where), node in nodes:
        before = node.get("was")
        olds = before if isinstance(before, list) else []
        named += [(document, (*where, "was", at), old) for at, old in enumerate(olds)]
    first: dict[str, Part] = {}
    for document, where, name in named:
        if isinstance(name, str) and name in first:
            place = _seen_from(document, *first[name])
            document.complain(where, f"{quoted(name)} is the ID of another {what}, {place}: choose another")
        elif isinstance(name, str):
            first[name] = (document, where)
    return frozenset(name for name, (_, where) in first.items() if "was" not in where)


def _seen_from(here: Document, there: Document, where: Where) -> str:
    line = there.place(where).line
    return f"on line {line}" if here is there else f"in {there.name} on line {line}"


def _beat(document: Document, where: Where, topics: Iterable[str]) -> Beat | None:
    keys = checked(BeatKeys, document, where, context={"topics": frozenset(topics)})
    if keys is None:
        return None
    if len(set(keys.countries)) < len(keys.countries):
        document.complain((*where, "countries"), "a country stands twice: a beat is about two different ones at least")
    return Beat(keys.id, keys.name, keys.countries, keys.topics)


# ---------------------------------------------------------------- one source


def _source(document: Document, where: Where, defaults: DefaultKeys) -> Source | None:
    node = document.at(where)
    kind = node.get("kind") if isinstance(node, dict) else None
    reader = READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        if isinstance(kind, str) and not document.lacking((*where, "kind")):
            document.complain((*where, "kind"), no_such(kind, "kind of source", READERS))
        checked(SourceKeys, document, where, also=node if isinstance(node, dict) else ())
        return None
    keys = checked(SourceKeys, document, where, also=reader.options.model_fields)
    options = checked(reader.options, document, where, also=SourceKeys.model_fields)
    needs = document.lacking(where)
    if keys is None or (options is None and not needs):
        return None
    options, secret_query = _without_secrets(options, document.written.get((*where, "url"), ""))
    source = replace(_made(keys, options, reader, defaults, needs), secret_query=secret_query)
    own = keys.allow_private if isinstance(keys.allow_private, tuple) else ()
    private = (*_own_address(source, reader), *own) if keys.allow_private else ()
    return replace(source, allow_private=tuple(dict.fromkeys(private)))


def _made(keys: SourceKeys, options: Any, reader: Reader, defaults: DefaultKeys, needs: tuple[str, ...]) -> Source:
    zone = keys.timezone or defaults.timezone
    way = options or reader.options.model_construct()
    return Source(
        id=keys.id,
        name=keys.name,
        kind=reader.kind,
        options=options,
        url=reader.home(options) if options is not None else None,
        side=keys.side,
        person=keys.person,
        about=keys.about,
        every=keys.every or defaults.every or reader.every,
        gap=defaults.gap if keys.gap is None else keys.gap,
        alert_recent=defaults.alert_recent if keys.alert_recent is None else keys.alert_recent,
        timezone=zone,
        languages=keys.languages,
        enabled=keys.enabled,
        paused_until=_from(keys.paused_until, zone),
        headers=tuple(keys.headers.items()),
        proxy=keys.proxy or defaults.proxy,
        obeys_robots=(reader.robots or way.asks_robots) and keys.robots is None,
        knows_edits=way.proves_changes and keys.edits is None,
        knows_deletions=reader.may_delete and way.proves_changes and keys.deletions is None,
        keep_deleted=keys.keep_deleted or defaults.keep_deleted,
        note=keys.note,
        tags=keys.tags,
        was=keys.was,
        needs=needs,
    )


def _without_secrets(options: Any, written: str) -> tuple[Any, tuple[tuple[str, str], ...]]:
    """The options with an address that may be kept and shown, and the pairs of its query that variables gave.

    Open is a pair that stands in the file as it is; any other came of a variable, which may give names, several pairs,
    a fragment, or the whole address.
    """
    if options is None or not written:
        return options, ()
    parts = urlsplit(options.url)
    literal = set(written.partition("?")[2].partition("#")[0].split("&"))
    public = [pair for pair in parts.query.split("&") if pair in literal]
    secret = [pair for pair in parts.query.split("&") if pair not in literal]
    shown = parts._replace(query="&".join(public), fragment="").geturl()
    pairs = parse_qsl("&".join(secret), keep_blank_values=True)
    return options.model_copy(update={"url": shown}), tuple(pairs)


def _from(when: When | None, zone: ZoneInfo) -> datetime | None:
    """The moment from which it is polled again: a day begins at its midnight where the source is."""
    if when is None or isinstance(when, datetime):
        return when
    return datetime.combine(when, time(), zone).astimezone(UTC)


def _own_address(source: Source, reader: Reader) -> tuple[str, ...]:
    """`host:port` of the first address that it asks."""
    if source.options is None:
        return ()
    parts = urlsplit(reader.ask(source, Before()).url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return (f"{host}:{parts.port or (443 if parts.scheme == 'https' else 80)}",)
