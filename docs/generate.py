"""`make docs`: write docs/reference anew from the code. To add a page, add a line to PAGES."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from docs.generate_cli import commands
from monitor.config.schema import schema
from monitor.config.source_keys import SourceKeys
from monitor.read import READERS
from monitor.times import spell

FOLDER = Path(__file__).parent / "reference"
Property = Mapping[str, Any]


def sources() -> str:
    """`sources.yaml`, key by key."""
    whole = schema("sources")
    parts = [
        _head("sources.yaml", "sources", "[With examples](../operators/sources.md)."),
        "## beats\n",
        _table(whole["$defs"]["BeatKeys"], whole),
        "## defaults\n",
        _table(whole["$defs"]["DefaultKeys"], whole),
        "## include\n",
        _table({"properties": {"include": whole["properties"]["include"]}}, whole),
        "## sources: the keys of every kind\n",
        _table(SourceKeys.model_json_schema(), whole),
    ]
    for kind, reader in READERS.items():
        branch = whole["properties"]["sources"]["items"]["discriminator"]["mapping"][kind]
        own = whole["$defs"][branch.rpartition("/")[2]]
        parts += [f"## kind: {kind}\n", f"Polled every {spell(reader.every)} unless it says otherwise.\n"]
        parts += [_table(own, whole, without=SourceKeys.model_fields.keys())]
    return "\n".join(parts)


def alerts() -> str:
    """`config/alerts.yaml`, key by key."""
    whole = schema("alerts")
    parts = [
        _head("config/alerts.yaml", "alerts", "[With examples](../operators/alerts.md)."),
        _table({**whole, "properties": {key: whole["properties"][key] for key in ("channels", "operators")}}, whole),
    ]
    for key, model in (
        ("newsroom", "NewsroomKeys"),
        ("routes", "RouteKeys"),
        ("routes: digest", "RouteDigestKeys"),
        ("routes: quiet", "QuietKeys"),
        ("routes: escalate", "EscalateKeys"),
        ("digest", "DigestKeys"),
        ("heartbeat", "HeartbeatKeys"),
    ):
        parts += [f"## {key}\n", f"{whole['$defs'][model]['description']}\n", _table(whole["$defs"][model], whole)]
    return "\n".join(parts)


PAGES: Mapping[str, Callable[[], str]] = {"sources.md": sources, "alerts.md": alerts, "commands.md": commands}
"""The pages of docs/reference."""


def _head(file: str, name: str, more: str) -> str:
    return (
        f"# {file}\n\nWritten by `make docs` from the code. {more}\n"
        f"`monitor config schema {name}` gives the same as JSON Schema, for editors that check while one types.\n"
        "`${NAME}` may stand in any text.\n"
    )


def _table(model: Property, whole: Property, without: Any = ()) -> str:
    rows = [_row(key, each, model, whole) for key, each in model["properties"].items() if key not in without]
    return "\n".join(["| key | allowed | default | |", "| --- | --- | --- | --- |", *rows, ""])


def _row(key: str, each: Property, model: Property, whole: Property) -> str:
    default = each.get("default")
    shown = "needed" if key in model.get("required", ()) else "–" if default in (None, "", [], {}) else _code(default)
    return f"| `{key}` | {_allowed(each, whole)} | {shown} | {each.get('description', '')} |"


def _allowed(each: Property, whole: Property) -> str:
    return " or ".join(dict.fromkeys(_forms(each, whole)))


def _forms(each: Property, whole: Property) -> Iterator[str]:
    for option in each.get("anyOf", ()):
        yield from _forms(option, whole)
    if "$ref" in each:
        yield from _forms(whole["$defs"][each["$ref"].rpartition("/")[2]], whole)
    elif "const" in each or "enum" in each:
        yield from map(_code, each.get("enum") or [each["const"]])
    elif each.get("type") == "array":
        yield f"list of {_allowed(each['items'], whole)}"
    elif each.get("type") == "object":
        yield "names and values"
    elif each.get("type") not in (None, "null"):
        yield _named(each)


def _named(each: Property) -> str:
    """A type in a word, with an example where there is one."""
    word = {"string": "text", "boolean": "true, false", "integer": "number"}.get(each["type"], each["type"])
    examples = ", ".join(map(_code, each.get("examples", ())))
    return f"{word} ({examples})" if examples else word


def _code(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"`{text.lower() if isinstance(value, bool) else text}`"


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
