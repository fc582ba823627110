"""`monitor alerts`: the outbox and its history, and what one does with an alert. One command a file, `alerts_*.py`."""

import typer

from monitor.cli import alerts_list, alerts_retry, alerts_try, frame
from monitor.cli.alerts_list import AlertOption, ChannelOption, LimitOption, StatementOption, StateOption

app = frame.new_app(invoke_without_command=True, epilog=frame.example("monitor alerts", "monitor alerts test kh-jp"))


@app.callback()
def alerts(
    ctx: typer.Context,
    state: StateOption = None,
    channel: ChannelOption = None,
    statement: StatementOption = None,
    alert: AlertOption = None,
    limit: LimitOption = 50,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Show what is owed and what was sent, the newest first; without a command the same as `list`."""
    if ctx.invoked_subcommand is None:
        alerts_list.list_(ctx, state, channel, statement, alert, limit, form)


app.command("list", epilog=frame.example("monitor alerts list --state given-up"))(alerts_list.list_)
app.command("retry", epilog=frame.example("monitor alerts retry", "monitor alerts retry A-7K2QM4"))(alerts_retry.retry)
app.command("test", epilog=frame.example("monitor alerts test kh-jp", "monitor alerts test operators"))(
    alerts_try.try_route
)
