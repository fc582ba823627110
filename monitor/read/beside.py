"""What stands beside a page's own text: navigation, comments, sharing, advertising, and cards that lead elsewhere.

Names are what web authors call such parts; they are never believed of what holds most of a page's prose.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from monitor.read import markup
from monitor.read.prose import Block, Weights

PAPER = re.compile(r"(?i)\.(?:pdf|docx?|odt|xlsx?|pptx?|rtf|zip)(?:$|[?#])")
"""The address of a file that people read: an annex is part of what is told, a link to another page is not."""
TOO_MUCH = 0.5
"""What holds this share of a page's prose is its text, whatever it is called."""
A_FEW_SENTENCES = 200
"""Prose of this weight may be a footer's own, on a page that has no other."""
LITTLE = 0.1
"""What holds this share of it, or less, may be thrown out for being a list of links."""
SOME_CARDS, SOME_LINKS, MOSTLY = 3, 3, 0.7

_TAGS = markup.names("nav aside footer menu dialog")
_WHOLE_PAGES = markup.names("html body main article")
_ROLES = markup.names("navigation banner contentinfo complementary search dialog menu menubar alert")
_CALLED = re.compile(
    r"(?i)(?:^|[-_])(?:nav(?:bar|igation)?|menus?|breadcrumbs?|topicpath|foot(?:er)?|site-?map|sidebar|side-?bar|aside|widgets?|"
    r"comments?|respond|disqus|related|recommend(?:ed|ations?)?|share|sharing|social|addtoany|sns|tags?|cookies?|"
    r"consent|gdpr|popup|modal|newsletter|subscri\w+|promo|banner|advert\w*|ads?|sponsor\w*|pagination|pager|paging|"
    r"print|skip|toolbar|login|search|author-?(?:bio|box)|more-?(?:news|stories|posts)|read-?(?:more|next)|"
    r"trending|popular|copyright|site-?header|page-?header|masthead|post-?views|(?:view|hit|visit)s?-?count(?:er)?|"
    r"time-?ago)(?:$|[-_])"
)
_TEASER = re.compile(
    r"(?i:(?:^|[-_])(?:promo\w*|similar\w*|tooltip|next-?prev|prev-?next|whatsapp|paywall)(?:$|[-_]))|Promo\w*$|^similar[A-Z]"
)
_UNSEEN = markup.names("hidden visually-hidden sr-only screen-reader-text element-invisible")
_CAPTION = re.compile(r"(?i:(?:^|[-_])(?:\w*caption|gallery|credits?)(?:$|[-_s]))|[a-z](?:Caption|Credit|Gallery)s?$")
_OF_SOMETHING_ELSE = ("tag-", "category-", "has-", "no-", "with-", "without-")
"""A name that begins so says what a post is filed under, or what stands elsewhere on the page."""
_LISTS = markup.names("ul ol dl table tbody tr div section p")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_HEADED_LINKS = etree.XPath(
    "//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]//a[@href] | "
    "//a[@href][.//h1 or .//h2 or .//h3 or .//h4 or .//h5]"
)


def beside(root: Any, found: Iterable[Block], weighed: Weights) -> frozenset[Any]:
    """The elements that stand beside the text; `weighed` is the prose of the whole page."""
    most = max(TOO_MUCH * weighed.get(root, 0), A_FEW_SENTENCES)
    teasers = (each for each in root.iter(etree.Element) if weighed.get(each, 0) <= most and _is_teaser(each))
    return frozenset((*called_beside(root, weighed), *teasers, *_link_lists(found, weighed), *_cards(root)))


def words_of_pictures(root: Any, weighed: Weights) -> frozenset[Any]:
    """Captions, credits and galleries: their pictures belong to the text, their words are no part of it."""
    most = TOO_MUCH * weighed.get(root, 0)
    return frozenset(each for each in root.iter(etree.Element) if weighed.get(each, 0) <= most and _is_caption(each))


def is_called_beside(element: Any) -> bool:
    """Whether an element is navigation or the like by its tag, its role or its name."""
    if element.tag in _TAGS or element.get("role") in _ROLES:
        return True
    if element.tag in _WHOLE_PAGES:
        return False
    names = _names(element)
    return any(_CALLED.search(name) and not name.startswith(_OF_SOMETHING_ELSE) for name in names)


def _is_teaser(element: Any) -> bool:
    """Whether it tells of something else between the paragraphs of a text, or is not shown."""
    return element.tag not in _WHOLE_PAGES and any(_TEASER.search(name) or name in _UNSEEN for name in _names(element))


def _is_caption(element: Any) -> bool:
    if element.tag in _WHOLE_PAGES:
        return False
    return element.tag == "figcaption" or any(map(_CAPTION.search, _names(element)))


def _names(element: Any) -> list[str]:
    return f"{element.get('class', '')} {element.get('id', '')}".split()


def called_beside(root: Any, weighed: Weights) -> Iterator[Any]:
    """What is called navigation or the like, and does not hold most of the prose."""
    most = max(TOO_MUCH * weighed.get(root, 0), A_FEW_SENTENCES)
    for element in root.iter(etree.Element):
        if weighed.get(element, 0) <= most and is_called_beside(element):
            yield element


def _link_lists(found: Iterable[Block], weighed: Weights) -> Iterator[Any]:
    """What holds little but links to other pages."""
    lengths: dict[Any, list[int]] = {}
    for block in found:
        for element in block.path:
            told = lengths.setdefault(element, [0, 0])
            told[0] += len(block.text)
            told[1] += block.linked
    little = LITTLE * max(weighed.values(), default=0)
    for element, (length, linked) in lengths.items():
        if element.tag in _LISTS and linked > MOSTLY * length and weighed.get(element, 0) <= little:
            links = [link.get("href") or "" for link in element.iter("a")]
            if len(links) >= SOME_LINKS and not any(link.startswith("#") or PAPER.search(link) for link in links):
                yield element


def _cards(root: Any) -> Iterator[Any]:
    """Cards that tell of other pages: some alike side by side, each with one heading that is a link."""
    alike: dict[tuple[Any, str, str], dict[Any, set[str]]] = {}
    for link in _HEADED_LINKS(root):
        if link.get("href").startswith("#"):
            continue
        card = link
        for above in link.iterancestors():
            if card.tag not in _HEADINGS:
                kind = (above, card.tag, card.get("class") or "")
                alike.setdefault(kind, {}).setdefault(card, set()).add(link.get("href"))
            card = above
    for cards in alike.values():
        if len(cards) >= SOME_CARDS:
            yield from (card for card, addresses in cards.items() if len(addresses) == 1)
