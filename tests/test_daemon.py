import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsroom import graph, write
from servers import Site, free_port

SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
SECOND = """\
  - {id: second, name: Office of Ferries (invented), kind: facebook, page: "1002", side: KH, about: [JP],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
TEXT = "Japan and Cambodia resume direct flights, an invented office announces. Number {}."
PATIENCE = 30


def until(true: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, f"{what} within {patience} s"
        time.sleep(0.05)


class Running:
    """A daemon in a process of its own, as an operator starts it."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.port = free_port()
        self.arguments = [
            *(sys.executable, "-m", "monitor", "--sources", str(folder / "sources.yaml")),
            *("--config", str(folder / "config"), "--database", f"sqlite:///{folder}/monitor.db"),
            *("--data", str(folder), "run", "--port", str(self.port)),
        ]
        self.environment = {**os.environ, "TOKEN": "a-secret-token", **environment}
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(self.arguments, env=self.environment, stdout=log, stderr=log, cwd=folder)

    def page(self, path: str) -> str:
        """What its web page answers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return str(answer.read().decode())


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[Running]:
    """A daemon, killed at the end if it still runs."""
    daemon = Running(folder, environment)
    try:
        yield daemon
    finally:
        daemon.process.kill()
        daemon.process.wait(10)


@pytest.fixture(name="site")
def a_site(tmp_path: Path) -> Iterator[Site]:
    """The stand-in for the office's page, with one statement of an hour ago, and the operator's files."""
    with Site() as site:
        then = datetime.now(UTC) - timedelta(hours=1)
        for page in ("1001", "1002"):
            site.put(f"/v25.0/{page}/feed", graph(page, [(1, then, TEXT.format(page))]))
        write(tmp_path, SOURCE, site)
        yield site


def told(site: Site, change: str = "new") -> list[dict[str, object]]:
    """What the webhook got."""
    return [body for body in site.posted if body["change"] == change]


def test_a_day_in_the_life_of_a_daemon(tmp_path: Path, site: Site) -> None:
    """It polls, tells the desk, shows the page, takes an edited file over, keeps the old one when the new is wrong,
    refuses a second daemon by name, and stops within ten seconds."""
    with running(tmp_path) as daemon:
        until(lambda: told(site), "the first alert")
        assert "1001." in str(told(site)[0])
        assert "Number 1001" in daemon.page("/")
        assert json.loads(daemon.page("/health"))["ok"] is True

        second = subprocess.run(daemon.arguments, env=daemon.environment, capture_output=True, text=True, check=False)
        assert second.returncode == 1
        assert str(daemon.process.pid) in second.stderr
        assert len(second.stderr.strip().splitlines()) == 1

        write(tmp_path, SOURCE + SECOND, site)
        edited_at = time.monotonic()
        until(lambda: "Office of Ferries" in daemon.page("/sources"), "the edited file is taken over")
        assert time.monotonic() - edited_at < 5
        until(lambda: len(told(site)) == 2, "the alert of the new source")

        with (tmp_path / "sources.yaml").open("a") as file:
            file.write("  - {id: third, kind: nothing}\n")
        until(lambda: told(site, "notice"), "the notice of a wrong file")
        assert "nothing" in str(told(site, "notice")[0])
        assert "Office of Ferries" in daemon.page("/sources")

        stopped_at = time.monotonic()
        daemon.process.send_signal(signal.SIGTERM)
        assert daemon.process.wait(15) == 0
        assert time.monotonic() - stopped_at < 10
        assert "a-secret-token" not in daemon.log.read_text()
        assert '"event": "poll"' in daemon.log.read_text()


def test_systemd_hears_that_it_is_ready_and_alive(tmp_path: Path, site: Site) -> None:
    """READY when it works, WATCHDOG while its work loops go round, STOPPING when told to stop."""
    heard: list[bytes] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        address = str(tmp_path / "notify")
        systemd.bind(address)
        systemd.settimeout(PATIENCE)
        with running(tmp_path, NOTIFY_SOCKET=address) as daemon:
            heard += [systemd.recv(100), systemd.recv(100)]
            daemon.process.send_signal(signal.SIGTERM)
            heard.append(systemd.recv(100))
            daemon.process.wait(15)
    assert sorted(heard[:2]) == [b"READY=1", b"WATCHDOG=1"]
    assert heard[2] == b"STOPPING=1"


def test_killed_it_owes_what_it_owed(tmp_path: Path, site: Site) -> None:
    """Killed while its channel does not answer, it sends what it owes when delivery is next asked for, once."""
    hook = free_port()
    alerts = tmp_path / "config" / "alerts.yaml"
    alerts.write_text(alerts.read_text().replace(site.host, f"127.0.0.1:{hook}"))
    with running(tmp_path) as daemon:
        until(lambda: '"delivery"' in daemon.log.read_text(), "a try of the dead channel")
    alerts.write_text(alerts.read_text().replace(f"127.0.0.1:{hook}", site.host))
    deliver = [*daemon.arguments[: daemon.arguments.index("run")], "deliver"]

    def delivered() -> int:
        assert subprocess.run(deliver, env=daemon.environment, check=False, capture_output=True).returncode == 0
        return len(told(site))

    # A try that the kill cut off may have been accepted: it is not repeated within a minute.
    until(delivered, "the alert", 90)
    assert delivered() == 1
