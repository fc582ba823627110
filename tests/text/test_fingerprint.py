import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.fingerprint import fingerprint
from monitor.text.normalise import INVISIBLE
from scripts import texts

noise = st.text(st.sampled_from(f" \t\n\r\u00a0\u3000\x7f{INVISIBLE}"), max_size=4)


@given(texts, noise, st.data())
@settings(max_examples=100, deadline=None)
def test_noise_changes_no_fingerprint(text: str, strewn: str, data: st.DataObject) -> None:
    """White space and invisible characters anywhere, and letters taken apart, leave a wording what it is."""
    at = data.draw(st.integers(0, len(text)))
    assert fingerprint(None, text[:at] + strewn + text[at:]) == fingerprint("", text)
    assert fingerprint(text, unicodedata.normalize("NFD", text)) == fingerprint(
        text, unicodedata.normalize("NFC", text)
    )


@given(texts, texts)
@settings(max_examples=100, deadline=None)
def test_what_is_seen_changes_it(one: str, two: str) -> None:
    """Two wordings have one fingerprint only if they differ in noise alone."""

    def seen(text: str) -> str:
        bare = "".join(each for each in text if each not in INVISIBLE and not each.isspace())
        return "".join(each for each in unicodedata.normalize("NFC", bare) if unicodedata.category(each) != "Cc")

    assert (fingerprint(None, one) == fingerprint(None, two)) is (seen(one) == seen(two))


def test_title_and_text_are_told_apart() -> None:
    """A sentence that moves from the title into the text is another wording."""
    assert fingerprint("Bridge", "opens") != fingerprint("Bridge opens", "") != fingerprint(None, "Bridge opens")


def test_one_changed_figure_changes_it() -> None:
    """14 days are not 10 days."""
    assert fingerprint(None, "14 days") != fingerprint(None, "10 days")
