"""JSON from outside: one kind of failure, and values that are what they are asked to be or None."""

import json
from datetime import UTC, datetime
from typing import Any

from monitor.text.normalise import clean


class NotJson(Exception):
    """The text is not JSON, or nested too deep, or holds a number that no machine word takes."""


def parse(text: str) -> Any:
    """The value of a JSON text. Raises NotJson, and nothing else."""
    try:
        return json.loads(text.lstrip("\ufeff"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def string(node: Any, *path: str) -> str | None:
    """The text at a path of names, cleaned; numbers count as text; None where there is none or it is blank."""
    value = at(node, *path)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return clean(str(value)) or None


def moment(node: Any, *path: str) -> datetime | None:
    """The moment that is written at a path in ISO 8601 with its zone; None for anything else."""
    try:
        found = datetime.fromisoformat(string(node, *path) or "")
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def at(node: Any, *path: str) -> Any:
    """What stands at a path of names; None where nothing does."""
    for name in path:
        node = node.get(name) if isinstance(node, dict) else None
    return node


def objects(node: Any, *path: str) -> list[dict[str, Any]]:
    """The objects in the list at a path; what is no object is left out."""
    value = at(node, *path)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
