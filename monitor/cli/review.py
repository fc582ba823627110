"""`monitor review`: what a person must decide, and what was decided. One command a file, `review_*.py`."""

import typer

from monitor.cli import frame, review_decide, review_export, review_list, review_lost
from monitor.cli.review_list import DAYS, KindOption, SinceOption, SourceOption

app = frame.new_app(
    invoke_without_command=True,
    epilog=frame.example(
        "monitor review",
        'monitor review relevant 7k2qm4xw3h --level urgent --reason "the visa fee is for Cambodians too"',
        'monitor review noise A-7K2QM4 --reason "only a courtesy"',
    ),
)


@app.callback()
def review(
    ctx: typer.Context,
    kind: KindOption = None,
    source: SourceOption = None,
    since: SinceOption = DAYS,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """List what a person must decide; without a command the same as `list`."""
    if ctx.invoked_subcommand is None:
        review_list.list_(ctx, kind, source, since, form)


app.command("list", epilog=frame.example("monitor review list --kind unsure --since 7d"))(review_list.list_)
app.command(
    "relevant",
    epilog=frame.example('monitor review relevant 7k2qm4xw3h --topic travel --reason "read the scan: a visa notice"'),
)(review_decide.relevant)
app.command(
    "irrelevant", epilog=frame.example('monitor review irrelevant 7k2qm4xw3h --reason "about another country"')
)(review_decide.irrelevant)
app.command(
    "missed",
    epilog=frame.example('monitor review missed https://rivers.example/news/12 --reason "it is a grant by Japan"'),
)(review_decide.missed)
app.command("noise", epilog=frame.example('monitor review noise A-7K2QM4 --reason "a speech contest"'))(
    review_decide.noise
)
app.command("gone", epilog=frame.example('monitor review gone rivers --reason "their pages are taken down, I looked"'))(
    review_lost.gone
)
app.command(
    "public", epilog=frame.example('monitor review public rivers --reason "the site was rebuilt; all is there"')
)(review_lost.public)
app.command("decided", epilog=frame.example("monitor review decided --since 7d"))(review_list.made)
app.command("export", epilog=frame.example("monitor review export > labelled.jsonl"))(review_export.export)
