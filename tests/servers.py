"""Real servers on 127.0.0.1 that tests and benches speak to: a site, a webhook, OpenSMTPD with a mailbox."""

import json
import mailbox
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Page:
    """What a site answers at one path."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Site:
    """A site on a free port whose pages a test sets; it answers 304 to who has the page already."""

    def __init__(self, *, with_validators: bool = True) -> None:
        self.pages: dict[str, Page] = {}
        self.elsewhere = Page(b"<html><body>Not here.</body></html>", status=404)  #: at every other path
        self.answer: Callable[[str], Page | None] = lambda path: None  #: what answers before these do
        self.asked: list[str] = []
        self.posted: list[Any] = []
        self.is_open = True
        self._with_validators = with_validators
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> "Site":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def host(self) -> str:
        """`127.0.0.1:PORT`."""
        return f"127.0.0.1:{self._server.server_port}"

    def put(
        self, path: str, body: str | bytes, media_type: str = "text/html; charset=utf-8", status: int = 200
    ) -> None:
        """Show this at a path from now on."""
        self.pages[path] = Page(body if isinstance(body, bytes) else body.encode(), media_type, status)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path if self.path in site.pages else self.path.partition("?")[0]
                site.asked.append(self.path)
                page = site.answer(self.path) or site.pages.get(path, site.elsewhere)
                if not site.is_open:
                    page = Page(b"down", status=503)
                etag = f'"{sha256(page.body).hexdigest()[:16]}"'
                if site._with_validators and page.status == 200 and self.headers.get("If-None-Match") == etag:
                    self.send_response(304)
                    self.send_header("ETag", etag)
                    for name, value in page.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    return
                self.send_response(page.status)
                self.send_header("Content-Type", page.media_type)
                self.send_header("Content-Length", str(len(page.body)))
                if site._with_validators:
                    self.send_header("ETag", etag)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(page.body)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                site.posted.append(json.loads(body))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_: object) -> None:
                return

        return Handler


@dataclass(frozen=True)
class MailServer:
    """A running OpenSMTPD and the mailbox that it delivers to."""

    port: int
    folder: Path

    def mails(self) -> list[EmailMessage]:
        """What has arrived, in order of arrival."""
        if not self.folder.is_dir():
            return []
        box = mailbox.Maildir(self.folder, create=False)
        arrived = sorted(box.iterkeys(), key=lambda key: (self.folder / "new" / key).stat().st_mtime_ns)
        parser = BytesParser(policy=policy.default)
        return [parser.parsebytes(box.get_bytes(key)) for key in arrived]  # type: ignore[misc]

    def wait(self, count: int, seconds: float = 15) -> list[EmailMessage]:
        """The mails, once there are `count` of them or the time is over."""
        until = time.monotonic() + seconds
        while len(self.mails()) < count and time.monotonic() < until:
            time.sleep(0.05)
        return self.mails()


@contextmanager
def opensmtpd() -> Iterator[MailServer]:
    """OpenSMTPD on a free port; needs root, as it does anywhere. Whatever is sent to it lands in one mailbox."""
    folder = Path(tempfile.mkdtemp(prefix="smtpd-"))
    who = pwd.getpwnam("mail")
    folder.chmod(0o711)
    box = folder / "box"
    box.mkdir()
    shutil.chown(box, who.pw_uid, who.pw_gid)
    port = free_port()
    conf = folder / "smtpd.conf"
    conf.write_text(
        f'table who {{ "@" = "mail" }}\nlisten on 127.0.0.1 port {port}\n'
        f'action "keep" maildir "{box}/desk" user mail virtual <who>\nmatch from any for any action "keep"\n'
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(["smtpd", "-d", "-f", str(conf)], stdout=log, stderr=log)
    try:
        _wait_for(port, process)
        yield MailServer(port, box / "desk")
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("OpenSMTPD did not start: is it installed (make services), and are we root?")
