from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from config_files import ALERTS, SOURCES
from monitor.config.schema import SCHEMAS, schema
from monitor.read import READERS

ROOT = Path(__file__).parent.parent.parent


def faults(name: str, text: str) -> list[str]:
    """What the published schema finds wrong with a file."""
    content: Any = YAML(typ="safe", pure=True).load(text)
    return [fault.message for fault in Draft202012Validator(schema(name)).iter_errors(content)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_one(name: str) -> None:
    """What `monitor config schema` gives is valid JSON Schema."""
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(("name", "path"), [("sources", "sources.yaml"), ("alerts", "config/alerts.yaml")])
def test_the_shipped_files_fit_their_schema(name: str, path: str) -> None:
    """An editor that checks against the schema finds no fault in the files that ship."""
    assert faults(name, (ROOT / path).read_text()) == []


def test_the_schema_knows_each_kind() -> None:
    """Each kind of source is told apart by `kind`, and has its own keys there."""
    branches = schema("sources")["properties"]["sources"]["items"]
    assert branches["discriminator"]["mapping"].keys() == READERS.keys()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sources", SOURCES.replace("url:", "address:")),
        ("sources", SOURCES.replace("kind: feed", "kind: fed")),
        ("sources", SOURCES + "    every: often\n"),
        ("sources", SOURCES + "    page: x\n"),
        ("sources", SOURCES.replace("[KH, JP]", "[KH]")),
        ("alerts", ALERTS.replace("channels: [desk]}", "level: [high], channels: [desk]}")),
        ("alerts", ALERTS.replace("operators", "operator")),
    ],
)
def test_the_schema_finds_faults(name: str, text: str) -> None:
    """What the loader refuses because of its form, an editor marks while one types."""
    assert faults(name, text)


def test_a_variable_may_stand_for_a_text() -> None:
    """`${NAME}` is no fault where an address or an ID is wanted."""
    assert faults("sources", SOURCES.replace("https://bridges.example/feed.xml", "${BRIDGES_FEED}")) == []
