"""`monitor evidence`: a pack that others can check without us."""

import json
import subprocess
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from command_line import Monitor
from everyday import FLIGHTS, feed, newsroom
from servers import Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The stand-in, and the operator's files that point to it."""
    with newsroom(tmp_path) as stand_in:
        yield stand_in


@pytest.fixture
def statement(site: Site, monitor: Monitor) -> str:
    """A statement that was edited once."""
    monitor("poll", "--hold")
    site.put("/bridges.xml", feed((1, FLIGHTS.replace("May", "June"))), "application/rss+xml")
    monitor("poll", "--all", "--hold")
    (found,) = json.loads(monitor("statements", "--source", "bridges", "--change", "edited", "--format", "json").out)
    return str(found["id"])


def unpacked(monitor: Monitor, statement: str, folder: Path) -> Path:
    """The pack of a statement, unpacked."""
    said = monitor("evidence", statement, "--output", str(folder / "pack.zip"))
    assert said.status == 0, said.err
    with zipfile.ZipFile(folder / "pack.zip") as pack:
        pack.extractall(folder / "pack")
    return folder / "pack"


def test_a_pack_has_all_that_proves_a_statement(statement: str, monitor: Monitor, tmp_path: Path) -> None:
    """Both wordings, the captures that show them under the hashes that the log names, our polls, and how to check."""
    pack = unpacked(monitor, statement, tmp_path)
    assert (pack / "wordings" / "1.txt").read_text() == f"Post 1\n\n{FLIGHTS}\n"
    assert "June" in (pack / "wordings" / "2.txt").read_text()
    told = json.loads((pack / "statement.json").read_text())
    named = [each["capture"]["sha256"] for each in told["history"]]
    with (pack / "captures.warc.gz").open("rb") as file:
        bodies = [record.content_stream().read() for record in ArchiveIterator(file) if record.rec_type == "response"]
    assert [sha256(body).hexdigest() for body in bodies] == named
    assert FLIGHTS.encode() in bodies[0]
    assert all(hash_ in (pack / "captures.csv").read_text() for hash_ in named)
    assert ",ok," in (pack / "polls.csv").read_text()
    assert "How to check it" in (pack / "README.txt").read_text()


def test_its_own_instructions_find_an_altered_byte(statement: str, monitor: Monitor, tmp_path: Path) -> None:
    """`sha256sum -c SHA256SUMS` is content with the pack, and not when a byte of it was changed."""
    pack = unpacked(monitor, statement, tmp_path)
    check = ["sha256sum", "--quiet", "-c", "SHA256SUMS"]
    assert subprocess.run(check, cwd=pack, check=False).returncode == 0
    path = pack / "captures.warc.gz"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert subprocess.run(check, cwd=pack, check=False, capture_output=True).returncode == 1


def test_what_is_withheld_or_lost_is_said_and_not_packed(statement: str, monitor: Monitor, tmp_path: Path) -> None:
    """After `withhold` a pack has no word of the text; it says why, and the hashes stay."""
    named = {each["capture"]["sha256"] for each in monitor("show", statement, "--format", "json").json["history"]}
    monitor("withhold", statement, "--reason", "by order of an invented court")
    pack = unpacked(monitor, statement, tmp_path)
    everything = b"".join(each.read_bytes() for each in pack.rglob("*") if each.is_file() and each.suffix != ".gz")
    assert b"flights" not in everything.lower()
    with (pack / "captures.warc.gz").open("rb") as file:
        assert [record.rec_type for record in ArchiveIterator(BytesIO(file.read()))] == ["warcinfo"]
    readme = (pack / "README.txt").read_text()
    assert "by order of an invented court" in readme
    assert all(hash_ in readme for hash_ in named)


def test_a_file_is_not_overwritten(statement: str, monitor: Monitor, tmp_path: Path) -> None:
    """A pack that is there stays, and an unknown statement gives none."""
    unpacked(monitor, statement, tmp_path)
    assert monitor("evidence", statement, "--output", str(tmp_path / "pack.zip")).status == 2
    assert monitor("evidence", "nobody", "--output", str(tmp_path / "other.zip")).status == 1
    assert not (tmp_path / "other.zip").exists()
