"""`monitor correct ID --reason`: our own false alarm, told to be one."""

from typing import Annotated

import typer
from rich.text import Text

from monitor.cli import frame
from monitor.cli.log import log_of, statement_in
from monitor.correction import corrections
from monitor.errors import UsageError
from monitor.times import SystemClock, iso

MOST_TOLD = 1000

app = frame.new_app()


@app.command(
    epilog=frame.example(
        'monitor correct 7k2qm4xw3h --reason "the post was there all the time: the site answered 404 to us alone"'
    )
)
def correct(
    ctx: typer.Context,
    statement: Annotated[str, typer.Argument(metavar="ID", help="Its ID, as the log and alerts show it.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="What was wrong, in a sentence for the newsroom.")],
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Take back the latest change of a statement: it was an error of ours.

    It is marked so in the log, and a correction is owed to each channel that got the alert, in its thread. The
    wordings, captures and times stay as they are.
    """
    reason, now = " ".join(reason.split()), SystemClock().now()
    if not reason:
        raise UsageError("the reason is empty", "say in a sentence what was wrong")
    with log_of(ctx.obj) as store:
        one = statement_in(store, statement)
        last = store.history(statement)[-1]
        if last.corrected_at is not None:
            raise UsageError(f"this was corrected already, at {iso(last.corrected_at)}", "nothing is told twice")
        owed = corrections(one, last, store.deliveries(statement=statement, limit=MOST_TOLD), reason, now)
        store.correct(statement, reason, owed, now)
    channels = sorted({each.channel for each in owed})
    said = {"statement": statement, "change": str(last.kind), "at": iso(last.at), "reason": reason, "told": channels}
    where = (
        f"owed to {', '.join(channels)}: the daemon or `monitor deliver` sends it" if channels else "nobody was told"
    )
    frame.give_one(form, said, lambda: Text(f"corrected: {last.kind} of {iso(last.at)}; {where}"))
