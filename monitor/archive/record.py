"""One capture as a WARC record, and back. Pure but for the record's own ID and, for the first of a file, the time."""

import re
import zlib
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from typing import BinaryIO
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor import __version__
from monitor.fetch.browser import RENDERED
from monitor.model import Capture
from monitor.times import iso

_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection"})
"""Headers that speak of the bytes as they were sent; the body is kept decoded, as the reader read it."""
_PHRASES = {int(status): status.phrase for status in HTTPStatus}
_OTHER_LETTERS = re.compile(r"[^\x00-\x7f]+")
_DROPPED = frozenset({"set-cookie", "set-cookie2"})
_RESOURCE = b"\r\nWARC-Type: resource\r\n"
_END, _GZIP, _PIECE = b"\r\n\r\n", zlib.MAX_WBITS | 16, 65_536


def first_record(name: str) -> bytes:
    """What stands at the head of each file: who wrote it, and how."""
    writer, out = _writer()
    told = {
        "software": f"monitor/{__version__}",
        "format": "WARC File Format 1.1",
        "description": "Bodies are decoded; WARC-Payload-Digest is their SHA-256 in hex. No cookies are kept.",
    }
    writer.write_record(writer.create_warcinfo_record(name, told))
    return out.getvalue()


def packed(capture: Capture) -> bytes:
    """The record of a capture: one gzip member, readable by itself and by every tool that reads WARC.

    What did not come over HTTP (a mail) is a `resource`: the standard's word for bytes without headers of HTTP.
    """
    writer, out = _writer()
    is_web = capture.url.startswith("http")
    record = writer.create_warc_record(
        capture.url,
        "response" if is_web else "resource",
        payload=BytesIO(capture.body),
        length=len(capture.body),
        warc_headers_dict=_described(capture),
        warc_content_type="" if is_web else capture.media_type,
        http_headers=_answered(capture) if is_web else None,
    )
    writer.write_record(record)
    return out.getvalue()


def body_of(member: bytes) -> bytes:
    """The body in a record that `packed` wrote; something else for bytes that it did not write: compare the hash."""
    head, _, rest = member.partition(_END)
    body = rest if _RESOURCE in head else rest.partition(_END)[2]
    return body.removesuffix(_END)


def read_member(file: BinaryIO, size: int) -> tuple[bytes, int] | None:
    """The gzip member that begins where the file stands, and where it ends; None when it is cut, or over `size`."""
    stream, member = zlib.decompressobj(_GZIP), bytearray()
    try:
        while not stream.eof:
            piece = file.read(_PIECE)
            member += stream.decompress(piece, size + 1 - len(member))
            if not piece or len(member) > size:
                return None
    except zlib.error:
        return None
    return bytes(member), file.tell() - len(stream.unused_data)


def _answered(capture: Capture) -> StatusAndHeaders:
    """The status and the headers of an answer over HTTP, as they are kept."""
    headers = [(name, value) for name, value in capture.headers if name.lower() not in _DROPPED]
    return StatusAndHeaders(
        f"{capture.status} {_PHRASES.get(capture.status, '')}".strip(),
        [(_ascii(_kept_as(name)), _ascii(_one_line(value))) for name, value in headers]
        + [("Content-Length", str(len(capture.body)))],
        protocol="HTTP/1.1",
    )


def _described(capture: Capture) -> dict[str, str]:
    """The record's own headers. What we add to the standard's begins with `Monitor-`."""
    told = {
        "WARC-Date": iso(capture.captured_at) or "",
        "WARC-Payload-Digest": f"sha256:{sha256(capture.body).hexdigest()}",
        "Monitor-Source": capture.source,
        "Monitor-Requested-URI": capture.request.url,
        "Monitor-Rendered-By": capture.header(RENDERED) or "",
        "Monitor-Failure": f"{capture.failure}: {capture.why}" if capture.failure else "",
    }
    return {name: _one_line(value) for name, value in told.items() if value}


def _kept_as(name: str) -> str:
    return f"X-Archive-Orig-{name}" if name.lower() in _OF_THE_WIRE else name


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _ascii(text: str) -> str:
    """Other letters in a header percent-encoded, as warcio does, but whatever stands around them."""
    return _OTHER_LETTERS.sub(lambda found: quote(found.group(), errors="replace"), text)


def _writer() -> tuple[WARCWriter, BytesIO]:
    out = BytesIO()
    return WARCWriter(out, gzip=True, warc_version="1.1"), out
