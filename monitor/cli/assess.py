"""`monitor assess`: whether a text concerns a beat, and why. Loads the words and nothing else."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.alert.phrases import Phrases
from monitor.assess.assess import judge, strongest
from monitor.assess.passages import look
from monitor.cli import asked, explained, frame, tables
from monitor.cli.asked import Asked, RulesFor
from monitor.errors import UsageError
from monitor.export.json import one_line
from monitor.export.shapes import plain
from monitor.times import parse_iso

app = frame.new_app()


@app.command(
    epilog=frame.example(
        "echo 'Flights between Cambodia and Japan resume in May.' | monitor assess --countries KH,JP",
        "monitor assess texts.jsonl --jsonl --countries KH,JP > assessments.jsonl",
    )
)
def assess(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text, or lines; standard input without it.")] = (
        Path("-")
    ),
    countries: Annotated[str, typer.Option(metavar="KH,JP", help="The countries of the beat: any two of them.")] = "",
    topics: Annotated[str, typer.Option(metavar="travel,aid", help="The topics; all that ship without it.")] = "",
    side: Annotated[str, typer.Option(metavar="JP", help="The country that the source speaks for.")] = "",
    about: Annotated[str, typer.Option(metavar="KH", help="The countries that its words concern.")] = "",
    published: Annotated[str, typer.Option(metavar="TIME", help="When it was posted: 2026-11-24.")] = "",
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help="Lines with text, and id, title, countries, topics, side, about, published_at."),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add the reasoning, step by step; a terminal shows that alone.")
    ] = False,
) -> int:
    """Say whether a text concerns a beat, how surely, how urgently, and why: an assessment as JSON.

    The newsroom's own words are used where the folder `config/` exists, and terms
    are glossed in its language.

    With `--jsonl`, what a line says goes before the options. A line that cannot
    be read is told on standard error, and the exit status is 1.
    """
    given = {"countries": countries, "topics": topics, "side": side, "about": about, "published_at": published}
    defaults = {name: value for name, value in given.items() if value}
    if not jsonl or countries:
        asked.checked({"text": "", **defaults})
    say = explained.spoken_in(ctx.obj.config) if explain else None
    rules_for = asked.rules_of(ctx.obj.config, defaults.get("countries", ""))
    if not jsonl:
        text = frame.read_bytes(file).decode("utf-8-sig", "replace")
        found = _assessed(asked.checked({**defaults, "text": text}), rules_for, say)
        is_read = explain and sys.stdout.isatty()
        typer.echo(tables.harmless_lines("\n".join(found["reasoning"])) if is_read else one_line(found))
        return 0
    status = 0
    for number, line in enumerate(asked.lines(file), 1):
        try:
            said = asked.said(line)
            if said is not None:
                found = _assessed(Asked.model_validate({**defaults, **said}), rules_for, say)
                typer.echo(one_line({"id": said.get("id"), **found}))
        except (ValueError, UsageError) as error:
            status = frame.say(f"line {number}: {asked.first(error)}", 1)
    return status


def _assessed(text: Asked, rules_for: RulesFor, say: Phrases | None) -> dict[str, Any]:
    rules = rules_for(text.countries)
    beat = text.beat(rules)
    published = parse_iso(text.published_at) if text.published_at else None
    followed = (*((text.side,) if text.side else ()), *text.countries)
    looked = look(text.title, text.text, rules, published=published, followed=followed, side=text.side)
    found = judge(looked, beat, rules, side=text.side, about=text.about, whole=True)
    shape: dict[str, Any] = plain(found)
    if say is not None:
        cases = strongest(looked, beat, rules, text.side, text.about)
        shape["explained"] = list(explained.sentences(looked, cases, rules, say))
        shape["reasoning"] = list(explained.reasoning(looked, cases, found, rules, say))
    return shape
