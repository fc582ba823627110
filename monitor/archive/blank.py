"""A record without its body, as long as the one whose place it takes: what stands behind it in the file stays there.

It is stored, not compressed, in a gzip member, so that its length can be chosen.
"""

import struct
import zlib
from datetime import datetime
from uuid import uuid4

from monitor.model import Kept
from monitor.times import iso

_LONGEST_BLOCK = 65_535
_AROUND = 8  # bytes behind the blocks: checksum and length


def blank(kept: Kept, size: int, head: bytes, now: datetime) -> bytes | None:
    """The record that says that a capture was withheld; `head`: the first ten bytes of the member before.

    None when `size` is too small for it: no record that we write is.
    """
    room = size - len(head) - _AROUND
    blocks = -(-room // (_LONGEST_BLOCK + 5))
    record = _record(kept, room - 5 * blocks, now)
    if record is None:
        return None
    stored = b"".join(
        struct.pack("<BHH", last, len(part), len(part) ^ 0xFFFF) + part for last, part in _parts(record, blocks)
    )
    return head + stored + struct.pack("<II", zlib.crc32(record), len(record) & 0xFFFFFFFF)


def is_blank(member: bytes, kept: Kept) -> bool:
    """Whether this is the record that `blank` made for a capture."""
    headers = member.partition(b"\r\n\r\n")[0]
    return b"\r\nMonitor-Withheld: " in headers and f"sha256:{kept.sha256}".encode() in headers


def _parts(record: bytes, blocks: int) -> list[tuple[bool, bytes]]:
    pieces = [record[number * _LONGEST_BLOCK : (number + 1) * _LONGEST_BLOCK] for number in range(blocks)]
    return [(number == blocks - 1, piece) for number, piece in enumerate(pieces)]


def _record(kept: Kept, size: int, now: datetime) -> bytes | None:
    """A record of WARC whose body is blanks."""
    head = (
        f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{uuid4()}>\r\n"
        f"WARC-Date: {iso(kept.captured_at)}\r\nMonitor-Withheld: {iso(now)}\r\n"
        f"Monitor-Payload-Digest: sha256:{kept.sha256}\r\nContent-Length: "
    )
    body = size - len(head) - len("0000000000\r\n\r\n\r\n\r\n")
    return f"{head}{body:010}\r\n\r\n{' ' * body}\r\n\r\n".encode() if body >= 0 else None
