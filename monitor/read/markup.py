"""HTML made safe to parse, and the plain text of it.

Parsing cannot hurt: `refused` is one linear pass over the text that finds what makes lxml slow (a tag with a
hundred thousand attributes) or silently blind (it drops whatever follows nesting deeper than about 256).
"""

import re
from collections.abc import Collection, Iterator
from html import unescape
from typing import Any

from lxml import etree
from lxml.html import HTMLParser

MOST_CHARACTERS = 8_000_000
MOST_IN_ONE_TAG = 64 * 1024
MOST_ATTRIBUTES = 1_000
DEEPEST = 200

# The opening of a comment, or a tag with its attributes; a page that was cut inside a tag has no end for it.
_TOKEN = re.compile(r"""<(?:!--|(/?)([a-zA-Z][^\s/>]*+)(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>?)""")
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_ATTRIBUTE = re.compile(r"[^\s/=]+")
_RAW = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style")}


def names(line: str) -> frozenset[str]:
    """The words of a line, as a set: how tag names are listed here."""
    return frozenset(line.split())


_VOID = names("area base br col embed hr img input link meta param source track wbr")
# Their end tag may be left out, so an opening one need not nest.
_SELF_CLOSING = names("p li dt dd tr td th thead tbody tfoot colgroup option optgroup rb rt rp")
_NO_DEPTH = _VOID | _SELF_CLOSING | {"html", "head", "body"}

_DROPPED = names(
    "script style noscript template head title textarea select button iframe object svg canvas audio video map datalist"
)
_PARAGRAPHS = names(
    "p h1 h2 h3 h4 h5 h6 blockquote pre ul ol dl table figure section article header footer main aside nav form hr"
    " fieldset address details"
)
_LINES = names("div li dt dd tr caption figcaption option center summary legend body html")
_CELLS = names("td th")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_STREAMED = "S:"  # what React sends later than the rest; a line of script puts it in its place and shows it
_BLANK = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_TOO_DEEP = etree.XPath(f"boolean(//*[not(*)][count(ancestor::*) > {DEEPEST + 40}])")
_MANY_LINE_ENDS = re.compile(r"\n{3,}")
_TAG = re.compile(r"<[^<>]*>")
_BEGINNING = 10_000
_BEGINS = re.compile(
    r"<(?:!doctype html|html|head|body|title|meta|main|article|section|div|p|table|ul|dl|h1|h2)\b", re.IGNORECASE
)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


def refused(text: str) -> str | None:
    """Why this markup must not be parsed, in words for an operator; None: it may be. Linear in its length."""
    if len(text) > MOST_CHARACTERS:
        return f"the page is longer than {MOST_CHARACTERS:,} characters"
    open_tags: list[str] = []
    at = 0
    comments_end = True
    while (token := _TOKEN.search(text, at)) is not None:
        start, at = token.span()
        closes, name = token[1], token[2]
        if name is None:
            end = text.find("-->", at) if comments_end else -1
            comments_end = end >= 0
            at = end + 3 if comments_end else at
            continue
        if at - start > 2 * MOST_ATTRIBUTES and (why := _refused_tag(text[start:at])) is not None:
            return why
        name = name.lower()
        if name in _RAW and not closes:
            closing = _RAW[name].search(text, at)
            at = closing.start() if closing else len(text)
        elif name not in _NO_DEPTH:
            if closes:
                _close(open_tags, name)
            elif text[at - 2] != "/":  # in SVG "/>" closes, and there it is common
                open_tags.append(name)
            if len(open_tags) > DEEPEST:
                return f"elements are nested deeper than {DEEPEST}"
    return None


def _refused_tag(inside: str) -> str | None:
    # Long quoted values (a view state, a picture written into the page) are common and cost nothing.
    inside = _QUOTED.sub(" ", inside)
    if len(inside) > MOST_IN_ONE_TAG:
        return f"one tag is longer than {MOST_IN_ONE_TAG // 1024} KB"
    if len(_ATTRIBUTE.findall(inside)) > MOST_ATTRIBUTES:
        return f"one tag has more than {MOST_ATTRIBUTES:,} attributes"
    return None


def _close(open_tags: list[str], name: str) -> None:
    for place in range(len(open_tags) - 1, -1, -1):
        if open_tags[place] == name:
            del open_tags[place:]
            return


def is_html(text: str) -> bool:
    """Whether a text has any of the tags with which pages begin; bytes of another kind, decoded, have none."""
    return _BEGINS.search(text[:_BEGINNING]) is not None


def parse(text: str) -> Any | None:
    """The root element (`lxml.html`) of an HTML page or fragment; None when it is refused or holds no element."""
    if refused(text) is not None:
        return None
    # A fresh parser each time: lxml's are not to be shared between threads while an error log is read.
    parser = HTMLParser(encoding="utf-8", no_network=True, recover=True, huge_tree=True, remove_pis=True)
    body = _XML_DECLARATION.sub("", text).replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root is None or _TOO_DEEP(root) else root


def plain_text(element: Any, left_out: Collection[Any] = ()) -> str:
    """What a person sees of an element, but for what stands in the elements `left_out`.

    A blank line between paragraphs, a line per list item or table row.
    """
    pieces: list[str] = []
    pending = 0
    for piece in _pieces(element, left_out):
        if isinstance(piece, int):
            pending = max(pending, piece)
            continue
        if pending and (piece == "\n" or not piece.isspace()):
            pieces.append("\n" * pending)
            pending = 0
        pieces.append(piece)
    return _tidy("".join(pieces))


def text_of(html_fragment: str) -> str:
    """The plain text of a piece of HTML; a piece without any tag keeps its line breaks."""
    if "<" not in html_fragment:
        return _tidy(unescape(html_fragment))
    root = parse(f"<html><body>{html_fragment}</body></html>")
    if root is None:
        return unescape(_TAG.sub(" ", html_fragment)).strip()
    return plain_text(root)


def invisible(element: Any) -> bool:
    """Whether a person does not see this element (comments and scripts included)."""
    if unseen(element):
        return True
    if "hidden" in element.attrib and not element.get("id", "").startswith(_STREAMED):
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def unseen(element: Any) -> bool:
    """Whether an element is of a kind that nobody sees, however it is styled."""
    return not isinstance(element.tag, str) or element.tag in _DROPPED


def _pieces(element: Any, left_out: Collection[Any]) -> Iterator[str | int]:
    """The text of an element in reading order and the breaks in it (how many line ends), without recursion."""
    # Each is an element to enter, or what to give when it is reached.
    waiting: list[Any] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str | int):
            yield one
            continue
        if one is not element and (invisible(one) or one in left_out):
            continue
        tag = one.tag
        if tag == "br":
            yield "\n"
            continue
        around = 2 if tag in _PARAGRAPHS else 1 if tag in _LINES else 0
        if around:
            yield around
            waiting.append(around)
        elif tag in _CELLS:
            waiting.append(" ")
        if one.text:
            yield _flat(one.text, tag)
        for child in reversed(one):
            if child.tail:
                waiting.append(_flat(child.tail, tag))
            waiting.append(child)


def _flat(text: str, tag: Any) -> str:
    return text if tag == "pre" else _BLANK.sub(" ", text)


def _tidy(text: str) -> str:
    lines = (_BLANK.sub(" ", line).strip() for line in text.splitlines())
    return _MANY_LINE_ENDS.sub("\n\n", "\n".join(lines)).strip()
