"""`monitor deliver`: try all that is owed, now."""

from contextlib import closing

import typer

from monitor.alert.deliver import Courier
from monitor.bring import release
from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.log import existing
from monitor.cli.tables import add, table
from monitor.cli.works import works_of
from monitor.lock import held
from monitor.times import SystemClock

app = frame.new_app()


@app.command(epilog=frame.example("monitor deliver"))
def deliver(ctx: typer.Context, form: frame.FormatOption = frame.Form.TABLE) -> int:
    """Try all that is owed, now; refused while a daemon runs, which does it by itself.

    Pauses between tries are set aside; what a channel asked us to wait is not,
    nor the minute after a try whose outcome is unknown.
    """
    config = config_of(ctx.obj)
    with (
        held(existing(ctx.obj), "monitor deliver", SystemClock().now()),
        works_of(ctx.obj, config) as works,
        closing(Courier(works.store, works.clock)) as courier,
    ):
        release(works.store.embargo_due(works.clock.now()), works, config)
        tally = courier.drain(config.routing, at_once=True)
        found = {"sent": tally.sent, "failed": tally.failed, "owed": works.store.waiting()}
    frame.give_one(form, found, lambda: summary(found))
    return 1 if tally.failed else 0


def summary(found: dict[str, int]) -> object:
    """Counts as a table of one row."""
    made = table(*found)
    add(made, *found.values())
    return made
