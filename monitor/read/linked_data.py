"""What a page says of itself for machines: JSON-LD and meta elements. Never believed beyond what it says."""

import re
from collections.abc import Iterator
from typing import Any

from monitor.read import json_tree, markup

_LONGEST = 500_000
_STATEMENTS = markup.names(
    "article newsarticle reportagenewsarticle blogposting report governmentservice pressrelease webpage "
    "socialmediaposting analysisnewsarticle backgroundnewsarticle specialannouncement"
)
_CDATA = re.compile(r"\A\s*(?:<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:\]\]>|/\*\]\]>\*/)\s*\Z")
_DEEPEST = 12


def described(root: Any) -> dict[str, Any]:
    """The JSON-LD object that describes the page's article; an article goes before a page; {} where there is none."""
    found = sorted(_objects(root), key=_is_page)
    return found[0] if found else {}


def meta(root: Any) -> dict[str, str]:
    """The contents of meta elements by name, property or itemprop, in lower case; the first of each counts."""
    said: dict[str, str] = {}
    for element in root.iter("meta"):
        content = (element.get("content") or "").strip()
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name:
                said.setdefault(name, content)
    return said


def _objects(root: Any) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json" or len(script.text or "") > _LONGEST:
            continue
        try:
            tree = json_tree.parse(_CDATA.sub("", script.text or ""))
        except json_tree.NotJson:
            continue
        for node in _nodes(tree, _DEEPEST):
            if not _types(node).isdisjoint(_STATEMENTS):
                yield node


def _nodes(tree: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The objects at the top, in lists and in `@graph`: what hangs deeper describes something else."""
    if depth and isinstance(tree, list):
        for each in tree:
            yield from _nodes(each, depth - 1)
    elif depth and isinstance(tree, dict):
        yield tree
        for name in ("@graph", "mainEntity"):
            yield from _nodes(tree.get(name), depth - 1)


def _types(node: dict[str, Any]) -> set[str]:
    said = node.get("@type")
    names = said if isinstance(said, list) else [said]
    return {name.rpartition("/")[2].lower() for name in names if isinstance(name, str)}


def _is_page(node: dict[str, Any]) -> bool:
    return _types(node) <= {"webpage"}
