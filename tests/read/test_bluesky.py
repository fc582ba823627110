"""What the `bluesky` reader asks, how far it pages back, and what it never takes for a missing post."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from fakes import NOW, before, entry, known
from monitor.model import Before, Capture, Headline, Purpose, Reading, Request, Source, State
from monitor.read import READERS
from monitor.times import iso

BLUESKY = READERS["bluesky"]
DID = "did:plc:rivers000000000000000000"
FEED = (
    "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed"
    "?actor=rivers.example&filter=posts_and_author_threads&limit=50"
)
NOTHING_KNOWN = Before()


def source(**keys: Any) -> Source:
    """An account of an invented ministry."""
    options = BLUESKY.options(**(keys or {"account": "rivers.example"}))
    return Source("rivers", "Ministry of Rivers (invented)", "bluesky", options, BLUESKY.home(options))


def key(number: int) -> str:
    """The address of a post's record."""
    return f"at://{DID}/app.bsky.feed.post/3k{number}"


def post(number: int, **record: Any) -> dict[str, Any]:
    """A post."""
    return {
        "uri": key(number),
        "cid": f"bafyrei{number}",
        "author": {"did": DID, "handle": "rivers.example"},
        "record": {"text": f"Water stands at {number} metres.", "createdAt": iso(NOW), **record},
        "indexedAt": iso(NOW),
    }


def read(answer: Any, was: Before = NOTHING_KNOWN, request: Request | None = None, status: int = 200) -> Reading:
    """What the reader makes of an answer."""
    request = request or BLUESKY.ask(source(), was)
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return BLUESKY.read(Capture("rivers", request, request.url, NOW, status, (), body), source(), was)


@pytest.mark.parametrize(
    "keys",
    [
        {"account": "rivers.example"},
        {"account": "@Rivers.Example"},
        {"url": "https://bsky.app/profile/rivers.example"},
        {"url": "https://bsky.app/profile/rivers.example/"},
    ],
)
def test_an_account_may_be_written_as_people_write_it(keys: dict[str, str]) -> None:
    """A handle, @handle and the address of its page lead to the same question to the public AppView."""
    assert BLUESKY.ask(source(**keys), NOTHING_KNOWN).url == FEED


def test_an_account_may_be_named_for_ever() -> None:
    """A DID stays when the handle changes."""
    assert f"actor=did%3Aplc%3A{DID[8:]}" in BLUESKY.ask(source(account=DID), NOTHING_KNOWN).url


def test_an_address_elsewhere_names_its_own_app_view() -> None:
    """A stand-in or another AppView is asked for feeds and posts alike."""
    other = source(url="http://127.0.0.1:8090/profile/rivers.example")
    assert BLUESKY.ask(other, NOTHING_KNOWN).url.startswith("http://127.0.0.1:8090/xrpc/app.bsky.feed.getAuthorFeed?")
    own = BLUESKY.own(other, Headline(key(7), "https://bsky.app/profile/rivers.example/post/3k7", None))
    assert own is not None
    assert own.url == (
        f"http://127.0.0.1:8090/xrpc/app.bsky.feed.getPosts?uris=at%3A%2F%2Fdid%3Aplc%3A{DID[8:]}"
        "%2Fapp.bsky.feed.post%2F3k7"
    )


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"account": "rivers.example", "url": "https://bsky.app/profile/rivers.example"},
        {"account": "rivers"},
        {"account": "rivers example.org"},
        {"url": "https://bsky.app/"},
        {"url": "https://bsky.app/profile/rivers"},
        {"url": "https://bsky.app/profile/rivers.example/post/3k7"},
    ],
)
def test_what_names_no_account_is_refused(keys: dict[str, str]) -> None:
    """Neither or both of the keys, or words that are no account, are faults of the file."""
    with pytest.raises(ValidationError):
        BLUESKY.options(**keys)


def test_older_pages_only_when_nothing_is_known() -> None:
    """A page with a known post is enough; one without it is followed by its cursor."""
    feed = {"cursor": "2026-03-01T08:00:00Z", "feed": [{"post": post(60)}, {"post": post(41)}]}
    assert read(feed).more == ()  # the first look goes back no further
    assert read(feed, before([entry(key(41))])).more == ()
    assert read({**feed, "cursor": None}, before([entry(key(3))])).more == ()
    (older,) = read(feed, before([entry(key(3))])).more
    assert (older.url, older.purpose) == (f"{FEED}&cursor=2026-03-01T08%3A00%3A00Z", Purpose.PAGE)


def test_a_page_of_reposts_is_followed_too() -> None:
    """An account that passed on fifty posts of others still has its own behind them."""
    repost = {
        "post": {**post(5), "uri": "at://did:plc:other/app.bsky.feed.post/3k1"},
        "reason": {"indexedAt": iso(NOW)},
    }
    reading = read({"cursor": "x", "feed": [repost]}, before([entry(key(3))]))
    assert (reading.state, reading.entries, len(reading.more)) == (State.OK, (), 1)


def test_likes_and_labels_make_no_edit() -> None:
    """Two looks at the same post give the same entry, whatever was counted or stuck to it."""
    counted = {**post(9), "likeCount": 900, "labels": [{"val": "x"}], "cid": "bafyrei-other"}
    assert read({"feed": [{"post": post(9)}]}).entries == read({"feed": [{"post": counted}]}).entries


def test_the_list_and_the_own_address_tell_alike() -> None:
    """A post reads the same in its account's feed and by itself: the two may be compared."""
    ask = BLUESKY.own(source(), Headline(key(9), "https://bsky.app/profile/rivers.example/post/3k9", None))
    assert read({"posts": [post(9)]}, request=ask).entries == read({"feed": [{"post": post(9)}]}).entries
    assert BLUESKY.tells_alike


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"posts": [post(8)]}, 200),
        ({"feed": []}, 200),
        ({}, 200),
        ([], 200),
        ({"error": "InvalidRequest", "message": "Profile not found"}, 400),
        ({"error": "UpstreamFailure"}, 502),
        (b"<html><p>Not found</p></html>", 404),
    ],
)
def test_only_an_empty_answer_proves_a_deletion(answer: Any, status: int) -> None:
    """Another post, another form, an error or a page in the place of a post proves nothing of it."""
    ask = BLUESKY.own(source(), Headline(key(9), "https://bsky.app/profile/rivers.example/post/3k9", None))
    reading = read(answer, request=ask, status=status)
    assert (reading.gone, reading.entries) == ((), ())
    assert reading.state is not State.OK
    assert read({"posts": []}, request=ask).gone == (key(9),)


def test_many_posts_are_asked_for_in_one_call() -> None:
    """Up to 25 addresses stand in one request; what the answer does not show of several proves nothing."""
    assert BLUESKY.together is not None
    ask = BLUESKY.together(source(), [known(entry(key(number))) for number in range(30)] + [known("by-hand")])
    assert parse_qs(urlsplit(ask.url).query)["uris"] == [key(number) for number in range(25)]
    reading = read({"posts": [post(7), post(9)]}, request=ask)
    assert (reading.looked_at, reading.gone) == ((key(7), key(9)), ())
    assert read({"posts": []}, request=ask).gone == ()


def test_a_key_that_is_no_post_has_no_address() -> None:
    """What was brought by hand has no address here."""
    assert BLUESKY.own(source(), Headline("//rivers.example/1", "https://rivers.example/1", None)) is None
