"""`monitor review relevant|irrelevant|missed|noise`: a person decides whether a statement is of concern."""

import getpass
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.config.config import Config
from monitor.export import shapes
from monitor.model import Level, Verdict
from monitor.review import Outcome, Said, decide, meaning
from monitor.times import SystemClock

NamesArgument = Annotated[
    list[str], typer.Argument(metavar="NAME...", help="A statement's ID, its address, or the ID of an alert about it.")
]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a sentence; it is kept.")]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; by default who is logged in.")]
LevelOption = Annotated[
    Level | None, typer.Option("--level", metavar="urgent|routine", help="By default as it was judged.")
]
TopicsOption = Annotated[
    list[str] | None, typer.Option("--topic", metavar="TOPIC", help="By default as they were judged; may be repeated.")
]
BeatsOption = Annotated[
    list[str] | None, typer.Option("--beat", metavar="ID", help="Only for this beat; may be repeated.")
]
TellOption = Annotated[
    bool | None, typer.Option("--tell/--no-tell", help="Tell it now, if it never was; by default when it is fresh.")
]
Form = frame.FormatOption


def relevant(
    ctx: typer.Context,
    names: NamesArgument,
    reason: ReasonOption,
    level: LevelOption = None,
    topics: TopicsOption = None,
    beats: BeatsOption = None,
    tell: TellOption = None,
    by: ByOption = None,
    form: Form = frame.Form.TABLE,
) -> None:
    """Decide that statements concern the beat. What was never told, and is fresh, is told now."""
    said = Said(Verdict.RELEVANT, reason, by or getpass.getuser(), level, tuple(topics or ()), tuple(beats or ()), tell)
    _decide(ctx, names, said, form)


def irrelevant(
    ctx: typer.Context,
    names: NamesArgument,
    reason: ReasonOption,
    beats: BeatsOption = None,
    by: ByOption = None,
    form: Form = frame.Form.TABLE,
) -> None:
    """Decide that statements do not concern the beat. What waits to be told of them is not sent any more."""
    said = Said(Verdict.IRRELEVANT, reason, by or getpass.getuser(), beats=tuple(beats or ()))
    _decide(ctx, names, said, form)


def missed(
    ctx: typer.Context,
    names: NamesArgument,
    reason: ReasonOption,
    level: LevelOption = None,
    topics: TopicsOption = None,
    beats: BeatsOption = None,
    tell: TellOption = None,
    by: ByOption = None,
    form: Form = frame.Form.TABLE,
) -> None:
    """Say that statements should have alerted. It is in force at once; the queue lists it, for another to look."""
    said = Said(Verdict.RELEVANT, reason, by or getpass.getuser(), level, tuple(topics or ()), tuple(beats or ()), tell)
    _decide(ctx, names, replace(said, feedback=True), form)


def noise(
    ctx: typer.Context,
    names: NamesArgument,
    reason: ReasonOption,
    by: ByOption = None,
    form: Form = frame.Form.TABLE,
) -> None:
    """Say that alerts were noise. It is in force at once; the queue lists it, for another to look."""
    _decide(ctx, names, Said(Verdict.IRRELEVANT, reason, by or getpass.getuser(), feedback=True), form)


def _decide(ctx: typer.Context, names: Sequence[str], said: Said, form: frame.Form) -> None:
    config, now = config_of(ctx.obj), SystemClock().now()
    _check(said, config)
    with log_of(ctx.obj) as store:
        meant = [meaning(name, store) for name in names]
        outcomes = [decide(one, replace(said, alert=alert), store, config, now) for one, alert in meant]
    frame.give(form, map(_shape, outcomes), lambda: Text("\n".join(map(_told, outcomes))))


def _check(said: Said, config: Config) -> None:
    for topic in said.topics:
        frame.known(topic, {each for beat in config.beats for each in beat.topics}, "topic")
    for beat in said.beats:
        frame.known(beat, [each.id for each in config.beats], "beat")


def _shape(outcome: Outcome) -> dict[str, Any]:
    return {**shapes.decision(outcome.decision), "told": list(outcome.told), "untold": outcome.why}


def _told(outcome: Outcome) -> str:
    one = outcome.decision
    where = f"owed to {', '.join(outcome.told)}: the daemon or `monitor deliver` sends it" if outcome.told else ""
    return f"{one.statement}: {one.verdict}, decided by {one.by}; {where or f'nothing is sent: {outcome.why}'}"
