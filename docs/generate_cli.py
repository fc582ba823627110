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
            parts.append(f"## {panel}\n")
        parts += _command(f"monitor {name}", load(name), "###")
    return "\n".join(parts)


def _command(path: str, command: Any, level: str) -> Iterator[str]:
    within = getattr(command, "commands", {})
    shown = [each for each in command.params if not getattr(each, "hidden", False)]
    arguments = [_argument(each) for each in shown if each.param_type_name == "argument"]
    yield f"{level} {path}\n"
    yield f"```\n{' '.join([path, *arguments, *(['COMMAND'] if within else [])])}\n```\n"
    yield inspect.cleandoc(command.help or "") + "\n"
    yield _options(command)
    if command.epilog:
        yield "```\n" + "\n".join(line.strip() for line in command.epilog.splitlines()[1:]) + "\n```\n"
    for name, inner in within.items():
        yield from _command(f"{path} {name}", inner, f"{level}#")


def _argument(param: Any) -> str:
    return str(param.metavar) if param.required else f"[{param.metavar}]"


def _options(command: Any) -> str:
    shown = [each for each in command.params if not getattr(each, "hidden", False)]
    rows = [_row(each) for each in shown if "completion" not in each.name]
    return "\n".join(["| | |", "| --- | --- |", *rows, ""]) if rows else ""


def _row(param: Any) -> str:
    names = ", ".join([*param.opts, *param.secondary_opts]) if param.param_type_name == "option" else param.metavar
    value = f" {param.metavar}" if param.param_type_name == "option" and param.metavar else ""
    default = (
        "" if param.default in (None, False, "") else f" Default: `{getattr(param.default, 'value', param.default)}`."
    )
    variable = f" Variable: `{param.envvar}`." if param.envvar else ""
    written = f"{names}{value}".replace("|", "\\|")
    return f"| `{written}` | {param.help or ''}{default}{variable} |"
