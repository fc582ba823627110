"""Where on a page its own text stands: the smallest element that holds most of the prose, without what is beside it.

The choice rests on where sentences stand, not on how long the whole page is: a new teaser in a side column must not
change what is read, for such a change would be taken for an edit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from monitor.read import markup, selector

_BESIDE = frozenset({"nav", "aside", "footer", "form", "menu", "dialog"})
_BESIDE_ROLE = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "menubar", "alert"}
)
_BESIDE_NAME = re.compile(
    r"(?i)(?:^|[-_\s])(?:nav(?:bar|igation)?|menus?|breadcrumbs?|topicpath|footer|sidebar|side-?bar|aside|widgets?|"
    r"comments?|respond|disqus|related|recommend(?:ed|ations?)?|share|sharing|social|addtoany|sns|tags?|cookies?|"
    r"consent|gdpr|popup|modal|newsletter|subscri\w+|promo|banner|advert\w*|ads?|sponsor\w*|pagination|pager|paging|"
    r"print|skip|toolbar|login|search|author-?(?:bio|box)|more-?(?:news|stories|posts)|read-?(?:more|next)|"
    r"trending|popular|copyright|site-?header|page-?header|masthead)(?:$|[-_\s])"
)
_BLOCKS = markup.names(
    "p div section article main td th li dd dt blockquote pre h1 h2 h3 h4 h5 h6 figcaption center body caption"
)
_SENTENCE_END = re.compile(r"[.!?…](?:\s|[\"'”’)]|$)|[。！？।។៕]")
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LEAST = 20
"""The weight below which a block is a label, a menu entry or a date, not prose."""
_MOST_SHARE = 0.7
"""An element that holds this share of its parent's prose holds the text; with less, the text stands in several."""
_MARKED = etree.XPath("//main | //article | //*[@role='main'] | //*[@id='content'] | //*[@id='main']")
_PAPER = re.compile(r"(?i)\.(?:pdf|docx?|odt|xlsx?|pptx?|rtf|zip)(?:$|[?#])")
_LAZY = ("data-src", "data-lazy-src", "data-original", "src")
_ORNAMENT = re.compile(r"(?i)(?:icon|logo|spacer|pixel|blank|loading|bullet|arrow)[\w-]*\.\w{3,4}(?:$|\?)")
_SMALLEST_PICTURE = 60
_TOO_MUCH_TO_BE_BESIDE = 0.4
"""What holds this share of a page's prose is its text, whatever it is called."""


@dataclass(frozen=True, slots=True)
class _Block:
    """The text that stands in one element and in no block below it."""

    element: Any
    text: str
    linked: int  #: how many of its characters are in links

    @property
    def prose(self) -> float:
        """How much prose it is: nothing where half of it is links, or where it is too short to say anything."""
        weight = len(self.text) - self.linked + len(_DENSE.findall(self.text))
        if self.linked * 2 > len(self.text) or weight < _LEAST:
            return 0
        return float(weight * (1 if _SENTENCE_END.search(self.text) else 0.3))


@dataclass(frozen=True, slots=True)
class Body:
    """The element that holds a page's own text, what stands in it but is beside the text, and the text."""

    element: Any
    beside: frozenset[Any]
    text: str

    def carried(self) -> Iterator[tuple[str, str]]:
        """The pictures, films and files in it: what each is, and its address as written."""
        for element in _inside(self.element, self.beside):
            found = _carried(element)
            if found is not None:
                yield found


def body_of(root: Any) -> Body | None:
    """Where the page's own text stands; None where it holds neither prose nor a main part that is marked as such."""
    blocks = list(_blocks(root))
    weights = _weights(blocks, frozenset())
    beside = frozenset(_beside(root, weights))
    element = _smallest(root, _weights(blocks, beside))
    if element is None:
        element = next(iter(_MARKED(root)), None)
    return None if element is None else Body(element, beside, markup.plain_text(element, beside))


