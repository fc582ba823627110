import os
import subprocess
import zlib
from pathlib import Path
from time import monotonic

import pytest

from monitor.paper.paper import Paper, paper
from pdf_files import CATALOG, DOT, ONE_PAGE, made, scanned, written

PARAGRAPHS = (
    "Ministry of Rivers (invented)",
    "The ferry between Riverton and Bridgeport runs daily from 3 March on. Travellers from Japan need a visa, which "
    "costs 30 dollars and is good for 14 days.",
    "It is given out at the office of bridges.",
)


def test_the_text_of_a_file_is_read() -> None:
    """The words of a PDF are read, its paragraphs kept."""
    read = paper(written(PARAGRAPHS), tesseract="")
    assert read == Paper("\n\n".join(PARAGRAPHS), "pdf", whole=True)


def test_the_same_bytes_give_the_same_text() -> None:
    """A file that did not change reads as before."""
    body = written(PARAGRAPHS, PARAGRAPHS[:2])
    assert paper(body, tesseract="") == paper(body, tesseract="")


def test_a_long_file_is_read_in_part_and_says_so() -> None:
    """Of a file of very many pages the beginning is read, and it is not taken for the whole."""
    read = paper(written(*[(f"Page {'I' * n} tells of the bridge and of its toll.",) for n in range(60)]), tesseract="")
    assert (read.whole, read.why, read.read_by) == (False, "50 of 60 pages were read", "pdf")
    assert "tells of the bridge" in read.text


def test_a_file_with_scanned_pages_is_not_whole() -> None:
    """A text before which a page was scanned is not all that the file says."""
    read = paper(
        scanned(DOT, pages=2, words="The first page has words, the second is a picture of them."), tesseract=""
    )
    assert (read.whole, read.why) == (False, "1 of 2 pages were read")


def bomb() -> bytes:
    """2 MB that become one of signs without end."""
    signs = zlib.compress(b"BT /F1 12 Tf 10 10 Td (a) Tj ET\n" * 8_000_000, 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(signs), signs)
    return made(CATALOG, ONE_PAGE, page, stream, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")


def loop() -> bytes:
    """A form that shows itself twice, which shows itself twice."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    named = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 12>>"
    form = named + b"stream\n/X Do /X Do \nendstream"
    return made(CATALOG, ONE_PAGE, page, b"<</Length 6>>stream\n/X Do \nendstream", form)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>not a file</html>",
        b"%PDF-1.7 and nothing more",
        written(PARAGRAPHS)[:900],
        made(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100000000>>"),
        made(CATALOG, ONE_PAGE, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 6000000 8000000]>>"),
        bomb(),
        loop(),
        written(PARAGRAPHS, password="s3cret"),
        scanned(DOT),
        DOT,
    ],
    ids=["none", "page", "junk", "cut", "endless", "huge", "bomb", "loop", "locked", "scan", "picture"],
)
def test_what_cannot_be_read_says_why(body: bytes) -> None:
    """A file that is locked, broken, a trap or a picture gives no text and a reason; we stay as we were."""
    started = monotonic()
    read = paper(body, tesseract="")
    assert (read.text, read.read_by, read.whole) == ("", "", False)
    assert read.why
    assert monotonic() - started < 20


def test_what_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    """A worker that hangs is ended when its time is over, and nothing of it goes on."""
    child = tmp_path / "child"
    slow = tmp_path / "tesseract"
    slow.write_text(f"#!/bin/sh\necho $$ > {child}\nexec sleep 600\n")
    slow.chmod(0o755)
    assert paper(DOT, tesseract=str(slow), seconds=1.5) == Paper(why="it could not be read within 2 s")
    state = subprocess.run(["ps", "-o", "stat=", "-p", child.read_text().strip()], capture_output=True, text=True)
    assert state.stdout.strip()[:1] in ("", "Z")


def test_the_worker_is_told_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What opens the files of strangers is given none of our variables."""
    monkeypatch.setenv("FACEBOOK_ACCESS_TOKEN", "a-secret-token")
    spy = tmp_path / "tesseract"
    spy.write_text(f"#!/bin/sh\nenv > {tmp_path}/env\nexit 1\n")
    spy.chmod(0o755)
    paper(DOT, tesseract=str(spy))
    assert "PATH=" in (tmp_path / "env").read_text()
    assert "secret" not in (tmp_path / "env").read_text()
    assert os.environ["FACEBOOK_ACCESS_TOKEN"]
