from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clock import MovedClock
from monitor.model import Before, Capture, Entry, Reading, Source
from monitor.read import READERS
from monitor.read.reader import Reader
from newsroom import Newsroom, write
from servers import Site

MINUTES = timedelta(minutes=1)
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: feed, url: "{site}/feed", side: JP, about: [KH],
     allow_private: true, every: 10m, full_text: never}
"""
TEXT = "Travel between Japan and Cambodia is possible again. Applicants for a visa wait 14 days."
FOOTER = "Share this page"


def feed(text: str, at: datetime) -> str:
    """A feed with one post of substance, and one that says nothing."""
    items = "".join(
        f"<item><guid>{guid}</guid><title>{title}</title><link>https://bridges.example/{guid}</link>"
        f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate><description>{said}</description></item>"
        for guid, title, said in (("1", "Visas", text), ("2", "Water", "Water levels."))
    )
    return f'<rss version="2.0"><channel><title>Office</title>{items}</channel></rss>'


def reader(change: Callable[[Entry], Entry], mark: str) -> dict[str, Reader]:
    """The readers of another release, whose feed reader makes this of each entry."""
    old = READERS["feed"]

    def read(capture: Capture, source: Source, before: Before) -> Reading:
        said = old.read(capture, source, before)
        return said.also(entries=tuple(map(change, said.entries)))

    return {**READERS, "feed": replace(old, read=read, fingerprint=mark)}


def with_footer(entry: Entry) -> Entry:
    """A worse reader, that takes a button of the page for text."""
    return replace(entry, text=f"{entry.text}\n\n{FOOTER}")


def in_capitals(entry: Entry) -> Entry:
    """A reader that changes words: nobody could tell it from an edit without the capture."""
    return replace(entry, text=entry.text.replace("14 days", "fourteen days"))


class Story:
    """One newsroom through several releases."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.folder, self.site, self.clock = folder, site, MovedClock()
        self.posted = self.clock.now() - 5 * MINUTES
        self.told: list[str] = []

    @contextmanager
    def release(self, readers: dict[str, Reader]) -> Iterator[Newsroom]:
        """The daemon, started with these readers."""
        room = Newsroom(self.folder, self.site, self.clock, readers)
        try:
            yield room
        finally:
            self.told += [told["change"] for told in room.desk]
            room.close()

    def show(self, text: str) -> None:
        """From now on the office says this."""
        self.site.put("/feed", feed(text, self.posted), "application/rss+xml")

    def texts(self, room: Newsroom) -> list[str]:
        """All wordings of the post, as they are stored now."""
        (found,) = room.store.find_address("https://bridges.example/1")
        return [version.text for version in room.store.versions(found)]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """An office whose post was seen with the readers of the first release."""
    with Site(with_validators=False) as site:
        write(tmp_path, SOURCE, site)
        told = Story(tmp_path, site)
        told.show(TEXT)
        with told.release(reader(with_footer, "1")) as room:
            room.let(30 * MINUTES, steps=3)
            assert told.texts(room) == [f"{TEXT}\n\n{FOOTER}"]
        yield told


def test_a_better_reader_makes_no_edit(story: Story) -> None:
    """After an upgrade that reads a page otherwise no edit is recorded or told; the stored wording is mended."""
    story.site.put("/feed", feed(TEXT, story.posted) + "<!-- served anew -->", "application/rss+xml")
    with story.release(reader(in_capitals, "2")) as room:
        room.let(60 * MINUTES, steps=6)
        assert story.texts(room) == [TEXT.replace("14 days", "fourteen days")]
        (found,) = room.store.find_address("https://bridges.example/1")
        assert [str(chapter.kind) for chapter in room.store.history(found)] == ["new"]
        assert room.store.verify() == ()
    assert story.told == ["new"]


def test_what_the_office_changed_meanwhile_is_still_told(story: Story) -> None:
    """An edit made between two releases is found, and its diff shows what the office changed, not what we did."""
    story.show(TEXT.replace("Applicants", "Students"))
    with story.release(reader(in_capitals, "2")) as room:
        room.let(60 * MINUTES, steps=6)
        mended = TEXT.replace("14 days", "fourteen days")
        assert story.texts(room) == [mended, mended.replace("Applicants", "Students")]
        assert FOOTER not in str(room.desk)
    assert story.told == ["new", "edited"]


def test_quotes_stand_in_the_mended_wording(story: Story) -> None:
    """What an assessment quotes is found at its place in the wording that took the place of the old one."""
    story.site.put("/feed", feed(TEXT, story.posted) + "<!-- served anew -->", "application/rss+xml")
    with story.release(reader(lambda entry: replace(entry, text=f"Office of Bridges: {entry.text}"), "2")) as room:
        room.let(30 * MINUTES, steps=3)
        (found,) = room.store.find_address("https://bridges.example/1")
        (chapter,) = room.store.history(found)
        reasons = [each for one in chapter.assessments for each in one.reasons if each.field == "text"]
        assert reasons
        for each in reasons:
            assert chapter.version.text[each.start : each.end] == each.text


def test_without_its_capture_more_or_less_of_a_page_is_no_edit(story: Story) -> None:
    """Where the capture is lost, whole paragraphs that come or go with an upgrade are ours; a changed word is not."""
    for path in (story.folder / "captures").iterdir():
        path.write_bytes(b"lost")
    story.site.put("/feed", feed(TEXT, story.posted) + "<!-- served anew -->", "application/rss+xml")
    with story.release(READERS) as room:
        room.let(30 * MINUTES, steps=3)
        assert story.texts(room) == [TEXT]
    assert story.told == ["new"]
    for path in (story.folder / "captures").iterdir():
        path.write_bytes(b"lost")
    story.show(TEXT)
    with story.release(reader(in_capitals, "3")) as room:
        room.let(30 * MINUTES, steps=3)
    assert story.told == ["new", "edited"]
