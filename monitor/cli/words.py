"""`monitor words`: terms that clash or never fire. Loads the words and nothing else."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from monitor.assess.rules import compile_rules
from monitor.assess.upkeep import Listed, faults, silent
from monitor.cli import asked, frame, tables
from monitor.config.complaints import Complaints
from monitor.config.spots import Spots
from monitor.config.words import own_files, words_of
from monitor.errors import UsageError

app = frame.new_app()


@app.command(epilog=frame.example("monitor words", "monitor words texts/ --format csv > silent.csv"))
def words(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="Texts, lines as `assess` takes them (.jsonl), or folders of both."),
    ] = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> int:
    """List the terms that contradict each other, never fire or stand twice: the shipped ones and those in `config/`.

    With texts, the terms that stand in none of them are listed too: of the
    languages of the texts, and without those of figures and dates.

    Exit status 1 when a term clashes, never fires or stands twice.
    """
    complaints = Complaints()
    own = own_files(ctx.obj.config, complaints)
    complaints.settle()
    known, spots = words_of(own), Spots(own)
    rules = compile_rules(known, ())
    found = faults(known, rules)
    rows = [_row(each.kind, each.spelling, each.why, each.terms, spots) for each in found]
    quiet = silent(known, rules, _texts(files)) if files else []
    rows += [_row("silent", each.term.text, "stands in none of the texts", (each,), spots) for each in quiet]
    frame.give(form, rows, lambda: _drawn(rows) if rows else Text("No term clashes, stands twice or never fires."))
    return 1 if found else 0


def _row(kind: str, spelling: str, why: str, terms: Iterable[Listed], spots: Spots) -> dict[str, Any]:
    some = list(terms)
    return {
        "fault": kind,
        "term": spelling,
        "language": some[0].language,
        "why": why,
        "where": [spots.of(each.path, each.term) for each in some],
    }


def _texts(files: Iterable[Path]) -> Iterator[tuple[str | None, str]]:
    """Titles and texts of files; a folder is searched for `.txt` and `.jsonl`."""
    for given in files:
        for path in sorted(each for each in given.rglob("*") if each.suffix in (".txt", ".jsonl")) or [given]:
            if path.suffix == ".jsonl":
                yield from _of_lines(path)
            else:
                yield None, frame.read_bytes(path).decode("utf-8-sig", "replace")


def _of_lines(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(asked.lines(path), 1):
        try:
            said = asked.said(line) or {}
        except ValueError as error:
            raise UsageError(f"{path}, line {number}: {error}", "leave it out, or mend it") from error
        yield str(said.get("title", "")), str(said.get("text", ""))


def _drawn(rows: Iterable[dict[str, Any]]) -> Table:
    made = tables.table("fault", "term…", "language", "why…", "where…")
    for row in rows:
        tables.add(made, row["fault"], row["term"], row["language"], row["why"], ", ".join(row["where"]))
    return made
