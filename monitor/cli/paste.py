"""`monitor paste`: a statement brought by hand."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import frame
from monitor.cli.files import config_of, source_of
from monitor.cli.tables import add, table
from monitor.cli.works import works_of
from monitor.errors import UsageError
from monitor.export.shapes import plain
from monitor.model import Statement
from monitor.paste import pasted_entry, posted_at
from monitor.poll import paste as keep

app = frame.new_app()


@app.command(
    epilog=frame.example(
        "monitor paste jp-embassy-kh --url https://www.facebook.com/… --published 2026-11-24T19:42 < post.txt",
        "monitor paste jp-embassy-kh --file post.txt",
    )
)
def paste(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Whose statement it is: an ID of sources.yaml.")],
    file: Annotated[Path, typer.Option(metavar="FILE", help="The text; standard input without it.")] = Path("-"),
    url: Annotated[str | None, typer.Option(metavar="URL", help="Its own address.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="TIME", help="When it was posted; in the newsroom's zone where none is said.")
    ] = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Bring a statement by hand: a post that no machine may read.

    It is compared, judged and told like any other, and marked as pasted.
    """
    config = config_of(ctx.obj)
    one = source_of(config, source)
    text = frame.read_bytes(file).decode("utf-8-sig", "replace")
    with works_of(ctx.obj, config) as works:
        try:
            posted = posted_at(published, config.routing.newsroom.timezone) if published else None
            entry = pasted_entry(text, url, posted, works.clock.now())
        except ValueError as error:
            raise UsageError(str(error), "nothing was kept") from error
        kept = works.store.statement(keep(one, entry, works, config))
    assert kept is not None
    frame.give_one(form, plain(kept), lambda: _table(kept))


def _table(one: Statement) -> object:
    made = table("statement", "change", "versions", "relevant", "level", "topics")
    add(made, one.id, one.change, one.versions, "unsure" if one.unsure else one.relevant, one.level, one.topics)
    return made
