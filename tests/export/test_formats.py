"""What the log is given out as."""

import csv
import json
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export_samples import statement
from monitor.export import FORMATS

ANYTHING = st.text(st.characters(codec=None), max_size=60)


def rows(text: str) -> list[list[str]]:
    """A CSV document as a program reads it."""
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


def test_keys() -> None:
    """An exported statement has the keys that programs rely on, in their order."""
    assert " ".join(json.loads(FORMATS["json"].write([statement()]))[0]) == (
        "id source side url title text language published_at first_seen_at last_seen_at change version versions "
        "deleted_at beats relevant unsure level topics countries event capture_sha256 read_by pasted corrected "
        "withheld withheld_at withheld_by"
    )


def test_times() -> None:
    """A moment is told in UTC with Z; where the source gave only a day, a day stands."""
    one = json.loads(FORMATS["jsonl"].write([statement()]))
    assert (one["first_seen_at"], one["published_at"], one["deleted_at"]) == (
        "2026-03-02T09:00:00Z",
        "2026-03-01",
        None,
    )


def test_cells() -> None:
    """In a spreadsheet a list is words with commas, an absent value is empty, yes is true."""
    head, row = rows(FORMATS["csv"].write([statement()]))
    found = dict(zip(head, row, strict=True))
    assert (found["topics"], found["event"], found["relevant"], found["level"]) == (
        "travel, aid",
        "",
        "true",
        "routine",
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_formulas(start: str) -> None:
    """A title that a spreadsheet would run as a formula is shown as text."""
    head, row = rows(FORMATS["csv"].write([statement(title=f"{start}HYPERLINK(1)")]))
    assert row[head.index("title")].startswith("'")


def test_nothing() -> None:
    """A search that finds nothing gives a valid document."""
    assert [FORMATS[name].write([]) for name in ("json", "jsonl", "csv")] == ["[]\n", "", "\ufeff"]


@settings(max_examples=60, deadline=None)
@given(ANYTHING, ANYTHING)
def test_any_text(title: str, text: str) -> None:
    """Whatever a source writes, JSON gives it back as it was, and a table keeps its rows and runs no formula."""
    one = statement(text, title)
    written = FORMATS["jsonl"].write([one])
    assert written.count("\n") == 1
    assert (json.loads(written)["title"], json.loads(written)["text"]) == (title, text)
    assert not set(written) & set("\x1b\x9b\u202e\u2066")
    written.encode()
    document = FORMATS["csv"].write([one])
    document.encode()
    found = rows(document)
    assert len(found) == 2
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in found[1])
