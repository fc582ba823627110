"""After a change to a reader: what is known, as the reader of today reads it. Else it would look like an edit.

A wording that another reader made is read again from the capture that shows it, when the reading at hand shows another
one. What the office itself changed meanwhile still differs then, and is told as the edit that it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from monitor.archive.archive import Archive
from monitor.errors import ArchiveError
from monitor.identity import identified
from monitor.model import Before, Capture, Change, ChangeKind, Entry, Known, Purpose, Reading, Request, Source, Version
from monitor.read.reader import Reader
from monitor.store.store import Store
from monitor.text.difference import significant
from monitor.text.fingerprint import fingerprint
from monitor.trip import filled


@dataclass(frozen=True, slots=True)
class Reread:
    """What is known, and the stored wordings that are to be replaced silently, each with what takes its place."""

    before: Before
    replaced: tuple[Change, ...] = ()


def reread(source: Source, before: Before, reading: Reading, reader: Reader, store: Store, archive: Archive) -> Reread:
    """What was known before this reading, by the reader that made the reading."""
    desk = _Desk(source, before, reading, reader, store, archive)
    known: dict[str, Known] = {}
    replaced: list[Change] = []
    for entry in reading.entries if source.knows_edits else ():
        one = before.known.get(entry.key)
        if one is not None and entry.key not in known and desk.is_read_otherwise(entry, one):
            changes = tuple(desk.reread(one, entry))
            replaced += changes
            now = next((each.version for each in changes if each.version.number == one.version.number), one.version)
            known[entry.key] = replace(one, version=now)
    return Reread(replace(before, known=_Instead(before.known, known)) if known else before, tuple(replaced))


@dataclass(frozen=True, slots=True)
class _Desk:
    """All that is needed to read stored captures again."""

    source: Source
    before: Before
    reading: Reading
    reader: Reader
    store: Store
    archive: Archive

    def is_read_otherwise(self, entry: Entry, known: Known) -> bool:
        """Whether what is shown now would be taken for an edit of what another reader made."""
        made_by = known.version.fingerprint
        if known.version.read_by:  # no reader made it: it stands in a file, and differs when the file does
            return False
        if made_by in ("", self.reading.fingerprint) or (known.opened and entry.key not in self.reading.looked_at):
            return False
        return fingerprint(entry.title, entry.text) != known.version.hash

    def reread(self, known: Known, shown: Entry) -> Iterator[Change]:
        """The wordings of a statement that the reader of today reads otherwise."""
        for version in self.store.versions(known.statement):
            entry = self._shown_by_capture(known, version)
            if entry is None and version.number == known.version.number and _may_be_the_same(version, shown):
                entry = shown
            if entry is not None and version.fingerprint and not version.read_by:
                yield self._replacement(known, version, entry)

    def _shown_by_capture(self, known: Known, version: Version) -> Entry | None:
        """What the stored capture of a wording says, if it is there still."""
        kept = self.store.kept(version.capture_sha256) if version.capture_sha256 else None
        if kept is None:
            return None
        try:
            capture = self.archive.capture(kept)
        except ArchiveError:  # `monitor db verify` tells
            return None
        return self._entry(capture, replace(known, version=version))

    def _entry(self, capture: Capture, known: Known) -> Entry | None:
        """A capture does not say what it was asked for: as its own page, or as a page of the list."""
        own = self.reader.own(self.source, known)
        url = capture.request.url
        as_own = [replace(own, url=url)] if own else []
        as_list = [Request(url, Purpose.LIST), Request(url, Purpose.PAGE)]
        for request in (*as_own, *as_list) if known.opened else (*as_list, *as_own):
            said = self.reader.read(replace(capture, request=request), self.source, self.before)
            is_own = request.purpose is Purpose.ITEM
            shown = said.entries if is_own else identified(said, self.before).entries
            found = next((each for each in shown if each.key == known.key), None)
            if found is not None:
                return filled(found, known.version) if is_own else found
        return None

    def _replacement(self, known: Known, version: Version, entry: Entry) -> Change:
        dated = entry if entry.published_at else version
        instead = replace(
            version,
            title=entry.title,
            text=entry.text,
            hash=fingerprint(entry.title, entry.text),
            published_at=dated.published_at,
            published_as_written=dated.published_as_written,
            author=entry.author,
            language=entry.language,
            media=entry.media,
            whole=entry.whole,
            fingerprint=self.reading.fingerprint,
        )
        return Change(
            ChangeKind.EDITED, known.statement, known.key, known.url, version.captured_at, before=version, after=instead
        )


def _may_be_the_same(version: Version, entry: Entry) -> bool:
    """Whether a reader alone may have made the difference: in form, or by taking more or less of whole paragraphs.

    A word or a figure that differs within a paragraph is an office's doing, as far as can be known.
    """
    one, other = ({line.strip() for line in each.text.splitlines()} - {""} for each in (version, entry))
    takes_more_or_less = version.title == entry.title and bool(one and other) and (one <= other or other <= one)
    return takes_more_or_less or not significant(
        f"{version.title or ''}\n{version.text}", f"{entry.title or ''}\n{entry.text}"
    )


class _Instead(Mapping[str, Known]):
    """What is known, some of it read again; walking through it is as before."""

    def __init__(self, known: Mapping[str, Known], instead: Mapping[str, Known]) -> None:
        self._known, self._instead = known, instead

    def __getitem__(self, key: str) -> Known:
        return self._instead.get(key) or self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
