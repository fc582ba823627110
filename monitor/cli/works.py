"""All that a poll needs, opened from the options and closed again."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from monitor.archive.archive import Archive
from monitor.cli.frame import Here
from monitor.cli.log import database_of
from monitor.config.config import Config
from monitor.fetch.door import HttpDoor
from monitor.fetch.transport import RequestsTransport
from monitor.poll import Works
from monitor.store.store import Store
from monitor.times import SystemClock


@contextmanager
def works_of(here: Here, config: Config) -> Iterator[Works]:
    """The door out, the log, the archive, the clock; the database is made where there is none."""
    clock = SystemClock()
    database_of(here).parent.mkdir(parents=True, exist_ok=True)
    here.data.mkdir(parents=True, exist_ok=True)
    with (
        closing(Store.open(here.database)) as store,
        closing(HttpDoor(RequestsTransport(), clock, contact=config.routing.newsroom.contact)) as door,
    ):
        yield Works(door, store, Archive(here.data), clock)
