import os
import resource
import stat
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from clock import START
from monitor.archive.archive import Archive
from monitor.archive.record import first_record, packed
from monitor.errors import ArchiveError
from monitor.model import Capture, Kept, Request, State

TEXT = "ទឹកឡើងដល់ ១២ ម៉ែត្រ។".encode()
URL = "https://rivers.example/news?id=1"


def capture(body: bytes = TEXT, at: datetime = START, **changes: object) -> Capture:
    """What a request to an invented office brought."""
    given = Capture(
        source="rivers",
        request=Request(URL, secret_query=(("access_token", "s3cret-token"),)),
        url=URL,
        captured_at=at,
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("Set-Cookie", "a=b")),
        body=body,
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def records(path: Path) -> list[tuple[dict[str, str], dict[str, str], bytes]]:
    """What another program finds in a file: the headers of each record, those of its answer, its body."""
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            body = record.content_stream().read()
            http = dict(record.http_headers.headers) if record.http_headers else {}
            found.append((dict(record.rec_headers.headers), http, body))
    return found


def test_a_capture_comes_back_as_it_was(tmp_path: Path) -> None:
    """What is kept is given back byte for byte, and its place says where and under which hash it stands."""
    archive = Archive(tmp_path)
    (kept,) = archive.keep([capture()])
    assert archive.body(kept) == TEXT
    assert kept == Kept(
        capture().sha256, URL, START, 200, "text/html", len(TEXT), "captures/2026-03-02.warc.gz", kept.offset
    )
    assert Archive(tmp_path).body(kept) == TEXT
    assert list(archive.verify([kept])) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.binary(max_size=3000), min_size=1, max_size=5),
    st.text(max_size=30),
    st.sampled_from([200, 404, 503, 999]),
)
@example([b""], "=0;\x80", 200)
def test_any_bytes_come_back(bodies: list[bytes], header: str, status: int) -> None:
    """Whatever a page holds, even records like ours, it comes back; and another program reads the same."""
    hostile = [*bodies, b"WARC/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", packed(capture()), first_record("x")]
    captures = [
        capture(body, status=status, headers=(("X-Odd", header.encode("latin-1", "replace").decode("latin-1")),))
        for body in hostile
    ]
    data = BytesIO(b"".join(packed(each) for each in captures))
    read = [record.content_stream().read() for record in ArchiveIterator(data, check_digests="raise")]
    assert read == hostile


