"""`monitor alerts`: the outbox and its history, and what one does with an alert. One command a file, `alerts_*.py`."""

from functools import wraps
from typing import Any

import typer

from monitor.cli import (
    alerts_ack,
    alerts_explain,
    alerts_list,
    alerts_mute,
    alerts_preview,
    alerts_resend,
    alerts_retry,
    alerts_try,
    frame,
)

app = frame.new_app(invoke_without_command=True, epilog=frame.example("monitor alerts", "monitor alerts test kh-jp"))


@app.callback()
@wraps(alerts_list.list_)
def alerts(ctx: typer.Context, **asked: Any) -> None:
    """Without a command the same as `list`."""
    if ctx.invoked_subcommand is None:
        alerts_list.list_(ctx, **asked)


app.command("list", epilog=frame.example("monitor alerts list --state given-up", "monitor alerts list --since 2d"))(
    alerts_list.list_
)
app.command("explain", epilog=frame.example("monitor alerts explain A-7K2QM4", "monitor alerts explain 7k2qm4xw3h"))(
    alerts_explain.explain
)
app.command(
    "preview",
    epilog=frame.example("monitor alerts preview 7k2qm4xw3h", "monitor alerts preview 7k2qm4xw3h --channel desk"),
)(alerts_preview.preview)
app.command("ack", epilog=frame.example("monitor alerts ack A-7K2QM4 --by Sokha"))(alerts_ack.ack)
app.command(
    "mute",
    epilog=frame.example(
        'monitor alerts mute --source rivers --for 2h --reason "they post their archive"',
        'monitor alerts mute --event 7k2qm4xw3h --for 1d --reason "we have a reporter there"',
    ),
)(alerts_mute.mute)
app.command("mutes", epilog=frame.example("monitor alerts mutes"))(alerts_mute.mutes)
app.command("unmute", epilog=frame.example("monitor alerts unmute M-7K2Q"))(alerts_mute.unmute)
app.command("retry", epilog=frame.example("monitor alerts retry", "monitor alerts retry A-7K2QM4"))(alerts_retry.retry)
app.command("resend", epilog=frame.example("monitor alerts resend A-7K2QM4 --channel desk"))(alerts_resend.resend)
app.command("test", epilog=frame.example("monitor alerts test kh-jp", "monitor alerts test operators"))(
    alerts_try.try_route
)
