"""`monitor show ID`: one statement with its history."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated

import typer
from rich.text import Text

from monitor.cli import frame, tables
from monitor.cli.log import log_of, statement_in
from monitor.errors import NotFound, UsageError
from monitor.export import shapes
from monitor.model import Assessment, ChangeKind, Chapter, Decision, Fact, Span, Statement, Version
from monitor.text.difference import compare
from monitor.times import SystemClock, iso

MOST_RUNS = 20
STYLES = {"gone": "red strike", "come": "green bold"}

app = frame.new_app()


@app.command(
    epilog=frame.example(
        "monitor show 7k2qm4xw3h", "monitor show 7k2qm4xw3h --diff 1..2", "monitor show 7k2qm4xw3h --version 1"
    )
)
def show(
    ctx: typer.Context,
    statement: Annotated[str, typer.Argument(metavar="ID", help="Its ID, as the log and alerts show it.")],
    version: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only this wording.")] = None,
    diff: Annotated[str | None, typer.Option(metavar="A..B", help="Only what changed between two wordings.")] = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Show one statement: each wording, what changed, why it concerns the beat, which capture shows it."""
    with log_of(ctx.obj) as store:
        found = statement_in(store, statement)
        history = store.history(statement)
        decisions = store.decisions([statement]).get(statement, [])
        polls = store.coverage(found.source, found.first_seen_at, SystemClock().now())
    if diff is not None:
        before, after = (_wording(history, number) for number in _range(diff))
        frame.give_one(form, shapes.diff(before, after), lambda: _difference(before, after))
    elif version is not None:
        one = _wording(history, version)
        frame.give_one(form, one, lambda: Text("\n".join(_said(one))))
    else:
        told = {
            **shapes.told(found, history),
            "decisions": [shapes.decision(each) for each in decisions],
            "polls": shapes.plain(polls),
        }
        frame.give_one(form, told, lambda: _story(found, history, decisions, polls))


def _range(written: str) -> tuple[int, int]:
    first, dots, last = written.partition("..")
    if not dots or not first.isdecimal() or not last.isdecimal():
        raise UsageError(f"“{written}” is no pair of versions", "write --diff 1..2")
    return int(first), int(last)


def _wording(history: Sequence[Chapter], number: int) -> Version:
    wordings = {each.version.number: each.version for each in history}
    if number not in wordings:
        raise NotFound(f"there is no version {number}", f"there are: {', '.join(map(str, sorted(wordings)))}")
    return wordings[number]


def _said(one: Version) -> list[str]:
    title = [tables.harmless(one.title), ""] if one.title else []
    return [*title, tables.harmless_lines(one.text)]


def _difference(before: Version, after: Version) -> Text:
    drawn = Text()
    for old, new in ((before.title or "", after.title or ""), (before.text, after.text)):
        for piece in compare(old, new):
            marked = {"gone": f"[-{piece.text}-]", "come": f"{{+{piece.text}+}}"}.get(piece.kind, piece.text)
            drawn.append(tables.harmless_lines(marked), STYLES.get(piece.kind, ""))
        drawn.append("\n")
    return drawn


def _story(one: Statement, history: Sequence[Chapter], decisions: Sequence[Decision], polls: Sequence[Span]) -> Text:
    drawn = Text()
    head = f"{one.id} · {one.source} · {one.side or '–'} · {one.language or 'language unknown'}"
    drawn.append(tables.harmless(head) + (" · brought by hand" if one.pasted else "") + "\n", "bold")
    drawn.append(f"{tables.harmless(one.url or 'no address')}\n")
    drawn.append(f"posted {tables.moment(one.published_at)}, first seen {tables.moment(one.first_seen_at)}, ")
    drawn.append(f"last seen {tables.moment(one.last_seen_at)}\n")
    if one.withheld:
        hidden = f"withheld {tables.moment(one.withheld_at)} by {one.withheld_by}: {one.withheld}"
        drawn.append(f"{tables.harmless(hidden)}\n", "bold")
    for each in decisions:
        drawn.append(f"{tables.harmless(decided(each))}\n", "bold")
    for before, chapter in pairwise((None, *history)):
        assert chapter is not None
        drawn.append(f"\n{chapter.kind} · {iso(chapter.at)} · version {chapter.version.number}\n", "bold")
        for line in _chapter(chapter):
            drawn.append(f"  {line}\n", "dim")
        for line in _carried(chapter.version):
            drawn.append(f"  {line}\n", "dim")
        if before is None:
            drawn.append("\n".join(_said(chapter.version)) + "\n")
        elif before.version.number != chapter.version.number:
            drawn.append_text(_difference(before.version, chapter.version))
    drawn.append("\nPolls of its source since it was first seen\n", "bold")
    for line in _polled(one, polls):
        drawn.append(f"  {tables.harmless(line)}\n", "dim")
    return drawn


