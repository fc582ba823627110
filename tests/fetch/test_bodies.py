import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.fetch.body import PIECE, whole_body
from monitor.fetch.limits import Limits
from monitor.model import State
from origin import Asked, Line, desk

TEXT = "ទឹកឡើងដល់ ១២ ម៉ែត្រ។ ".encode() * 200
FORMS = {"gzip": 31, "deflate": 15, "raw deflate": -15}


def packed(text: bytes, form: str = "gzip") -> bytes:
    """A text as a server would send it."""
    packer = zlib.compressobj(wbits=FORMS[form])
    return packer.compress(text) + packer.flush()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=5000), st.integers(0, 40), st.sampled_from(sorted(FORMS)), st.integers(1, 700))
def test_a_whole_stream_is_read_whole_and_a_cut_one_is_not(text: bytes, times: int, form: str, step: int) -> None:
    """However a compressed body comes in, it is read to its end; without its last byte it is never taken for whole."""
    stream = packed(text * times, form)
    encoding = form.removeprefix("raw ")

    def chunks(data: bytes) -> list[bytes]:
        return [data[at : at + step] for at in range(0, len(data), step)]

    assert whole_body(chunks(stream), encoding, 10_000_000) == (text * times, None, "")
    body, failure, _ = whole_body(chunks(stream[:-1]), encoding, 10_000_000)
    assert failure is State.INCOMPLETE
    assert (text * times).startswith(body)


def test_a_stream_that_gives_more_than_a_piece_at_once_is_read_whole() -> None:
    """A few bytes that stand for megabytes are read to the end."""
    for size in (PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 1_000_000):
        text = b"\0" * size
        assert whole_body([packed(text)], "gzip", 10_000_000) == (text, None, "")
        assert whole_body([packed(text, "raw deflate")], "deflate", 10_000_000) == (text, None, "")


def test_members_and_padding() -> None:
    """Several gzip members are one body, as the standard says; padding behind them is nobody's text."""
    stream = packed(b"water") + packed(b" and bridges")
    for split in range(len(stream)):
        parts = [stream[:split], stream[split:] + b"\0\0\0"]
        assert whole_body(parts, "x-gzip", 100) == (b"water and bridges", None, "")


def test_a_cut_gzip_is_incomplete_though_its_length_is_right() -> None:
    """A body cut in the middle of its gzip, announced with the length of the cut, is not taken for a shorter page."""
    with desk() as here:
        stream = packed(TEXT)
        here.origin.serve("/", stream[: len(stream) // 2], "Content-Encoding: gzip")
        capture = here.fetch()
        assert (capture.status, capture.failure, capture.why) == (
            200,
            State.INCOMPLETE,
            "the compressed answer is cut",
        )
        assert TEXT.startswith(capture.body)
        assert not capture.unchanged


@pytest.mark.parametrize(
    ("encoding", "stream", "failure"),
    [
        ("gzip", gzip.compress(TEXT)[:-8] + b"\0" * 8, State.UNREADABLE),
        ("gzip", TEXT, State.UNREADABLE),
        ("br", b"\x8b\x02\x80water\x03", State.UNREADABLE),
        ("zstd", b"(\xb5/\xfd\x04\x00)\x00\x00water", State.UNREADABLE),
        ("gzip, gzip", gzip.compress(gzip.compress(TEXT)), State.UNREADABLE),
        (", ".join(["gzip"] * 200), b"", State.UNREADABLE),
        ("utf-8", TEXT, None),
        ("identity", TEXT, None),
        ("GZIP", gzip.compress(TEXT), None),
        ("gzip", b"", None),
    ],
)
def test_encodings(encoding: str, stream: bytes, failure: State | None) -> None:
    """What is damaged, or encoded as we did not ask for, fails by name; a header that means nothing does no harm."""
    with desk() as here:
        here.origin.serve("/", stream, f"Content-Encoding: {encoding}")
        capture = here.fetch()
        assert capture.failure is failure
        assert here.origin.asked[0].headers["accept-encoding"] == "gzip, deflate"
        if failure is None:
            assert capture.body == (TEXT if stream else b"")


def _short(_: Asked, line: Line) -> None:
    line.say("HTTP/1.1 200 OK", f"Content-Length: {len(TEXT)}", body=TEXT[:100])


def _chunks(end: bytes) -> bytes:
    return f"{len(TEXT):x}\r\n".encode() + TEXT + b"\r\n" + end


def test_a_body_that_breaks_off_is_incomplete() -> None:
    """Fewer bytes than announced, a chunk cut, the last chunk missing: the page is not whole, and what came is kept."""
    with desk() as here:
        here.origin.routes["/"] = _short
        capture = here.fetch()
        assert (capture.failure, capture.body) == (State.INCOMPLETE, TEXT[:100])
        for stream in (_chunks(b""), _chunks(b"5\r\nwa"), _chunks(b"zz\r\n")):
            here.origin.routes["/"] = lambda _, line, stream=stream: line.say(
                "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", body=stream
            )
            capture = here.fetch()
            assert (capture.failure, capture.body) == (State.INCOMPLETE, TEXT)
        here.origin.routes["/"] = lambda _, line: line.say(
            "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", body=_chunks(b"0\r\n\r\n")
        )
        assert here.fetch().failure is None


def test_two_lengths_are_no_answer() -> None:
    """A server that announces two lengths is not understood, and is not guessed at."""
    with desk() as here:
        here.origin.serve("/", b"water", "Content-Length: 3")
        capture = here.fetch()
        assert capture.failure is State.OFFLINE
        assert "did not answer in HTTP" in capture.why


@pytest.mark.parametrize("encoding", ["identity", "gzip", "deflate"])
def test_what_is_too_large_is_said_to_be(encoding: str) -> None:
    """A body over the limit, counted after decoding, is given up; its beginning is kept to show what it was."""
    text = b"w" * 300_000
    stream = {"identity": text, "gzip": packed(text), "deflate": packed(text, "deflate")}[encoding]
    with desk(Limits(seconds=2, size=200_000)) as here:
        here.origin.serve("/", stream, f"Content-Encoding: {encoding}")
        capture = here.fetch()
        assert capture.failure is State.TOO_LARGE
        assert "200,000 bytes" in capture.why
        assert 0 < len(capture.body) <= PIECE


def test_a_stream_that_decodes_to_nothing_is_counted_as_it_comes() -> None:
    """Megabytes of empty blocks are over the limit, too."""
    empty = zlib.compressobj(wbits=31)
    stream = b"".join(empty.flush(zlib.Z_FULL_FLUSH) + b"\0\0\0\xff\xff" * 2000 for _ in range(30))
    assert whole_body([stream], "gzip", 200_000)[1] is State.TOO_LARGE
