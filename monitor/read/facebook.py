"""`facebook`: the posts of a page by the Graph API, the one way that Meta permits for pages that are not ours.

With `via: plugin`, by the box that other sites may show: facebook_plugin.py.
Wire shapes, error codes and limits: docs/operators/facebook.md and the cases in tests/captures/facebook.
"""

import hmac
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from pydantic import Field

from monitor.model import Before, Capture, Headline, Known, Purpose, Reading, Request, Source, State
from monitor.read import facebook_errors, facebook_plugin, facebook_token, json_tree, wall
from monitor.read.facebook_post import entry
from monitor.read.facebook_usage import rest_until
from monitor.read.facebook_versions import ends
from monitor.read.json_tree import NotJson, objects, string
from monitor.read.reach import sees_back_to, wants_older
from monitor.read.reader import Options, Reader
from monitor.read.web_address import WebAddress
from monitor.text.charset import decode

FIELDS = (
    "id,from,message,story,created_time,updated_time,permalink_url,status_type,full_picture,"
    "attachments{title,description,media_type,type,url,unshimmed_url,target,media,subattachments}"
)
AT_ONCE = 25
"""Posts in one answer; with more, Graph may ask to reduce the amount of data."""

WARNED_BEFORE = timedelta(days=90)
"""So long before a version of the API ends operators are warned."""

_POST = re.compile(r"\d{1,30}(?:_\d{1,30})?")
_NOT_A_POST = frozenset({"data", "paging", "error"})
_CURSORS = ("after", "until", "__paging_token")


class FacebookOptions(Options):
    """The keys of a `facebook` source."""

    page: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,98}$")]
    via: Literal["graph", "plugin"] = "graph"
    api: WebAddress | None = None
    version: Annotated[str, Field(pattern=r"^v\d{1,3}\.\d$")] = "v25.0"
    token: Annotated[str, Field(repr=False)] = ""
    secret: Annotated[str, Field(repr=False)] = ""
    verify: Annotated[str, Field(repr=False)] = ""

    @property
    def base(self) -> str:
        """Where Facebook stands."""
        usual = "https://graph.facebook.com" if self.via == "graph" else "https://www.facebook.com"
        return (self.api or usual).rstrip("/")

    @property
    def proves_changes(self) -> bool:
        """The plugin cuts texts and shows a few posts only."""
        return self.via == "graph"

    @property
    def asks_robots(self) -> bool:
        """The plugin is made for readers."""
        return self.via == "plugin"

    def warnings(self, today: date) -> tuple[str, ...]:
        """The plugin is a makeshift; a version of the API ends."""
        if self.via == "plugin":
            return (facebook_plugin.WARNING,)
        end = ends(self.version)
        if end is None or today < end - WARNED_BEFORE:
            return ()
        ended = "has ended on" if today >= end else "ends on"
        return (f"{self.version} of the Graph API {ended} {end}: set a later `version`, and look at what it changes",)


def ask(source: Source, before: Before) -> Request:
    """The page's feed: its own posts and those of visitors, newest first."""
    options = source.options
    if options.via == "plugin":
        return facebook_plugin.ask(options.base, options.page)
    feed = _request(options, f"{options.page}/feed", limit=str(AT_ONCE))
    return replace(feed, asks_whole=facebook_token.is_due(options.token, before))


def own(source: Source, one: Headline | Known) -> Request | None:
    """The post by its ID; the plugin has none."""
    if source.options.via == "plugin" or not _POST.fullmatch(one.key):
        return None
    return _request(source.options, one.key, Purpose.ITEM, one.key)


def together(source: Source, those: Sequence[Known]) -> Request:
    """Many posts by their IDs: one call, where each by itself would take its own."""
    return _request(source.options, "", Purpose.ITEM, ids=",".join(known.key for known in those))


def read(capture: Capture, source: Source, before: Before) -> Reading:
    """What Graph answers: posts, one post, or an error whose code says in which state we are."""
    if source.options.via == "plugin":
        return facebook_plugin.read(capture)
    text = decode(capture.body, capture.header("content-type"))
    try:
        answer = json_tree.parse(text)
    except NotJson:
        answer = None
    if facebook_token.is_asked_by(capture.request):
        return facebook_token.read(answer, source.options.token, capture)
    if answer is None:
        return wall.instead(capture, text, "an answer of the Graph API")
    if "error" in (answer if isinstance(answer, dict) else ()):
        return facebook_errors.reading(answer, capture, source.options.token)
    if capture.status != 200:
        return wall.instead(capture, text, "an answer of the Graph API")
    if capture.request.purpose is Purpose.ITEM:
        return _one(answer, capture) if capture.request.key else _several(answer, capture)
    posts, others = _posts(answer)
    if posts is None:
        return Reading(State.UNREADABLE, "JSON without posts, not an answer of the Graph API")
    return _listed(posts, others, answer, capture, source, before)


