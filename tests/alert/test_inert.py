"""Words of a page made harmless before they reach a channel."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alert.inert import defused, inline, unlinked, web_address


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb\t c", "a b c"),
        ("\x00\x1b[31mred\x07", "[31mred"),
        ("safe\u202egnp.exe\u202c", "safegnp.exe"),
        ("in\u200bvis\u2060ible\ufeff", "invisible"),
        ("ក្រុម\u200bហ៊ុន", "ក្រុម\u200bហ៊ុន"),
        ("ស្ត្រី", "ស្ត្រី"),
        ("がぎ", "がぎ"),
    ],
)
def test_one_line_of_plain_words(text: str, kept: str) -> None:
    """Controls and what turns a line around go; the spelling of Khmer and Japanese stays."""
    assert inline(text) == kept


def test_piled_marks_are_cleared() -> None:
    """A letter under fifty marks keeps a few."""
    assert len(inline("Z" + "\u0301" * 50)) < 10


def test_cut_on_a_cluster() -> None:
    """A long title is cut between what readers see as letters."""
    cut = inline("ស្ត្រី" * 100, 50).removesuffix("…")
    assert len(cut) < 50
    assert ("ស្ត្រី" * 100).startswith(cut)
    assert len(regex.findall(r"\X", cut)) == len(regex.findall(r"\X", "ស្ត្រី" * (len(cut) // 6)))


@pytest.mark.parametrize(
    "text", ["@everyone", "x/@here", "<!channel>", "<@U1>", "<#C1>", "[a](https://evil.test)", "@you"]
)
def test_commands_of_chats_are_broken(text: str) -> None:
    """What would call people or mask a link looks the same and does nothing."""
    broken = defused(text)
    assert broken != text
    assert broken.replace("\u200b", "") == text


@pytest.mark.parametrize("text", ["at 10.30: 5.5 million", "5 < 6 & 7", "a [b] (c)", "ends. Next: begins", "ទឹក។ ភ្លៀង"])
def test_harmless_words_are_untouched(text: str) -> None:
    """Figures, clauses and brackets can be copied as they are."""
    assert defused(text) == text


@pytest.mark.parametrize(
    "text",
    ["https://evil.test/x", "www.evil.test", "evil.test", "info@evil.test", "javascript:alert(1)", "HTTPS://evil.test"],
)
def test_an_address_in_a_text_is_no_link(text: str) -> None:
    """No program makes a link of it by itself; to the eye it is the same."""
    broken = unlinked(text)
    assert broken.replace("\u200b", "") == text
    assert "://" not in broken
    assert ".test" not in broken


def test_letters_that_look_like_others_are_spelled_out_in_a_host() -> None:
    """An address with a Cyrillic o is shown as the net knows it; its path stays as it is."""
    assert web_address("https://newsr\u043e\u043em.test/\u0430") == "https://xn--newsrm-0qfa.test/\u0430"
    assert web_address("https://\u65e5\u672c.test") == "https://xn--wgv71a.test"


def test_a_name_before_a_host_is_left_out() -> None:
    """An address that pretends to lead to another site shows where it leads."""
    assert web_address("https://rivers.test@evil.test/x") == "https://evil.test/x"


def test_an_address_too_long_for_a_chat_is_none() -> None:
    """What would be cut is not linked at all: marks that are written longer count so."""
    assert web_address("https://rivers.test/" + "<" * 1000) is None
    assert web_address("https://rivers.test/?" + "&a" * 900) is None


@pytest.mark.parametrize("who", ["everyone", "HERE", "channel/1", "123456", "&123456"])
def test_an_address_calls_nobody(who: str) -> None:
    """An address that a page chose holds no mention either: chats look for them there, too."""
    assert web_address(f"https://rivers.test/@{who}") == f"https://rivers.test/%40{who}"
    assert web_address("https://rivers.test/@hereford") == "https://rivers.test/@hereford"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.test", "ftp://x.test", "", None, "http://"]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    """Nothing but http and https is linked."""
    assert web_address(url) is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_address_stays_one_word(path: str) -> None:
    """Whatever stands in an address, the link ends where the address ends."""
    url = web_address(f"https://rivers.test/{path}")
    assert url is not None
    assert url.split() == [url]
    assert not set(url) & set('<>"`|\\\u202e\u200b')
