"""The evidence pack: what proves to others what a statement said, and when we saw it. They need no program of ours."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from monitor import __version__
from monitor.archive.archive import Archive
from monitor.archive.record import first_record
from monitor.errors import ArchiveError
from monitor.export import csv, shapes
from monitor.export.json import one_line
from monitor.model import Chapter, Kept, Span, Statement
from monitor.times import iso

CAPTURES = "captures.warc.gz"
_README = """\
Evidence on one statement
=========================

Statement   {id}
Source      {source}
Address     {url}
Posted      {posted} (as the source says)
First seen  {first_seen} (by our clock)
Last seen   {last_seen}
{state}
Packed      by monitor {version}

What is in this pack
--------------------
wordings/N.txt     each wording that we saw, as plain text
statement.json     its history: each change with its time, wording, assessment, capture, proof
captures.csv       the captures that show it: time, address, status, SHA-256 of the body, what it shows
{captures}   the captures themselves, as they came: a WARC file (ISO 28500), for any program that reads it
polls.csv          when we looked at the source since we first saw the statement, and what we could see
SHA256SUMS         the hash of each file

How to check it
---------------
1. `sha256sum -c SHA256SUMS` says whether a file was changed since it was packed.
2. `gunzip -c {captures}` shows each capture: after its headers stands the body. Its SHA-256 is named in the
   header WARC-Payload-Digest, in captures.csv and in statement.json. With Python: `pip install warcio`, then
   `warcio extract --payload {captures} OFFSET | sha256sum`; `warcio index {captures}` tells the offsets.
3. Compare a wording with the body of the capture that shows it.

What it does not prove
----------------------
The hashes show that nothing was changed since it was captured, if you trust who kept them. That the source served
exactly this to us is our word: bodies are kept decoded, cookies are not kept. "Gone" means gone or hidden: nobody
outside can tell.
{missing}"""


def pack(one: Statement, history: Sequence[Chapter], polls: Sequence[Span], archive: Archive) -> bytes:
    """A ZIP file. What is withheld or lost is named in it, and not there."""
    shown = _captures(history)
    records: list[bytes] = []
    missing: list[str] = []
    for kept in shown:
        try:
            records.append(archive.record(kept))
        except ArchiveError as error:
            missing.append(f"Not in this pack: the capture {kept.sha256} ({error}).")
    files = {
        "README.txt": _readme(one, missing).encode(),
        "statement.json": f"{one_line(shapes.told(one, history))}\n".encode(),
        "captures.csv": csv.write(_capture_rows(shown)).encode(),
        CAPTURES: b"".join((first_record(CAPTURES), *records)),
        "polls.csv": csv.write(polls).encode(),
        **dict(_wordings(history)),
    }
    sums = "".join(f"{sha256(body).hexdigest()}  {name}\n" for name, body in files.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in {**files, "SHA256SUMS": sums.encode()}.items():
            packed.writestr(name, body)
    return out.getvalue()


def _captures(history: Sequence[Chapter]) -> dict[Kept, list[str]]:
    """The captures that the history names, and what each shows."""
    shown: dict[Kept, list[str]] = {}
    for chapter in history:
        if chapter.capture is not None:
            said = f"{chapter.kind} {iso(chapter.at)}, wording {chapter.version.number}"
            shown.setdefault(chapter.capture, []).append(f"{said}; {chapter.proof}" if chapter.proof else said)
    return shown


def _readme(one: Statement, missing: Sequence[str]) -> str:
    state = f"No longer public, told {iso(one.deleted_at)}" if one.deleted_at else f"Latest      {one.change}"
    if one.withheld:
        state += (
            f"\nWithheld    {iso(one.withheld_at)} by {one.withheld_by}: {one.withheld}. Its text is not in this pack."
        )
    if one.corrected:
        state += f"\nCorrected   the latest change was an error of ours: {one.corrected}"
    return _README.format(
        id=one.id,
        source=one.source,
        url=one.url or "none",
        posted=iso(one.published_at) or "not said",
        first_seen=iso(one.first_seen_at),
        last_seen=iso(one.last_seen_at),
        state=state,
        version=__version__,
        captures=CAPTURES,
        missing="".join(f"\n{line}" for line in missing),
    )


def _wordings(history: Sequence[Chapter]) -> Iterator[tuple[str, bytes]]:
    for chapter in history:
        said = "\n\n".join(filter(None, (chapter.version.title, chapter.version.text)))
        if said:
            yield f"wordings/{chapter.version.number}.txt", f"{said}\n".encode("utf-8", "surrogatepass")


def _capture_rows(shown: Mapping[Kept, Sequence[str]]) -> Iterator[dict[str, object]]:
    for kept, what in shown.items():
        told = {name: value for name, value in shapes.plain(kept).items() if name not in ("file", "offset")}
        yield {**told, "shows": " | ".join(what)}
