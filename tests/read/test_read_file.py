"""Readers run over saved captures."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.model import State
from monitor.read import READERS
from monitor.read.files import LARGEST, read_file, source_of

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FEED = (
    b"<rss version='2.0'><channel><title>Bridges</title><item><title>Open</title><link>/1</link><guid>1</guid>"
    b"<description>The bridge is open.</description><pubDate>2 March 2026 08:00</pubDate></item></channel></rss>"
)


def saved(folder: Path, body: bytes, name: str = "feed.xml") -> Path:
    """A capture in a file."""
    path = folder / name
    path.write_bytes(body)
    return path


def test_a_saved_feed(tmp_path: Path) -> None:
    """A saved capture is read with its links made whole and its times in the zone that is given."""
    reading = read_file(
        "feed", saved(tmp_path, FEED), NOW, url="https://bridges.example/feed", keys={"timezone": "Asia/Phnom_Penh"}
    )
    assert reading.state is State.OK
    assert reading.entries[0].url == "https://bridges.example/1"
    assert reading.entries[0].published_at == datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_a_packed_capture(tmp_path: Path) -> None:
    """A packed capture is read like a plain one."""
    assert len(read_file("feed", saved(tmp_path, gzip.compress(FEED), "feed.xml.gz"), NOW).entries) == 1


@pytest.mark.parametrize("body", [b"not packed", gzip.compress(FEED, mtime=0)[:40], b"\x1f\x8b\x08" + b"\xff" * 40])
def test_a_packed_capture_that_is_spoilt(tmp_path: Path, body: bytes) -> None:
    """A file that cannot be unpacked is a state, with the reason."""
    reading = read_file("feed", saved(tmp_path, body, "feed.gz"), NOW)
    assert reading.state is State.UNREADABLE
    assert "cannot be opened" in reading.why


def test_a_missing_or_huge_file(tmp_path: Path) -> None:
    """A file that is not there, or unpacks to more than the door would let in, is a state."""
    assert read_file("feed", tmp_path / "none.xml", NOW).state is State.UNREADABLE
    bomb = saved(tmp_path, gzip.compress(b"\0" * (LARGEST + 2)), "bomb.gz")
    assert read_file("feed", bomb, NOW).state is State.TOO_LARGE


@pytest.mark.parametrize("kind", sorted(READERS))
def test_every_kind_reads_a_file_without_more_ado(tmp_path: Path, kind: str) -> None:
    """A saved capture of any kind can be tried without saying whose it is."""
    assert read_file(kind, saved(tmp_path, b"nothing of any kind"), NOW).state is not State.OK


@pytest.mark.parametrize(
    ("kind", "keys", "said"),
    [
        ("fax", {}, "no kind is called 'fax'"),
        ("feed", {"timezone": "Mars/Base"}, "no timezone is called 'Mars/Base'"),
        ("feed", {"colour": "red"}, "colour"),
        ("feed", {"full_text": "perhaps"}, "full_text"),
    ],
)
def test_what_is_asked_wrongly(kind: str, keys: dict[str, str], said: str) -> None:
    """An unknown kind, zone or key is told with what is known instead."""
    with pytest.raises(UsageError, match=said):
        source_of(kind, "https://bridges.example/", keys)
