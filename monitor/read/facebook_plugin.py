"""`facebook` with `via: plugin`: the box with a page's newest posts that other sites may show, without a token.

It is made for readers, not for machines: docs/operators/facebook.md says what that means. It cuts long texts, has no
edited mark, no numbers of posts and no older posts. So it tells what is new, and proves nothing else.
"""

import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml import etree

from monitor.model import Capture, Entry, Reading, Request, State
from monitor.read import markup, wall
from monitor.read.reach import sees_back_to
from monitor.read.web_address import web_url
from monitor.text.charset import decode
from monitor.text.normalise import clean

_IN_ENGLISH = (("Accept-Language", "en"),)  # "See more" is told in the language that is asked for
_SHAPE = {
    "tabs": "timeline",
    "width": "500",
    "height": "3000",
    "small_header": "false",
    "adapt_container_width": "true",
    "hide_cover": "true",
    "show_facepile": "false",
}
_CUT = re.compile(r"(?:\s*(?:\.\.\.|…))?\s*(?:See more|もっと見る|មើល\u200b?បន្ថែម)$|\s*(?:\.\.\.|…)$")
WARNING = "read by the page plugin: long texts are cut, and neither edits nor deletions can be seen"
_NOT_SHOWN = "Facebook shows no posts of this page to the public: it is gone, hidden, or not for every country or age"
_NOT_AVAILABLE = re.compile(r"(?i)(?:not|isn[’']t|no longer) available")
_BLOCKED = re.compile(r"(?i)you[’']re temporarily blocked|security check required")

_FEED = etree.XPath("//*[@role='feed']")
_TIME = etree.XPath("(.//abbr[@data-utime])[1]")
_LINK = etree.XPath("ancestor::a[@href][1]/@href")
_MESSAGE = etree.XPath(
    "(.//*[@data-testid='post_message']"
    " | .//*[contains(concat(' ', normalize-space(@class), ' '), ' userContent ')])[1]"
)
_HIDDEN_WHEN_OPEN = etree.XPath(".//*[contains(@class, 'text_exposed_hide')]")
_NAME = etree.XPath("string((//a[@title][contains(@href, 'ref=embed_page')])[1]/@title)")


def ask(base: str, page: str) -> Request:
    """The box of one page."""
    query = urlencode({"href": f"https://www.facebook.com/{page}", **_SHAPE})
    return Request(f"{base}/plugins/page.php?{query}", headers=_IN_ENGLISH)


def read(capture: Capture) -> Reading:
    """The posts in the box. A box without its list of posts is a state, never "no posts"."""
    text = decode(capture.body, capture.header("content-type"))
    root = markup.parse(text) if capture.status == 200 else None
    feed = next(iter(_FEED(root)), None) if root is not None else None
    if root is None or feed is None:
        return _not_shown(capture, text, root)
    posts = [child for child in feed if isinstance(child.tag, str) and markup.plain_text(child)]
    if not posts:
        return Reading(State.EMPTY, "a page without posts")
    return _listed(posts, clean(_NAME(root)) or None, capture)


def _not_shown(capture: Capture, text: str, root: Any | None) -> Reading:
    seen = markup.plain_text(root)[:1000] if root is not None else ""
    if _BLOCKED.search(seen):
        return Reading(State.BLOCKED, "Facebook blocks us for a time")
    if _NOT_AVAILABLE.search(seen):
        return Reading(State.PAGE_GONE, _NOT_SHOWN)
    return wall.instead(capture, text, "a page's posts")


def _listed(posts: list[Any], author: str | None, capture: Capture) -> Reading:
    shown = [(post, moment) for post in posts if (moment := _moment(post)) is not None]
    if not shown:
        return Reading(State.LAYOUT_CHANGED, f"{len(posts)} posts, none of which could be read")
    often = Counter(moment for _, moment in shown)
    entries: dict[str, Entry] = {}
    for post, moment in shown:
        entry = _entry(post, moment, author, capture, alone=often[moment] == 1)
        entries.setdefault(entry.key, entry)
    whole = len(shown) == len(posts)
    return Reading(
        State.OK if whole else State.INCOMPLETE,
        WARNING if whole else f"{len(posts) - len(shown)} posts could not be read",
        entries=tuple(entries.values()),
        listed=tuple(entries),
        complete=whole,
        sees_back_to=sees_back_to([moment for _, moment in shown]),
    )


def _moment(post: Any) -> datetime | None:
    """When it was posted, to the second."""
    for each in _TIME(post):
        try:
            return datetime.fromtimestamp(int(each.get("data-utime")), UTC)
        except (ValueError, OverflowError, OSError):
            return None
    return None


def _entry(post: Any, moment: datetime, author: str | None, capture: Capture, *, alone: bool) -> Entry:
    """A post is known by its second: the addresses that the box gives change from time to time."""
    url = _address(_TIME(post)[0], capture.url)
    text, whole = _text(post)
    seconds = str(int(moment.timestamp()))
    return Entry(
        key=seconds if alone or url is None else f"{seconds} {urlsplit(url).path}",
        url=url,
        title=None,
        text=text,
        published_at=moment,
        published_as_written=seconds,
        author=author,
        whole=whole,
    )


def _address(time: Any, base: str) -> str | None:
    url = web_url(next(iter(_LINK(time)), None), base)
    if url is None:
        return None
    parts = urlsplit(urljoin("https://www.facebook.com/", urlsplit(url)._replace(scheme="", netloc="").geturl()))
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name != "ref" and not name.startswith("__")]
    return parts._replace(query=urlencode(kept), fragment="").geturl()


def _text(post: Any) -> tuple[str, bool]:
    """Its words, and whether they are all: where a "See more" stands, or where there are none, they are not."""
    message = next(iter(_MESSAGE(post)), None)
    if message is None:
        return "", False
    shown = clean(markup.plain_text(message, _HIDDEN_WHEN_OPEN(message)))
    text = _CUT.sub("", shown)
    return text, bool(text) and text == shown
