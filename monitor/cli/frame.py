"""What all commands share: the options that stand anywhere, how results are given out, how faults are told."""

import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from monitor import __version__
from monitor.cli.tables import harmless, show
from monitor.errors import ConfigError, MonitorError, UsageError

_WITH_VALUE = ("--sources", "--config", "--database", "--data")
_PANEL = "Everywhere (before the command or after it)"


@dataclass
class Here:
    """Where the files are, as the options that stand anywhere say; commands find it as `ctx.obj`."""

    sources: Path = Path("sources.yaml")
    config: Path = Path("config")
    database: str = "sqlite:///data/monitor.db"
    data: Path = Path("data")
    debug: bool = False


def new_app(**attrs: Any) -> typer.Typer:
    """The command of a file; with several functions, a group of them."""
    return typer.Typer(add_completion=False, pretty_exceptions_enable=False, **attrs)


def example(*lines: str) -> str:
    """The last lines of a command's help: what to type."""
    return "Example:\n" + "\n".join(f"  {line}" for line in lines)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"monitor {__version__}")
        raise typer.Exit


def everywhere(
    ctx: typer.Context,
    sources: Annotated[
        Path, typer.Option(envvar="MONITOR_SOURCES", metavar="FILE", help="What to poll.", rich_help_panel=_PANEL)
    ] = Here.sources,
    config: Annotated[
        Path, typer.Option(envvar="MONITOR_CONFIG", metavar="DIR", help="Alerts and words.", rich_help_panel=_PANEL)
    ] = Here.config,
    database: Annotated[
        str, typer.Option(envvar="MONITOR_DATABASE", metavar="URL", help="The log.", rich_help_panel=_PANEL)
    ] = Here.database,
    data: Annotated[
        Path, typer.Option(envvar="MONITOR_DATA", metavar="DIR", help="The captures.", rich_help_panel=_PANEL)
    ] = Here.data,
    debug: Annotated[
        bool, typer.Option("--debug", envvar="MONITOR_DEBUG", help="Tell faults at length.", rich_help_panel=_PANEL)
    ] = False,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")] = False,
) -> None:
    """Watch what governments say, change or take down on travel or aid between two countries, and tell a newsroom."""
    here: Here = ctx.obj
    here.sources, here.config, here.database, here.data, here.debug = sources, config, database, data, debug


def hoisted(args: Sequence[str]) -> list[str]:
    """The command line with the options that stand anywhere moved to its front."""
    first, rest, left = [], [], list(args)
    while left and left[0] != "--":
        each = left.pop(0)
        if each in _WITH_VALUE and left:
            first += [each, left.pop(0)]
        elif each == "--debug" or each.startswith(tuple(f"{name}=" for name in _WITH_VALUE)):
            first.append(each)
        else:
            rest.append(each)
    return [*first, *rest, *left]


# ---------------------------------------------------------------- results


class Form(StrEnum):
    """How a result is given out."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[
    Form, typer.Option("--format", metavar="table|json|jsonl|csv", help="`table` for people, the others for programs.")
]


def give(form: Form, values: Iterable[Any], table: Callable[[], Any]) -> None:
    """A list of values: as `table` draws it, or in a format for programs."""
    if form is Form.TABLE:
        show(table())
        return
    from monitor.export import FORMATS

    typer.echo(FORMATS[form].write(values), nl=False)


def give_one(form: Form, value: Any, table: Callable[[], Any]) -> None:
    """One value: JSON gives the object itself, not a list of one."""
    give(Form.JSONL if form is Form.JSON else form, [value], table)


def readable(value: Any) -> str:
    """JSON: indented for a person at a terminal, on one line for a program."""
    from monitor.export.json import one_line

    line = one_line(value)
    return json.dumps(json.loads(line), ensure_ascii=False, indent=2) if sys.stdout.isatty() else line


def read_bytes(path: Path) -> bytes:
    """A file, or standard input for `-`."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})", "check the name") from error


def known(name: str, names: Iterable[str], what: str) -> str:
    """`name`, when it is one of `names`. Raises UsageError, with the name that was probably meant."""
    listed = sorted(names)
    if name in listed:
        return name
    near = get_close_matches(name, listed, 1)
    mend = f"did you mean {near[0]}?" if near else f"there are: {', '.join(listed) or 'none'}"
    raise UsageError(f"no {what} is called “{name}”", mend)


# ---------------------------------------------------------------- faults


def say(message: str, status: int) -> int:
    """One line for people on standard error; the exit status."""
    typer.echo(f"monitor: {harmless(message)}", err=True)
    return status


def complain(error: MonitorError, here: Here) -> int:
    """What is wrong and how to mend it; of a configuration, each complaint."""
    if here.debug:
        traceback.print_exception(error)
    for line in error.complaints if isinstance(error, ConfigError) else (str(error),):
        say(line, error.exit_status)
    return error.exit_status


def complain_of_usage(error: TyperException) -> int:
    """What is wrong with the command line; a group that is called without a command has shown its help instead."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ != "NoArgsIsHelpError":
        say(f"{error.format_message()} See `{context.command_path if context else 'monitor'} --help`", 2)
    return 2


def surprise(error: Exception, here: Here) -> int:
    """What nobody expected."""
    if here.debug:
        traceback.print_exception(error)
    return say(f"internal error: {type(error).__name__}: {error}: run it again with --debug, and report it", 1)


def unusable(error: OSError, here: Here) -> int:
    """A file or folder that the system does not let us use."""
    if error.filename is None:
        return surprise(error, here)
    if here.debug:
        traceback.print_exception(error)
    return say(
        f"{error.filename} cannot be used ({error.strerror}): check its permissions, and the room on the disk", 1
    )


def deaf() -> int:
    """Whoever read our output went away (`| head`): say no more, not even at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
