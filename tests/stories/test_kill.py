import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from clock import START
from newsroom import Newsroom, graph, write
from servers import Site

SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
TEXT = "Japan and Cambodia resume direct flights, an invented office announces."
# Polls once, and is killed the moment that the poll is committed, before anything could be delivered.
KILLED = """
import os, signal, sys
from pathlib import Path
from clock import MovedClock
from monitor.archive.archive import Archive
from monitor.config.live import Live
from monitor.fetch.door import HttpDoor
from monitor.fetch.transport import RequestsTransport
from monitor.poll import Works, poll
from monitor.store.store import Store
folder = Path(sys.argv[1])
clock = MovedClock()
live = Live(folder / "sources.yaml", folder / "config", {"TOKEN": "a-secret-token"})
store = Store.open(f"sqlite:///{folder}/monitor.db")
works = Works(HttpDoor(RequestsTransport(), clock, contact=None), store, Archive(folder), clock)
assert poll(live.current.sources[0], works, live.current).owed == 1
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_committed_before_a_kill_goes_out_once(tmp_path: Path) -> None:
    """Killed between commit and delivery, the daemon sends the alert after its restart, once, however long it runs."""
    with Site() as site:
        write(tmp_path, SOURCE, site)
        site.put("/v25.0/1001/feed", graph("1001", [(1, START - timedelta(hours=1), TEXT)]))
        tests = str(Path(__file__).parent.parent)
        killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], env={"PYTHONPATH": tests}, check=False)
        assert killed.returncode == -9
        assert site.posted == []
        for _ in range(2):
            room = Newsroom(tmp_path, site)
            room.let(timedelta(hours=1), steps=12)
            room.close()
            site.posted.extend(room.desk)
        assert [body["change"] for body in site.posted] == ["new"]
