"""`monitor poll`: visit what is due, keep what changed, deliver what is owed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from monitor.alert.deliver import Courier
from monitor.assess.find import find
from monitor.bring import release
from monitor.cli import frame, tables
from monitor.cli.deliver import summary
from monitor.cli.files import able, config_of, source_of
from monitor.cli.log import database_of
from monitor.cli.works import works_of
from monitor.config.config import Config
from monitor.daemon import WORKERS
from monitor.diff import diff
from monitor.errors import Busy, StoreError
from monitor.lock import held
from monitor.model import READABLE, ChangeKind, Finding, Source, State
from monitor.poll import Works
from monitor.poll import poll as poll_once
from monitor.read import READERS
from monitor.schedule import host_of
from monitor.times import SystemClock
from monitor.visit import visit

app = frame.new_app()


@dataclass(frozen=True, slots=True)
class Looked:
    """What one poll came to; `findings` only where nothing was kept."""

    source: str
    state: State
    why: str
    changes: Counter[str]
    findings: tuple[Finding, ...] = ()


Look = Callable[[Source], Looked]


@app.command(epilog=frame.example("monitor poll", "monitor poll jp-embassy-kh --dry-run", "monitor poll --all --hold"))
def poll(
    ctx: typer.Context,
    sources: Annotated[list[str] | None, typer.Argument(metavar="SOURCE...", help="Only these, due or not.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every enabled source, due or not.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; keep and tell nothing.")] = False,
    hold: Annotated[bool, typer.Option("--hold", help="Deliver nothing; what is owed stays owed.")] = False,
    workers: Annotated[
        int, typer.Option(min=1, max=64, metavar="N", help="So many hosts are asked at once.")
    ] = WORKERS,
    form: frame.FormatOption = frame.Form.TABLE,
) -> int:
    """Poll what is due, then deliver what is owed, unless --hold is said or a daemon does it.

    A source that asked for silence is left alone until then. Exit status 1 when
    a source could not be read, or an alert not be delivered.
    """
    here: frame.Here = ctx.obj
    config = config_of(here)
    with ExitStack() as stack:
        if dry_run:
            here = _apart(here, Path(stack.enter_context(TemporaryDirectory(prefix="monitor-"))))
        delivers = not dry_run and not hold and _alone(here, stack)
        works = stack.enter_context(works_of(here, config))
        looked = list(_each(_chosen(config, works, sources or [], everything), _look(works, config, dry_run), workers))
        if not dry_run:
            release(works.store.embargo_due(works.clock.now()), works, config)
        counts = {**_counts(looked), "owed": works.store.waiting(), "sent": 0}
        refused = 0
        if delivers:
            courier = stack.enter_context(closing(Courier(works.store, works.clock)))
            tally = courier.drain(config.routing)
            refused = tally.failed
            counts |= {"owed": works.store.waiting(), "sent": tally.sent}
    _give(form, counts, [finding for one in looked for finding in one.findings], dry_run)
    return 1 if counts["failed"] or refused else 0


def _apart(here: frame.Here, folder: Path) -> frame.Here:
    """Nothing is kept: what is known is only read, and where nothing is known, no file is made for it."""
    database = here.database if database_of(here).exists() else f"sqlite:///{folder / 'monitor.db'}"
    return replace(here, database=database, data=folder)


def _alone(here: frame.Here, stack: ExitStack) -> bool:
    """Whether no daemon works on this database: then its lock is ours until the end, and we deliver."""
    try:
        stack.enter_context(held(database_of(here), "monitor poll", SystemClock().now()))
    except Busy as busy:
        frame.say(f"{busy.args[0]}: that one delivers", 0)
        return False
    return True


def _chosen(config: Config, works: Works, asked: Sequence[str], everything: bool) -> list[Source]:
    """The sources to poll: those asked for, or all that are enabled, or those that are due."""
    now, due_at = works.clock.now(), works.store.schedule()
    if asked:
        chosen = [able(source_of(config, name)) for name in dict.fromkeys(asked)]
    else:
        chosen = [each for each in config.sources if each.pollable and not _paused(each, now)]
    waiting = {each.id for each in chosen if due_at.get(each.id, now) > now}
    if not asked and not everything:
        return [each for each in chosen if each.id not in waiting]
    silent = {each.source for each in works.store.health(sorted(waiting)) if each.state is State.RATE_LIMITED}
    for name in sorted(silent):
        frame.say(f"{name} asked for silence until {tables.moment(due_at[name])}: left alone", 0)
    return [each for each in chosen if each.id not in silent]


def _paused(source: Source, now: datetime) -> bool:
    return source.paused_until is not None and source.paused_until > now


def _look(works: Works, config: Config, dry_run: bool) -> Look:
    def look(source: Source) -> Looked:
        try:
            result = poll_once(source, works, config)
        except StoreError:
            # A daemon polled it at the same time, and was first: look again at what it left.
            result = poll_once(source, works, config)
        return Looked(source.id, result.state, result.why, Counter(result.changes))

    def glance(source: Source) -> Looked:
        now, before = works.clock.now(), works.store.before(source)
        reading = visit(READERS[source.kind], source, before, works.door, now).reading
        changes = diff(source, before, reading, now).changes
        found = find(changes, source.byline, config.beats, config.rules, source.languages)
        return Looked(source.id, reading.state, reading.why, Counter(str(each.kind) for each in changes), found)

    return glance if dry_run else look


def _each(sources: Iterable[Source], look: Look, workers: int) -> Iterator[Looked]:
    """Poll them, a worker a host, and say on standard error how each went."""
    hosts: dict[str, list[Source]] = {}
    for source in sources:
        hosts.setdefault(host_of(source), []).append(source)

    def of_host(some: list[Source]) -> list[Looked]:
        return [_told(look(each)) for each in some]

    pool = ThreadPoolExecutor(workers, thread_name_prefix="poll")
    try:
        for done in as_completed([pool.submit(of_host, some) for some in hosts.values()]):
            yield from done.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _told(one: Looked) -> Looked:
    changes = ", ".join(f"{count} {kind}" for kind, count in one.changes.items())
    said = " · ".join(filter(None, (one.source, str(one.state), one.why, changes)))
    typer.echo(tables.harmless(said), err=True)
    return one


def _counts(looked: Sequence[Looked]) -> dict[str, int]:
    changes = sum((one.changes for one in looked), Counter[str]())
    readable = [one for one in looked if one.state in READABLE]
    return {
        "polled": len(looked),
        "unchanged": sum(not one.changes for one in readable),
        **{str(kind): changes[kind] for kind in ChangeKind},
        "failed": len(looked) - len(readable),
    }


def _give(form: frame.Form, counts: dict[str, int], findings: Sequence[Finding], dry_run: bool) -> None:
    if not dry_run:
        frame.give_one(form, counts, lambda: summary(counts))
        return
    rows = [_row(each) for each in findings]
    frame.give_one(form, {**counts, "changes": rows}, lambda: _would(rows))
    if form is frame.Form.TABLE:
        tables.show(summary(counts))


def _row(one: Finding) -> dict[str, Any]:
    change = one.change
    return {
        "change": str(change.kind),
        "source": one.source.id,
        "url": change.url,
        "relevant": one.relevant,
        "unsure": one.unsure,
        "baseline": change.baseline,
        "title": change.version.title,
        "text": change.version.text,
    }


def _would(rows: Sequence[dict[str, Any]]) -> object:
    made = tables.table("would be", "source", "relevant", "text…")
    for one in rows:
        judged = "unsure" if one["unsure"] else one["relevant"]
        tables.add(made, one["change"], one["source"], judged, one["title"] or one["text"])
    return made
