"""docs/reference/commands.md: every command, from the code. Started by docs/generate.py."""

import inspect
from collections.abc import Iterator
from typing import Any

import typer

from monitor.cli import COMMANDS, app, load

HEAD = """\
# Commands

Written by `make docs` from the code. Exit status: 0 done, 1 the work failed, 2 the command or a file is wrong.
`--format table` is for people; `json` (on one line), `jsonl` and `csv` are for programs.
"""


def commands() -> str:
    """The page."""
    root = typer.main.get_command(app)
    parts = [HEAD, "## Everywhere, before the command or after it\n", _options(root)]
    panel = None
    for name, (of_panel, _) in COMMANDS.items():
        if of_panel != panel:
            panel = of_panel
            parts.append(f"# {panel}\n")
        parts += _command(f"monitor {name}", load(name), "##")
    return "\n".join(parts)


def _command(path: str, command: Any, level: str) -> Iterator[str]:
    context = typer.Context(command, info_name=path)
    usage = " ".join(part for part in command.collect_usage_pieces(context) if part != "[OPTIONS]")
    yield f"{level} {path}\n"
    yield f"```\n{path} {usage}".rstrip() + "\n```\n"
    yield inspect.cleandoc(command.help or "") + "\n"
    yield _options(command)
    if command.epilog:
        yield "```\n" + "\n".join(line.strip() for line in command.epilog.splitlines()[1:]) + "\n```\n"
    for name, within in getattr(command, "commands", {}).items():
        yield from _command(f"{path} {name}", within, f"{level}#")


def _options(command: Any) -> str:
    context = typer.Context(command)
    rows = [_row(each, context) for each in command.get_params(context) if not getattr(each, "hidden", False)]
    rows = [row for row in rows if row]
    return "\n".join(["| | |", "| --- | --- |", *rows, ""]) if rows else ""


def _row(param: Any, context: Any) -> str:
    if "--help" in param.opts or "completion" in (param.name or ""):
        return ""
    names = ", ".join(param.opts) if param.param_type_name == "option" else param.make_metavar(context)
    metavar = "" if param.param_type_name == "argument" or param.is_flag else f" {param.make_metavar(context)}"
    default = "" if param.default in (None, False, "") or param.is_flag else f" Default: `{_written(param.default)}`."
    variable = f" Variable: `{param.envvar}`." if param.envvar else ""
    return f"| `{names}{metavar}`".replace("|", "\\|").replace("\\|", "|", 1) + f" | {param.help}{default}{variable} |"


def _written(default: Any) -> str:
    return str(getattr(default, "value", default))
