"""`bluesky`: the posts of one account by the public AppView: no account, no token.

Bluesky knows no edits: an app that changes a record leaves its address as it was, and the new text is the edit.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from pydantic import AfterValidator, Field, model_validator

from monitor.model import Before, Capture, Headline, Known, Purpose, Reading, Request, Source, State
from monitor.read import json_tree, wall
from monitor.read.bluesky_post import ADDRESS, entry, is_of_others, posted_at
from monitor.read.json_tree import NotJson, at, string
from monitor.read.rate_limit import rest_until
from monitor.read.reach import sees_back_to, wants_older
from monitor.read.reader import Options, Reader
from monitor.read.web_address import WebAddress
from monitor.text.charset import decode

APP_VIEW = "https://public.api.bsky.app"
AT_ONCE = 50
MOST_TOGETHER = 25
"""Posts that are asked for by their addresses at once: the most that the AppView gives."""

_ACTOR = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*|did:[a-z]+:[A-Za-z0-9._:%-]+"
)
_PATH = re.compile(r"/profile/([^/]+)/?")
_PEOPLE_S_HOSTS = frozenset({"bsky.app", "www.bsky.app", "staging.bsky.app"})
_WANTED = "an answer of Bluesky's AppView"
_GONE = re.compile(
    r"Account(?:Takedown|Deactivated|Suspended|NotFound)|(?:Repo|Actor)(?:Takedown|Takendown|Deactivated|Suspended|NotFound)"
)
_NOT_FOUND = re.compile(r"(?i)profile not found|actor not found|unable to resolve handle|could not find")
_STATES: Mapping[str, State] = {
    "BlockedActor": State.BLOCKED,
    "BlockedByActor": State.BLOCKED,
    "AuthMissing": State.NEEDS_TOKEN,
    "AuthenticationRequired": State.NEEDS_TOKEN,
    "ExpiredToken": State.TOKEN_DEAD,
    "InvalidToken": State.TOKEN_DEAD,
    "RateLimitExceeded": State.RATE_LIMITED,
}


def _actor(written: str) -> str:
    name = written.removeprefix("@")
    if _ACTOR.fullmatch(name) is None:
        raise ValueError(f"{written!r} is no account: write its handle (rivers.example) or its DID (did:plc:…)")
    return name if name.startswith("did:") else name.lower()


def _profile(address: str) -> str:
    found = _PATH.fullmatch(urlsplit(address).path)
    if found is None:
        raise ValueError(f"{address!r} is no account's address: write https://bsky.app/profile/name.example")
    _actor(found[1])
    return address


class BlueskyOptions(Options):
    """The keys of a `bluesky` source: one of them."""

    account: Annotated[str, AfterValidator(_actor)] | None = Field(default=None, examples=["rivers.example"])
    url: Annotated[WebAddress, AfterValidator(_profile)] | None = Field(
        default=None, examples=["https://bsky.app/profile/rivers.example"]
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> "BlueskyOptions":
        if (self.account is None) == (self.url is None):
            raise ValueError("a bluesky source needs either `account` or `url`")
        return self

    @property
    def actor(self) -> str:
        """The account's handle or DID."""
        found = _PATH.fullmatch(urlsplit(self.url).path) if self.url else None
        return _actor(found[1]) if found else str(self.account)

    @property
    def app_view(self) -> str:
        """The base address of the AppView: Bluesky's own, or another."""
        parts = urlsplit(self.url or "")
        return f"{parts.scheme}://{parts.netloc}" if self.url and parts.hostname not in _PEOPLE_S_HOSTS else APP_VIEW

    @property
    def profile(self) -> str:
        """The address that people open."""
        return self.url or f"https://bsky.app/profile/{self.actor}"


def ask(source: Source, _before: Before) -> Request:
    """The account's posts and its own threads, newest first."""
    return _feed(source)


def own(source: Source, one: Headline | Known) -> Request | None:
    """The post by its own address."""
    if not ADDRESS.fullmatch(one.key):
        return None
    return _posts(source, [one.key], one.key)


def together(source: Source, those: Sequence[Known]) -> Request:
    """As many posts as one answer gives, by their addresses."""
    return _posts(source, [known.key for known in those if ADDRESS.fullmatch(known.key)][:MOST_TOGETHER])


