"""The database as the rest knows it: what goes in and what comes out are the frozen values of `monitor.model`.

Each method is one transaction. Who asks what stands in `parts/`; how it is done, in the
file that is named like the matter.
"""

import threading
from pathlib import Path

from monitor.store import schema, upkeep
from monitor.store.database import Database
from monitor.store.engine import path_of
from monitor.store.parts.daemon import Life
from monitor.store.parts.owed import Alerts
from monitor.store.parts.people import People
from monitor.store.parts.polls import Polls
from monitor.store.parts.read import Log


class Store(Polls, Alerts, People, Life, Log):
    """One database, open. Any thread may use it; two processes may have it open at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(path)
        self.deciding = threading.Lock()  #: held by who routes and records, where a limit counts what others owe

    @staticmethod
    def open(url: str) -> "Store":
        """The database at a URL: made when missing, brought up to date (after a copy beside it) when older.

        Raises StoreError, and leaves the file untouched, when it is not ours, damaged or of a newer release.
        """
        path = path_of(url)
        if not path.exists():
            schema.create(path)
        schema.upgrade(path)
        return Store(path)

    def verify(self) -> tuple[str, ...]:
        """What does not hold together in the database, a line each; nothing: all does."""
        with self._database.writing() as session:
            return upkeep.verify(session)

    def close(self) -> None:
        """Give the file back."""
        self._database.close()
