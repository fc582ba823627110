"""`monitor paste`: a statement brought by hand."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.bring import hold
from monitor.bring import paste as keep
from monitor.cli import frame
from monitor.cli.embargo import listed
from monitor.cli.files import config_of, source_of
from monitor.cli.tables import add, table
from monitor.cli.works import works_of
from monitor.errors import UsageError
from monitor.export.shapes import plain
from monitor.model import Statement
from monitor.paste import ends_at, pasted_entry, posted_at

app = frame.new_app()


@app.command(
    epilog=frame.example(
        "monitor paste jp-embassy-kh --url https://www.facebook.com/… --published 2026-11-24T19:42 < post.txt",
        "monitor paste jp-embassy-kh --file post.txt",
        "monitor paste jp-embassy-kh --file release.txt --embargo-until 2026-11-25T10:00",
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
    embargo_until: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Until then it is shown to nobody, in no way; then it is told."),
    ] = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Bring a statement by hand: a post that no machine may read.

    It is compared, judged and told like any other, and marked as pasted. What is under an embargo is kept back until
    then: `monitor embargo` lists it, without its words.
    """
    config = config_of(ctx.obj)
    one = source_of(config, source)
    text = frame.read_bytes(file).decode("utf-8-sig", "replace")
    with works_of(ctx.obj, config) as works:
        zone, now = config.routing.newsroom.timezone, works.clock.now()
        try:
            posted = posted_at(published, zone) if published else None
            entry = pasted_entry(text, url, posted, now)
            until = ends_at(embargo_until, zone, now) if embargo_until else None
        except ValueError as error:
            raise UsageError(str(error), "nothing was kept") from error
        if until is not None:
            held = hold(one, entry, until, works)
            frame.give_one(form, plain(held), lambda: listed([held], zone))
            return
        kept = works.store.statement(keep(one, entry, works, config))
    assert kept is not None
    frame.give_one(form, plain(kept), lambda: _table(kept))


def _table(one: Statement) -> object:
    made = table("statement", "change", "versions", "relevant", "level", "topics")
    add(made, one.id, one.change, one.versions, "unsure" if one.unsure else one.relevant, one.level, one.topics)
    return made
