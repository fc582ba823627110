import pytest
from hypothesis import given, settings

from monitor.text.sentences import sentences
from scripts import texts


def parts(text: str) -> list[str]:
    """The sentences as people read them."""
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The bridge opens. It is new! Is it? Yes", 4),
        ("H.E. Mr. Sok met Dr. Lee at No. 5 St. Mary. They spoke.", 2),
        ("The price is 2.5 million. Then 3.", 2),
        ("It comes from the U.S. government. Good.", 2),
        ("第一。第二！「第三か？」第四", 4),
        ("ទីមួយ។ ទីពីរ៕ ទីបី", 3),
        ("A title\n\nA paragraph\nA line", 3),
        ("Wait… what? “Yes.” Good.", 4),
        ("पहला। दूसरा।", 2),
        ("ပထမ။ ဒုတိယ။", 2),
        ("", 0),
        (" \n ", 0),
    ],
)
def test_sentences_end_where_readers_see_the_end(text: str, count: int) -> None:
    """At the marks of each script, not at abbreviations or decimal points."""
    assert len(parts(text)) == count, parts(text)


@given(texts)
@settings(max_examples=100, deadline=None)
def test_no_word_falls_between_two_sentences(text: str) -> None:
    """The sentences follow each other, hold all that is written, and begin and end with something to read."""
    end_of_last, held = 0, ""
    for start, end in sentences(text):
        assert end_of_last <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        assert not text[end_of_last:start].strip()
        held, end_of_last = held + text[start:end], end
    assert "".join(held.split()) == "".join(text.split())
