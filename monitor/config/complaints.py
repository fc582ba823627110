"""What is wrong with the files: every fault at its place, in words that say what is allowed."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process, utils

from monitor.errors import ConfigError


class Place(NamedTuple):
    """Line and column, from 1."""

    line: int
    column: int


class Complaints:
    """Every fault that was found so far; the operator is told of all at once."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, Place, str], str] = {}
        self._files: dict[str, int] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, file: str, place: Place, text: str) -> None:
        """One fault: `text` says what was found, what is allowed, and how to mend it."""
        rank = self._files.setdefault(file, len(self._files))
        line = " ".join(printable(text).split())
        self._found[(rank, place, line)] = f"{file}:{place.line}:{place.column}: {line}"

    @property
    def lines(self) -> tuple[str, ...]:
        """One line for each fault, in the order in which the files were read, from top to bottom."""
        return tuple(self._found[key] for key in sorted(self._found))

    def settle(self) -> None:
        """Raise ConfigError when there is any."""
        if self:
            raise ConfigError(self.lines)


def printable(text: str) -> str:
    """`text` without what would move a terminal's cursor or turn its writing round."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in text)


def quoted(value: Any) -> str:
    """A value as an operator would recognise it, cut when it is long."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "keys and values"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value)
    text = text if len(text) <= 80 else text[:77] + "…"
    return f'"{text}"' if isinstance(value, str) else text


def near(name: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant."""
    found = process.extractOne(name, list(names), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=65)
    return str(found[0]) if found else None


def allowed(names: Collection[str]) -> str:
    """`allowed: a, b, c`, or that there is none."""
    return f"allowed: {', '.join(sorted(names))}" if names else "there is none yet"


def no_such(name: str, what: str, names: Collection[str]) -> str:
    """That `name` is no such thing, the one that was probably meant, and the ones that there are."""
    meant = near(name, names)
    return f"{quoted(name)} is no {what}: " + (f'did you mean "{meant}"? ' if meant else "") + allowed(names)


def last_key(where: Sequence[str | int]) -> str:
    """The innermost key of a path, for people."""
    return next((part for part in reversed(where) if isinstance(part, str)), "")
