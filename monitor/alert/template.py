"""TEMPLATES: how what is said of a finding or notice is arranged, in the operator's words where there are good ones.

A template is lines with values in them. It may ask whether a value is there and go through a list, and no more: it
calls nothing, reaches nothing, ends, and stays short. What it gives are plain words, escaped by each channel like all
others; the link, the alert's ID and the marks of a follow-up, a repeat or a demo are not its to give, nor to lose.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from monitor.alert.inert import inline
from monitor.logs import log
from monitor.model import Newsroom

QUOTES, SIDES = "\ufdd0", "\ufdd1"
"""What stands in a text for the quotations and for what the sides say. No words of a source hold these: see `inert`."""
LONGEST = 10_000
"""Characters that a template may have, and may give when it is tried."""
_MOST = 100_000
_LINE = 1000
_FIRST_LINE = 220
_BLOCK = re.compile(f"([{QUOTES}{SIDES}])")
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.List, nodes.Tuple),
    *(nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.If, nodes.For),
)
_FILTERS = ("capitalize", "default", "first", "last", "length", "lower", "title", "trim", "upper")
_FAULTS = (TemplateError, TypeError, ValueError, LookupError, AttributeError, SyntaxError, RecursionError)
"""What may come of a template that nobody of us wrote."""

Values = Mapping[str, Any]
Lines = tuple[str, tuple[str, ...]]
"""The first line, and those below it: words, or QUOTES, or SIDES."""


def arranged(name: str, values: Values, newsroom: Newsroom) -> Lines:
    """What the newsroom's own template gives, if it has one; else, and where that fails, the shipped one."""
    own = newsroom.templates.get(name)
    if own is not None:
        try:
            return _lines(own, values)
        except _FAULTS as error:
            log().warning("template failed, the shipped one is used", template=name, why=str(error))
    return _lines(shipped(name), values)


@cache
def shipped(name: str) -> str:
    """The text of the template that is part of the package."""
    return (Path(__file__).parent / "templates" / f"{name}.txt.j2").read_text(encoding="utf-8")


def fault_in(text: str, samples: Iterable[tuple[str, Values]]) -> tuple[int, str] | None:
    """The line and what is wrong with a template; None for a good one. `samples`: what each is of, and its values."""
    if len(text) > LONGEST:
        return 1, f"it has {len(text)} characters: allowed are {LONGEST}"
    samples = list(samples)
    try:
        tree = _environment().parse(text)
        fault = next(_refused(tree, {key for _, values in samples for key in values}), None)
        return fault or next(filter(None, (_fault_of(text, what, values) for what, values in samples)), None)
    except _FAULTS as error:
        return getattr(error, "lineno", None) or 1, inline(getattr(error, "message", None) or str(error), 200)


def _refused(tree: nodes.Template, known: set[str]) -> Iterator[tuple[int, str]]:
    """What a template may not hold."""
    for node in _all(tree):
        if not isinstance(node, _ALLOWED):
            kind = type(node).__name__
            yield node.lineno, f"{kind} is not allowed: a template has values, if, for, and filters such as join"
        if isinstance(node, nodes.For) and any(node.find_all(nodes.For)):
            yield node.lineno, "a loop in a loop is not allowed"
    for missing in sorted(meta.find_undeclared_variables(tree) - known):
        line = next(each.lineno for each in tree.find_all(nodes.Name) if each.name == missing)
        yield line, f'there is no value "{missing}"; there are: {", ".join(sorted(known))}'


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        yield child
        yield from _all(child)


def _fault_of(text: str, what: str, values: Values) -> tuple[int, str] | None:
    """What goes wrong when it is filled in."""
    try:
        _lines(text, values, LONGEST)
    except _FAULTS as error:
        lines = [at for frame, at in walk_tb(error.__traceback__) if frame.f_code.co_filename == "<template>"]
        return lines[-1] if lines else 1, f"filled in for {what}: {inline(str(error), 200)}"
    return None


def _lines(text: str, values: Values, most: int = _MOST) -> Lines:
    parts = [part for line in _given(text, values, most).splitlines() for part in _BLOCK.split(line)]
    lines = [part if _BLOCK.fullmatch(part) else inline(part, _LINE) for part in parts]
    first, *rest = [line for line in lines if line] or [""]
    if not first or _BLOCK.fullmatch(first):
        raise ValueError("the first line must carry the news in words of its own")
    return inline(first, _FIRST_LINE), tuple(rest)


def _given(text: str, values: Values, most: int) -> str:
    given, length = [], 0
    for piece in _compiled(text).generate(values):
        given.append(piece)
        length += len(piece)
        if length > most:
            raise ValueError(f"it gives more than {most} characters")
    return "".join(given)


@lru_cache(maxsize=16)
def _compiled(text: str) -> Template:
    return _environment().from_string(text)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in _FILTERS} | {"join": _join}
    return made


def _join(words: Any, between: str = ", ") -> str:
    """Those that are there, in a row."""
    if not isinstance(words, list | tuple):
        raise TypeError("join wants a list")
    return str(between).join(str(each) for each in words if each)