def _polled(one: Statement, polls: Sequence[Span]) -> Iterator[str]:
    """The runs of polls with one outcome; of many, the last."""
    if len(polls) > MOST_RUNS:
        all_of_them = f"monitor coverage {one.source} --since {one.first_seen_at:%Y-%m-%d}"
        yield f"… {len(polls) - MOST_RUNS} runs before: `{all_of_them}`"
    for span in polls[-MOST_RUNS:]:
        when = f"{tables.moment(span.from_at)} to {tables.moment(span.to_at)}"
        yield f"{when}: {span.polls} × {span.state}{f' ({span.why})' if span.why else ''}"


def _carried(one: Version) -> Iterator[str]:
    """How a text was read that stands in a file or a picture, and where these are."""
    if one.read_by or not one.whole:
        yield {"ocr": "read by OCR: check the picture", "pdf": "read from a PDF file"}.get(
            one.read_by, "not read whole"
        )
        yield from (f"{each.type}: {tables.harmless(each.url)}" for each in one.media)


def _chapter(chapter: Chapter) -> Iterator[str]:
    if chapter.corrected_at:
        said = tables.harmless(chapter.correction)
        yield f"corrected at {tables.moment(chapter.corrected_at)}, the error was ours: {said}"
    if chapter.version.marked_edited and chapter.kind is not ChangeKind.EDITED:
        yield "marked as edited by the source: this may not be its first wording"
    if not chapter.significant:
        yield "typography only: no word or figure differs"
    if chapter.proof:
        yield f"proof: {tables.harmless(chapter.proof)}"
    if chapter.last_seen_at:
        yield f"last seen before that {tables.moment(chapter.last_seen_at)}"
    if chapter.missing_at:
        yield f"missing at {', '.join(tables.moment(at) for at in chapter.missing_at)}"
    if chapter.twin:
        yield f"{'posted again as' if chapter.kind is ChangeKind.REPLACED else 'in the place of'} {chapter.twin}"
    if chapter.capture:
        hidden = ", withheld" if chapter.capture.withheld_at else ""
        yield f"capture {chapter.capture.sha256} of {tables.harmless(chapter.capture.url)}{hidden}"
    yield from map(judged, chapter.assessments)
    yield from map(stated, chapter.assessments[0].facts if chapter.assessments else ())


def decided(one: Decision) -> str:
    """A decision in a line: when, what, who, why."""
    level = f", {one.level}" if one.level else ""
    wording = f"version {one.version} is {one.verdict}{level}"
    return f"{tables.moment(one.at)}: {wording}, decided by {one.by}: {one.reason}"


def stated(one: Fact) -> str:
    """A fact in a line: the quote, what it says, who says it."""
    days = " to ".join(dict.fromkeys(iso(when) or "" for when in (one.from_, one.to) if when))
    worth = days or " ".join(str(each) for each in (one.value, one.unit) if each is not None)
    said = f", said by {one.speaker}" if one.speaker else ""
    return tables.harmless(f"states {one.kind} “{one.text}”{f': {worth}' if worth else ''}{said}")


def judged(one: Assessment) -> str:
    """An assessment in a line: the verdict, the quoted words, what configuration implies."""
    verdict = "relevant" if one.relevant else "unsure" if one.unsure else "not relevant"
    quoted = ", ".join(f"“{each.text}”" + (f" [{each.gloss}]" if each.gloss else "") for each in one.reasons)
    said = " · ".join(filter(None, (verdict, str(one.level) if one.relevant else "", ", ".join(one.topics), quoted)))
    return tables.harmless(f"{one.beat}: {said} ({one.score:.2f}) {' '.join(one.why)}")
