"""The play: the daemon on story time, the stand-ins on stage, the desk's alerts printed and kept in a local mailbox."""

import io
import mailbox
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from ruamel.yaml import YAML

from monitor.alert.channel import Accepted, Answer, Channel, Message
from monitor.alert.deliver import Courier
from monitor.alert.mail import as_mail
from monitor.archive.archive import Archive
from monitor.config.live import Live
from monitor.daemon import Daemon
from monitor.demo.script import Script, StoryClock, load
from monitor.demo.stage import Stage
from monitor.fetch.door import HttpDoor
from monitor.fetch.transport import RequestsTransport
from monitor.model import ChangeKind, DeliveryState, Finding
from monitor.poll import Works
from monitor.store.query import StatementQuery
from monitor.store.store import Store

LABEL = "DEMO"
SECONDS = 60.0
"""How long the hour of the story takes."""
_CHANNEL = "json://demo.invalid/desk"  # never asked: the demo opens its own mailbox for every address


def play(console: Console, *, seconds: float = SECONDS, serve: Callable[[Works, Live], Any] | None = None) -> bool:
    """Play the story; True when the desk got exactly the alerts that it calls for, each once.

    `serve` puts up the web page over the demo's own database and gives a context manager around it that tells its
    address; the caller says how long the page stays.
    """
    script = load()
    folder = Path(tempfile.mkdtemp(prefix="monitor-demo-"))
    clock = StoryClock(script.begins_at, (script.ends_at - script.begins_at).total_seconds() / seconds)
    box = Mailbox(folder / "mailbox", console)
    console.print(f"[b]{LABEL}[/b]: 22 August 2020, 19:30 in Phnom Penh, told in about {seconds:.0f} seconds.")
    console.print("The two statements are a retelling; every other office is invented. Nothing leaves this machine.\n")
    with _newsroom(script, folder, clock, box) as (works, live, daemon), ExitStack() as page:
        if serve is not None:
            address = page.enter_context(serve(works, live))
            console.print(f"The web page of the demo: {address}\n")
        daemon.start()
        while clock.now() < script.ends_at:
            time.sleep(0.1)
        daemon.stop()
        right = _conclude(script, works.store, console)
        console.print(f"Kept: {len(box)} mails in {box.folder}, captures and database in {folder}.")
        if serve is not None:
            console.print(f"\nLook at {address} and press Enter (or Ctrl-C) to end.")
            _wait_for_enter(console)
    return right


def _wait_for_enter(console: Console) -> None:
    try:
        console.input()
    except (EOFError, KeyboardInterrupt):
        return


@contextmanager
def _newsroom(script: Script, folder: Path, clock: StoryClock, box: "Mailbox") -> Iterator[tuple[Works, Live, Daemon]]:
    """The stage and all that a daemon needs, on files and a database of the demo's own."""
    with ExitStack() as open_things:
        stage = open_things.enter_context(Stage(script, clock.now))
        _write_files(script, folder, stage.address)
        live = Live(folder / "sources.yaml", folder / "config", {"DEMO_TOKEN": "demo-token"})
        store = Store.open(f"sqlite:///{folder / 'monitor.db'}")
        open_things.callback(store.close)
        door = HttpDoor(RequestsTransport(), clock, contact=None)
        open_things.callback(door.close)
        courier = Courier(store, clock, open_channel=lambda _: box, label=LABEL)
        open_things.callback(courier.close)
        works = Works(door, store, Archive(folder), clock)
        yield works, live, Daemon(live, works, courier)


def _write_files(script: Script, folder: Path, stage: str) -> None:
    """The operator's files of the demo, as an operator would write them."""
    sources = []
    for each in script.sources:
        source = {**each, "every": "2m", "gap": "0s", "timezone": "Asia/Phnom_Penh", "allow_private": True}
        if source["kind"] == "facebook":
            source |= {"api": stage, "token": "${DEMO_TOKEN}"}
        elif source["kind"] == "telegram":
            source["url"] = f"{stage}/s/{source.pop('channel')}"
        else:
            source["url"] = stage + source.pop("path")
        sources.append(source)
    beat = {"id": "kh-jp", "name": "Cambodia and Japan", "countries": ["KH", "JP"], "topics": ["travel", "aid"]}
    _write(folder / "sources.yaml", {"beats": [beat], "sources": sources})
    (folder / "config").mkdir()
    _write(
        folder / "config" / "alerts.yaml",
        {
            "newsroom": {"timezone": "Asia/Phnom_Penh"},
            "channels": {"desk": _CHANNEL},
            "routes": [{"id": "kh-jp", "beats": ["kh-jp"], "channels": ["desk"]}],
        },
    )


def _write(path: Path, content: dict[str, Any]) -> None:
    written = io.StringIO()
    YAML(typ="safe", pure=True).dump(content, written)
    path.write_text(written.getvalue(), encoding="utf-8")


class Mailbox(Channel):
    """The desk of the demo: each alert is printed, and kept as a mail in a Maildir."""

    def __init__(self, folder: Path, console: Console) -> None:
        self.folder, self._console = folder, console
        self._box = mailbox.Maildir(folder, create=True)

    def __len__(self) -> int:
        return len(self._box)

    def send(self, message: Message) -> Answer:
        """Print it and keep it."""
        self._box.add(as_mail(message, sender="monitor@demo.invalid", to=("desk@demo.invalid",)))
        self._console.print(f"[b]{escape(message.title)}[/b]\n{escape(message.body)}\n", highlight=False)
        return Accepted("kept in the mailbox")


def _conclude(script: Script, store: Store, console: Console) -> bool:
    """Compare what the desk got with what the story calls for, and say so."""
    rows = list(reversed(store.deliveries()))
    told = [row.delivery.subject for row in rows]
    got = [(each.source.id, str(each.change.kind)) for each in told if isinstance(each, Finding)]
    once = len(told) == len(got) and all(row.state is DeliveryState.SENT and row.tries == 1 for row in rows)
    right = got == list(script.alerts) and once
    deleted = store.count(StatementQuery(relevant="all", change=ChangeKind.DELETED))
    console.print(f"The story calls for {len(script.alerts)} alerts; the desk got {len(got)}, each once.")
    console.print(
        f"The log holds {store.count(StatementQuery(relevant='all'))} statements, {deleted} no longer public: "
        "what has nothing to do with the beat is kept too, and told to nobody."
    )
    if not right:
        console.print(f"[b]That is not what should have come[/b]: {got} instead of {list(script.alerts)}")
    return right
