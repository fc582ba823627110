"""The newsroom's own phrases of alerts, `config/templates/phrases.km.yaml`: who speaks the language mends it there."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from monitor.config.complaints import Complaints, no_such
from monitor.config.document import parse, read
from monitor.config.templates import FOLDER
from monitor.logs import log

_LONGEST = 500
_VALUE = re.compile(r"\{(\w+)\}")
_OPEN = ("topic.", "kind.")
"""What has phrases that only the newsroom knows of."""


def phrases_in(folder: Path, language: str) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The good ones by key, for the newsroom's language; and what is wrong with the others."""
    path = folder / FOLDER / f"phrases.{language}.yaml"
    complaints = Complaints()
    document = read(path, complaints, {}, "check who may read it") if path.is_file() else None
    good: dict[str, str] = {}
    if document is not None and not isinstance(document.tree, dict):
        document.complain((), "here stand keys of phrases with their words: see docs/operators/templates.md")
    elif document is not None:
        shipped = _shipped()
        for key, text in document.tree.items():
            fault = next(_faults(key, text, shipped), None)
            if fault:
                document.complain((key,), fault)
            else:
                good[key] = text
    refused = tuple(f"{each}; it is not used" for each in complaints.lines)
    for each in refused:
        log().warning("phrase refused", why=each)
    return good, refused


def _faults(key: str, text: Any, shipped: Mapping[str, str]) -> Iterator[str]:
    if key not in shipped and not key.startswith(_OPEN):
        yield no_such(key, "phrase", shipped)
    if not isinstance(text, str) or not text or not text.isprintable() or len(text) > _LONGEST:
        yield f"allowed is one line of words, at most {_LONGEST} characters: put it in quotes"
        return
    there = set(_VALUE.findall(shipped.get(key, "")))
    for value in _VALUE.findall(text):
        if value not in there:
            yield f"there is no value {{{value}}} in it" + (f"; there are: {', '.join(sorted(there))}" if there else "")


def _shipped() -> Mapping[str, str]:
    path = files("monitor") / "words" / "alerts" / "en.yaml"
    document = parse(f"words/alerts/{path.name}", path.read_text(encoding="utf-8"), Complaints(), {})
    return document.tree["phrases"] if document else {}