def _request(
    options: FacebookOptions, path: str, purpose: Purpose = Purpose.LIST, key: str | None = None, **query: str
) -> Request:
    secret = [("access_token", options.token)] if options.token else []
    if options.token and options.secret:
        proof = hmac.new(options.secret.encode(), options.token.encode(), "sha256").hexdigest()
        secret.append(("appsecret_proof", proof))
    url = f"{options.base}/{options.version}/{path}?{urlencode({'fields': FIELDS, **query})}"
    return Request(url, purpose, key, secret_query=tuple(secret), follows_redirects=False)


def _token_asked(options: FacebookOptions) -> Request:
    """How long the token still works: Graph takes it as the thing asked of, too."""
    usual = _request(options, facebook_token.PATH, Purpose.ITEM)
    secret = (("input_token", options.token), *usual.secret_query)
    return replace(usual, url=usual.url.partition("?")[0], secret_query=secret)


def _posts(answer: Any) -> tuple[list[dict[str, Any]] | None, int]:
    """The posts of an answer in any of its forms (a list, posts by ID, one post), and how many things were none."""
    if not isinstance(answer, dict):
        return None, 0
    listed = answer.get("data")
    if isinstance(listed, list):
        posts = [each for each in objects(answer, "data") if string(each, "id")]
        return posts, len(listed) - len(posts)
    if string(answer, "id"):
        return [answer], 0
    by_id = [each for name, each in answer.items() if isinstance(each, dict) and string(each, "id") == name]
    return (by_id, 0) if by_id and not _NOT_A_POST & answer.keys() else (None, 0)


def _listed(
    posts: Sequence[dict[str, Any]],
    others: int,
    answer: dict[str, Any],
    capture: Capture,
    source: Source,
    before: Before,
) -> Reading:
    every = [entry(post) for post in posts]
    # A post that stands alone was asked for; only a page's feed holds what others wrote there.
    page = _page_ids(source.options.page, posts) if "data" in answer else frozenset()
    visitors = {string(post, "id") for post in posts if page and string(post, "from", "id") not in {None, *page}}
    entries = tuple({each.key: each for each in every if each.key not in visitors}.values())
    older = _older(answer, source, [each.key for each in every], before)
    due = facebook_token.is_due(source.options.token, before)
    state = State.INCOMPLETE if others else State.OK if posts else State.EMPTY
    why = f"{others} things in the list are no posts" if others else "" if posts else "a page without posts"
    return Reading(
        state,
        why,
        entries=entries,
        listed=tuple(each.key for each in entries),
        complete=not others,
        sees_back_to=sees_back_to([each.published_at for each in every]),
        more=(*([older] if older else []), *([_token_asked(source.options)] if due else [])),
        retry_after=rest_until(capture),
    )


def _page_ids(page: str, posts: Iterable[dict[str, Any]]) -> frozenset[str]:
    """The numeric IDs of the page: what is configured, and what its posts begin with (`{page}_{post}`)."""
    prefixes = Counter((string(post, "id") or "").partition("_")[0] for post in posts if "_" in str(post.get("id")))
    learned = [prefix for prefix, _ in prefixes.most_common(1)]
    return frozenset([*learned, *([page] if page.isdecimal() else [])])


def _older(answer: dict[str, Any], source: Source, keys: list[str], before: Before) -> Request | None:
    """The next page, where it is wanted. Graph's own address of it holds the token: only its cursor is used."""
    following = string(answer, "paging", "next")
    if following is None or not wants_older(keys, before):
        return None
    try:
        told = dict(parse_qsl(urlsplit(following).query))
    except ValueError:
        return None
    cursor = {name: told[name] for name in _CURSORS if name in told}
    if not cursor:
        return None
    return _request(source.options, f"{source.options.page}/feed", Purpose.PAGE, limit=str(AT_ONCE), **cursor)


def _one(answer: Any, capture: Capture) -> Reading:
    key = str(capture.request.key)
    if string(answer, "id") is None:
        return Reading(State.UNREADABLE, "JSON without a post, not an answer of the Graph API")
    # Graph may spell an ID that it was asked for in another way; the statement keeps its own.
    return Reading(State.OK, entries=(entry(answer, key),), looked_at=(key,), retry_after=rest_until(capture))


def _several(answer: Any, capture: Capture) -> Reading:
    """The posts of those that were asked for together that are there; of the others nothing is known."""
    posts = answer.items() if isinstance(answer, dict) else ()
    entries = tuple(entry(post, key) for key, post in posts if _POST.fullmatch(key) and string(post, "id"))
    keys = tuple(each.key for each in entries)
    return Reading(State.OK, entries=entries, looked_at=keys, retry_after=rest_until(capture))


READER = Reader(
    kind="facebook",
    options=FacebookOptions,
    every=timedelta(minutes=5),
    ask=ask,
    read=read,
    own=own,
    together=together,
    rest_until=rest_until,
    home=lambda options: f"https://www.facebook.com/{options.page}",
    tells_alike=True,
    secret_options=("token", "secret", "verify"),
    warnings=lambda options, learned, today: facebook_token.warnings(options.token, learned, today),
)
