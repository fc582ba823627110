"""The same stories for every kind of source, each on an office that answers as that kind does on the wire."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom import Newsroom, newsroom
from offices import Feed, Listing, Office, SinglePage, Sitemap, WordPress
from offices_social import Bluesky, Facebook, Mastodon, Telegram, TravelAdvice, Youtube

MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TEXT = (
    "Japan and Cambodia resume direct flights to the invented town of Aba from 1 April, the ministry announces. "
    "Travellers need no visa for a stay of 14 days. Tickets are sold at the office of bridges by the river."
)
LATER = TEXT.replace("1 April", "1 June")
OURS = 9
LISTS = (Feed, Listing, Sitemap, WordPress, Facebook, Telegram, Mastodon, Bluesky, Youtube, TravelAdvice)

of_every_kind = pytest.mark.parametrize("kind", [*LISTS, SinglePage], ids=lambda kind: kind.kind)
of_every_list = pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.kind)


@contextmanager
def followed(folder: Path, kind: type[Office]) -> Iterator[tuple[Newsroom, Office]]:
    """A newsroom that has followed an office for a while, and was just told of one statement."""
    with newsroom(folder, kind.source()) as room:
        office = kind(room.site)
        for number in range(1, 5):
            office.publish(number, room.clock.now() - (9 - number) * DAYS, f"Water stands at {number} metres today.")
        room.let(10 * MINUTES, steps=2)
        assert room.desk == []
        office.publish(OURS, room.clock.now(), TEXT)
        room.let(10 * MINUTES, steps=2)
        yield room, office


def told(room: Newsroom) -> list[str]:
    """What the desk was told, in order."""
    return [each["change"] for each in room.desk]


def knowable(kind: type[Office], *changes: str) -> list[str]:
    """Of these changes those that can be known from outside."""
    return [change for change in changes if change not in kind.cannot_tell]


@of_every_kind
def test_new_and_edited(tmp_path: Path, kind: type[Office]) -> None:
    """What goes out is told once; what is changed in it is told once, with both wordings."""
    with followed(tmp_path, kind) as (room, office):
        office.edit(OURS, room.clock.now(), LATER)
        room.let(2 * HOURS, steps=8)
        assert told(room) == ["edited" if kind is SinglePage else "new", "edited"]
        assert "1 June" in room.store.statement(room.desk[0]["statement"]).text
        assert "1 April" in str(room.desk[1]["passages"])
        assert room.ops == []


@of_every_list
def test_deleted_and_restored(tmp_path: Path, kind: type[Office]) -> None:
    """What is taken down is told once, and not at the first miss; what is put back is told once."""
    with followed(tmp_path, kind) as (room, office):
        office.publish(OURS + 1, room.clock.now(), "Water stands at 10 metres today.")
        office.take_down(OURS)
        room.let(5 * MINUTES)
        assert told(room) == ["new"]
        room.let(1 * HOURS, steps=4)
        assert told(room) == knowable(kind, "new", "deleted")
        office.put_back(OURS)
        room.let(1 * HOURS, steps=4)
        assert told(room) == knowable(kind, "new", "deleted", "restored")
        assert len({each["statement"] for each in room.desk}) == 1
        assert room.ops == []


@of_every_list
def test_replaced(tmp_path: Path, kind: type[Office]) -> None:
    """What is taken down and posted again with another date is told as that, beside the new post."""
    with followed(tmp_path, kind) as (room, office):
        office.take_down(OURS)
        office.publish(OURS + 1, room.clock.now(), LATER)
        room.let(1 * HOURS, steps=6)
        assert told(room) == knowable(kind, "new", "new", "replaced")
        assert room.desk[-1].get("twin") in (None, room.desk[1]["statement"])


@of_every_list
def test_scrolled_off(tmp_path: Path, kind: type[Office]) -> None:
    """What newer posts push off the end of the list is not taken down."""
    with followed(tmp_path, kind) as (room, office):
        for _ in range(2):
            office.scroll_off(room.clock.now())
            room.let(30 * MINUTES, steps=3)
        assert told(room) == ["new"]
        assert room.ops == []


@of_every_kind
def test_broken_and_back(tmp_path: Path, kind: type[Office]) -> None:
    """A source that breaks, and later works again, is told to operators once each; the desk is told of no loss."""
    with followed(tmp_path, kind) as (room, office):
        before = told(room)
        office.break_()
        room.let(8 * HOURS, steps=10)
        assert [each["title"] for each in room.ops] == ["source-broken"]
        assert kind.broken_as in room.ops[0]["text"]
        office.mend()
        room.let(3 * HOURS, steps=4)
        assert [each["title"] for each in room.ops] == ["source-broken", "source-back"]
        assert told(room) == before
