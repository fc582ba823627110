"""`monitor withhold ID --reason`: a text that must not be shown any more."""

import getpass
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor.archive.archive import Archive
from monitor.cli import frame
from monitor.cli.log import database_of, log_of, statement_in
from monitor.errors import UsageError
from monitor.times import SystemClock, iso
from monitor.withhold import withhold as hide

app = frame.new_app()


@app.command(epilog=frame.example('monitor withhold 7k2qm4xw3h --reason "by order of the court, 24 November 2026"'))
def withhold(
    ctx: typer.Context,
    statement: Annotated[str, typer.Argument(metavar="ID", help="Its ID, as the log and alerts show it.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is shown in the place of the text.")],
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who decides; by default who is logged in.")] = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Hide the text of a statement everywhere, for ever: page, search, exports, alerts still owed, captures.

    What stays: its ID, address and times, the hashes of its wordings and captures, the reason and who decided.
    Captures of lists that show it are blanked whole. What was sent to a channel cannot be taken back from here.
    """
    reason, by, now = " ".join(reason.split()), by or getpass.getuser(), SystemClock().now()
    if not reason:
        raise UsageError("the reason is empty", "say in a sentence why it must be hidden")
    with log_of(ctx.obj) as store:
        one = statement_in(store, statement)
        if sys.stdin.isatty():
            typer.confirm(f"The text of {statement} goes for ever. Go on?", abort=True, err=True)
        done = hide(one, reason, by, store, Archive(ctx.obj.data), now)
    said: dict[str, Any] = {
        "statement": statement,
        "at": iso(now),
        "by": by,
        "reason": reason,
        "hashes": list(done.hashes),
        "captures": [each.sha256 for each in done.captures],
        "same_wording": list(done.same),
        "copies": [str(each) for each in _copies(database_of(ctx.obj))],
    }
    frame.give_one(form, said, lambda: Text("\n".join(_lines(said))))


def _copies(database: Path) -> list[Path]:
    """Copies of the database beside it, which we made before an upgrade or a restore."""
    own = {database.name, f"{database.name}-wal", f"{database.name}-shm", f"{database.name}.lock"}
    return sorted(each for each in database.parent.glob(f"{database.name}*") if each.name not in own)


def _lines(said: dict[str, Any]) -> list[str]:
    lines = [f"withheld: {said['statement']}; captures blanked: {len(said['captures'])}"]
    if said["same_wording"]:
        lines.append(f"other statements say the same, and are not hidden: {', '.join(said['same_wording'])}")
    if said["copies"]:
        lines.append(f"these copies of the database still have the text: {', '.join(said['copies'])}")
    return [*lines, "backups that you made elsewhere, and messages that were sent, still have it"]
