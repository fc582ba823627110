"""`monitor db`: upkeep of the database."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.archive.archive import Archive
from monitor.cli import frame
from monitor.cli.log import database_of, existing, log_of
from monitor.cli.tables import add, table
from monitor.errors import ArchiveError, NotFound
from monitor.export.shapes import plain
from monitor.lock import held
from monitor.model import ChainDay
from monitor.store import schema, upkeep
from monitor.times import SystemClock

app = frame.new_app(no_args_is_help=True, epilog=frame.example("monitor db backup copy.db", "monitor db verify"))


@app.callback()
def db() -> None:
    """Upgrade, back up, restore, verify the database."""


@app.command(epilog=frame.example("monitor db upgrade"))
def upgrade(ctx: typer.Context) -> None:
    """Bring an older database up to date, after a copy beside it; `run` and `poll` do it by themselves."""
    path = existing(ctx.obj)
    with held(path, "monitor db upgrade", SystemClock().now()):
        copy = schema.upgrade(path)
    typer.echo(f"{path} is up to date; as it was before: {copy}" if copy else f"{path} is up to date already")


@app.command(epilog=frame.example("monitor db backup /backups/monitor-2026-11-24.db"))
def backup(
    ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.")]
) -> None:
    """Copy the database, also while the daemon runs. The captures are files: copy the folder `data/` too."""
    upkeep.backup(existing(ctx.obj), file)
    typer.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


@app.command(epilog=frame.example("monitor db restore /backups/monitor-2026-11-24.db"))
def restore(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")]) -> None:
    """Put a backup in the place of the database; what stood there is kept beside it. Refused while a daemon runs.

    What the backup still owed may have been sent since: it is given up, and
    `monitor alerts retry` sends it after all.
    """
    path = database_of(ctx.obj)
    with held(path, "monitor db restore", SystemClock().now()):
        done = upkeep.restore(path, file)
    aside = f"; what stood there: {done.aside}" if done.aside else ""
    typer.echo(f"{path} is the backup {file}{aside}")
    if done.doubtful:
        typer.echo(
            f"Alerts that may have been sent since: {done.doubtful}; `monitor alerts --state given-up` lists them"
        )


@app.command(epilog=frame.example("monitor db chain", "monitor db chain --day 2026-11-24 | sha256sum"))
def chain(
    ctx: typer.Context,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Only what this day's value is made of, a line each."),
    ] = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Show the chain of captures: a value for each day, made of the one before and of the hashes kept since.

    With --day what the value is made of: its SHA-256 is the value.
    """
    with log_of(ctx.obj) as store:
        if day is None:
            days = store.chain()
            frame.give(form, [plain(each) for each in days], lambda: _days(days))
            return
        made = store.chained(day.date())
    if made is None:
        raise NotFound(f"the chain has no {day.date()}", "`monitor db chain` lists its days")
    typer.echo("\n".join((made[0], *made[1])))


def _days(days: Sequence[ChainDay]) -> object:
    made = table("day (UTC)", "captures", "value")
    for each in days:
        add(made, each.day, each.captures, each.value)
    return made


@app.command(epilog=frame.example("monitor db verify", "monitor db verify --format json"))
def verify(ctx: typer.Context, form: frame.FormatOption = frame.Form.TABLE) -> int:
    """Check the database, and each capture against its hash; exit status 1 when one byte differs."""
    archive = Archive(ctx.obj.data)
    with log_of(ctx.obj) as store:
        kept = store.captures()
        found = {"database": list(store.verify()), "captures": len(kept), "damaged": []}
        found["damaged"] = [_wrong(archive, each) for each in archive.verify(kept)]
    frame.give_one(form, found, lambda: _table(found))
    return 1 if found["database"] or found["damaged"] else 0


def _wrong(archive: Archive, kept: Any) -> str:
    try:
        archive.check(kept)
    except ArchiveError as error:
        return str(error)
    return f"{kept.file} was wrong, and is right now"


def _table(found: dict[str, Any]) -> object:
    made = table("", "…")
    add(made, "captures", found["captures"])
    for complaint in (*found["database"], *found["damaged"]):
        add(made, "wrong", complaint, style="bold red")
    if not found["database"] and not found["damaged"]:
        add(made, "verified", "every byte is as it was kept")
    return made
