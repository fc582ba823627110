import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.normalise import INVISIBLE, clean, fold
from scripts import JAPANESE, KHMER, texts

anything = st.text(max_size=60) | texts


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Residence Track", "residence track"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("ﾊﾟｽﾎﾟｰﾄ", "パスポート"),
        ("២៥០០០០ នាក់", "250000 នាក់"),
        ("“Straße” – ‘no’", "\"strasse\" - 'no'"),
        ("កម្ពុ\u200bជា", "កម្ពុជា"),
        ("ស្ត្រី", "ស្ត្រី"),
        ("ស្រ្តី", "ស្ត្រី"),
        ("ប\u17c1\u17b8ក", "បើក"),
        ("e\u0301cole", "école"),
        ("  two\n\tlines \x7f here", "two lines here"),
        ("\u3000全角　空白", "全角 空白"),
    ],
)
def test_what_reads_the_same_folds_the_same(written: str, folded: str) -> None:
    """Width, case, accents' spelling, invisible characters, the order of Khmer signs: all one to the matcher."""
    assert fold(written).text == folded


@given(anything)
@settings(max_examples=100, deadline=None)
def test_every_folded_character_points_into_the_original(text: str) -> None:
    """A reason quotes what the source published: each folded span maps to a stretch of it, in order."""
    folded = fold(text)
    spans = [folded.span(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one == two or one[1] <= two[0] for one, two in pairwise(spans))
    quoted = "".join(text[start:end] for start, end in dict.fromkeys(spans))
    assert fold(quoted).text == folded.text, "what is left out between the spans says nothing"


@given(texts, st.data())
@settings(max_examples=100, deadline=None)
def test_a_folded_stretch_is_found_in_the_original(text: str, data: st.DataObject) -> None:
    """The original of a matched stretch, folded again, holds the match."""
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    began, ended = folded.span(start, end)
    assert 0 <= began <= ended <= len(text)
    assert folded.text[start:end].strip() in fold(text[began:ended]).text


def test_a_khmer_word_is_quoted_whole() -> None:
    """The span of a word with invisible breaks in it covers the word as it was written."""
    text = "នៅ កម្ពុ\u200bជា ២០២០"
    folded = fold(text)
    at = folded.text.index("កម្ពុជា")
    start, end = folded.span(at, at + len("កម្ពុជា"))
    assert text[start:end] == "កម្ពុ\u200bជា"


def test_places_are_found_back() -> None:
    """The place of a passage in the original is the place of its folded form."""
    text = "ﬃ 日本 ﬃ"
    folded = fold(text)
    assert folded.text[folded.place(text.index("日")) :].startswith("日本")
    assert fold("plain").place(3) == 3
    assert fold(text).span(99, 99) == (len(text), len(text))


@given(texts)
@settings(max_examples=100, deadline=None)
def test_folding_does_not_know_how_it_was_composed(text: str) -> None:
    """Decomposed and composed letters fold to the same."""
    composed, decomposed = (fold(unicodedata.normalize(form, text)).text for form in ("NFC", "NFD"))
    assert composed == decomposed


@given(anything)
@settings(max_examples=100, deadline=None)
def test_a_clean_text_is_clean(text: str) -> None:
    """What is stored has one form: cleaning it again changes nothing, and nothing in it can hurt a database."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned.encode("utf-8").decode() == cleaned
    assert not any(unicodedata.category(character) == "Cc" and character not in "\n\t" for character in cleaned)
    assert "\n\n\n" not in cleaned


def test_paragraphs_are_kept() -> None:
    """One empty line stands between paragraphs, however many were there; spaces at line ends are gone."""
    assert clean(" One \r\n \r\n\r\n\r\nTwo\u2028three\x00\ud800\U0001ffff ") == "One\n\nTwo\nthree"


@pytest.mark.parametrize("text", [KHMER, JAPANESE])
def test_a_clean_text_says_the_same(text: str) -> None:
    """Cleaning takes nothing from a text that can be read."""
    assert clean(text) == text.strip()


def test_what_is_invisible_has_no_width() -> None:
    """No character that a reader sees is taken for invisible."""
    assert {unicodedata.category(character) for character in INVISIBLE} <= {"Cf", "Mn", "Lo"}
    assert fold(INVISIBLE).text == ""