def test_other_programs_read_the_file(tmp_path: Path) -> None:
    """The file is WARC as the standard has it: who wrote it, then each capture with its address, time and SHA-256."""
    archive = Archive(tmp_path)
    archive.keep([capture(), capture(b"gone", status=404, failure=State.BLOCKED, why="a\r\nb")])
    (info, _, told), (first, http, body), (second, _, _) = records(tmp_path / "captures" / "2026-03-02.warc.gz")
    assert info["WARC-Type"] == "warcinfo"
    assert b"monitor/" in told
    assert first["WARC-Type"] == "response"
    assert first["WARC-Target-URI"] == URL
    assert first["WARC-Date"] == "2026-03-02T09:00:00Z"
    assert first["WARC-Payload-Digest"] == f"sha256:{capture().sha256}"
    assert first["Monitor-Source"] == "rivers"
    assert http["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert http["Content-Length"] == str(len(TEXT))
    assert body == TEXT
    assert second["Monitor-Failure"] == "blocked: a b"


def test_no_secret_is_kept(tmp_path: Path) -> None:
    """Neither tokens of ours nor cookies of theirs stand in the file, and only its owner may read it."""
    archive = Archive(tmp_path)
    (kept,) = archive.keep([capture()])
    path = tmp_path / kept.file
    told = str(records(path))
    assert "s3cret" not in told
    assert "Set-Cookie" not in told
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_file_a_day(tmp_path: Path) -> None:
    """Captures of a day (UTC) stand in one file, over restarts, too; each is found at its own place."""
    at = datetime(2026, 3, 2, 23, 50, tzinfo=UTC)
    kept = [Archive(tmp_path).keep([capture(str(n).encode(), at + timedelta(minutes=4 * n))])[0] for n in range(5)]
    assert [each.file[-18:-8] for each in kept] == ["2026-03-02"] * 3 + ["2026-03-03"] * 2
    assert [Archive(tmp_path).body(each) for each in kept] == [b"0", b"1", b"2", b"3", b"4"]
    assert Archive(tmp_path).keep([]) == ()


@pytest.mark.parametrize("lost", [1, 8, 20, 200])
def test_a_torn_record_harms_no_other(tmp_path: Path, lost: int) -> None:
    """After a crash in the middle of a record all before it is readable, and what comes then is whole."""
    first, second = Archive(tmp_path).keep([capture(b"first"), capture(os.urandom(300))])
    path = tmp_path / first.file
    os.truncate(path, path.stat().st_size - lost)
    archive = Archive(tmp_path)
    (third,) = archive.keep([capture(b"third")])
    (fourth,) = archive.keep([capture(b"fourth")])
    assert third.file == fourth.file == "captures/2026-03-02-2.warc.gz"
    assert [archive.body(each) for each in (first, third, fourth)] == [b"first", b"third", b"fourth"]
    assert list(archive.verify([first, second, third, fourth])) == [second]
    assert len(records(tmp_path / third.file)) == 3
    assert Archive(tmp_path).keep([capture(b"fifth")])[0].file == third.file


def test_what_a_power_cut_leaves_behind_a_record_is_seen(tmp_path: Path) -> None:
    """Zeros at the end of a file, as a power cut leaves them, are no record."""
    (kept,) = Archive(tmp_path).keep([capture()])
    with (tmp_path / kept.file).open("ab") as file:
        file.write(b"\0" * 5000)
    archive = Archive(tmp_path)
    (later,) = archive.keep([capture(b"later")])
    assert later.file.endswith("-2.warc.gz")
    assert archive.body(kept) == TEXT


def test_a_page_that_holds_our_signature_is_no_torn_record(tmp_path: Path) -> None:
    """A file whose last page holds packed records itself is whole, and is written on."""
    noise = os.urandom(2000)
    (kept,) = Archive(tmp_path).keep([capture(noise + first_record("x") + packed(capture())[:-3] + noise)])
    assert Archive(tmp_path).keep([capture()])[0].file == kept.file


def test_two_processes_write_to_one_file(tmp_path: Path) -> None:
    """The daemon and a command at the same time, in several threads: nothing is torn, everything is found."""
    archives = [Archive(tmp_path), Archive(tmp_path)]
    kept: list[Kept] = []

    def work(number: int) -> None:
        for round_ in range(5):
            kept.extend(archives[number % 2].keep([capture(f"{number}/{round_}".encode() * 500)]))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {each.file for each in kept} == {"captures/2026-03-02.warc.gz"}
    assert len({archives[0].body(each) for each in kept}) == 30
    assert len(records(tmp_path / kept[0].file)) == 31


def test_what_was_altered_or_lost_is_named(tmp_path: Path) -> None:
    """A byte changed, a file gone, a place that is none, a path that leads out: each is said, with what to do."""
    archive = Archive(tmp_path)
    kept, other = archive.keep([capture(), capture(b"other")])
    path = tmp_path / kept.file
    data = bytearray(path.read_bytes())
    data[kept.offset + 150] ^= 1
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=r"does not hold what was captured from https://rivers.*: restore"):
        archive.body(kept)
    assert archive.body(other) == b"other"
    damaged = [
        kept,
        replace(other, file="captures/2020-01-01.warc.gz"),
        replace(other, file="../../etc/passwd"),
        replace(other, file="captures"),
        replace(other, offset=1_000_000),
        replace(other, offset=-1),
        replace(other, sha256="0" * 64),
    ]
    assert list(archive.verify([*damaged, other])) == damaged
    with pytest.raises(ArchiveError, match=r"2020-01-01.warc.gz is missing: restore the file from a backup"):
        archive.body(damaged[1])


