import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.charset import decode

JAPANESE = "日本国外務省は、カンボジアとの往来の再開について発表した。入国後十四日間の待機が必要です。" * 3
THAI = "กระทรวงการต่างประเทศแถลงว่าการเดินทางระหว่างประเทศจะเริ่มขึ้นอีกครั้งในเดือนกันยายน " * 3
CHINESE = "外交部发言人表示，两国人员往来将于九月初恢复，入境后须隔离十四天。" * 3
FRENCH = "Le ministère des Affaires étrangères a annoncé la réouverture des frontières à l’été. " * 3
SAMPLES = [
    (JAPANESE, "shift_jis", "Shift_JIS"),
    (JAPANESE, "euc_jp", "EUC-JP"),
    (JAPANESE, "iso2022_jp", "ISO-2022-JP"),
    (CHINESE, "gb18030", "GB2312"),
    (THAI, "tis_620", "TIS-620"),
    (THAI, "cp874", "windows-874"),
    (FRENCH, "cp1252", "windows-1252"),
    (FRENCH, "cp1252", "ISO-8859-1"),
    (JAPANESE, "utf_16_le", "UTF-16"),
    (JAPANESE, "utf-8", "utf-8"),
]


@pytest.mark.parametrize(("text", "codec", "label"), SAMPLES)
def test_what_is_declared_is_read(text: str, codec: str, label: str) -> None:
    """By the server, by the document itself, or in an XML declaration."""
    assert decode(text.encode(codec), f"text/html; charset={label}") == text
    if codec != "utf_16_le":
        for document in (f'<meta charset="{label}"><p>{text}', f"<?xml version='1.0' encoding='{label}'?><p>{text}"):
            assert decode(document.encode(codec)) == document


@pytest.mark.parametrize(("text", "codec"), [(JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"), (CHINESE, "gb18030")])
def test_what_is_not_declared_is_recognised(text: str, codec: str) -> None:
    """A page that does not say its charset is read by its letters."""
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_unicode_is_recognised_by_its_marks_and_zeros(codec: str) -> None:
    """With a byte-order mark, or by the zeros in the markup, whatever the server says."""
    document = "<html><body>" + JAPANESE + "</body></html>"
    assert decode(document.encode(codec), "text/html; charset=iso-8859-1") == document


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "shift_jis", "utf-16", "tis-620", "no-such-charset"])
def test_utf8_is_utf8_whatever_is_declared(label: str) -> None:
    """A wrong declaration is common; a text that happens to be valid UTF-8 is not."""
    assert decode(JAPANESE.encode(), f"text/html; charset={label}") == JAPANESE


def test_a_default_of_the_server_does_not_beat_the_document() -> None:
    """ISO-8859-1 from a server that was never told is no reason to misread a page that declares itself."""
    document = f'<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">{JAPANESE}'
    assert decode(document.encode("shift_jis"), "text/html; charset=ISO-8859-1") == document


def test_a_latin_word_at_the_end_is_no_cut_utf8() -> None:
    """A Latin-1 page that ends in an accented letter is not taken for UTF-8 cut off."""
    assert decode("À bientôt au café".encode("cp1252"), "text/plain; charset=iso-8859-1") == "À bientôt au café"
    assert decode("Un café".encode("cp1252")) == "Un café"


def test_a_text_cut_in_the_middle_of_a_letter_is_read_to_there() -> None:
    """UTF-8 that ends in half a letter is UTF-8."""
    assert decode(JAPANESE.encode()[:-1]) == JAPANESE[:-1] + "�"


def test_a_few_bad_bytes_do_not_spoil_a_page() -> None:
    """One broken byte in a declared charset is one replaced letter."""
    body = JAPANESE.encode()
    assert decode(body[:60] + b"\xff" + body[60:], "text/html; charset=utf-8").replace("�", "") == JAPANESE


@pytest.mark.parametrize("label", ["utf-7", "unicode_escape", "idna", "rot13", "base64", "hz", "punycode", "undefined"])
def test_dangerous_charsets_are_refused(label: str) -> None:
    """UTF-7, by which scripts are smuggled, and Python's own codecs are never used, whoever declares them."""
    body = b"+ADw-script+AD4- \\u003cscript\\u003e ~{<:Ky2;S{#,~} PHNjcmlwdD4="
    assert decode(body, f"text/html; charset={label}") == body.decode()
    assert decode(b'<meta charset="' + label.encode() + b'">' + body).endswith(body.decode())


@given(
    st.binary(max_size=200),
    st.none() | st.text(max_size=30) | st.sampled_from([f"text/html; charset={label}" for _, _, label in SAMPLES]),
)
@settings(max_examples=100, deadline=None)
def test_no_bytes_stop_a_poll(body: bytes, content_type: str | None) -> None:
    """Whatever comes, there is a text, the same each time."""
    assert decode(body, content_type) == decode(body, content_type)
