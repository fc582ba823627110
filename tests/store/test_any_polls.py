"""Whatever a source shows, poll after poll, the store agrees with a model that fits on one screen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import assessment, entry, reading, source
from monitor.model import Before, ChangeKind, Difference, Reading, State, statement_id
from monitor.store.query import StatementQuery
from monitor.store.store import Store
from polls import Office

KEYS = "abcdefg"
numbers_of_offices = count()
posts = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(["Open.", "Closed.", "ជប៉ុន", "訪日"])),
    max_size=7,
    unique_by=lambda post: post[0],
)
gone = st.sets(st.sampled_from(KEYS), max_size=3)


@dataclass
class Shown:
    """What one poll of the property shows: a list, how far it can be trusted, and what own addresses say."""

    state: State
    posts: list[tuple[str, str]]
    gone: set[str]
    minutes: int


polls = st.lists(
    st.builds(
        Shown,
        state=st.sampled_from([State.OK] * 4 + [State.UNCHANGED] * 2 + [State.INCOMPLETE, State.OFFLINE]),
        posts=posts,
        gone=gone,
        minutes=st.integers(1, 30),
    ),
    max_size=12,
)


@dataclass
class Model:
    """What should be known."""

    wordings: dict[str, list[str]] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)
    misses: dict[str, int] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    changes: int = 0

    def reading(self, shown: Shown) -> Reading:
        """The reading that visit would make of what is shown."""
        if shown.state is State.OFFLINE:
            return Reading(State.OFFLINE)
        if shown.state is State.UNCHANGED:
            return reading(state=State.UNCHANGED, listed=tuple(self.listed), gone=tuple(sorted(shown.gone)))
        entries = [entry(key, text) for key, text in shown.posts]
        return reading(entries, state=shown.state, complete=shown.state is State.OK, gone=tuple(sorted(shown.gone)))

    def learn(self, read: Reading, difference: Difference) -> None:
        """What follows from a reading and from what diff made of it."""
        self.changes += len(difference.changes)
        for change in difference.changes:
            known = self.wordings.setdefault(change.key, [])
            if change.version.number > len(known):
                known.append(change.version.text)
            (self.deleted.add if change.kind is ChangeKind.DELETED else self.deleted.discard)(change.key)
        if read.state is State.OK:
            self.listed = list(read.listed)
        whole = read.complete and read.state in (State.OK, State.UNCHANGED)
        for key in self.wordings:
            if key in difference.missing:
                self.misses[key] = self.misses.get(key, 0) + 1
            elif whole or key in read.listed:
                self.misses[key] = 0


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One database for all examples; each has an office of its own."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('any')}/monitor.db")
    yield store
    store.close()


@given(shown=polls)
@settings(max_examples=40, deadline=None)
def test_the_store_remembers_what_was_shown(shared: Store, shown: list[Shown]) -> None:
    """Versions are numbered in order, places and misses are right, each change is owed once, and all holds together."""
    name = f"office-{next(numbers_of_offices)}"
    office, model = Office(shared, source(id=name)), Model()
    for each in shown:
        read = model.reading(each)
        model.learn(
            read,
            office.poll(read, after=timedelta(minutes=each.minutes), judged=[assessment()], channels=[name]),
        )
        agree(office.store.before(office.source), model)
    for key, wordings in model.wordings.items():
        chapters = shared.history(statement_id(name, key))
        numbers = [chapter.version.number for chapter in chapters]
        assert numbers == sorted(numbers)
        assert {chapter.version.number: chapter.version.text for chapter in chapters} == dict(enumerate(wordings, 1))
    assert shared.count(StatementQuery(source=name)) == len(model.wordings)
    assert len(shared.deliveries(channel=name)) == model.changes
    assert shared.verify() == ()


def agree(before: Before, model: Model) -> None:
    """The store and the model know the same."""
    suspects = {key for key, misses in model.misses.items() if misses and key not in model.deleted}
    walked = {each.key for each in before.known.values() if each.rank is not None or each.missing_at}
    assert walked - model.deleted == (set(model.listed) | suspects) - model.deleted
    assert set(before.suspects) == suspects
    ranked = sorted((each for each in before.known.values() if each.rank is not None), key=lambda each: each.rank or 0)
    assert [each.key for each in ranked] == model.listed
    for key, wordings in model.wordings.items():
        known = before.known[key]
        assert (known.version.text, known.version.number) == (wordings[-1], len(wordings))
        assert (known.deleted_at is not None) == (key in model.deleted)
        assert key in model.deleted or len(known.missing_at) == min(model.misses.get(key, 0), 10)
