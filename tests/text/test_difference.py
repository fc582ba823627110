import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.difference import LONGEST, Piece, compare, significant
from scripts import cuts, texts


def shown(before: str, after: str) -> str:
    """A comparison on one line: [gone→come]."""
    line = ""
    for piece in compare(before, after):
        line += {"same": "{}", "gone": "[-{}]", "come": "[+{}]"}[piece.kind].format(piece.text)
    return line


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("within 14 days", "within 10 days", "within [-14][+10] days"),
        ("2,500 million yen", "2,000 million yen", "[-2,500][+2,000] million yen"),
        ("at 10:30", "at 10:45", "at [-10:30][+10:45]"),
        ("as early as early September", "soon", "[-as early as early September][+soon]"),
        ("Travel begins in early September.", "Travel begins.", "Travel begins[- in early September]."),
        ("ប្រទេសកម្ពុជា", "ប្រទេសជប៉ុន", "ប្រទេស[-កម្ពុជា][+ជប៉ុន]"),
        ("日本は再開する", "日本は延期する", "日本は[-再開][+延期]する"),
        ("the minister's words", "the ministers' words", "the [-minister's][+ministers'] words"),
        ("same", "same", "same"),
        ("", "all new", "[+all new]"),
        ("all gone", "", "[-all gone]"),
    ],
)
def test_a_comparison_reads_as_people_read(before: str, after: str, line: str) -> None:
    """Whole words, whole numbers, whole letters: what was withdrawn, and what stands in its place."""
    assert shown(before, after) == line


def test_two_equal_texts_differ_in_nothing() -> None:
    """Nothing is shown where nothing changed."""
    assert compare("", "") == ()
    assert compare("Bridge", "Bridge") == (Piece("same", "Bridge"),)


def test_short_islands_are_bridged_but_not_across_lines() -> None:
    """A phrase that is rewritten around one kept word is shown as one change; two lines are two."""
    assert shown("two of five bridges", "ten of nine bridges") == "[-two of five][+ten of nine] bridges"
    assert shown("one\ntwo", "six\nten") == "[-one][+six]\n[-two][+ten]"


edits = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 10), texts), max_size=3)


@given(texts, edits)
@settings(max_examples=100, deadline=None)
def test_both_wordings_can_be_read_off(before: str, changes: list[tuple[int, int, str]]) -> None:
    """Whatever was edited, the pieces give both wordings back, and none is cut inside a letter or a number."""
    after = before
    for at, length, text in changes:
        after = after[:at] + text + after[at + length :]
    pieces = compare(before, after)
    for side, text in (("gone", before), ("come", after)):
        said = [piece.text for piece in pieces if piece.kind in ("same", side)]
        assert "".join(said) == text
        whole, at = cuts(text), 0
        numbers = {
            inner for match in regex.finditer(r"[0-9០-៩]+", text) for inner in range(match.start() + 1, match.end())
        }
        for part in said:
            assert at in whole
            assert at not in numbers
            at += len(part)
    assert all(piece.text for piece in pieces)


def test_a_book_rewritten_from_end_to_end_is_one_change() -> None:
    """Nobody reads a comparison of two long texts that have nothing in common; the same end is shown as the same."""
    before, after = (f"{word} " * (LONGEST // 2 + 1) for word in ("old", "new"))
    assert [piece.kind for piece in compare(before + "END", after + "END")] == ["gone", "come", "same"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('He said "yes".', "He said “yes”"),
        ("re-open", "reopen"),
        ("THE BRIDGE", "The bridge"),
        ("日本、タイ", "日本・タイ"),
        ("កម្ពុជា ជប៉ុន។", "កម្ពុជា​ជប៉ុន"),
        ("2 500 riel", "2500 riel"),
        ("២៥ នាក់", "25 នាក់"),
        ("On 1 September – at last", "On 1 September: at last."),
    ],
)
def test_typography_says_nothing_new(before: str, after: str) -> None:
    """Quotes, dashes, case, spacing and the digits' script leave the meaning as it was."""
    assert not significant(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("14 days", "10 days"),
        ("$2.5 million", "$25 million"),
        ("14-21 days", "1421 days"),
        ("1, 2", "12"),
        ("-5 degrees", "5 degrees"),
        ("5%", "5"),
        ("$5", "€5"),
        ("✅ Visa", "❌ Visa"),
        ("may", "may not"),
        ("日本", "日木"),
        ("កម្ពុជា", "កម្ពុជ"),
    ],
)
def test_a_letter_or_a_figure_says_something_new(before: str, after: str) -> None:
    """A figure, a sign, a currency, a word: people must be told."""
    assert significant(before, after)


@given(texts)
@settings(max_examples=100, deadline=None)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    """However it is spaced and quoted."""
    assert not significant(text, f"“{text}”\n")
