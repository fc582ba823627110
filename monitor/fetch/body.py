"""One capped reader for every body: bytes are counted after decoding, and a stream must reach its own end.

No library is asked to decompress: they read a whole bomb, or take a body cut in the middle of its gzip for a whole one.
"""

import zlib
from collections.abc import Iterable, Iterator

from urllib3.exceptions import HTTPError

from monitor.model import State

PIECE = 65_536
KEPT_OF_TOO_LARGE = 65_536
"""Of a body over the limit so much is kept, to show what it was."""

ACCEPT_ENCODING = "gzip, deflate"
_NOT_DECODED = frozenset({"br", "zstd", "compress", "x-compress"})
"""Never asked for, so not decoded. Other names that mean nothing ("utf-8", "none") are ignored, as browsers do."""

_GZIP, _RAW, _ZLIB_OR_GZIP = b"\x1f\x8b", -zlib.MAX_WBITS, zlib.MAX_WBITS | 32


def whole_body(chunks: Iterable[bytes], encoding: str, size: int) -> tuple[bytes, State | None, str]:
    """The decoded body, and when it is not whole the state and the reason."""
    decoder = _decoder(encoding)
    if decoder is None:
        return b"", State.UNREADABLE, f"the answer is encoded as {encoding[:40]!r}, which was not asked for"
    body, on_the_wire = bytearray(), 0
    try:
        for chunk in chunks:
            on_the_wire += len(chunk)
            for piece in decoder.decoded(chunk):
                body += piece
                if max(len(body), on_the_wire) > size:
                    return bytes(body[:KEPT_OF_TOO_LARGE]), State.TOO_LARGE, f"more than {size:,} bytes"
    except zlib.error:
        return bytes(body), State.UNREADABLE, "the compressed answer is damaged"
    except (HTTPError, OSError):
        return bytes(body), State.INCOMPLETE, "the connection ended before the answer did"
    if not decoder.is_at_end:
        return bytes(body), State.INCOMPLETE, "the compressed answer is cut"
    return bytes(body), None, ""


class _Plain:
    """Bytes as they come."""

    is_at_end = True

    def decoded(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk


class _Inflated:
    """gzip (one member or several) and deflate (with its header or, as some servers send it, without)."""

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None
        self._waiting = b""

    @property
    def is_at_end(self) -> bool:
        """An empty body is whole, too."""
        return not self._waiting if self._stream is None else self._stream.eof

    def decoded(self, chunk: bytes) -> Iterator[bytes]:
        """What these bytes stand for, in pieces of a bounded size."""
        rest, self._waiting = self._waiting + chunk, b""
        has_more = False  # to give, though all that came is taken in
        while rest or has_more:
            if self._stream is None or self._stream.eof:
                if len(rest) < len(_GZIP):
                    self._waiting = rest
                    return
                if self._stream is not None and not rest.startswith(_GZIP):
                    return  # padding behind the end
                self._stream = zlib.decompressobj(_ZLIB_OR_GZIP if _has_header(rest) else _RAW)
            piece = self._stream.decompress(rest, PIECE)
            yield piece
            rest = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            has_more = len(piece) == PIECE and not self._stream.eof


def _has_header(data: bytes) -> bool:
    return data.startswith(_GZIP) or (data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0)


def _decoder(encoding: str) -> _Plain | _Inflated | None:
    names = [name for name in (part.strip().lower() for part in encoding.split(",")) if name]
    if len(names) > 1 or _NOT_DECODED.intersection(names):
        return None
    return _Inflated() if {"gzip", "x-gzip", "deflate"}.intersection(names) else _Plain()
