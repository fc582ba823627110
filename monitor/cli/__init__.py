"""The commands: the only list of them. To add one: docs/change/page-or-command.md.

A command's file is loaded when the command is run, so that `monitor --help` is quick and `monitor assess` never opens
what it does not need.
"""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from monitor.cli import frame
from monitor.errors import MonitorError

EVERY_DAY, TRYING = "Every day", "To try a change before it takes effect (they send nothing)"
TUNING = "For tuning and tests (they load no sources.yaml, alerts.yaml or database)"
COMMANDS = {
    "init": (EVERY_DAY, "Ask a few questions, write the files, send a TEST alert."),
    "run": (EVERY_DAY, "Run the daemon: polls, alerts, the web page."),
    "poll": (EVERY_DAY, "Poll what is due, and deliver what is owed."),
    "deliver": (EVERY_DAY, "Try all that is owed, now."),
    "paste": (EVERY_DAY, "Bring a statement by hand."),
    "embargo": (EVERY_DAY, "List what is kept back; end an embargo, or move it."),
    "sources": (EVERY_DAY, "Show how each source stands; test one; add one."),
    "config": (EVERY_DAY, "Check the files; show them; give their schema."),
    "statements": (EVERY_DAY, "Search the log."),
    "show": (EVERY_DAY, "Show one statement with its history."),
    "events": (EVERY_DAY, "List what happened, and which sides told of it."),
    "event": (EVERY_DAY, "Show what each side says of one event; split it, join two."),
    "review": (EVERY_DAY, "Decide what is unsure or missing; say what was noise, or missed."),
    "correct": (EVERY_DAY, "Take back an alert of ours that was wrong."),
    "evidence": (EVERY_DAY, "Pack what proves a statement to others."),
    "withhold": (EVERY_DAY, "Hide the text of a statement everywhere, for ever."),
    "why": (EVERY_DAY, "Say what became of a statement: seen, judged, told?"),
    "coverage": (EVERY_DAY, "Say when we looked at a source, and where we were blind."),
    "alerts": (EVERY_DAY, "Show what is owed and what was sent; test a route; try again."),
    "db": (EVERY_DAY, "Upgrade, back up, restore, verify the database."),
    "health": (EVERY_DAY, "Say whether the monitor works."),
    "demo": (EVERY_DAY, "Play the story of 22 August 2020, offline."),
    "replay": (TRYING, "Play stored captures again: what would have been alerted?"),
    "reassess": (TRYING, "Say which past statements a change of words flips."),
    "read": (TUNING, "Run a reader over saved captures."),
    "assess": (TUNING, "Say whether a text concerns a beat, and why."),
    "link": (TUNING, "Say which texts report one occurrence."),
    "words": (TUNING, "List the terms that clash or never fire."),
}


class Commands(TyperGroup):
    """The list above; a command's own file is loaded when it is called."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        for name, (panel, help_) in COMMANDS.items():
            self.add_command(TyperCommand(name, help=help_, rich_help_panel=panel))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called, loaded."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command and load(name), rest


def load(name: str | None) -> Any:
    """A command, from its own file."""
    return typer.main.get_command(import_module(f"monitor.cli.{name}").app)


app = typer.Typer(name="monitor", cls=Commands, no_args_is_help=True, pretty_exceptions_enable=False)
app.callback(epilog=frame.example("monitor init", "monitor run", "monitor poll --help"))(frame.everywhere)


def run(args: Sequence[str]) -> int:
    """Run one command line; its exit status: 0 done, 1 the work failed, 2 the command or a file is wrong."""
    here = frame.Here()
    try:
        status = typer.main.get_command(app)(frame.hoisted(args), prog_name="monitor", standalone_mode=False, obj=here)
        sys.stdout.flush()
    except TyperException as error:
        return frame.complain_of_usage(error)
    except MonitorError as error:
        return frame.complain(error, here)
    except typer.Abort:
        return frame.say("stopped: nothing was done", 130)
    except BrokenPipeError:
        return frame.deaf()
    except OSError as error:
        return frame.unusable(error, here)
    except Exception as error:  # noqa: BLE001 - the rim of the command line
        return frame.surprise(error, here)
    return int(status or 0)


def main() -> None:
    """The console script."""
    gc.set_threshold(20_000, 20, 20)  # looking for cycles while words are read takes a fifth of a command's time
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(run(sys.argv[1:]))
