"""Read what a post says in a file or in pictures: they are asked for through the door, and opened in a worker.

A file is looked at again with its post, and other words at its address are an edit. Pictures are read once, when the
post is new: their addresses change by themselves, and what OCR makes of a picture is never the cause of an edit.
"""

import re
from dataclasses import replace

from monitor.model import Capture, Entry, Known, Purpose, Reading, Request, State, Version
from monitor.paper.paper import Paper
from monitor.trip import Trip

MOST_FILES, MOST_PICTURES = 3, 4
_PDF = re.compile(r"(?i)\.pdf(?:$|[?#])")


def with_listed(reading: Reading, trip: Trip, budget: int) -> Reading:
    """A list whose new posts say their text in files or pictures, and those that name other files than before."""
    for entry in reading.entries:
        known = trip.before.known.get(entry.key)
        if entry.whole or entry.key in reading.looked_at:
            continue
        if known is not None and not _names_others(entry, known, trip, pictures=reading.state is State.IMAGE_ONLY):
            reading = _told(reading, entry, _as_known(entry, known.version), None)
        elif budget > 0 and not trip.hushed and _named(entry):
            budget -= 1
            reading = _told(reading, entry, *_read(entry, trip, known))
            if trip.reader.tells_alike:  # then it is looked at again, where it stands by itself
                reading = reading.also(looked_at=(*reading.looked_at, entry.key))
    if reading.state is State.IMAGE_ONLY and all(entry.whole for entry in reading.entries):
        return reading.also(state=State.OK, complete=True, why="")
    return reading


def with_own(item: Reading, trip: Trip, known: Known | None = None) -> Reading:
    """What a post's own address says, with the text of its files; of its pictures too, where the post is new."""
    entry = next(iter(item.entries), None)
    if entry is None or entry.whole:
        return item
    if known is not None and not _files(entry, trip):
        return _told(item, entry, _as_known(entry, known.version), None)
    return _told(item, entry, *_read(entry, trip, known))


def _told(reading: Reading, entry: Entry, now: Entry, shown: str | None) -> Reading:
    """The reading with this entry as it was read; `shown` is the hash of what shows its text."""
    reading = reading.also(entries=tuple(now if each is entry else each for each in reading.entries))
    named = reading.shown_by.get(entry.key)
    if shown is None or shown == named:
        return reading
    named_by = {**reading.named_by, entry.key: named} if named else reading.named_by
    return reading.also(shown_by={**reading.shown_by, entry.key: shown}, named_by=named_by)


def _read(entry: Entry, trip: Trip, known: Known | None) -> tuple[Entry, str | None]:
    """The entry with the words of what it carries, and the hash of the first that could be read."""
    addresses = _files(entry, trip) or _pictures(entry)
    if known is not None and known.version.read_by and _as_known(entry, known.version) is not entry:
        asked = [_capture(url, entry, trip, again=True) for url in addresses]
        if all(capture.unchanged or capture.sha256 == known.version.capture_sha256 for capture in asked):
            return _as_known(entry, known.version), None
    captures = [_capture(url, entry, trip) for url in addresses]
    papers = [_paper(*each, trip) for each in zip(captures, addresses, strict=True)]
    read = [(capture, paper) for capture, paper in zip(captures, papers, strict=True) if paper.text]
    if not read:
        return entry, None
    now = replace(
        entry,
        text="\n\n".join(filter(None, (entry.text, *(paper.text for _, paper in read)))),
        whole=all(paper.whole for paper in papers),
        read_by="ocr" if any(paper.read_by == "ocr" for _, paper in read) else "pdf",
    )
    return now, read[0][0].sha256


def _capture(url: str, entry: Entry, trip: Trip, *, again: bool = False) -> Capture:
    """What stands at an address of the entry; nothing is asked for twice in one visit."""
    for capture in trip.captures:
        stands_there = capture.request.url == url and (capture.body or capture.failure is not None)
        if stands_there or trip.reader.inside(capture, url) is not None:
            return capture
    capture = trip.fetch(Request(url, Purpose.PAPER, entry.key), trip.before.validators.get(url) if again else None)
    if capture.failure is None and capture.status == 200:
        trip.validators[url] = capture.validators
    return capture


def _paper(capture: Capture, url: str, trip: Trip) -> Paper:
    """What a file or a picture says; nothing, where it could not be fetched."""
    fetched = capture.failure is None and capture.status == 200
    return trip.decipher(trip.reader.inside(capture, url) or capture.body) if fetched else Paper()


def _names_others(entry: Entry, known: Known, trip: Trip, *, pictures: bool) -> bool:
    """Whether it carries other files than before. The addresses of pictures change by themselves."""
    return _named(entry) != _named(known.version) and (pictures or bool(_files(entry, trip)))


def _as_known(entry: Entry, version: Version) -> Entry:
    """The entry with the words that were read before from what it carries, where its own are as they were."""
    if not version.read_by or not version.text.startswith(entry.text) or _named(entry) != _named(version):
        return entry
    return replace(entry, text=version.text, whole=version.whole, read_by=version.read_by)


def _files(entry: Entry, trip: Trip) -> list[str]:
    """The addresses of the PDF files that it names or holds, or at whose address it stands."""
    named = [each.url for each in entry.media if each.type == "file"]
    return [url for url in named if _PDF.search(url) or _brought(url, trip).startswith(b"%PDF")][:MOST_FILES]


def _brought(url: str, trip: Trip) -> bytes:
    """What this visit brought already of an address."""
    held = (trip.reader.inside(each, url) or (each.body if each.request.url == url else b"") for each in trip.captures)
    return next(filter(None, held), b"")


def _pictures(entry: Entry) -> list[str]:
    return [each.url for each in entry.media if each.type == "image"][:MOST_PICTURES]


def _named(one: Entry | Version) -> list[str]:
    """The addresses of its files; without any, of its pictures."""
    files = [each.url for each in one.media if each.type == "file"]
    return files or [each.url for each in one.media if each.type == "image"]
