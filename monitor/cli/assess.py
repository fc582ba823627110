"""`monitor assess`: whether a text concerns a beat, and why. Loads the words and nothing else."""

import json
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from monitor.assess import names
from monitor.assess.assess import judge, strongest
from monitor.assess.passages import Looked, look
from monitor.assess.rules import Rules, compile_rules
from monitor.cli import frame
from monitor.config.words import load_words
from monitor.errors import UsageError
from monitor.export.json import one_line
from monitor.export.shapes import plain
from monitor.model import Beat
from monitor.times import parse_iso

EXPLAINED = 5
"""With `--explain`, so many of the surest sentences are taken apart."""
_HALF = re.compile("[\ud800-\udfff]")  # half a surrogate pair, which JSON can hold and no text can
RulesFor = Callable[[Collection[str]], Rules]

app = frame.new_app()


class Asked(BaseModel):
    """One text and what is known of it: the keys of a line of `--jsonl`. What else stands there is left alone."""

    model_config = ConfigDict(frozen=True)

    text: str
    title: str | None = None
    countries: tuple[str, ...] = Field(min_length=2)
    topics: tuple[str, ...] = ()
    side: str | None = None
    about: tuple[str, ...] = ()
    published_at: str | None = None

    @field_validator("text", "title")
    @classmethod
    def _whole_letters(cls, text: str | None) -> str | None:
        return text and _HALF.sub("\ufffd", text)

    @field_validator("countries", "topics", "about", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(each.strip() for each in value.split(",") if each.strip()) if isinstance(value, str) else value

    @field_validator("countries", "about")
    @classmethod
    def _countries(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_country(code) for code in codes)

    @field_validator("side")
    @classmethod
    def _side(cls, code: str | None) -> str | None:
        return code and _country(code)

    @field_validator("published_at")
    @classmethod
    def _time(cls, written: str | None) -> str | None:
        if written:
            parse_iso(written)
        return written


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
        _checked({"text": "", **defaults})
    rules_for = _rules(ctx.obj.config, defaults.get("countries", ""))
    if not jsonl:
        text = frame.read_bytes(file).decode("utf-8-sig", "replace")
        typer.echo(one_line(_assessed(_checked({**defaults, "text": text}), rules_for, explain)))
        return 0
    status = 0
    for number, line in enumerate(_lines(file), 1):
        try:
            said = _said(line)
            if said is not None:
                found = _assessed(Asked.model_validate({**defaults, **said}), rules_for, explain)
                typer.echo(one_line({"id": said.get("id"), **found}))
        except (ValueError, UsageError) as error:
            status = frame.say(f"line {number}: {_first(error)}", 1)
    return status


def _lines(file: Path) -> Iterable[bytes]:
    """The lines as they come: a program may write one and wait for its answer."""
    return sys.stdin.buffer if str(file) == "-" else frame.read_bytes(file).splitlines()


def _said(line: bytes) -> dict[str, Any] | None:
    """What a line says, without its nulls; None for an empty one. Raises ValueError."""
    if not line.strip():
        return None
    try:
        said = json.loads(line.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(said, dict):
        raise ValueError('not an object: write {"text": "…"}')
    return {str(name): value for name, value in said.items() if value is not None}


def _checked(said: dict[str, Any]) -> Asked:
    try:
        return Asked.model_validate(said)
    except ValidationError as error:
        raise UsageError(_first(error), "see `monitor assess --help`") from error


def _first(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    fault = error.errors()[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].removeprefix('Value error, ')}"


def _country(code: str) -> str:
    if code.upper() not in names.codes():
        raise ValueError(f"“{code}” is no country: write ISO 3166 alpha-2, as in KH,JP")
    return code.upper()


def _rules(config: Path, countries: str) -> RulesFor:
    """The rules that know the names of some countries in every language: those of the options, else all."""
    words = load_words(config if config.is_dir() else None)
    usual = frozenset(Asked(text="", countries=countries).countries) if countries else frozenset()  # type: ignore[arg-type]

    @cache
    def compiled(unusual: bool) -> Rules:
        return compile_rules(words, None if unusual else usual)

    return lambda wanted: compiled(not usual.issuperset(wanted))


def _assessed(asked: Asked, rules_for: RulesFor, explain: bool) -> dict[str, Any]:
    rules = rules_for(asked.countries)
    for topic in asked.topics:
        frame.known(topic, rules.topics, "topic")
    name = "-".join(asked.countries).lower()
    beat = Beat(name, name, asked.countries, asked.topics or tuple(rules.topics))
    looked = look(asked.title, asked.text, rules)
    found = judge(looked, beat, rules, side=asked.side, about=asked.about, whole=True)
    shape: dict[str, Any] = plain(found)
    if explain:
        shape["explained"] = list(_explained(looked, beat, rules, asked))
    return shape


def _explained(looked: Looked, beat: Beat, rules: Rules, asked: Asked) -> Iterator[dict[str, Any]]:
    weights = rules.weights.signs
    for case in strongest(looked, beat, rules, asked.side, asked.about)[:EXPLAINED]:
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
