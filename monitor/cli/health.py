"""`monitor health`: for the container's check, and for a person in a hurry."""

from dataclasses import dataclass
from typing import Any

import typer

from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.cli.log import log_of
from monitor.cli.tables import add, at, table
from monitor.errors import ConfigError
from monitor.health import Listed, health_of
from monitor.lock import holder
from monitor.model import Source
from monitor.times import SystemClock

app = frame.new_app()


@app.command(epilog=frame.example("monitor health", "monitor health --format json"))
def health(ctx: typer.Context, form: frame.FormatOption = frame.Form.TABLE) -> int:
    """Say whether the monitor works; exit status 1 when it does not.

    A source that cannot be read is shown, and is no fault of ours; nor is an
    edited file with a fault, for the daemon goes on with what it had.
    """
    with log_of(ctx.obj) as store:
        found = health_of(store, _files(ctx.obj), SystemClock().now())
        found["daemon"] = holder(store.path)
    if found["daemon"] is None:
        found |= {"ok": False, "why": "no daemon works on this database: start `monitor run`"}
    frame.give_one(form, found, lambda: _table(found))
    return 0 if found["ok"] else 1


@dataclass(frozen=True, slots=True)
class _Faulty:
    """Files with a fault: the daemon goes on with what it has, and that is no reason to restart it."""

    warnings: tuple[str, ...]
    sources: tuple[Source, ...] = ()


def _files(here: frame.Here) -> Listed:
    try:
        return config_of(here)
    except ConfigError as error:
        return _Faulty(error.complaints)


def _table(found: dict[str, Any]) -> Any:
    made = table("", "…")
    add(made, "works", found["ok"], style="" if found["ok"] else "bold red")
    for name in ("why", "daemon", "alive_at", "sources", "waiting", "needs"):
        if found[name] not in ("", []):
            add(made, name.replace("_", " "), found[name])
    for one in found["troubles"]:
        add(made, "since " + at(one["since"]), f"{one['text']} {one['mend']}", style="red")
    for one in found["failing"]:
        add(made, "failing", f"{one['source']} since {one['since']}: {one['state']} {one['why']}", style="red")
    for one in found["mutes"]:
        add(made, "muted", f"{one['what']} {one['name']} until {at(one['until'])}, {one['by']}: {one['reason']}")
    for warning in found["warnings"]:
        add(made, "warning", warning, style="yellow")
    return made
