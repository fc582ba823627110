"""Local stand-ins for the services that take alerts. They can refuse, delay, ask to wait, redirect, answer 200 with an
error, and break the line after they accepted; what they accepted they remember, in its order."""

import json
import math
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

FAULTS = ("refuse", "delay", "limit", "drop", "redirect", "wrong")
WAIT = 20
"""Seconds that a service asks to wait, on the clock of whoever sends."""
_ID = re.compile(r"\bA-[2-9A-Z]{6}\b")
_OK = {
    "slack": b"ok",
    "discord": b'{"id": "1"}',
    "telegram": b'{"ok": true, "result": {"message_id": 7}}',
    "json": b"",
    "ops": b"",
}
_WRONG = {
    "slack": b"<html>Sign in to the network</html>",
    "discord": b'{"message": "Internal error"}',
    "telegram": b'{"ok": false, "description": "Internal error"}',
    "json": b'{"ok": false}',
}


@dataclass(frozen=True)
class Taken:
    """An alert that a service accepted."""

    alert: str
    at: float
    says_repeat: bool
    bundled: bool
    dropped: bool  #: its answer was withheld


@dataclass
class Service:
    """One service: the fault that it has now, and what it accepted."""

    name: str
    fault: str = ""
    taken: list[Taken] = field(default_factory=list)
    asked: int = 0
    faults: dict[str, int] = field(default_factory=dict)  #: how often each was met
    asked_too_early: int = 0
    _silent_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        """Who was asked to wait may not have lived to hear it."""
        self._silent_until = 0.0

    def met(self, speed: float) -> str:
        """A post comes in: the fault that it meets."""
        with self._lock:
            self.asked += 1
            self.asked_too_early += time.monotonic() < self._silent_until
            self._silent_until = 0.0
            if self.fault:
                self.faults[self.fault] = self.faults.get(self.fault, 0) + 1
            if self.fault == "limit":
                self._silent_until = time.monotonic() + WAIT / speed - 0.01
            return self.fault

    def accept(self, alerts: list[tuple[str, bool]], *, dropped: bool) -> None:
        """Remember the alerts of a message, each with whether it says that it may be a repeat."""
        with self._lock:
            now = time.monotonic()
            self.taken += [Taken(alert, now, repeat, len(alerts) > 1, dropped) for alert, repeat in alerts]


class HttpServices(ThreadingHTTPServer):
    """Slack, Discord, Telegram, a JSON webhook and the operators', each below its name; use as a context manager."""

    daemon_threads = True

    def __init__(self, speed: float) -> None:
        super().__init__(("127.0.0.1", 0), _Posted)
        self.speed = speed
        self.services = {name: Service(name) for name in _OK}
        self.host = f"127.0.0.1:{self.server_port}"
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> "HttpServices":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()

    def handle_error(self, *_: object) -> None:
        """A daemon that is killed breaks its connections."""


class _Posted(BaseHTTPRequestHandler):
    server: HttpServices
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        service = self.server.services[self.path.strip("/").partition("/")[0]]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        fault = service.met(self.server.speed)
        if fault == "delay":
            time.sleep(1)
        if fault in ("", "delay", "drop"):
            service.accept(_alerts(service.name, body), dropped=fault == "drop")
        if fault == "drop":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        status, headers, said = _answer(service.name, fault, self.server.host)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(said)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said)

    def do_GET(self) -> None:
        """Where a redirect leads: a page that would look like a success."""
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        return


def _answer(name: str, fault: str, host: str) -> tuple[int, dict[str, str], bytes]:
    if fault == "refuse":
        return 503, {}, b"try later"
    if fault == "limit":
        return 429, {"Retry-After": str(WAIT)}, b"{}"
    if fault == "redirect":
        return 302, {"Location": f"http://{host}/elsewhere"}, b""
    if fault == "wrong":
        return 200, {}, _WRONG[name]
    return 200, {}, _OK[name]


def _alerts(name: str, body: dict[str, Any]) -> list[tuple[str, bool]]:
    """The IDs in a message, and whether each says that it may be a repeat."""
    if name in ("json", "ops"):
        items = body.get("items") or [body]
        return [(each["id"], bool(each["repeat"])) for each in items]
    if name == "slack":
        return _told("\n".join(block["text"]["text"] for block in body["blocks"]) if "blocks" in body else body["text"])
    return _told(body["content" if name == "discord" else "text"])


def _told(text: str) -> list[tuple[str, bool]]:
    at, found = 0, []
    for each in _ID.finditer(text):
        found.append((each[0], "may be a repeat" in text[at : each.end()]))
        at = each.end()
    return found


class MailLine(ThreadingTCPServer):
    """The line to a real mail server. It looks at what passes, and has faults of its own; use as a context manager."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.to = port
        self.service = Service("mail")
        self.port = int(self.server_address[1])
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> "MailLine":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()

    def handle_error(self, *_: object) -> None:
        """A daemon that is killed breaks its connections."""


class _Talk(StreamRequestHandler):
    server: MailLine

    def handle(self) -> None:
        fault = self.server.service.met(math.inf)  # SMTP has no word for how long to wait
        if fault in ("refuse", "limit", "wrong", "redirect"):
            self.wfile.write(b"421 busy, try later\r\n" if fault != "wrong" else b"<html>Sign in</html>\r\n")
            return
        if fault == "delay":
            time.sleep(1)
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.server.to), 10) as far:
            self._pass_on(far, dropping=fault == "drop")

    def _pass_on(self, far: socket.socket, *, dropping: bool) -> None:
        server = far.makefile("rb")
        self.wfile.write(server.readline())
        for line in self.rfile:
            far.sendall(line)
            answers = list(_reply(server))
            if line.upper().strip() == b"DATA" and answers[-1].startswith(b"354"):
                self.wfile.writelines(answers)
                mail = b"".join(_until_the_dot(self.rfile))
                far.sendall(mail)
                answers = list(_reply(server))
                if answers[-1].startswith(b"250"):
                    self.server.service.accept(_in_mail(mail), dropped=dropping)
                    if dropping:
                        return
            self.wfile.writelines(answers)


def _reply(server: Any) -> Iterator[bytes]:
    """The lines of one answer."""
    for line in server:
        yield line
        if line[3:4] != b"-":
            return
    raise OSError("the server hung up")


def _until_the_dot(client: Any) -> Iterator[bytes]:
    for line in client:
        yield line
        if line == b".\r\n":
            return
    raise OSError("the client hung up")


def _in_mail(raw: bytes) -> list[tuple[str, bool]]:
    mail = BytesParser(policy=policy.default).parsebytes(raw.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."))
    assert isinstance(mail, EmailMessage)
    part = mail.get_body(("plain",))
    assert part is not None
    return _told(part.get_content())
