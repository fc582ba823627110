"""The log, as commands look into it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from monitor.cli.frame import Here
from monitor.errors import NotFound
from monitor.model import Statement
from monitor.store.engine import path_of
from monitor.store.store import Store


def database_of(here: Here) -> Path:
    """The file that `--database` names."""
    return path_of(here.database)


def existing(here: Here) -> Path:
    """The same, when it is there already. Raises NotFound."""
    path = database_of(here)
    if not path.exists():
        raise NotFound(f"there is no database {path}", "`monitor run` or `monitor poll` makes it")
    return path


@contextmanager
def log_of(here: Here) -> Iterator[Store]:
    """The log, to look into; it must be there already."""
    existing(here)
    with closing(Store.open(here.database)) as store:
        yield store


def statement_in(store: Store, statement: str) -> Statement:
    """The statement of an ID. Raises NotFound."""
    found = store.statement(statement)
    if found is None:
        raise NotFound(f"no statement has the ID “{statement}”", "`monitor statements --all` lists them")
    return found
