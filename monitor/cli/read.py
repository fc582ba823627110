"""`monitor read`: a reader run over saved captures. Loads the readers and nothing else."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import frame
from monitor.errors import UsageError
from monitor.export import shapes
from monitor.export.json import one_line
from monitor.model import State
from monitor.read import READERS
from monitor.read.files import read_file
from monitor.times import SystemClock

app = frame.new_app()


@app.command(
    epilog=frame.example(
        "monitor read --kind feed feed.xml --url https://bridges.example/feed.xml",
        "monitor read --kind listing --set timezone=Asia/Phnom_Penh --jsonl saved/*.html.gz",
    )
)
def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Saved bodies; `.gz` too.")],
    kind: Annotated[str, typer.Option(metavar="KIND", help=f"One of: {', '.join(sorted(READERS))}.")],
    url: Annotated[str | None, typer.Option(metavar="BASE", help="The address that they came from.")] = None,
    keys: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A key of the source, as in sources.yaml.")
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="A line a file, on a terminal too.")] = False,
) -> int:
    """Run a reader over saved captures: a reading as JSON, a line a file.

    Relative dates count from now. Exit status 1 when a state is not ok.
    """
    frame.known(kind, READERS, "kind")
    given = dict(_pair(each) for each in keys or [])
    states = set()
    for file in files:
        reading = read_file(kind, file, SystemClock().now(), url=url, keys=given)
        states.add(reading.state)
        said = shapes.reading(reading, str(file))
        typer.echo(one_line(said) if jsonl else frame.readable(said))
    return 0 if states == {State.OK} else 1


def _pair(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign:
        raise UsageError(f"“{written}” sets nothing", "write --set timezone=Asia/Phnom_Penh")
    return name, value
