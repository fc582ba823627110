"""Where an element stands, as words that can be kept: the tags and class names from the root down to it."""

from functools import lru_cache
from typing import Any

from monitor.read import markup

_STATES = markup.names(
    "odd even first last active current new hover clearfix"
    " show collapse collapsed open opened expanded selected in fade"
)


def step_to(element: Any) -> str:
    """An element's step in a path: its tag with those of its class names that say what it is."""
    return _step(element.tag, element.get("class") or "")


def path_to(element: Any) -> str:
    """The path to an element: `/html/body/ul.news/li`."""
    return "".join(f"/{step_to(one)}" for one in [*reversed(list(element.iterancestors())), element])


def standing_at(root: Any, path: str) -> list[Any]:
    """The elements to which a path leads; a step without class names leads to any element of its tag."""
    steps = path.split("/")[1:]
    found = [root] if steps and steps[0] in (step_to(root), root.tag) else []
    for step in steps[1:]:
        found = [child for each in found for child in each if _is_step(child, step)]
    return found


def _is_step(element: Any, step: str) -> bool:
    return isinstance(element.tag, str) and step in (element.tag, step_to(element))


@lru_cache(maxsize=10_000)
def _step(tag: str, classes: str) -> str:
    """Class names that say which of many it is, or what state it is in, are left out."""
    kept = [name for name in classes.split() if not any(map(str.isdigit, name)) and name.lower() not in _STATES]
    return ".".join([tag, *sorted(kept)[:3]]).replace("/", "")
