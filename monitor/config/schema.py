"""The JSON Schema of each file, for editors that check while one types, and for the reference."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

from pydantic import Field, create_model

from monitor.assess.known import OfficesFile
from monitor.config.alert_keys import DigestKeys, HeartbeatKeys, NewsroomKeys, RouteKeys
from monitor.config.checked import Keys
from monitor.config.source_keys import INCLUDE, BeatKeys, DefaultKeys, SourceKeys
from monitor.config.written import ChannelName, Id, Text
from monitor.read import READERS
from monitor.read.reader import Reader
from monitor.times import spell

_VARIABLE = r"\$\{[A-Za-z_][A-Za-z0-9_]*\}"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of `sources` (sources.yaml), `alerts` (config/alerts.yaml) or `offices` (config/offices.yaml)."""
    made = SCHEMAS[name]()
    return {"$schema": _DIALECT, **_with_variables(made)}


def _sources() -> dict[str, Any]:
    kinds: Any = reduce(or_, (_of_kind(reader) for reader in READERS.values()))
    source: Any = Annotated[kinds, Field(discriminator="kind")]
    model: Any = create_model(
        "SourcesFile",
        __base__=Keys,
        __doc__="sources.yaml: what to poll, and which beats to follow.",
        beats=(Annotated[list[BeatKeys], Field(min_length=1)], Field(description="What the newsroom follows.")),
        defaults=(DefaultKeys | None, Field(default=None, description="What a source takes when it says nothing.")),
        sources=(list[source], Field(description="What is polled.")),
        include=(tuple[Text, ...], INCLUDE),
    )
    return dict(model.model_json_schema())


def _of_kind(reader: Reader) -> Any:
    """All keys of a source of one kind."""
    fields = {**SourceKeys.model_fields, **reader.options.model_fields}
    kind: Any = Literal[reader.kind]
    keys: dict[str, Any] = {key: (field.annotation, field) for key, field in fields.items()}
    return create_model(
        f"{reader.kind} source",
        __base__=Keys,
        __doc__=f"A source of the kind `{reader.kind}`; polled every {spell(reader.every)} unless it says otherwise.",
        **{**keys, "kind": (kind, Field(description=fields["kind"].description))},
    )


def _alerts() -> dict[str, Any]:
    class AlertsFile(Keys):
        """config/alerts.yaml: who is told."""

        newsroom: NewsroomKeys = Field(default=NewsroomKeys(), description="Whom we work for.")
        channels: dict[Id, str] = Field(default_factory=dict, description="apprise URLs by name, secrets as ${NAME}.")
        routes: list[RouteKeys] = Field(default_factory=list, description="Which findings go to which channels.")
        digest: DigestKeys = Field(default=DigestKeys(), description="What can wait, bundled.")
        operators: list[ChannelName] = Field(default_factory=list, description="Channels that get notices.")
        heartbeat: HeartbeatKeys = Field(default=HeartbeatKeys(), description="The daily word that all is well.")

    return AlertsFile.model_json_schema()


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "sources": _sources,
    "alerts": _alerts,
    "offices": OfficesFile.model_json_schema,
}
"""The files that have one."""


def _with_variables(node: Any) -> Any:
    """The same schema, in which a text may also hold `${NAME}`."""
    if isinstance(node, list):
        return [_with_variables(each) for each in node]
    if not isinstance(node, dict):
        return node
    changed = {key: _with_variables(each) for key, each in node.items()}
    if isinstance(changed.get("pattern"), str) and changed.get("type") == "string":
        changed["pattern"] = f"{changed['pattern']}|{_VARIABLE}"
    return changed
