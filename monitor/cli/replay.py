"""`monitor replay PATH`: what today's configuration would have alerted, and when. Sends nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.archive.readback import captures_in
from monitor.cli import frame, tables
from monitor.cli.files import config_of
from monitor.cli.spans import moment_of
from monitor.errors import NotFound
from monitor.model import Delivery, Finding
from monitor.replay import replay as played
from monitor.replay import unknown
from monitor.times import SystemClock, iso

app = frame.new_app()


@app.command(
    epilog=frame.example(
        "monitor replay data/captures", "monitor replay 2026-03-02.warc.gz --since 2026-03-01 --format csv"
    )
)
def replay(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A WARC file, or a folder of captures.")],
    since: Annotated[str | None, typer.Option(metavar="WHEN", help="Alerts from then on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="Captures before then.")] = None,
    form: frame.FormatOption = frame.Form.TABLE,
) -> None:
    """Poll stored captures again with the files as they are now, and show what would have been alerted, and when.

    A folder holds WARC files, or a folder for each source ID with pages that were saved (2026-03-02T0900.html).
    Nothing is sent, asked of the net, or written to the log.
    """
    if not path.exists():
        raise NotFound(f"there is no {path}", "name a WARC file, or a folder such as data/captures")
    config = config_of(ctx.obj)
    zone, now = config.routing.newsroom.timezone, SystemClock().now()
    captures = list(captures_in(path))
    for name in sorted(unknown(captures, config.sources)):
        frame.say(f"no source is called “{name}”: its captures are left out", 0)
    found = list(played(captures, config, moment_of(since, now, zone), moment_of(until, now, zone)))
    rows = [_row(each) for each in found]
    frame.give(form, rows, lambda: _drawn(rows))


def _row(one: Delivery) -> dict[str, Any]:
    finding = one.subject if isinstance(one.subject, Finding) else None
    said = finding.change.version if finding else None
    return {
        "at": iso(finding.change.at if finding else one.subject.at),  # type: ignore[union-attr]
        "channel": one.channel,
        "alert": one.alert,
        "about": str(finding.change.kind if finding else one.subject.kind),  # type: ignore[union-attr]
        "level": str(one.level),
        "digest": one.digest,
        "source": finding.source.id if finding else one.subject.subject,  # type: ignore[union-attr]
        "statement": finding.change.statement if finding else None,
        "url": finding.change.url if finding else None,
        "text": (said.title or said.text) if said else one.subject.text,  # type: ignore[union-attr]
    }


def _drawn(rows: Sequence[dict[str, Any]]) -> Any:
    made = tables.table("at", "channel", "what", "level", "source", "text…")
    for one in rows:
        what = f"{one['about']} (digest)" if one["digest"] else one["about"]
        tables.add(made, one["at"], one["channel"], what, one["level"], one["source"], tables.harmless(one["text"]))
    return made
