"""Hide the text of a statement everywhere, its captures included: by a person's decision, or because it was taken down.

A capture of a list shows other statements, too. It is blanked all the same: what a court or a person asks to be removed
must not be readable in what we keep. The others keep their wordings, and the hash of the capture.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.archive.archive import Archive
from monitor.errors import ArchiveError
from monitor.model import Capture, Kept, Source, Statement, Version
from monitor.store.store import Store
from monitor.store.withhold import FORGOTTEN
from monitor.text.address import canonical
from monitor.text.charset import decode

WHY_FORGOTTEN = "taken down by its source, of which only hashes are kept then"
_RUN = 30
"""So many letters in a row of a text are not met by chance; of a shorter text, all of them."""
_SHORTEST = 8
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPED_SIGN = re.compile(r"\\[nrt]")
_TAG = re.compile(r"<[^<>]*>")
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Withheld:
    """What was hidden."""

    hashes: tuple[str, ...]  #: of its wordings; they stay
    captures: tuple[Kept, ...]
    same: tuple[str, ...]  #: other statements with the same wording: they are not hidden


def withhold(one: Statement, reason: str, by: str, store: Store, archive: Archive, now: datetime) -> Withheld:
    """Hide a statement. Done again, it ends what a crash left undone. Raises StoreError, ArchiveError."""
    versions = store.versions(one.id)
    captures = tuple(_showing(one, versions, store, archive))
    store.withhold(one.id, reason, by, captures, now)
    store.purge()
    for each in store.captures(one.source):
        if each.withheld_at is not None:
            archive.withhold(each, now)
    return Withheld(tuple(each.hash for each in versions), captures, tuple(store.same_wording(one.id)))


def forget(source: Source, store: Store, archive: Archive, now: datetime) -> None:
    """Of what a source took down, keep the hash alone, once nothing is owed for it: `keep_deleted: hash`."""
    if source.keep_deleted != "hash":
        return
    for name in store.to_forget(source.id):
        one = store.statement(name)
        if one is not None:
            withhold(one, WHY_FORGOTTEN, FORGOTTEN, store, archive, now)


def _showing(one: Statement, versions: tuple[Version, ...], store: Store, archive: Archive) -> Iterator[Kept]:
    """The captures of its source that show a statement: named as doing so, of its address, or with its words."""
    hashes = {each.capture_sha256 for each in versions} | {
        chapter.capture.sha256 for chapter in store.history(one.id) if chapter.capture
    }
    urls = (one.url, *(media.url for each in versions for media in each.media))
    addresses = {canonical(url) for url in urls if url}
    runs = tuple(run for each in versions for written in (each.title, each.text) for run in _runs(written or ""))
    for kept in store.captures(one.source):
        if kept.withheld_at is not None:
            continue
        if kept.sha256 in hashes or canonical(kept.url) in addresses or _says(kept, runs, archive):
            yield kept


def _says(kept: Kept, runs: tuple[str, ...], archive: Archive) -> bool:
    try:
        words = _words_of(archive.capture(kept))
    except ArchiveError:  # what is missing shows nothing; `monitor db verify` tells of it
        return False
    return any(run in words for run in runs)


def _runs(text: str) -> Iterator[str]:
    """Pieces of a text, letters and digits alone, by which it is found wherever it stands."""
    letters = _letters(text)
    if _SHORTEST <= len(letters) <= _RUN:
        yield letters
    for start in range(0, len(letters) - _RUN, _RUN // 2):
        yield letters[start : start + _RUN]


def _words_of(capture: Capture) -> str:
    """The letters and digits that a capture shows, however HTML, XML or JSON writes them."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), decode(capture.body, capture.header("content-type")))
    text = _ESCAPED_SIGN.sub(" ", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return _letters(_TAG.sub("", html.unescape(html.unescape(text))))


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()
