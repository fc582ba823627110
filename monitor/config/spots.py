"""Where a term of words stands in the files: `config/topics/travel.yaml:12`, the newsroom's own before the shipped."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from monitor.assess.terms import Term
from monitor.config.complaints import Complaints
from monitor.config.document import Document, parse
from monitor.config.words import WORD_FOLDERS, WordFile, shipped_files

_UNNAMED = "countries"
"""The folder in which the names of files say nothing: any of them may hold a country."""


class Spots:
    """The lines of terms in the files of words."""

    def __init__(self, own: Iterable[WordFile]) -> None:
        self._own = tuple(own)

    def of(self, path: tuple[str, ...], term: Term) -> str:
        """`file:line` of a term in the list at a path of the words; the path where no line says it."""
        return next(self._lines(path, term), " ".join(path))

    def _lines(self, path: tuple[str, ...], term: Term) -> Iterator[str]:
        named = path[0] in WORD_FOLDERS and path[0] != _UNNAMED
        kind, name, where = (path[0], path[1], path[2:]) if named else (path[0], "", path[1:])
        where = path if kind == _UNNAMED else where
        for file, document in self._documents:
            if file.kind == kind and name in ("", file.name) and where in document.values:
                start = document.place(where).line
                for number, line in enumerate(file.text.splitlines()[start - 1 :], start):
                    if _holds(line, term):
                        yield f"{file.shown}:{number}"

    @cached_property
    def _documents(self) -> list[tuple[WordFile, Document]]:
        parsed = ((file, parse(file.shown, file.text, Complaints(), {})) for file in (*self._own, *shipped_files()))
        return [(file, document) for file, document in parsed if document is not None]


def _holds(line: str, term: Term) -> bool:
    """Whether a line is the term, alone or behind the key of its list."""
    said = f"{term.text} = {term.gloss}" if term.gloss else term.text
    return line.strip() == said or line.strip().endswith((f": {said}", f"- {said}"))
