"""New sources written into the text of `sources.yaml`: everything that stands there stays as it is, comments too."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from monitor.errors import UsageError

_PLAIN = re.compile(
    r"[A-Za-z_](?:[\w./~@-]| (?! ))*(?<! )|https?://(?:(?![#'\"\[\]{},`$\\])[!-~])+(?<!:)|\$\{\w+\}", re.ASCII
)
_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")  # of lines, or no text at all in YAML
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_MEND = "write the entry by hand: `sources:` on a line of its own, and below it a line that begins with - for each"
Keys = Mapping[str, Any]


def inserted(text: str, entries: Sequence[Keys]) -> str:
    """`text` with these sources after the last one of `sources:`. Raises UsageError where it has no such list."""
    key, value = _sources(text)
    lines = text.splitlines(keepends=True)
    if isinstance(value, SequenceNode) and value.value and not value.flow_style:
        column = value.start_mark.column
        line = _after(value, lines, column)
    elif isinstance(value, SequenceNode) and not value.value:  # sources: []
        cut = text[: value.start_mark.index].rstrip(" ") + text[value.end_mark.index :]
        lines = cut.splitlines(keepends=True)
        column, line = key.start_mark.column + 2, value.start_mark.line + 1
    elif isinstance(value, ScalarNode) and not value.value:
        column, line = key.start_mark.column + 2, key.start_mark.line + 1
    else:
        raise UsageError("`sources:` is no list of lines", _MEND)
    if line and not lines[line - 1].endswith("\n"):
        lines[line - 1] += "\n"
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    new = (f"{' ' * column}{each}{end}" for entry in entries for each in written(entry))
    return "".join([*lines[:line], *new, *lines[line:]])


def written(entry: Keys) -> Iterator[str]:
    """The lines of one source, as they stand in the file."""
    for number, (key, value) in enumerate(entry.items()):
        yield f"{'  ' if number else '- '}{key}: {_spelt(value)}"


def _sources(text: str) -> tuple[Node, Node]:
    try:
        root = YAML(typ="safe", pure=True).compose(StringIO(text))
    except YAMLError as error:
        raise UsageError("the file is no YAML", "`monitor config check` says where") from error
    pairs = root.value if isinstance(root, MappingNode) and not root.flow_style else []
    found = next(((key, value) for key, value in pairs if key.value == "sources"), None)
    if found is None:
        raise UsageError("the file has no `sources:`", _MEND)
    return found


def _after(items: SequenceNode, lines: Sequence[str], column: int) -> int:
    """The line after the last item, and after the comments that belong to it: those that stand deeper than its dash."""
    line = max(_ends(items))
    while line < len(lines) and re.match(rf" {{{column + 1},}}#", lines[line]):
        line += 1
    return line


def _ends(node: Node) -> Iterator[int]:
    """For each value in it that has no parts on lines of their own: the line after it."""
    if isinstance(node, SequenceNode | MappingNode) and not node.flow_style:
        pairs = node.value if isinstance(node, MappingNode) else [(each,) for each in node.value]
        for pair in pairs:
            for part in pair:
                yield from _ends(part)
    elif node.start_mark.index == node.end_mark.index:  # nothing: the parser puts it where the next line begins
        yield 0
    else:
        is_text_of_lines = node.end_mark.column == 0 and node.end_mark.line > node.start_mark.line  # after | or >
        yield node.end_mark.line + (0 if is_text_of_lines else 1)


def _spelt(value: Any) -> str:
    """A value as an operator would write it: without quotes where that is safe."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_quoted(each) if '$' in str(each) else _spelt(each) for each in value)}]"
    text = str(value)
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else _quoted(text)


def _quoted(text: Any) -> str:
    return _BREAKS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(str(text), ensure_ascii=False))
