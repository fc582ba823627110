"""Serves a gigabyte in several disguises: `python bombs.py` prints `127.0.0.1:PORT` and runs until it is ended."""

import sys
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECES = 1024
PIECE = b"\0" * 1_048_576


def packed(wbits: int) -> bytes:
    """A gigabyte of nothing in a megabyte: one packed piece again and again (its checksum is never come to)."""
    packer = zlib.compressobj(9, wbits=wbits)
    first, again = (packer.compress(PIECE) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + again * (PIECES - 1)


GZIP = packed(31)


class Handler(BaseHTTPRequestHandler):
    """One route a disguise."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Serve it."""
        try:
            {
                "/redirect": lambda: self.send([GZIP], "302 Found", "gzip", Location="/end"),
                "/gzip": lambda: self.send([GZIP], "200 OK", "gzip"),
                "/error": lambda: self.send([GZIP], "404 Not Found", "gzip"),
                "/deflate": lambda: self.send([packed(15)], "200 OK", "deflate"),
                "/chunked": lambda: self.send(self.chunks(), "200 OK", "gzip", **{"Transfer-Encoding": "chunked"}),
                "/plain": lambda: self.send((PIECE for _ in range(PIECES)), "200 OK", "identity"),
                "/end": lambda: self.send([b"water"], "200 OK", "identity"),
            }[self.path]()
        except OSError:
            pass  # the other side has had enough

    def send(self, pieces: "list[bytes] | Iterator[bytes]", status: str, encoding: str, **headers: str) -> None:
        """An answer in pieces; its length is told when there is one piece."""
        if isinstance(pieces, list):
            headers["Content-Length"] = str(sum(map(len, pieces)))
        lines = [f"HTTP/1.1 {status}", f"Content-Encoding: {encoding}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.wfile.write("\r\n".join([*lines, "", ""]).encode())
        for piece in pieces:
            self.wfile.write(piece)
        self.close_connection = True

    def chunks(self) -> Iterator[bytes]:
        """The packed gigabyte as one chunk, announced as far larger."""
        yield b"7fffffff\r\n"
        yield GZIP

    def log_message(self, *_: object) -> None:
        """Silence."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