def body_within(root: Any, css: str) -> Body | None:
    """The part of the page that an operator names; several elements are read one after the other."""
    chosen = selector.select(root, css)
    if not chosen:
        return None
    if len(chosen) == 1:
        return Body(chosen[0], frozenset(), markup.plain_text(chosen[0]))
    return Body(chosen[0], frozenset(), "\n\n".join(filter(None, map(markup.plain_text, chosen))))


def _inside(element: Any, beside: frozenset[Any]) -> Iterator[Any]:
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one is element or not (markup.invisible(one) or one in beside):
            yield one
            waiting.extend(reversed(one))


def _carried(element: Any) -> tuple[str, str] | None:
    if element.tag == "img":
        address = next((element.get(name) for name in _LAZY if element.get(name)), "")
        return None if _is_ornament(element, address) else ("image", address)
    if element.tag in ("video", "audio"):
        return (element.tag, element.get("src")) if element.get("src") else None
    if element.tag == "iframe" and element.get("src"):
        return "link", element.get("src")
    if element.tag == "a" and _PAPER.search(element.get("href") or ""):
        return "file", element.get("href")
    return None


def _is_ornament(element: Any, address: str) -> bool:
    sizes = (element.get("width"), element.get("height"))
    tiny = any(size is not None and size.isdecimal() and int(size) < _SMALLEST_PICTURE for size in sizes)
    return tiny or not address or address.startswith("data:") or _ORNAMENT.search(address) is not None


def _beside(root: Any, weights: dict[Any, float]) -> Iterator[Any]:
    """What stands beside the text by what it is called: navigation, comments, sharing, advertising."""
    most = _TOO_MUCH_TO_BE_BESIDE * weights.get(root, 0)
    for element in root.iter(etree.Element):
        if _is_called_beside(element) and weights.get(element, 0) <= most:
            yield element


def _is_called_beside(element: Any) -> bool:
    if element.tag in _BESIDE or element.get("role") in _BESIDE_ROLE:
        return True
    if element.tag in ("body", "html", "main", "article"):
        return False
    return any(_BESIDE_NAME.search(name) for name in (element.get("class"), element.get("id")) if name)


def _smallest(root: Any, weights: dict[Any, float]) -> Any | None:
    """The smallest element that holds most of the page's prose; None where there is none."""
    if root not in weights:
        return None
    chosen = root
    while True:
        heaviest = max(chosen, key=lambda child: weights.get(child, 0), default=None)
        if heaviest is None or weights.get(heaviest, 0) < _MOST_SHARE * weights[chosen]:
            return chosen
        chosen = heaviest


def _weights(blocks: list[_Block], beside: frozenset[Any]) -> dict[Any, float]:
    """The prose in and below each element that has any, but for what stands beside the text."""
    weights: dict[Any, float] = {}
    for block in blocks:
        if block.prose:
            above = (block.element, *block.element.iterancestors())
            if beside.isdisjoint(above):
                for element in above:
                    weights[element] = weights.get(element, 0) + block.prose
    return weights


def _blocks(root: Any) -> Iterator[_Block]:
    found: dict[Any, list[Any]] = {}
    # Each is an element to enter, or the text after one, with the block that it belongs to and whether it is linked.
    waiting: list[tuple[Any, Any, bool]] = [(root, root, False)]
    while waiting:
        one, block, in_link = waiting.pop()
        if isinstance(one, str):
            _add(found, block, one, in_link)
            continue
        if markup.invisible(one):
            continue
        if one.tag in _BLOCKS:
            block = one
        in_link = in_link or one.tag == "a"
        if one.text:
            _add(found, block, one.text, in_link)
        for child in reversed(one):
            if child.tail:
                waiting.append((child.tail, block, in_link))
            waiting.append((child, block, in_link))
    for block, (pieces, linked) in found.items():
        yield _Block(block, " ".join("".join(pieces).split()), linked)


def _add(found: dict[Any, list[Any]], block: Any, text: str, in_link: bool) -> None:
    if text.isspace():
        return
    kept = found.setdefault(block, [[], 0])
    kept[0].append(text)
    if in_link:
        kept[1] += len(text)
