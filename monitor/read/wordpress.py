"""`wordpress`: a site's posts by its REST interface; by its feed where that is refused or absent.

Two questions a poll: the newest posts by date (what is new, and what is missing), and what was saved since (edits of
older posts). A post is edited when its words differ, whatever it says of its last saving.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator

from monitor.model import Before, Capture, Headline, Known, Purpose, Reading, Request, Source, State
from monitor.read import json_tree, listing, wall, wordpress_feed, wordpress_lists, wordpress_ways
from monitor.read.json_tree import NotJson, string
from monitor.read.own_page import own_page
from monitor.read.reader import Options, Reader
from monitor.read.web_address import WebAddress
from monitor.read.wordpress_lists import moment_in
from monitor.read.wordpress_post import entry
from monitor.read.wordpress_ways import FEEDS, Way, way_of
from monitor.text.charset import decode
from monitor.times import iso

ASKED_AGAIN_AFTER = timedelta(hours=6)
"""So long after the REST interface was refused it is tried again; meanwhile the feed is read."""
_GONE, _NOT_PUBLIC, _BEYOND = "rest_post_invalid_id", "rest_forbidden", "rest_post_invalid_page_number"
_OPEN = frozenset({Way.REST, Way.PLAIN})
_ABSENT = frozenset({State.PAGE_GONE, State.UNREADABLE, State.NEEDS_BROWSER})
"""Where a site has no speaking addresses, that of the interface leads to nothing, or to the site's first page."""
_WANTED = "the posts of WordPress's REST interface"


class WordpressOptions(Options):
    """The keys of a `wordpress` source."""

    url: Annotated[WebAddress, AfterValidator(lambda address: address.rstrip("/"))]


def ask(source: Source, before: Before) -> Request:
    """The newest posts, by the way that was open last."""
    way = Way(before.learned.get("way", Way.REST))
    refused_at, now = moment_in(before.learned, "refused_at"), before.last_poll_at
    if way in FEEDS and refused_at and now and now - refused_at >= ASKED_AGAIN_AFTER:
        way = Way.REST
    return wordpress_ways.window(source.options.url, way)


def own(source: Source, one: Headline | Known) -> Request | None:
    """The post by its number: by REST, or its page where its text was read there or in the feed."""
    root = source.options.url
    told_by_rest = isinstance(one, Known) and not one.opened and not wordpress_feed.told(one.version)
    if one.key.isdecimal() and told_by_rest:
        return wordpress_ways.post(root, Way.REST, one.key)
    page = listing.own(source, one)
    if one.key.isdecimal():
        page = replace(wordpress_ways.post(root, Way.PAGE, one.key), told=page.told if page else None)
    # Without what is known of it a page says only whether the post is there: its text came from the feed.
    return replace(page, told=None) if page and isinstance(one, Known) and not one.opened else page


def read(capture: Capture, source: Source, before: Before) -> Reading:
    """What a list of posts, one post, the feed, or a post's page says."""
    request, way = capture.request, way_of(capture.request)
    if way in FEEDS:
        return wordpress_feed.read(capture, source, before)
    text = decode(capture.body, capture.header("content-type"))
    if way is Way.PAGE:
        found = own_page(capture, text, source, source.options.url)
        return found if request.told else found.also(entries=())
    try:
        answer = json_tree.parse(text)
    except NotJson:
        answer = None
    if request.purpose is Purpose.ITEM:
        return _post(answer, capture, text, source, before)
    if capture.status != 200 or not isinstance(answer, list):
        return _refused(answer, capture, text, source)
    reading_of = wordpress_lists.edits if wordpress_ways.asks_edits(request) else wordpress_lists.window
    return reading_of(answer, capture, source, before)


def _post(answer: Any, capture: Capture, text: str, source: Source, before: Before) -> Reading:
    """One post; or that it is gone; or else its page is asked, which tells a post from none by itself."""
    key, code = str(capture.request.key), string(answer, "code")
    shown = entry(answer, source.options.url, source.timezone) if isinstance(answer, dict) else None
    if capture.status == 200 and shown is not None and shown.key == key:
        return Reading(State.OK, entries=(shown,), looked_at=(key,))
    deleted = capture.status == 404 and code == _GONE
    # In the trash, private or a draft. Where the whole interface is closed, the same may be said of every post.
    hidden = capture.status in (401, 403) and code == _NOT_PUBLIC and before.learned.get("way") in _OPEN
    if deleted or hidden:
        return Reading(State.OK, gone=(key,), proofs={key: f"{capture.status} {code} at its own address"})
    refused = wall.instead(capture, text, "a post of WordPress")
    way = Way.PLAIN if way_of(capture.request) is Way.REST and refused.state in _ABSENT else Way.PAGE
    return refused.also(instead=wordpress_ways.post(source.options.url, way, key))


def _refused(answer: Any, capture: Capture, text: str, source: Source) -> Reading:
    """The state in which a list cannot be read, and another way to it. What is absent may stand at the other address
    of the interface; what is refused is not asked for by a back door, but the feed is for everybody."""
    code = (string(answer, "code") or "")[:60]
    if capture.request.purpose is Purpose.PAGE:
        return Reading(State.EMPTY, "no older posts") if code == _BEYOND else wall.instead(capture, text, _WANTED)
    if capture.status == 200 and answer is None and text.lstrip().startswith("["):
        return Reading(State.UNREADABLE, "a list of posts that breaks off")
    refused = wall.instead(capture, text, _WANTED)
    refused = refused.also(why=f"{refused.why} ({code})" if code else refused.why)
    if way_of(capture.request) is Way.REST:
        way = Way.PLAIN if refused.state in _ABSENT else Way.FEED
    else:
        way = Way.PLAIN_FEED
    learned = {"way": str(way), "refused_at": iso(capture.captured_at)} if way in FEEDS else {}
    return refused.also(instead=wordpress_ways.window(source.options.url, way), learned=learned)


READER = Reader(
    kind="wordpress",
    options=WordpressOptions,
    every=timedelta(minutes=10),
    ask=ask,
    read=read,
    own=own,
    home=lambda options: options.url,
    tells_alike=True,
)
