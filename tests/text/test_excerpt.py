import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.excerpt import excerpt, shorten
from scripts import ALL, cuts, texts

longer = st.text(st.sampled_from(ALL), max_size=300)


@given(texts | longer, st.integers(0, 120))
@settings(max_examples=100, deadline=None)
def test_a_shortened_text_is_its_beginning(text: str, limit: int) -> None:
    """It fits, it says what the text says, and it is cut between letters; an ellipsis says that it was cut."""
    short = shorten(text, limit)
    assert len(short) <= limit or short == text
    if len(text) > limit > 0:
        assert short.endswith("…")
        begin = short[:-1]
        assert text.startswith(begin)
        assert any(text[:cut].rstrip() == begin for cut in cuts(text))


def test_a_number_is_not_cut() -> None:
    """A part of a figure would be another figure."""
    for limit in range(1, 30):
        short = shorten("Japan gives 1,500,000.75 yen", limit)
        assert short in (
            "Japan gives 1,500,000.75 yen",
            "Japan gives 1,500,000.75…",
            "Japan gives…",
        ) or not regex.search(r"\d", short)


def test_a_cut_stands_between_words_where_a_space_is_near() -> None:
    """Words are kept whole where that costs little; unspaced scripts are cut anywhere between letters."""
    assert shorten("The bridge is open again", 14) == "The bridge is…"
    assert shorten("ប្រទេសកម្ពុជា", 7) == "ប្រទេស…"
    assert shorten("👨\u200d👩\u200d👧 family", 4) == "…"


STATEMENT = "First sentence. The Residence Track begins soon. Third one. Students are let in first. The end."


def at(words: str, text: str = STATEMENT) -> tuple[int, int]:
    """Where these words stand."""
    start = text.index(words)
    return start, start + len(words)


def test_an_excerpt_is_the_sentences_that_matter() -> None:
    """The sentences of the reasons stand in it, an ellipsis where others are left out."""
    both = [at("Residence Track"), at("Students")]
    assert excerpt(STATEMENT, both, 200) == "… The Residence Track begins soon. … Students are let in first. …"
    assert excerpt(STATEMENT, [at("First")], 200) == "First sentence. …"
    assert (
        excerpt(STATEMENT, [at("First"), at("Residence")], 200) == "First sentence. The Residence Track begins soon. …"
    )
    assert excerpt(STATEMENT, both, 40) == "… The Residence Track begins soon. …"


def test_without_reasons_an_excerpt_is_the_beginning() -> None:
    """A text without a reason is shown from its start."""
    assert excerpt(STATEMENT, [], 20) == "First sentence. The…"


def test_of_one_long_sentence_the_part_with_the_reason_is_shown() -> None:
    """A sentence without end is cut on both sides of the reason, never inside a figure."""
    text = "word " * 100 + "the Residence Track begins 1,234,567 days later " + "word " * 100
    short = excerpt(text, [at("Residence Track", text)], 60)
    assert "Residence Track" in short
    assert short.startswith("…")
    assert short.endswith("…")
    number = "9" * 30 + " Residence Track " + "word " * 50
    assert "9" not in excerpt(number, [at("Residence Track", number)], 40).replace("9" * 30, "")


@given(longer, st.data(), st.integers(0, 120))
@settings(max_examples=100, deadline=None)
def test_an_excerpt_fits_and_invents_nothing(text: str, data: st.DataObject, limit: int) -> None:
    """Whatever the reasons, it is no longer than asked, and each stretch of it stands in the text."""
    spans = []
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(text)))
        spans.append((start, data.draw(st.integers(start, len(text)))))
    short = excerpt(text, spans, limit)
    assert len(short) <= limit
    written = "".join(text.replace("…", "").split())
    assert all("".join(stretch.split()) in written for stretch in short.split("…"))
