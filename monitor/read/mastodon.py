"""`mastodon`: the public posts of one account, by the API of its own server: no account, no token.

An API that answers an error, or a page for people, is a state of the source: never "no posts".
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from pydantic import AfterValidator, Field, model_validator

from monitor.model import Before, Capture, Entry, Headline, Known, Purpose, Reading, Request, Source, State
from monitor.read import json_tree, wall
from monitor.read.json_tree import NotJson, string
from monitor.read.mastodon_post import entry, is_of_others, wordings
from monitor.read.rate_limit import rest_until
from monitor.read.reach import sees_back_to, wants_older
from monitor.read.reader import Options, Reader
from monitor.read.web_address import WebAddress
from monitor.text.charset import decode
from monitor.text.fingerprint import fingerprint
from monitor.times import moment

AT_ONCE = 40
"""Posts in one answer: the most that the API gives."""

_ACCOUNT = re.compile(r"@?([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_PATH = re.compile(r"/(?:@|users/)([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)/?")
_NUMBER = re.compile(r"[A-Za-z0-9]{1,40}")
_NOT_THERE = (404, 410)
_WANTED = "an answer of Mastodon's API"
_NUMBERS = "mastodon_ids"  #: in `learned`: the account's number by its address


def _account(written: str) -> str:
    found = _ACCOUNT.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is no account: write @name@server.example")
    return f"@{found[1]}@{found[2].lower()}"


def _profile(address: str) -> str:
    if _PATH.fullmatch(urlsplit(address).path) is None:
        raise ValueError(f"{address!r} is no account's address on its own server: write https://server.example/@name")
    return address


class MastodonOptions(Options):
    """The keys of a `mastodon` source: one of them."""

    account: Annotated[str, AfterValidator(_account)] | None = Field(default=None, examples=["@rivers@social.example"])
    url: Annotated[WebAddress, AfterValidator(_profile)] | None = Field(
        default=None, examples=["https://social.example/@rivers"]
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> "MastodonOptions":
        if (self.account is None) == (self.url is None):
            raise ValueError("a mastodon source needs either `account` or `url`")
        return self

    @property
    def server(self) -> str:
        """The base address of the account's own server."""
        if self.url is None:
            return f"https://{str(self.account).rpartition('@')[2]}"
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def name(self) -> str:
        """The account's name on its server."""
        found = _PATH.fullmatch(urlsplit(self.url).path) if self.url else None
        return found[1] if found else str(self.account).split("@")[1]

    @property
    def profile(self) -> str:
        """The address that people open."""
        return f"{self.server}/@{self.name}"


def ask(source: Source, before: Before) -> Request:
    """The account's posts; first, and when they are gone, by which number its server knows it."""
    options = source.options
    number = before.learned.get(_NUMBERS, {}).get(options.profile)
    if number is None or before.state is State.PAGE_GONE:
        return Request(f"{options.server}/api/v1/accounts/lookup?{urlencode({'acct': options.name})}")
    return _list(options, number)


def own(source: Source, one: Headline | Known) -> Request | None:
    """The post by its number."""
    if not _NUMBER.fullmatch(one.key):
        return None
    return Request(f"{source.options.server}/api/v1/statuses/{one.key}", Purpose.ITEM, one.key)


def read(capture: Capture, source: Source, before: Before) -> Reading:
    """What the API answers: an account, its posts, one post, the history of one; or an error."""
    text = decode(capture.body, capture.header("content-type"))
    try:
        answer = json_tree.parse(text)
    except NotJson:
        return wall.instead(capture, text, _WANTED)
    if capture.status != 200 or string(answer, "error"):
        return _refused(capture, text, string(answer, "error"), source).also(retry_after=rest_until(capture))
    reading = _said(answer, capture, source, before)
    return (reading or Reading(State.UNREADABLE, f"JSON of another form, not {_WANTED}")).also(
        retry_after=rest_until(capture)
    )


def _list(options: MastodonOptions, number: str) -> Request:
    query = {"exclude_replies": "true", "exclude_reblogs": "true", "limit": str(AT_ONCE)}
    return Request(f"{options.server}/api/v1/accounts/{number}/statuses?{urlencode(query)}")


def _said(answer: Any, capture: Capture, source: Source, before: Before) -> Reading | None:
    if capture.request.purpose is Purpose.ITEM:
        return _history(answer, capture, before) if _asks_history(capture) else _one(answer, capture)
    if string(answer, "acct") and _NUMBER.fullmatch(string(answer, "id") or ""):
        return _found(str(string(answer, "id")), source)
    statuses = [answer] if _is_status(answer) else answer  # one that was saved by itself
    return _listed(statuses, capture, source, before) if isinstance(statuses, list) else None


