"""`monitor assess`: whether a text concerns a beat, and why. Loads the words and nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.assess.assess import judge, strongest
from monitor.assess.passages import Looked, look
from monitor.assess.rules import Rules
from monitor.cli import asked, frame
from monitor.cli.asked import Asked, RulesFor
from monitor.errors import UsageError
from monitor.export.json import one_line
from monitor.export.shapes import plain
from monitor.model import Beat
from monitor.times import parse_iso

EXPLAINED = 5
"""With `--explain`, so many of the surest sentences are taken apart."""

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
    explain: Annotated[bool, typer.Option("--explain", help="Add what each sign in the sentences is worth.")] = False,
) -> int:
    """Say whether a text concerns a beat, how surely, how urgently, and why: an assessment as JSON.

    The newsroom's own words are used where the folder `config/` exists.

    With `--jsonl`, what a line says goes before the options. A line that cannot
    be read is told on standard error, and the exit status is 1.
    """
    given = {"countries": countries, "topics": topics, "side": side, "about": about, "published_at": published}
    defaults = {name: value for name, value in given.items() if value}
    if not jsonl or countries:
        asked.checked({"text": "", **defaults})
    rules_for = asked.rules_of(ctx.obj.config, defaults.get("countries", ""))
    if not jsonl:
        text = frame.read_bytes(file).decode("utf-8-sig", "replace")
        typer.echo(one_line(_assessed(asked.checked({**defaults, "text": text}), rules_for, explain)))
        return 0
    status = 0
    for number, line in enumerate(asked.lines(file), 1):
        try:
            said = asked.said(line)
            if said is not None:
                found = _assessed(Asked.model_validate({**defaults, **said}), rules_for, explain)
                typer.echo(one_line({"id": said.get("id"), **found}))
        except (ValueError, UsageError) as error:
            status = frame.say(f"line {number}: {asked.first(error)}", 1)
    return status


def _assessed(text: Asked, rules_for: RulesFor, explain: bool) -> dict[str, Any]:
    rules = rules_for(text.countries)
    beat = text.beat(rules)
    published = parse_iso(text.published_at) if text.published_at else None
    followed = (*((text.side,) if text.side else ()), *text.countries)
    looked = look(text.title, text.text, rules, published=published, followed=followed, side=text.side)
    found = judge(looked, beat, rules, side=text.side, about=text.about, whole=True)
    shape: dict[str, Any] = plain(found)
    if explain:
        shape["explained"] = list(_explained(looked, beat, rules, text))
    return shape


def _explained(looked: Looked, beat: Beat, rules: Rules, text: Asked) -> Iterator[dict[str, Any]]:
    weights = rules.weights.signs
    for case in strongest(looked, beat, rules, text.side, text.about)[:EXPLAINED]:
        passage = case.passage
        content = looked.title if passage.field == "title" else looked.text
        yield {
            "field": passage.field,
            "sentence": content[passage.start : passage.end],
            "topic": case.topic,
            "pair": list(case.pair),
            "points": round(case.points(weights), 3),
            "signs": {name: round(weights.get(name, 0.0) * value, 3) for name, value in case.signs.items() if value},
        }
