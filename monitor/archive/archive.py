"""The archive: captures appended to one WARC file a day (UTC), on the disk before anything refers to them.

A crash may leave half a record at the end of a file. Nothing is ever cut off from evidence: such a file stays as it is,
its whole records stay readable at their offsets, and the day goes on in a second file (`2026-03-02-2.warc.gz`).
"""

import fcntl
import mmap
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from itertools import accumulate, count
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator

from monitor.archive.blank import blank, is_blank
from monitor.archive.readback import capture_of
from monitor.archive.record import body_of, first_record, packed, read_member
from monitor.errors import ArchiveError
from monitor.model import Capture, Kept, Room

FOLDER = "captures"

_RESTORE = "restore the file from a backup; without it this capture proves nothing"
_WITHHOLD = "run `monitor withhold` for the statement once more"
_MAKE_ROOM = "free space or mend the permissions: nothing is recorded that cannot be proved"
_HEADERS = 1_000_000
"""Bytes: more than the headers of a record take beside its body."""
_LARGEST = 100_000_000
_SIGNATURE = first_record("")[:10]
"""With this begins every gzip member that we write."""


class Archive:
    """Keeps captures below a folder and gives them back. Used by several threads and processes at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._whole: dict[Path, int] = {}  #: files known to end with a whole record, and where
        self._torn: set[Path] = set()

    def room(self) -> Room:
        """What is free on its disk."""
        folder = self._folder if self._folder.exists() else self._folder.absolute().parent
        return Room(str(folder), shutil.disk_usage(folder).free, bool(os.statvfs(folder).f_flag & os.ST_RDONLY))

    def keep(self, captures: Iterable[Capture]) -> tuple[Kept, ...]:
        """Append these: when it returns they are on the disk. Raises ArchiveError when the disk does not take them."""
        chosen = tuple(captures)
        if not chosen:
            return ()
        day = chosen[-1].captured_at.astimezone(UTC).date().isoformat()
        try:
            with self._lock, self._opened(day) as (path, file):
                offsets = self._appended(path, file, [packed(capture) for capture in chosen])
        except OSError as error:
            raise ArchiveError(f"{self._folder / FOLDER} cannot be written: {error.strerror}", _MAKE_ROOM) from error
        name = path.relative_to(self._folder).as_posix()
        return tuple(_kept(capture, name, offset) for capture, offset in zip(chosen, offsets, strict=True))

    def body(self, kept: Kept) -> bytes:
        """The bytes of a capture as they were read. Raises ArchiveError when they are missing, altered or withheld."""
        if kept.withheld_at is not None:
            raise ArchiveError(f"what was captured from {kept.url} is withheld", "its hash stands in the log")
        path = self._folder / kept.file
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise ArchiveError(f"{kept.file} lies outside {self._folder}", _RESTORE)
        try:
            with path.open("rb") as file:
                file.seek(kept.offset)
                found = read_member(file, kept.size + _HEADERS)
        except FileNotFoundError:
            raise ArchiveError(f"{path} is missing", _RESTORE) from None
        except (OSError, ValueError) as error:
            raise ArchiveError(f"{path} cannot be read: {error}", _RESTORE) from error
        body = body_of(found[0]) if found else b""
        if found is None or sha256(body).hexdigest() != kept.sha256:
            raise ArchiveError(f"{path} does not hold what was captured from {kept.url} at {kept.offset}", _RESTORE)
        return body

    def capture(self, kept: Kept) -> Capture:
        """A capture as it came, but for what it was asked for. Raises ArchiveError as `body` does."""
        self.body(kept)
        with (self._folder / kept.file).open("rb") as file:
            file.seek(kept.offset)
            return capture_of(next(iter(ArchiveIterator(file))))

    def record(self, kept: Kept) -> bytes:
        """The record of a capture as it stands in its file, packed. Raises ArchiveError as `body` does."""
        self.body(kept)
        with (self._folder / kept.file).open("rb") as file:
            file.seek(kept.offset)
            found = read_member(file, kept.size + _HEADERS)
            assert found is not None
            file.seek(kept.offset)
            return file.read(found[1] - kept.offset)

    def check(self, kept: Kept) -> None:
        """Raises ArchiveError when a capture is missing or altered, or should be withheld and is not."""
        if kept.withheld_at is None:
            self.body(kept)
        elif not self._shows_nothing(kept):
            raise ArchiveError(f"{kept.file} still holds what is withheld, at {kept.offset}", _WITHHOLD)

    def withhold(self, kept: Kept, now: datetime) -> None:
        """Blank the body of a capture where it stands; its hash stays. What is blank already is left alone."""
        path = self._folder / kept.file
        if self._shows_nothing(kept):
            return
        with self._lock, path.open("r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(kept.offset)
            head = file.read(len(_SIGNATURE))
            file.seek(kept.offset)
            found = read_member(file, kept.size + _HEADERS)
            record = blank(kept, found[1] - kept.offset, head, now) if found else None
            if record is None:
                raise ArchiveError(f"{path} does not hold a record that can be blanked at {kept.offset}", _RESTORE)
            file.seek(kept.offset)
            _written(file, record)

    def _shows_nothing(self, kept: Kept) -> bool:
        try:
            with (self._folder / kept.file).open("rb") as file:
                file.seek(kept.offset)
                found = read_member(file, kept.size + _HEADERS)
        except FileNotFoundError:
            return True
        return found is not None and is_blank(found[0], kept)

    def verify(self, kept: Iterable[Kept]) -> Iterator[Kept]:
        """Those that are missing or were altered; `check` says of each what is wrong."""
        for one in kept:
            try:
                self.check(one)
            except ArchiveError:
                yield one

    @contextmanager
    def _opened(self, day: str) -> Iterator[tuple[Path, BinaryIO]]:
        """The file of a day to append to, ours alone for the length of the block."""
        folder = self._folder / FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in count(1):
            path = folder / (f"{day}.warc.gz" if number == 1 else f"{day}-{number}.warc.gz")
            if path in self._torn:
                continue
            with os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+b", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if self._is_whole(path, file):
                    yield path, file
                    return
            self._torn.add(path)

    def _is_whole(self, path: Path, file: BinaryIO) -> bool:
        """Whether the file ends with a whole record; looked at again when somebody else has written to it."""
        size = os.fstat(file.fileno()).st_size
        return size in (0, self._whole.get(path)) or _ends_whole(file, size)

    def _appended(self, path: Path, file: BinaryIO, records: Sequence[bytes]) -> list[int]:
        """Write the records and wait for the disk; where each begins."""
        size = os.fstat(file.fileno()).st_size
        head = first_record(path.name) if size == 0 else b""
        self._whole.pop(path, None)
        try:
            _written(file, b"".join((head, *records)))
        except OSError:
            os.ftruncate(file.fileno(), size)  # nobody refers to it yet
            raise
        if not size:
            _sync_folder(path.parent)
        *offsets, end = accumulate(map(len, records), initial=size + len(head))
        self._whole[path] = end
        return offsets


def _written(file: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _ends_whole(file: BinaryIO, size: int) -> bool:
    """Whether some record ends where the file does. The last one is found from behind, by its signature.

    A page may hold the signature, too: so what is found is tried, and the search goes on.
    """
    with mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) as data:
        start = data.rfind(_SIGNATURE)
        while start >= 0:
            file.seek(start)
            found = read_member(file, _LARGEST)
            if found and found[1] == size:
                return True
            start = data.rfind(_SIGNATURE, 0, start)
    return False


def _kept(capture: Capture, file: str, offset: int) -> Kept:
    return Kept(
        sha256=capture.sha256,
        url=capture.url,
        captured_at=capture.captured_at,
        status=capture.status,
        media_type=capture.media_type,
        size=len(capture.body),
        file=file,
        offset=offset,
    )
