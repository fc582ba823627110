"""A server that errs on purpose: each route is a function that writes raw bytes to the connection."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from clock import MovedClock
from monitor.fetch.condition import wants_whole
from monitor.fetch.door import HttpDoor
from monitor.fetch.limits import Limits
from monitor.fetch.line import Resolver, system_resolver
from monitor.fetch.transport import RequestsTransport
from monitor.model import Capture, Request, Source, Validators


@dataclass(frozen=True)
class Asked:
    """One request as it came over the wire."""

    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


Route = Callable[[Asked, "Line"], None]


@dataclass(frozen=True)
class Line:
    """What a route writes to."""

    socket: socket.socket
    stopped: threading.Event

    def say(self, *lines: str, body: bytes = b"") -> None:
        """A status line, headers, a body."""
        self.socket.sendall("\r\n".join((*lines, "", "")).encode("latin-1") + body)

    def ok(self, body: bytes, *headers: str) -> None:
        """A whole answer."""
        self.say("HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers, body=body)

    def drip(self, data: bytes, every: float = 0.02) -> None:
        """Bytes one by one, until they are through, the other side hangs up, or the test is over."""
        for byte in data:
            if self.stopped.wait(every):
                return
            self.socket.sendall(bytes([byte]))


class Origin:
    """The server and what it was asked."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[Asked] = []
        self.connections = 0
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._server = _Server((host, port), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> "Origin":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def place(self) -> str:
        """`127.0.0.1:PORT`."""
        return f"{self._server.server_address[0]}:{self.port}"

    def url(self, path: str = "/", host: str | None = None) -> str:
        """An address of this server, by its number or another name."""
        return f"http://{host or self._server.server_address[0]}:{self.port}{path}"

    def route(self, path: str) -> Callable[[Route], Route]:
        """Answer this path so."""

        def put(route: Route) -> Route:
            self.routes[path] = route
            return route

        return put

    def serve(self, path: str, body: bytes = b"", *headers: str, status: str = "200 OK") -> None:
        """Answer this path with a whole answer."""
        lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers)
        self.routes[path] = lambda _, line: line.say(*lines, body=body)

    def redirect(self, path: str, location: str, status: str = "302 Found") -> None:
        """Send whoever asks this path elsewhere."""
        self.serve(path, b"", f"Location: {location}", status=status)

    @property
    def paths(self) -> list[str]:
        """What was asked, in order."""
        return [each.path for each in self.asked]

    def _handler(self) -> type[StreamRequestHandler]:
        origin = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                with origin._lock:
                    origin.connections += 1
                try:
                    self._answer()
                except OSError:
                    pass  # the other side hung up, as it should

            def _answer(self) -> None:
                words = self.rfile.readline().decode("latin-1").split()
                headers = {}
                while (line := self.rfile.readline().strip()) != b"":
                    name, _, value = line.decode("latin-1").partition(":")
                    headers[name.lower()] = value.strip()
                asked = Asked(words[1], headers)
                with origin._lock:
                    origin.asked.append(asked)
                route = origin.routes.get(asked.path, _not_here)
                route(asked, Line(self.connection, origin._stopped))

        return Handler


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = True


def _not_here(_: Asked, line: Line) -> None:
    line.say("HTTP/1.1 404 Not Found", "Content-Length: 8", body=b"not here")


@dataclass
class Desk:
    """A door, the server that it may ask, and a canary that nothing may ever reach."""

    origin: Origin
    canary: Origin
    clock: MovedClock
    door: HttpDoor

    def source(self, **changes: Any) -> Source:
        """An invented office whose own address is the origin's."""
        given: dict[str, Any] = {
            "id": "rivers",
            "name": "Ministry of Rivers (invented)",
            "kind": "page",
            "options": None,
            "url": self.origin.url(),
            "gap": timedelta(0),
            "allow_private": (self.origin.place,),
        }
        return Source(**{**given, **changes})

    def fetch(
        self, path: str = "/", validators: Validators | None = None, source: Source | None = None, **asked: Any
    ) -> Capture:
        """Fetch an address of the origin."""
        request = Request(self.origin.url(path), **asked)
        return self.door.fetch(request, source or self.source(), validators)

    def until_conditional(self, path: str) -> timedelta:
        """How long to wait until this address is asked with conditions."""
        wait = timedelta(0)
        while wants_whole(self.origin.url(path), self.source().every, self.clock.now() + wait):
            wait += timedelta(hours=1)
        return wait


QUICK = Limits(seconds=5.0)


@contextmanager
def desk(limits: Limits = QUICK, resolver: Resolver = system_resolver) -> Iterator[Desk]:
    """A door with its servers, closed again."""
    clock = MovedClock()
    with Origin() as origin, Origin("127.0.0.2") as canary:
        door = HttpDoor(RequestsTransport(resolver), clock, contact="desk@newsroom.example", limits=limits)
        try:
            yield Desk(origin, canary, clock, door)
        finally:
            door.close()
