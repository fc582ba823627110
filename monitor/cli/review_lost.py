"""`monitor review gone|public`: a person saw what became of statements that are missing without proof."""

import getpass
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor import losses
from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.review_decide import ByOption, ReasonOption
from monitor.model import Lost, Verdict
from monitor.times import SystemClock

LostArgument = Annotated[
    list[str], typer.Argument(metavar="NAME...", help="A source that misses statements, or the ID of one of these.")
]


def gone(
    ctx: typer.Context,
    names: LostArgument,
    reason: ReasonOption,
    by: ByOption = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Confirm that what is missing is no longer public: it is told as such, with who looked for its proof."""
    config, now = config_of(ctx.obj), SystemClock().now()
    with log_of(ctx.obj) as store:
        lost = losses.meant(names, store)
        told = losses.gone(lost, reason, by or getpass.getuser(), store, config, now)
    _say(Verdict.GONE, lost, told, form)


def public(
    ctx: typer.Context,
    names: LostArgument,
    reason: ReasonOption,
    by: ByOption = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Say that what is missing is public all the same: it is not taken for missing any more, and nobody is told."""
    with log_of(ctx.obj) as store:
        lost = losses.meant(names, store)
        losses.public(lost, reason, by or getpass.getuser(), store, SystemClock().now())
    _say(Verdict.PUBLIC, lost, (), form)


def _say(verdict: Verdict, lost: Sequence[Lost], told: Sequence[str], form: frame.Form) -> None:
    said: dict[str, Any] = {
        "verdict": str(verdict),
        "statements": [each.statement.id for each in lost],
        "told": list(told),
    }
    where = f"; owed to {', '.join(told)}" if told else ""
    frame.give_one(form, said, lambda: Text(f"{verdict}: {len(lost)} statements{where}"))
