from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config_files import BEATS, SOURCES, loaded, write
from monitor.config.complaints import Complaints
from monitor.config.document import parse
from monitor.config.insert import inserted
from monitor.errors import UsageError

ENTRY = {"id": "rivers", "name": "Ministry of Rivers", "kind": "feed", "url": "https://rivers.example/f?a=1&b=2"}
WRITTEN = """\
  - id: rivers
    name: Ministry of Rivers
    kind: feed
    url: https://rivers.example/f?a=1&b=2
"""
TAIL = "\n# Later:\n#  - id: ferries\n\ndefaults: {every: 10m}  # ours\n"


def test_an_entry_comes_after_the_last_one(tmp_path: Path) -> None:
    """What stands in the file stays as it is, comments, blank lines and what follows included."""
    new = inserted(SOURCES + "    # of the last one\n" + TAIL, [ENTRY])
    assert new == SOURCES + "    # of the last one\n" + WRITTEN + TAIL
    write(tmp_path, new)
    assert [source.id for source in loaded(tmp_path).sources] == ["bridges", "rivers"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sources: []  # none yet\n" + BEATS, "sources:  # none yet\n" + WRITTEN + BEATS),
        ("sources:\n" + BEATS, "sources:\n" + WRITTEN + BEATS),
        (BEATS + "sources:", BEATS + "sources:\n" + WRITTEN),
        ("sources:\r\n  - {id: a}\r\n", "sources:\r\n  - {id: a}\r\n" + WRITTEN.replace("\n", "\r\n")),
        ("sources:\n- {id: a,\n   name: b}  # c\n", "sources:\n- {id: a,\n   name: b}  # c\n" + WRITTEN),
        ("sources:\n  - id: a\n    note: |\n      long\n      text\nx: 1\n", "long\n      text\n" + WRITTEN + "x: 1\n"),
        ("sources:\n  - id: a\n    note:\n  # - id: b\n", "    note:\n" + WRITTEN + "  # - id: b\n"),
        ("sources:\n  - tags:\n      - a\n      - b", "      - b\n" + WRITTEN),
    ],
)
def test_any_shape_of_a_list_is_kept(before: str, after: str) -> None:
    """Empty lists, other indentations, texts of several lines, line ends of Windows, no end of the last line."""
    new = inserted(before, [ENTRY])
    dedented = WRITTEN.replace("  - id", "- id").replace("\n    ", "\n  ")
    assert new.endswith(after.replace(WRITTEN, dedented) if before.startswith("sources:\n- ") else after)


@pytest.mark.parametrize(
    "text", [BEATS, "sources: [{id: a}]\n", "sources: {a: b}\n", "sources: x\n", "- a\n", "a: [\n", ""]
)
def test_other_files_are_left_to_people(text: str) -> None:
    """Where there is no list of lines, nothing is guessed."""
    with pytest.raises(UsageError):
        inserted(text, [ENTRY])


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30))
def test_any_name_comes_back_as_it_was(name: str) -> None:
    """Whatever an office is called (true, 12, “- a: #b”), the file says just that."""
    new = inserted(SOURCES, [{**ENTRY, "name": name, "tags": [name, "NO"]}])
    complaints = Complaints()
    document = parse("sources.yaml", new, complaints, {})
    assert complaints.lines == () or "${" in name
    assert document is not None
    assert document.tree["sources"][1] == {**ENTRY, "name": name, "tags": [name, "NO"]}
