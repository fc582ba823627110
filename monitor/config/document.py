"""One YAML file as plain values, each with its line and column, and with its variables filled in.

The values are built from the nodes of the parser, not by its constructors: `NO`, `12:30` and dates stay text, a key
that stands twice is a fault, and a file can make nothing but text, numbers, lists and keys.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from monitor.config.complaints import Complaints, Place, last_key, quoted

LARGEST = 2_000_000
"""Bytes of one file."""
_MOST = 100_000  # values of one file, so that aliases of aliases cannot fill the memory
_DEEPEST = 20
_YAML = "tag:yaml.org,2002:"
_TAGS = frozenset(
    f"{_YAML}{each}" for each in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value")
)
_WORDS: Mapping[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?\d{1,18}")
_DECIMAL = re.compile(r"[-+]?\d{1,18}\.\d{1,18}")
VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_MENDS = (
    ("'\\t'", "a tab stands where YAML wants spaces: replace it by spaces"),
    (
        "mapping values are not allowed",
        "a colon stands where none may: check the indentation, or put the text in quotes",
    ),
    ("got '{'", 'inside { } and [ ] a variable stands in quotes: "${NAME}"'),
    ("cannot start any token", "put the text in quotes"),
    ("unexpected end of stream", "a quote is not closed"),
    ("undefined alias", 'a text that begins with * stands in quotes: "*"'),
    ("but found another document", "a file holds one document: delete the line ---"),
    ("maximum depth", f"nothing is nested more than {_DEEPEST} deep here: close the brackets"),
    ("'<stream end>'", "a bracket is not closed"),
    ("<block end>", "the indentation does not fit the lines above"),
    ("", "it is no YAML: see the examples in docs/operators"),
)

Where = tuple[str | int, ...]
"""The path to a value: keys and numbers in lists."""


@dataclass(frozen=True)
class Document:
    """What a file says. `tree` is built of dict, list, str, int, float, bool and None."""

    name: str
    complaints: Complaints
    tree: Any = None
    keys: Mapping[Where, Place] = field(default_factory=dict)  #: where each key stands
    values: Mapping[Where, Place] = field(default_factory=dict)  #: where each value stands
    written: Mapping[Where, str] = field(default_factory=dict)  #: values that hold variables, as written
    lacks: Mapping[Where, tuple[str, ...]] = field(default_factory=dict)  #: variables that are missing, by value

    def at(self, where: Where) -> Any:
        """The value at a path that is there."""
        node = self.tree
        for part in where:
            node = node[part]
        return node

    def tree_has(self, key: str, what: type) -> bool:
        """Whether the file has this key, with a value of this type."""
        return isinstance(self.tree, dict) and isinstance(self.tree.get(key), what)

    def items(self, key: str) -> list[Where]:
        """The paths to what the list under a key of the file holds; none where there is no list."""
        return [(key, number) for number in range(len(self.tree[key]))] if self.tree_has(key, list) else []

    def place(self, where: Where, *, of_key: bool = False) -> Place:
        """Where a value (or its key) stands; of what is not there: where it would stand."""
        for end in range(len(where), -1, -1):
            known = where[:end]
            found = (self.keys if of_key else self.values).get(known) or self.values.get(known)
            if found is not None:
                return found
        return Place(1, 1)

    def complain(self, where: Where, text: str, *, of_key: bool = False) -> None:
        """A fault of the value (or the key) at a path; its innermost key is named, what a variable holds is not."""
        key = "" if of_key else last_key(where)
        if not of_key and self._holds_secret(where) and _reveals(text, self.at(where)):
            text = f"what {self.written.get(where, 'a variable')} gives is not allowed here: look at it in .env"
        self.complaints.add(self.name, self.place(where, of_key=of_key), f"{key}: {text}" if key else text)

    def spot(self, where: Where) -> str:
        """`file:line:column` of a value."""
        place = self.place(where)
        return f"{self.name}:{place.line}:{place.column}"

    def lacking(self, where: Where) -> tuple[str, ...]:
        """The variables that are missing in the value at a path, or below it."""
        return tuple(dict.fromkeys(self._lacks_below.get(where, ())))

    @cached_property
    def _lacks_below(self) -> Mapping[Where, list[str]]:
        below: dict[Where, list[str]] = {}
        for path, names in self.lacks.items():
            for end in range(len(path) + 1):
                below.setdefault(path[:end], []).extend(names)
        return below

    def _holds_secret(self, where: Where) -> bool:
        return any(path[: len(where)] == where for path in self.written)


def _reveals(text: str, value: Any) -> bool:
    """Whether a complaint would quote what a variable holds, or a piece of it."""
    if not isinstance(value, str):
        return True
    return any(value[at : at + 4] in text for at in range(max(len(value) - 3, 1)))


def read(path: Path, complaints: Complaints, variables: Mapping[str, str], mend: str) -> Document | None:
    """The document in a file; None when it cannot be used, and complaints say why. `mend`: how to get such a file."""
    text = read_text(path, complaints, mend)
    return None if text is None else parse(str(path), text, complaints, variables)


def read_text(path: Path, complaints: Complaints, mend: str) -> str | None:
    """The text of a file, UTF-8; None when it cannot be used, and complaints say why."""
    name, top = str(path), Place(1, 1)
    try:
        if path.stat().st_size > LARGEST:
            complaints.add(
                name, top, f"the file is larger than {LARGEST} bytes: split it, or check that it is the right one"
            )
            return None
        body = path.read_bytes()
    except OSError as error:
        complaints.add(name, top, f"the file cannot be read ({error.strerror}): {mend}")
        return None
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = body[: error.start]
        place = Place(before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        complaints.add(name, place, f"byte {body[error.start]:#04x} is not UTF-8: save the file in the encoding UTF-8")
        return None


def parse(name: str, text: str, complaints: Complaints, variables: Mapping[str, str]) -> Document | None:
    """The document in a text. Empty text, or comments alone, is a document whose tree is None."""
    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = _DEEPEST
    yaml.composer.warn_double_anchors = False
    try:
        root = yaml.compose(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        complaints.add(name, place, _explained(error.problem or str(error)))
        return None
    except ReaderError as error:
        before = text[: error.position]
        place = Place(before.count("\n") + 1, error.position - before.rfind("\n"))
        complaints.add(name, place, "a control character stands here: delete it")
        return None
    except (YAMLError, ValueError) as error:
        complaints.add(name, Place(1, 1), _explained(str(error)))
        return None
    built = _Builder(name, complaints, variables)
    tree = None if root is None else built.value(root, ())
    return Document(name, complaints, tree, built.keys, built.values, built.written, built.lacks)


def _explained(problem: str) -> str:
    mend = next(mend for sign, mend in _MENDS if sign in problem)
    return f"{problem}: {mend}"


class _Builder:
    """Plain values from the parser's nodes, with the place of each."""

    def __init__(self, name: str, complaints: Complaints, variables: Mapping[str, str]) -> None:
        self._name, self._complaints, self._variables = name, complaints, variables
        self.keys: dict[Where, Place] = {}
        self.values: dict[Where, Place] = {}
        self.written: dict[Where, str] = {}
        self.lacks: dict[Where, tuple[str, ...]] = {}
        self._open: list[Node] = []

    def value(self, node: Node, where: Where) -> Any:
        """The value of a node."""
        place = _place(node)
        self.values[where] = place
        if len(self.values) > _MOST:
            if len(self.values) == _MOST + 1:
                self._complain(place, f"the file holds more than {_MOST} values: do not use aliases of aliases")
            return None
        if any(node is each for each in self._open):
            self._complain(place, "an alias stands inside of what it names: write it out")
            return None
        if str(node.tag) not in _TAGS:
            tag = quoted(str(node.tag).replace(_YAML, "!!"))
            self._complain(place, f"the tag {tag} is not allowed: write plain text, numbers, lists and keys")
            return None
        self._open.append(node)
        try:
            if isinstance(node, MappingNode):
                return self._mapping(node, where)
            if isinstance(node, SequenceNode):
                return [self.value(each, (*where, number)) for number, each in enumerate(node.value)]
            return self._scalar(node, where) if isinstance(node, ScalarNode) else None
        finally:
            self._open.pop()

    def _mapping(self, node: MappingNode, where: Where) -> dict[str, Any]:
        own: dict[str, Any] = {}
        merged = self._merged(node, where)
        for key, value in node.value:
            word = _whole(key.value) if isinstance(key, ScalarNode) else None
            path = (*where, word or "")
            if word is None:
                self._complain(_place(key), "a list or a mapping is no key: write a word")
            elif word in own:
                first = self.keys[path].line
                self._complain(_place(key), f"{quoted(word)} stands here twice, first on line {first}: delete one")
            elif word != "<<":
                self.keys[path] = _place(key)
                self.written.pop(path, None)
                self.lacks.pop(path, None)
                own[word] = self.value(value, path)
                if own[word] is None:
                    self.values[path] = self.keys[path]  # the parser puts what is not there at the next line
        return {**merged, **own}

    def _merged(self, node: MappingNode, where: Where) -> dict[str, Any]:
        """What `<<: *name` brings: it stands at the same path, and gives way to the mapping's own keys."""
        brought: dict[str, Any] = {}
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value == "<<":
                more = self.value(value, where)
                brought |= more if isinstance(more, dict) else {}
        self.values[where] = _place(node)
        return brought

    def _scalar(self, node: ScalarNode, where: Where) -> Any:
        text = _whole(node.value)
        if node.style is None:  # plain: without quotes
            if text.lower() in _WORDS:
                return _WORDS[text.lower()]
            if _INTEGER.fullmatch(text):
                return int(text)
            if _DECIMAL.fullmatch(text):
                return float(text)
        return self._filled(text, node, where) if "${" in text else text

    def _filled(self, text: str, node: Node, where: Where) -> str:
        """`text` with the values of its variables; as it is written when one is missing."""
        if "${" in VARIABLE.sub("", text):
            self._complain(_place(node), f"{quoted(text)} holds no variable that can be read: write ${{NAME}}")
            return text
        names = VARIABLE.findall(text)
        self.written[where] = text
        missing = tuple(dict.fromkeys(name for name in names if not self._variables.get(name)))
        if missing:
            self.lacks[where] = missing
            return text
        return _whole(VARIABLE.sub(lambda found: self._variables[found[1]], text))

    def _complain(self, place: Place, text: str) -> None:
        self._complaints.add(self._name, place, text)


def _whole(text: str) -> str:
    """`text` with its surrogates joined to characters; one alone, which no text may hold, becomes U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _place(node: Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)
