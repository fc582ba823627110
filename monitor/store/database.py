"""One database file in use: any number of readers, one writer."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from monitor.errors import StoreError
from monitor.store.engine import connect, explained, purge, same_file, writer


class Database:
    """A file that exists and is up to date. What is read in one `reading` is of one moment."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._inode = path.stat().st_ino
        self._process = os.getpid()
        self._engine = connect(path)
        self._writer = writer(self._engine)
        self._writing = threading.Lock()

    def close(self) -> None:
        """Give the connections back; the last one writes the log into the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look at the database as it is now."""
        self._check()
        with explained(self.path), Session(self._engine, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of it is committed at the end, or nothing of it. One at a time in this process."""
        with self._writing, explained(self.path), Session(self._writer, autoflush=False) as session:
            self._check()
            try:
                with session.begin():
                    yield session
            except DBAPIError:
                self._engine.dispose()  # after a failed write no connection is trusted: the next one is opened anew
                raise

    def purge(self) -> None:
        """Let no trace of what was deleted stay in the file."""
        with self._writing, explained(self.path):
            self._check()
            purge(self._engine)

    def _check(self) -> None:
        """Never write to a file that was removed, nor through connections of the process that we were forked from."""
        if os.getpid() != self._process:
            raise StoreError(f"{self.path} was opened by another process", "open it anew in this one")
        if not same_file(self.path, self._inode):
            raise StoreError(
                f"{self.path} was removed or replaced while in use", "stop, put the file back, and start again"
            )
