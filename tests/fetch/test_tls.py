import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from socketserver import StreamRequestHandler, TCPServer

import pytest

from clock import MovedClock
from monitor.fetch.door import HttpDoor
from monitor.fetch.limits import Limits
from monitor.fetch.transport import RequestsTransport
from monitor.model import Capture, Request, Source, State

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a self-signed certificate for rivers.test, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key -out crt -days 2"
    name = ["-subj", "/CN=rivers.test", "-addext", "subjectAltName=DNS:rivers.test"]
    subprocess.run(["openssl", *words.split(), *name], cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes((folder / "key").read_bytes() + (folder / "crt").read_bytes())
    return both


class Server:
    """Answers one page under TLS, and remembers the name that it was asked by."""

    def __init__(self, certificate: Path) -> None:
        self.asked_as: list[str | None] = []
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate)
        self._tls.sni_callback = lambda _, name, __: self.asked_as.append(name)
        self.server = TCPServer(("127.0.0.1", 0), self._handler())
        self.port = int(self.server.server_address[1])

    def _handler(self) -> type[StreamRequestHandler]:
        tls = self._tls

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                try:
                    with tls.wrap_socket(self.request, server_side=True) as line:
                        asked = b""
                        while b"\r\n\r\n" not in asked:
                            asked += line.recv(4096)
                        if b"/slow" in asked:
                            line.recv(1)
                        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwater")
                except OSError:
                    pass  # the other side did not trust us

        return Handler


@contextmanager
def served(certificate: Path) -> Iterator[Server]:
    """The server, running."""
    server = Server(certificate)
    thread = threading.Thread(target=server.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.server.shutdown()
        server.server.server_close()
        thread.join()


def look(server: Server, name: str, trusted: Path | None, path: str = "/", seconds: float = 3.0) -> Capture:
    """Ask the server by a name that leads to it; `trusted`: whose certificates count, else the world's."""
    context = ssl.create_default_context(cafile=trusted) if trusted else None

    def to_the_server(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    door = HttpDoor(
        RequestsTransport(to_the_server, context), MovedClock(), contact=None, limits=Limits(seconds=seconds)
    )
    source = Source("rivers", "Ministry of Rivers", "page", None, None, allow_private=(f"{name}:{server.port}",))
    return door.fetch(Request(f"https://{name}:{server.port}{path}"), source)


def test_the_certificate_is_that_of_the_name(certificate: Path) -> None:
    """The connection goes to the address that was checked; name and certificate stay those of the office."""
    with served(certificate) as server:
        assert look(server, "rivers.test", certificate).body == b"water"
        assert server.asked_as == ["rivers.test"]
        other = look(server, "bridges.test", certificate)
        assert (other.failure, other.body) == (State.OFFLINE, b"")
        assert other.why.startswith("the certificate is not valid: Hostname mismatch")


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    """A self-signed certificate is told apart from a server that is down."""
    with served(certificate) as server:
        capture = look(server, "rivers.test", None)
        assert capture.failure is State.OFFLINE
        assert capture.why == "the certificate is not valid: self-signed certificate"


def test_the_time_holds_under_tls(certificate: Path) -> None:
    """A server that is silent after the handshake is given up in time."""
    with served(certificate) as server:
        assert look(server, "rivers.test", certificate, "/slow", 0.3).failure is State.TIMEOUT


def test_a_server_without_tls_is_told() -> None:
    """https on a port that speaks something else is no certificate's fault."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    server = TCPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    door = HttpDoor(RequestsTransport(), MovedClock(), contact=None)
    place = f"127.0.0.1:{server.server_address[1]}"
    source = Source("rivers", "Ministry of Rivers", "page", None, None, allow_private=(place,))
    capture = door.fetch(Request(f"https://{place}/"), source)
    thread.join()
    server.server_close()
    assert (capture.failure, capture.why) == (State.OFFLINE, "the server does not speak TLS as it should")
