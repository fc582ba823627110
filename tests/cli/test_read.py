"""`monitor read`: what a reader makes of saved captures."""

import gzip
import json
from pathlib import Path

import pytest

from command_line import Monitor

CASES = Path(__file__).parent.parent / "captures"
FEED = next((CASES / "feed" / "ok").glob("1.*"))
BROKEN = next((CASES / "feed" / "broken").glob("1.*"))


def test_a_line_a_file(monitor: Monitor, tmp_path: Path) -> None:
    """Each file gives a line with its name as it was given, its state and its entries; packed files too."""
    packed = tmp_path / "feed.xml.gz"
    packed.write_bytes(gzip.compress(FEED.read_bytes()))
    said = monitor("read", "--kind", "feed", "--url", "https://bridges.example/feed.xml", "--jsonl", FEED, packed)
    assert said.status == 0
    plain, unpacked = (json.loads(line) for line in said.out.splitlines())
    assert (plain["file"], unpacked["file"]) == (str(FEED), str(packed))
    assert plain["state"] == unpacked["state"] == "ok"
    assert plain["entries"] == unpacked["entries"] != []
    assert {"key", "url", "title", "text", "published_at", "media"} <= set(plain["entries"][0])


def test_what_cannot_be_read(monitor: Monitor) -> None:
    """A file that is not what the kind reads has a state and a reason, and the exit status is 1."""
    said = monitor("read", "--kind", "feed", FEED, BROKEN, "nowhere.xml")
    assert said.status == 1
    states = [json.loads(line) for line in said.out.splitlines()]
    assert states[0]["state"] == "ok"
    assert all(each["state"] != "ok" and each["why"] for each in states[1:])


def test_keys_of_a_source(monitor: Monitor) -> None:
    """A key of the source is given as in sources.yaml."""
    said = monitor("read", "--kind", "feed", "--set", "full_text=never", "--set", "timezone=Asia/Tokyo", FEED)
    assert said.status == 0


@pytest.mark.parametrize("wrong", [["fed"], ["feed", "--set", "x"], ["feed", "--set", "x=1"]])
def test_wrong_options(wrong: list[str], monitor: Monitor) -> None:
    """A kind or a key that does not exist is refused with the ones that do."""
    said = monitor("read", FEED, "--kind", *wrong)
    assert (said.status, said.out, said.err.count("\n")) == (2, "", 1)
