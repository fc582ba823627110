"""`monitor init`: ask a few questions, write the files, send a TEST alert."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from monitor.alert.channels import fault
from monitor.assess import names
from monitor.cli import frame, tables
from monitor.cli.alerts_try import answers, tried
from monitor.cli.files import config_of
from monitor.config.init import env_line, starter
from monitor.config.load import load
from monitor.config.words import load_words
from monitor.errors import UsageError

VARIABLES = {"desk": "DESK_URL", "ops": "OPS_URL"}
"""What holds the address of each channel."""
Answer = TypeVar("Answer")

app = frame.new_app()


@app.command(
    epilog=frame.example("monitor init", "monitor init --countries KH,JP --topics travel,aid --channel slack://…")
)
def init(
    ctx: typer.Context,
    countries: Annotated[str | None, typer.Option(metavar="KH,JP", help="The countries of the beat.")] = None,
    topics: Annotated[str | None, typer.Option(metavar="travel,aid", help="Its topics.")] = None,
    zone: Annotated[str | None, typer.Option(metavar="ZONE", help="The newsroom's time zone.")] = None,
    contact: Annotated[str | None, typer.Option(metavar="MAIL", help="Whom servers may ask about our polls.")] = None,
    channel: Annotated[str | None, typer.Option(metavar="URL", help="Where alerts go: an apprise URL.")] = None,
    operators: Annotated[
        str | None, typer.Option(metavar="URL", help="Where operators are told what broke: an apprise URL.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there.")] = False,
) -> int:
    """Ask for your beat, time zone, contact and channels; write the files; send a TEST alert.

    What an option says is not asked. The channels' addresses, which are secret, go
    into `.env` beside sources.yaml.
    """
    here: frame.Here = ctx.obj
    _refuse_to_overwrite(here, force)
    beat = _asked(countries, "Countries of the beat (ISO 3166 codes)", "KH,JP", _countries)
    wanted = _asked(topics, "Topics", "travel,aid", _topics)
    where = _asked(zone, "Time zone of the newsroom", "Asia/Phnom_Penh", _zone)
    whom = _asked(contact, "Mail or web address that servers may ask about our polls", "", _contact)
    url = _asked(channel, "Channel for alerts, an apprise URL (empty: later)", "", _channel)
    later = None if channel is None else ""
    ops = _asked(
        later if operators is None else operators, "Channel for what breaks, to operators (empty: later)", "", _channel
    )
    given = {name: each for name, each in (("desk", url), ("ops", ops)) if each}
    names = {"variable": VARIABLES["desk"], "operators": VARIABLES["ops"]}
    files = starter(beat, wanted, zone=where, contact=whom, **names, heartbeat="ops" if ops or not url else "desk")
    _write(here, files, given)
    tables.show(f"Wrote {here.sources}, {here.config / 'alerts.yaml'}" + (" and .env." if given else "."))
    status = 0
    if given:
        found = tried(config_of(here).routing, tuple(given))
        tables.show(answers(found))
        status = 0 if all(each["accepted"] for each in found) else 1
    for name in (name for name in VARIABLES if name not in given):
        tables.show(_missing(name))
    tables.show("Next: `monitor run`, and look at http://127.0.0.1:8000")
    return status


def _missing(name: str) -> str:
    what = "No alert goes out yet" if name == "desk" else "Nobody is told when something breaks"
    return f"{what}: write {VARIABLES[name]}=… into .env, then `monitor config check`."


def _refuse_to_overwrite(here: frame.Here, force: bool) -> None:
    there = [str(path) for path in (here.sources, here.config / "alerts.yaml") if path.exists()]
    if there and not force:
        raise UsageError(f"{' and '.join(there)} are there already", "edit them, or say --force")


def _asked(given: str | None, question: str, usual: str, understood: Callable[[str], Answer]) -> Answer:
    """What an option says, else what the person answers; asked again until it can be understood."""
    if given is not None:
        try:
            return understood(given)
        except ValueError as error:
            raise UsageError(str(error), "nothing was written") from error
    while True:
        try:
            return understood(typer.prompt(question, default=usual, err=True).strip())
        except ValueError as error:
            frame.say(str(error), 2)


def _countries(written: str) -> list[str]:
    codes = [each.strip().upper() for each in written.split(",") if each.strip()]
    wrong = [code for code in codes if code not in names.codes()]
    if wrong or len(set(codes)) < 2:
        raise ValueError(f"“{written}” are not two countries or more: write ISO 3166 alpha-2 codes, as in KH,JP")
    return list(dict.fromkeys(codes))


def _topics(written: str) -> list[str]:
    known = load_words().topics
    topics = [each.strip() for each in written.split(",") if each.strip()]
    if not topics or not set(topics) <= set(known):
        raise ValueError(f"“{written}” are not topics: there are {', '.join(sorted(known))}")
    return list(dict.fromkeys(topics))


def _zone(written: str) -> str:
    try:
        return str(ZoneInfo(written))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"“{written}” is no time zone: write Asia/Phnom_Penh, Asia/Tokyo, UTC …") from error


def _contact(written: str) -> str:
    if not written or not all(sign.isprintable() and not sign.isspace() for sign in written):
        raise ValueError("a contact is a mail or web address")
    return written


def _channel(written: str) -> str:
    complaint = fault(written) if written else None
    if complaint:
        raise ValueError(complaint)
    return written


def _write(here: frame.Here, files: Mapping[str, str], urls: Mapping[str, str]) -> None:
    """Write all files, once they are known to be right."""
    with TemporaryDirectory(prefix="monitor-") as folder:
        draft = frame.Here(sources=Path(folder) / "sources.yaml", config=Path(folder) / "config")
        _write_to(draft, files, urls)
        load(draft.sources, draft.config, os.environ, fault)
    _write_to(here, files, urls)


def _write_to(here: frame.Here, files: Mapping[str, str], urls: Mapping[str, str]) -> None:
    here.sources.parent.mkdir(parents=True, exist_ok=True)
    here.config.mkdir(parents=True, exist_ok=True)
    here.sources.write_text(files["sources.yaml"], encoding="utf-8")
    (here.config / "alerts.yaml").write_text(files["alerts.yaml"], encoding="utf-8")
    for name, url in urls.items():
        _write_secret(here.sources.parent / ".env", VARIABLES[name], url)


def _write_secret(path: Path, variable: str, url: str) -> None:
    """The channel's line in `.env`, which nobody else may read; other lines are kept."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    kept = [line if line.endswith("\n") else f"{line}\n" for line in lines if not line.startswith(f"{variable}=")]
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text("".join([*kept, env_line(variable, url)]), encoding="utf-8")
