"""`include:` of `sources.yaml`: more files of sources, by names and patterns relative to it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from monitor.config.complaints import Complaints, quoted
from monitor.config.document import Document, Where, parse, read_text

MOST_FILES = 500
_PATTERN = re.compile(r"[*?\[]")


def included(sources: Path) -> tuple[Path, ...]:
    """The files that `sources` includes: those named, there or not, and those that there are for a pattern."""
    text = read_text(sources, Complaints(), "")
    patterns = _patterns(text) if text is not None and "include" in text else ()
    found = (path for pattern in patterns for path in _files(sources.parent, pattern) if path != sources)
    return tuple(dict.fromkeys(found))[:MOST_FILES]


def check_includes(document: Document) -> None:
    """Tell the document's complaints what cannot be included, and why."""
    for where in document.items("include"):
        named = document.at(where)
        if isinstance(named, str) and (where in document.written or not _is_usable(named)):
            document.complain(
                where,
                f"{quoted(named)} cannot be included: write a name or a pattern relative to this file, without "
                "variables, as in sources/*.yaml",
            )


def unmatched(document: Document, folder: Path) -> Iterator[Where]:
    """The patterns that no file fits."""
    for where in document.items("include"):
        if not _files(folder, document.at(where)):
            yield where


@lru_cache(maxsize=4)
def _patterns(text: str) -> tuple[str, ...]:
    """What a file includes. Kept for the last texts: the daemon looks every few seconds."""
    document = parse("", text, Complaints(), {})
    listed = [document.at(where) for where in document.items("include")] if document else []
    return tuple(each for each in listed if isinstance(each, str) and _is_usable(each))


def _is_usable(named: str) -> bool:
    usable = bool(named.strip()) and not named.startswith(("/", "~")) and "\0" not in named and "${" not in named
    return usable and "**" not in named and named not in (".", "..")


def _files(folder: Path, pattern: str) -> list[Path]:
    if not _PATTERN.search(pattern):
        return [folder / pattern]
    return sorted(path for path in folder.glob(pattern) if path.is_file())
