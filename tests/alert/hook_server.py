"""A local HTTP server that takes posts and answers what a test sets."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class HookServer:
    """Use as a context manager; `answers` are taken from the front (status 0 breaks the line), then 200 with `body`."""

    def __init__(self, body: bytes = b"") -> None:
        self.answers: list[tuple[int, dict[str, str]] | tuple[int, dict[str, str], bytes]] = []
        self.posts: list[bytes] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                hook.paths.append(f"{self.command} {self.path}")
                hook.headers.append({name.lower(): value for name, value in self.headers.items()})
                hook.posts.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
                status, headers, *said = hook.answers.pop(0) if hook.answers else (200, {}, body)
                told = said[0] if said else b""
                if not status:
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in {"Content-Length": str(len(told)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(told)

            do_PUT = do_POST  # noqa: N815

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> "HookServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """`127.0.0.1:PORT`."""
        return f"127.0.0.1:{self._server.server_port}"
