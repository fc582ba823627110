"""A database of its own for each test, and an office whose polls it remembers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.store.store import Store
from polls import Office


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty database."""
    opened = Store.open(f"sqlite:///{tmp_path}/monitor.db")
    yield opened
    opened.close()


@pytest.fixture
def office(store: Store) -> Office:
    """An office of which nothing is stored yet."""
    return Office(store)
