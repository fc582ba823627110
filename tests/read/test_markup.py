"""HTML from outside: nothing that hurts is parsed, and its plain text is what a person sees."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.read import markup


def seen(body: str) -> str:
    """The plain text of a page's body."""
    root = markup.parse(f"<html><body>{body}</body></html>")
    assert root is not None
    return markup.plain_text(root)


@pytest.mark.parametrize(
    ("hostile", "named"),
    [
        ("<p " + " ".join(f"a{n}=1" for n in range(2_000)) + ">x</p>", "attributes"),
        ("<p " + "x" * 200_000 + ">x</p>", "longer than"),
        ("<div>" * 300 + "x", "nested deeper"),
        ("x" * 8_000_001, "longer than"),
    ],
    ids=["attributes", "tag", "depth", "length"],
)
def test_hostile_markup_is_refused(hostile: str, named: str) -> None:
    """Markup that makes a parser slow or blind is refused in words, and never parsed."""
    why = markup.refused(hostile)
    assert why is not None
    assert named in why
    assert markup.parse(hostile) is None


@pytest.mark.parametrize("piece", ["<", "<a ", "<!--", '<a b="', "<script>", "<p>" * 3, "</div>"])
def test_looking_is_linear(piece: str) -> None:
    """A megabyte of half a tag is looked through in a moment."""
    started = perf_counter()
    markup.refused(piece * (1_000_000 // len(piece)))
    assert perf_counter() - started < 5


def test_common_pages_are_not_refused() -> None:
    """Long paragraphs without end tags, deep SVG and a picture written into the page are common."""
    assert markup.refused("<p>one" * 5_000) is None
    assert markup.refused("<svg>" + "<path d='M0 0'/>" * 1_000 + "</svg>") is None
    assert markup.refused(f'<img src="data:image/png;base64,{"A" * 500_000}">') is None


def test_paragraphs_lines_and_tables() -> None:
    """Paragraphs stand apart, list items and table rows on lines of their own, cells beside each other."""
    assert seen("<p>One<br>two</p><p>Three</p>") == "One\ntwo\n\nThree"
    assert seen("<ul><li>a<li>b</ul>after") == "a\nb\n\nafter"
    assert seen("<table><tr><td>Fee</td><td>20 USD</td></tr><tr><td>Days</td><td>14</td></tr></table>") == (
        "Fee 20 USD\nDays 14"
    )
    assert seen("<p>a <b>b</b>c</p>\n\n  <div>d</div>") == "a bc\n\nd"


def test_what_nobody_sees_is_no_text() -> None:
    """Scripts, styles, comments and hidden parts are no text."""
    hidden = "<script>x</script><style>y</style><!-- z --><p hidden>h</p><p style='display: none'>n</p>"
    assert seen(f"<p>told</p>{hidden}") == "told"


def test_what_is_sent_later_is_seen() -> None:
    """What a page sends later, hidden until a line of script puts it in its place, is part of what people see."""
    assert seen("<main></main><div hidden id='S:0'><p>told later</p></div>") == "told later"


def test_khmer_and_japanese() -> None:
    """Khmer keeps its zero-width spaces, Japanese its full-width ones within a line."""
    assert seen("<p>សេចក្តី​ជូនដំណឹង</p><p>外務省　報道官</p>") == "សេចក្តី​ជូនដំណឹង\n\n外務省　報道官"


def test_left_out() -> None:
    """Elements may be left out of the text; what follows them stays."""
    root = markup.parse("<html><body><h1>Title</h1> and <p>text</p></body></html>")
    assert root is not None
    assert markup.plain_text(root, [root.find(".//h1")]) == "and\n\ntext"


def test_text_of_a_piece() -> None:
    """A piece of HTML, with or without tags, gives its text."""
    assert markup.text_of("A &amp; B") == "A & B"
    assert markup.text_of("<p>A</p><p>B</p>") == "A\n\nB"


def test_is_html() -> None:
    """A page is told from other bytes by its tags."""
    assert markup.is_html("<!DOCTYPE html><html><body></body></html>")
    assert markup.is_html("<div>a fragment</div>")
    assert not markup.is_html("%PDF-1.7")
    assert not markup.is_html('{"a": "b"}')


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div",
                ">",
                "<td>",
                "<table>",
                "&amp;",
                "<!--",
                "-->",
                "<script>",
                "x",
                "\0",
                "ជ",
                "\ud800",
            ]
        )
    )
)
def test_no_markup_raises(pieces: list[str]) -> None:
    """Whatever is put together, it is parsed or not, and gives a text."""
    text = "".join(pieces)
    root = markup.parse(text)
    assert root is None or isinstance(markup.plain_text(root), str)
    assert isinstance(markup.text_of(text), str)