def test_a_record_swapped_for_another_is_seen(tmp_path: Path) -> None:
    """A whole record with other words in the place of one is no proof, though every checksum in it is right."""
    archive = Archive(tmp_path)
    (kept,) = archive.keep([capture(b"two billion")])
    path = tmp_path / kept.file
    path.write_bytes(path.read_bytes()[: kept.offset] + packed(capture(b"six billion")))
    assert list(archive.verify([kept])) == [kept]


def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    """Where the folder cannot be written the error says so and what to do."""
    (tmp_path / "captures").write_text("a file where the folder should be")
    with pytest.raises(ArchiveError, match=r"cannot be written: .*: free space or mend the permissions"):
        Archive(tmp_path).keep([capture()])


def test_a_full_disk_leaves_no_half_record(tmp_path: Path) -> None:
    """When the disk fills up in the middle of a record the error is told, and the file is as whole as before."""
    archive = Archive(tmp_path)
    (kept,) = archive.keep([capture()])
    path = tmp_path / kept.file
    size = path.stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 1000, hard))
    try:
        with pytest.raises(ArchiveError, match="File too large"):
            archive.keep([capture(os.urandom(5000))])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.stat().st_size == size
    (later,) = archive.keep([capture(b"later")])
    assert later.file == kept.file
    assert list(archive.verify([kept, later])) == []


@given(st.one_of(st.binary(min_size=1, max_size=200), st.integers(60_000, 140_000).map(os.urandom)))
@settings(max_examples=25, deadline=None)
@example(b"x")
@example(b"\r\nMonitor-Withheld: ")
def test_a_withheld_capture_leaves_its_place_and_its_hash(body: bytes) -> None:
    """The body of a withheld capture is gone, whatever its size; what stands around it in the file is as it was."""
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        first, hidden, last = archive.keep([capture(b"first"), capture(body), capture(b"last")])
        size = (Path(folder) / hidden.file).stat().st_size
        withheld = replace(hidden, withheld_at=START)
        assert list(archive.verify([withheld])) == [withheld], "it should be blank, and is not"
        archive.withhold(withheld, START)
        archive.withhold(withheld, START)
        assert (Path(folder) / hidden.file).stat().st_size == size
        assert (archive.body(first), archive.body(last)) == (b"first", b"last")
        assert list(archive.verify([first, withheld, last])) == []
        assert list(archive.verify([hidden])) == [hidden], "only what the log says to be withheld may be blank"
        kinds = [headers["WARC-Type"] for headers, _, _ in records(Path(folder) / hidden.file)]
        assert kinds == ["warcinfo", "response", "metadata", "response"]
        (more,) = Archive(Path(folder)).keep([capture(b"more")])
        assert more.file == hidden.file
        assert archive.body(more) == b"more"


def test_the_last_record_of_a_file_may_be_withheld(tmp_path: Path) -> None:
    """A file whose last record was blanked is still whole: the day goes on in it."""
    (only,) = Archive(tmp_path).keep([capture()])
    Archive(tmp_path).withhold(only, START)
    (more,) = Archive(tmp_path).keep([capture(b"more")])
    assert (more.file, Archive(tmp_path).body(more)) == (only.file, b"more")


def test_a_capture_is_read_as_it_came(tmp_path: Path) -> None:
    """Its headers, status, time and address come back with its body, so that it can be read once more."""
    archive = Archive(tmp_path)
    (kept,) = archive.keep([capture()])
    again = archive.capture(kept)
    assert (again.body, again.url, again.status, again.captured_at) == (TEXT, URL, 200, START)
    assert again.header("content-type") == "text/html; charset=utf-8"
    with pytest.raises(ArchiveError, match="withheld"):
        archive.capture(replace(kept, withheld_at=START))
