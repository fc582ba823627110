"""The ways to a site's posts: the REST interface of WordPress at either of two addresses, the feed, a post's page."""

from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import parse_qs, urlencode, urlsplit

from monitor.model import Purpose, Request
from monitor.read.wordpress_post import FIELDS
from monitor.times import iso

AT_ONCE = 25
"""Posts in one answer of the list, the window in which deletions are seen."""
EDITS_AT_ONCE = 100
"""The most that WordPress gives."""
_POSTS = "/wp/v2/posts"
_MODIFIED = "modified"


class Way(StrEnum):
    """How the posts are asked for."""

    REST = "rest"  #: at /wp-json/
    PLAIN = "plain"  #: at /?rest_route=, where a site has no speaking addresses
    FEED = "feed"  #: at /feed/
    PLAIN_FEED = "plain-feed"  #: at /?feed=, where a site has no speaking addresses
    PAGE = "page"  #: a post's page for people


FEEDS = frozenset({Way.FEED, Way.PLAIN_FEED})


def window(root: str, way: Way, page: int = 1) -> Request:
    """The newest posts by date of publication, or an older page of that list."""
    if way in FEEDS:
        return Request(f"{root}/feed/" if way is Way.FEED else f"{root}/?feed=rss2")
    older = {"page": str(page)} if page > 1 else {}
    url = _rest(root, way, "", per_page=str(AT_ONCE), orderby="date", order="desc", **older)
    # What was edited behind the list must be asked for though the list is the same.
    return Request(url, Purpose.PAGE if older else Purpose.LIST, asks_whole=True)


def edits(root: str, way: Way, since: datetime, *, heeded: bool) -> Request:
    """The posts saved since, oldest first, so that the next poll goes on where this one ends.

    Sites before WordPress 5.7 do not heed `modified_after`: they are asked for what was saved last.
    """
    asked = {"modified_after": iso(since - timedelta(seconds=1)) or "", "order": "asc"} if heeded else {"order": "desc"}
    url = _rest(root, way, "", per_page=str(EDITS_AT_ONCE), orderby=_MODIFIED, **asked)
    return Request(url, Purpose.PAGE)


def post(root: str, way: Way, key: str) -> Request:
    """One post by its number."""
    url = f"{root}/?p={key}" if way is Way.PAGE else _rest(root, way, f"/{key}")
    return Request(url, Purpose.ITEM, key)


def way_of(request: Request) -> Way:
    """By which way a request asks."""
    parts = urlsplit(request.url)
    query = parse_qs(parts.query)
    if request.purpose is not Purpose.ITEM and "feed" in query:
        return Way.PLAIN_FEED
    if "rest_route" in query or f"/wp-json{_POSTS}" in parts.path:
        return Way.PLAIN if "rest_route" in query else Way.REST
    return Way.PAGE if request.purpose is Purpose.ITEM else Way.FEED


def asks_edits(request: Request) -> bool:
    """Whether a request asks for what was saved lately."""
    return parse_qs(urlsplit(request.url).query).get("orderby") == [_MODIFIED]


def page_of(request: Request) -> int:
    """Which page of the list a request asks for."""
    return int(parse_qs(urlsplit(request.url).query).get("page", ["1"])[0])


def _rest(root: str, way: Way, path: str, **query: str) -> str:
    asked = urlencode({**query, "_fields": FIELDS}, safe=",:")
    return f"{root}/?rest_route={_POSTS}{path}&{asked}" if way is Way.PLAIN else f"{root}/wp-json{_POSTS}{path}?{asked}"
