"""Captures read back from WARC files, ours or another's, or from a folder of saved pages: what a replay polls."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from monitor.errors import ArchiveError
from monitor.model import Capture, Request
from monitor.times import moment, parse_iso

_ORIGINAL = "x-archive-orig-"
_STAMP = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[T_ -]?(\d\d)[:-]?(\d\d)(?:[:-]?(\d\d))?")
WARC = (".warc", ".warc.gz")


def captures_in(path: Path) -> Iterator[Capture]:
    """All captures in a WARC file, or in the files below a folder, in the order of their names.

    In a folder, a file that is no WARC file is a capture of the source that its folder is named for, of the moment that
    stands in its name (`2026-03-02T0900.html`), else of its last change; its URL is not known. Of a WARC file that was
    not written by us the source is empty. Raises ArchiveError for a file that cannot be read.
    """
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    for each in files:
        if each.name.endswith(WARC):
            yield from _records(each)
        elif each != path and not each.name.startswith("."):
            yield _saved(each)


def _records(path: Path) -> Iterator[Capture]:
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == "response" and record.http_headers is not None:
                    yield capture_of(record)
    except (OSError, ArchiveLoadFailed, ValueError) as error:
        raise ArchiveError(
            f"{path} cannot be read as WARC: {error}", "name a WARC file, or a folder of them"
        ) from error


def capture_of(record: ArcWarcRecord) -> Capture:
    """The capture that a record holds; what it was asked for stands in no record."""
    told = record.rec_headers
    url = told.get_header("WARC-Target-URI") or ""
    web = record.http_headers  # None: it did not come over HTTP
    told_headers = web.headers if web else [("Content-Type", told.get_header("Content-Type") or "")]
    headers = tuple(
        (name[len(_ORIGINAL) :] if name.lower().startswith(_ORIGINAL) else name, value)
        for name, value in told_headers
        if name.lower() != "content-length"
    )
    status = web.get_statuscode() if web else "200"
    return Capture(
        source=told.get_header("Monitor-Source") or "",
        request=Request(told.get_header("Monitor-Requested-URI") or url),
        url=url,
        captured_at=moment(parse_iso(told.get_header("WARC-Date") or "")),
        status=int(status) if status.isdecimal() else 0,
        headers=headers,
        body=record.content_stream().read(),
    )


def _saved(path: Path) -> Capture:
    found = _STAMP.search(path.stem)
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if found:
        year, month, day, hour, minute, second = (int(each or 0) for each in found.groups())
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return Capture(path.parent.name, Request(""), "", at, 200, (), path.read_bytes())
