import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.tokens import column, finds, query, tokens
from scripts import JAPANESE, texts


def found(words: str, text: str) -> bool:
    """Whether a search for these words finds a statement of this text."""
    return finds(words, None, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("residence track", "The Residence Track begins."),
        ("カンボジア", "日本とカンボジアは往来の再開で一致した。"),
        ("再開", "日本とカンボジアは往来の再開で一致した。"),
        ("日", "日本とカンボジア"),
        ("東日本", "JR東日本が運休"),
        ("年", "2020年8月"),
        ("8月", "2020年8月"),
        ("កម្ពុជា", "ព្រះរាជាណាចក្រកម្ពុជា និងជប៉ុន"),
        ("កម្ពុជា", "ព្រះរាជាណាចក្រកម្ពុ\u200bជា"),
        ("ជប៉ុន", "ប្រទេសជប៉ុន។"),
        ("กัมพูชา", "ประเทศไทยและกัมพูชา"),
        ("ﾊﾟｽﾎﾟｰﾄ", "パスポートを持つ"),
        ("École", "une e\u0301cole"),
        ("covid", "COVID-19"),
        ("250000", "២៥០០០០ នាក់"),
    ],
)
def test_words_are_found_in_every_script(words: str, text: str) -> None:
    """Whole words of spaced scripts; any stretch of letters of those without spaces, down to one."""
    assert found(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [("track", "tracks"), ("本日", "日本"), ("日カ", "日本カンボジア"), ("日本 タイ", "日本だけ"), ("កម្ពុ", "កម្ពស")],
)
def test_what_is_not_there_is_not_found(words: str, text: str) -> None:
    """Neither parts of a word, nor letters in another order, nor one of two words."""
    assert not found(words, text)


def test_the_title_is_searched_too() -> None:
    """A word of the title finds the statement; the end of the title and the start of the text are no word."""
    assert column("日本", "訪問").split() == [*tokens("日本"), *tokens("訪問")]


WORDS = ["កម្ពុជា", "ជប៉ុន", "ស្ត្រី", "២០២០", "日本", "往来", "ﾊﾟｽﾎﾟｰﾄ", "กัมพูชา", "Résidence", "Track", "COVID", "14", "ﬃ"]
STREWN = st.sampled_from([" ", "\n", "។ ", "。", ", ", " \u200b", "-", " (", "៛ "])


@given(st.lists(st.tuples(st.sampled_from(WORDS), STREWN), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_any_word_of_a_text_finds_it(written: list[tuple[str, str]]) -> None:
    """Whatever words stand in a statement, in whatever scripts side by side, each finds it."""
    text = "".join(f"{word}{after}" for word, after in written)
    assert all(found(word, text) for word, _ in written)


@given(st.text(st.sampled_from(f"{JAPANESE}JR1 "), min_size=1, max_size=40), st.data())
@settings(max_examples=100, deadline=None)
def test_any_stretch_of_an_unspaced_text_finds_it(text: str, data: st.DataObject) -> None:
    """A stretch of Japanese finds the statement wherever it begins and ends."""
    for run in regex.findall(r"(?:(?=[\p{Han}\p{Hiragana}\p{Katakana}ー])\X)+", text):
        letters = regex.findall(r"\X", run)
        start = data.draw(st.integers(0, len(letters) - 1))
        assert found("".join(letters[start : data.draw(st.integers(start + 1, len(letters)))]), text)


@given(texts)
@settings(max_examples=100, deadline=None)
def test_tokens_are_plain_to_any_database(text: str) -> None:
    """Each token is lower-case ASCII letters and digits: no full-text engine takes it apart."""
    assert all(regex.fullmatch(r"[a-z0-9]+", token) for token in tokens(text))
    assert all(phrase for phrase in query(text))