def read(capture: Capture, source: Source, before: Before) -> Reading:
    """What the AppView answers: a feed, one post, or an error."""
    text = decode(capture.body, capture.header("content-type"))
    try:
        answer = json_tree.parse(text)
    except NotJson:
        return wall.instead(capture, text, _WANTED)
    if capture.status != 200 or string(answer, "error"):
        return _refused(answer, capture, text, source)
    if capture.request.purpose is Purpose.ITEM:
        reading = _shown(answer, capture.request.key)
    else:
        items = _items(answer)
        reading = None if items is None else _listed(items, answer, source, before)
    return (reading or Reading(State.UNREADABLE, f"JSON of another form, not {_WANTED}")).also(
        retry_after=rest_until(capture)
    )


def _feed(source: Source, purpose: Purpose = Purpose.LIST, **more: str) -> Request:
    query = {"actor": source.options.actor, "filter": "posts_and_author_threads", "limit": str(AT_ONCE), **more}
    return Request(f"{source.options.app_view}/xrpc/app.bsky.feed.getAuthorFeed?{urlencode(query)}", purpose)


def _posts(source: Source, keys: Sequence[str], key: str | None = None) -> Request:
    query = urlencode([("uris", each) for each in keys])
    return Request(f"{source.options.app_view}/xrpc/app.bsky.feed.getPosts?{query}", Purpose.ITEM, key)


def _items(answer: Any) -> Sequence[Any] | None:
    """The items of a feed; also of posts that were saved by themselves."""
    if isinstance(at(answer, "feed"), list):
        return list(answer["feed"])
    if isinstance(at(answer, "posts"), list):
        return [{"post": each} for each in answer["posts"]]
    if isinstance(at(answer, "post"), dict):
        return [answer]
    return [{"post": answer}] if string(answer, "uri") and ("value" in answer or "record" in answer) else None


def _listed(items: Sequence[Any], answer: Any, source: Source, before: Before) -> Reading:
    shown = [(item, found) for item in items if isinstance(item, dict) and (found := entry(item.get("post") or {}))]
    entries = {found.key: found for item, found in shown if not is_of_others(item)}
    others = len(items) - len(shown)
    cursor = string(answer, "cursor")
    wanted = cursor and wants_older([found.key for _, found in shown], before)
    return Reading(
        State.INCOMPLETE if others else State.OK if items else State.EMPTY,
        f"{others} things in the feed are no posts" if others else "" if items else "an account without posts",
        entries=tuple(entries.values()),
        listed=tuple(entries),
        complete=not others,
        sees_back_to=sees_back_to([_listed_at(item) for item, _ in shown]),
        more=(_feed(source, Purpose.PAGE, cursor=str(cursor)),) if wanted else (),
    )


def _listed_at(item: dict[str, Any]) -> Any:
    """The time by which a feed is ordered: of a post, or of its being passed on."""
    return json_tree.moment(item, "reason", "indexedAt") or posted_at(item["post"])


def _shown(answer: Any, key: str | None) -> Reading | None:
    """The posts that were asked for. One that is deleted, or hidden with its account, is not shown even by itself.

    `key`: of the one that was asked for alone; None: of several, those that are not shown prove nothing.
    """
    posts = at(answer, "posts")
    if not isinstance(posts, list):
        return None
    if key is not None and not posts:
        return Reading(State.OK, gone=(key,), proofs={key: "Bluesky shows no post at its own address"})
    entries = [
        found for each in posts if isinstance(each, dict) and (found := entry(each)) and key in (None, found.key)
    ]
    if key is not None and not entries:
        return None
    return Reading(State.OK, entries=tuple(entries), looked_at=tuple(each.key for each in entries))


def _refused(answer: Any, capture: Capture, text: str, source: Source) -> Reading:
    """An error is a state of the source. It proves nothing of a post: one that is deleted gives an empty list."""
    name, said = string(answer, "error") or "", string(answer, "message") or ""
    why = f"HTTP {capture.status}: {' '.join(f'{name} {said}'.split())[:200]}"
    if _GONE.fullmatch(name) or (name == "InvalidRequest" and _NOT_FOUND.search(said)):
        state = State.PAGE_GONE if capture.request.purpose is not Purpose.ITEM else State.UNREADABLE
        return Reading(state, f"{source.options.profile} is not shown ({why})")
    if name in _STATES:
        return Reading(_STATES[name], why, retry_after=rest_until(capture))
    return wall.instead(capture, text, _WANTED).also(why=why)


READER = Reader(
    kind="bluesky",
    options=BlueskyOptions,
    every=timedelta(minutes=5),
    ask=ask,
    read=read,
    own=own,
    together=together,
    rest_until=rest_until,
    home=lambda options: options.profile,
    tells_alike=True,
)
