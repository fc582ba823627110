from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.paper.lines import Line, text_of

TITLE = "Ministry of Rivers (invented)"


def page(*lines: str, start: float = 800, gap: float = 12) -> list[Line]:
    """Lines one below the other; an empty one leaves its room."""
    return [(line, start - place * gap) for place, line in enumerate(lines) if line]


def test_lines_of_a_paragraph_are_one_line() -> None:
    """A sentence that is broken at the edge of the paper is whole again."""
    lines = page(
        "The ferry between the two banks of the river runs", "daily from Monday on, at eight in the morn\xad", "ing."
    )
    assert text_of([lines]) == (
        "The ferry between the two banks of the river runs daily from Monday on, at eight in the morning."
    )


def test_scripts_without_spaces_get_none() -> None:
    """Khmer and Japanese words that a line breaks are found again."""
    assert text_of([page("日本とカンボジアの間の渡", "航を再開します。")]) == "日本とカンボジアの間の渡航を再開します。"
    assert text_of([page("ការធ្វើដំណើររវាងកម្ពុជា និងជ", "ប៉ុន")]) == "ការធ្វើដំណើររវាងកម្ពុជា និងជប៉ុន"


def test_a_wide_gap_and_a_short_line_end_a_paragraph() -> None:
    """Paragraphs stay paragraphs, a heading stays alone."""
    lines = page(
        "Notice",
        "Travellers from Japan need a visa from Monday on,",
        "which the office of bridges gives out.",
        "",
        "It costs thirty dollars for each of the travellers",
        "and is good for fourteen days.",
    )
    assert text_of([lines]).split("\n\n") == [
        "Notice",
        "Travellers from Japan need a visa from Monday on, which the office of bridges gives out.",
        "It costs thirty dollars for each of the travellers and is good for fourteen days.",
    ]


def test_what_stands_side_by_side_is_one_row() -> None:
    """The cells of a table stay in their row."""
    assert text_of([[("Visa", 700), ("30 dollars", 700), ("Permit for a long stay", 688)]]).startswith(
        "Visa 30 dollars"
    )


def test_heads_and_feet_are_told_once() -> None:
    """The name of the ministry on each page is no part of each sentence; the numbers of pages are none at all."""
    said = "the ferry of the invented ministry runs from bank to bank"
    pages = [
        page(TITLE, "", f"On day {name} {said}", "and the bridge is open.", "", f"Page {number} of 3")
        for number, name in enumerate(("one", "two", "three"), 1)
    ]
    assert text_of(pages).split("\n\n") == [
        TITLE,
        *(f"On day {name} {said} and the bridge is open." for name in ("one", "two", "three")),
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(st.text(max_size=12), st.floats(-100, 1000)), max_size=6), max_size=4))
def test_any_lines_give_a_text(pages: list[list[Line]]) -> None:
    """However a file has its lines, they make a text."""
    assert isinstance(text_of(pages), str)