def _is_status(one: Any) -> bool:
    return bool(string(one, "id") and string(one, "created_at")) and not {"content", "text"}.isdisjoint(one)


def _found(number: str, source: Source) -> Reading:
    """The number is kept, and asked for again when its posts are gone."""
    options = source.options
    return Reading(State.OK, learned={_NUMBERS: {options.profile: number}}, more=(_list(options, number),))


def _listed(answer: Sequence[Any], capture: Capture, source: Source, before: Before) -> Reading:
    statuses = [each for each in answer if _is_status(each)]
    others = len(answer) - len(statuses)
    entries = {one.key: one for one in (entry(each) for each in statuses if not is_of_others(each))}
    keys = [str(string(each, "id")) for each in statuses]
    pages = (_older(capture, keys[-1]),) if wants_older(keys, before) else ()
    histories = (_history_of(one, source) for one in entries.values() if _is_edited(one, before))
    return Reading(
        State.INCOMPLETE if others else State.OK if statuses else State.EMPTY,
        f"{others} things in the list are no posts" if others else "" if statuses else "an account without posts",
        entries=tuple(entries.values()),
        listed=tuple(entries),
        complete=not others,
        sees_back_to=sees_back_to([json_tree.moment(each, "created_at") for each in statuses]),
        more=(*pages, *histories),
    )


def _older(capture: Capture, last: str) -> Request:
    """The page that goes on below the last post of this one."""
    return Request(f"{capture.request.url.partition('&max_id=')[0]}&{urlencode({'max_id': last})}", Purpose.PAGE)


def _is_edited(listed: Entry, before: Before) -> bool:
    """Whether it was reworded, as its server says, since we looked last: there may be more wordings than this one."""
    if listed.edited_at is None or before.baseline_at is None:
        return False
    known = before.known.get(listed.key)
    return known is None or known.version.hash != fingerprint(listed.title, listed.text)


def _history_of(listed: Entry, source: Source) -> Request:
    return Request(f"{source.options.server}/api/v1/statuses/{listed.key}/history", Purpose.ITEM, listed.key)


def _asks_history(capture: Capture) -> bool:
    return urlsplit(capture.request.url).path.endswith("/history")


def _history(answer: Any, capture: Capture, before: Before) -> Reading | None:
    """The wordings since the one that we know; all of a post that is new to us."""
    history = [each for each in answer if isinstance(each, dict)] if isinstance(answer, list) else []
    told = list(wordings(history, str(capture.request.key)))
    known = before.known.get(str(capture.request.key))
    if known is not None:
        since = known.version.edited_at
        edits = (one for one in told if one.edited_at is not None)
        told = [one for one in edits if one.edited_at and (since is None or moment(one.edited_at) > moment(since))]
    return Reading(State.OK, entries=tuple(told)) if history else None


def _one(answer: Any, capture: Capture) -> Reading | None:
    key = str(capture.request.key)
    if not _is_status(answer) or string(answer, "id") != key:
        return None
    return Reading(State.OK, entries=(entry(answer),), looked_at=(key,))


def _refused(capture: Capture, text: str, said: str | None, source: Source) -> Reading:
    """An error. Only what the API itself says of a post's own address proves anything of the post."""
    why = f"HTTP {capture.status}" + (f": {' '.join(said.split())[:200]}" if said else "")
    key = capture.request.key
    if capture.status in _NOT_THERE and said and key and not _asks_history(capture):
        proof = f"{capture.status} at its own address: “{' '.join(said.split())[:80]}”"
        return Reading(State.OK, why, gone=(key,), proofs={key: proof})
    if capture.status in _NOT_THERE and said:
        return Reading(State.PAGE_GONE, f"{source.options.profile} is not there ({why})")
    if capture.status == 401:
        signed = any(name.lower() == "authorization" for name, _ in source.headers)
        return Reading(State.TOKEN_DEAD if signed else State.NEEDS_TOKEN, why)
    return wall.instead(capture, text, _WANTED).also(why=why)


READER = Reader(
    kind="mastodon",
    options=MastodonOptions,
    every=timedelta(minutes=5),
    ask=ask,
    read=read,
    own=own,
    rest_until=rest_until,
    home=lambda options: options.profile,
    tells_alike=True,
)
