"""What the `facebook` reader asks of the Graph API, what it makes of answers, and that the token stays out of sight."""

import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.model import Before, Capture, Headline, Known, Purpose, Reading, Request, Source, State, Version
from monitor.read import READERS

FACEBOOK = READERS["facebook"]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PAGE = "100000000000001"
TOKEN = "invented-token"
NOTHING_KNOWN = Before()


def source(**keys: str) -> Source:
    """A page of an invented office."""
    options = FACEBOOK.options(**{"page": PAGE, "token": TOKEN, **keys})
    return Source("bridges", "Office of Bridges", "facebook", options, FACEBOOK.home(options))


def post(number: int, **changes: Any) -> dict[str, Any]:
    """A post as Graph gives it, the higher its number the older."""
    at = (NOW - timedelta(hours=number)).strftime("%Y-%m-%dT%H:%M:%S+0000")
    said = {"id": f"{PAGE}_{number}", "from": {"id": PAGE}, "message": f"Post {number}.", "created_time": at}
    return {name: value for name, value in {**said, **changes}.items() if value is not None}


def read(
    answer: Any, before: Before = NOTHING_KNOWN, request: Request | None = None, *, status: int = 200, **keys: str
) -> Reading:
    """What is read of an answer of the Graph API."""
    page = source(**keys)
    request = request or FACEBOOK.ask(page, before)
    headers = (("Content-Type", "application/json; charset=UTF-8"),)
    capture = Capture("bridges", request, request.url, NOW, status, headers, json.dumps(answer).encode())
    return FACEBOOK.read(capture, page, before)


def own(key: str) -> Request:
    """The request for a post's own address."""
    request = FACEBOOK.own(source(), Headline(key, f"https://www.facebook.com/{key}", None))
    assert request is not None
    return request


def error(code: Any, message: str = "A message.", **more: Any) -> dict[str, Any]:
    """An error of the Graph API."""
    return {"error": {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A1", **more}}


def knows(*keys: str) -> Before:
    """What the store knows: these posts, all listed at the last whole reading."""
    version = Version(1, None, "text", "hash", NOW)
    known = {key: Known(f"id-{key}", key, None, version, NOW, NOW, NOW, rank=rank) for rank, key in enumerate(keys)}
    return Before(known=known, baseline_at=NOW, last_whole_at=NOW)


def test_what_is_asked() -> None:
    """The page's feed is asked for with named fields, by a pinned version of the API."""
    request = FACEBOOK.ask(source(), NOTHING_KNOWN)
    parts = urlsplit(request.url)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "graph.facebook.com", f"/v25.0/{PAGE}/feed")
    assert {"id", "from", "message", "created_time"} <= set(parse_qs(parts.query)["fields"][0].split(","))
    assert request.purpose is Purpose.LIST


def test_the_token_is_never_in_an_address() -> None:
    """The token travels beside the request, never in its address or its printed form; neither does the proof of it."""
    page = source(secret="invented-secret")
    proof = hmac.new(b"invented-secret", TOKEN.encode(), "sha256").hexdigest()
    following = f"https://graph.facebook.com/v25.0/{PAGE}/feed?access_token={TOKEN}&after=CURSOR"
    answer = {"data": [post(1)], "paging": {"cursors": {"after": "CURSOR"}, "next": following}}
    more = read(answer, knows(f"{PAGE}_9"), secret="invented-secret").more
    for request in (FACEBOOK.ask(page, NOTHING_KNOWN), *more):
        assert dict(request.secret_query) == {"access_token": TOKEN, "appsecret_proof": proof}
        assert not request.follows_redirects
        for shown in (request.url, repr(request), repr(page.options)):
            assert TOKEN not in shown
            assert proof not in shown


@pytest.mark.parametrize("page", ["", "a/b", "a?b", "../me", "a b", "ឈ្មោះ", "-x", "a" * 120])
def test_page_names_that_are_refused(page: str) -> None:
    """A page's name is letters, digits, dots and hyphens: nothing that could change the address that is asked."""
    with pytest.raises(ValidationError):
        source(page=page)


@pytest.mark.parametrize("key", ["", "1/../me", "1_2?x", "me", "1_2_3", "//host/1"])
def test_keys_that_are_no_posts_are_not_asked_for(key: str) -> None:
    """Only a post's number is asked for."""
    assert FACEBOOK.own(source(), Headline(key, "https://www.facebook.com/x", None)) is None


@settings(max_examples=60, deadline=None)
@given(numbers=st.lists(st.integers(1, 200), max_size=25, unique=True).map(sorted))
def test_every_post_of_the_page_is_an_entry(numbers: list[int]) -> None:
    """Every post of the page becomes one entry, in the order of the list."""
    reading = read({"data": [post(number) for number in numbers]})
    assert [entry.text for entry in reading.entries] == [f"Post {number}." for number in numbers]
    assert reading.listed == tuple(f"{PAGE}_{number}" for number in numbers)
    assert reading.complete
    assert reading.state is (State.OK if numbers else State.EMPTY)


def test_only_posts_of_others_are_left_out() -> None:
    """A post is left out only when it says who wrote it, and that is not the page."""
    posts = [post(1), post(2, **{"from": {"id": "555"}}), post(3, **{"from": None}), post(4, **{"from": {"name": "?"}})]
    assert [entry.text for entry in read({"data": posts}).entries] == ["Post 1.", "Post 3.", "Post 4."]


def test_a_page_known_by_its_name_and_by_two_numbers() -> None:
    """A page that is configured by its name, or by another number than its posts carry, keeps its own posts."""
    posts = [post(1), post(2, **{"from": {"id": "555"}}), post(3)]
    assert len(read({"data": posts}, page="OfficeOfBridges").entries) == 2
    assert (
        len(read({"data": [*posts, post(4, **{"from": {"id": "61550000000001"}})]}, page="61550000000001").entries) == 3
    )


@pytest.mark.parametrize(
    "answer",
    [
        {"data": [post(1), post(2)]},
        {f"{PAGE}_1": post(1), f"{PAGE}_2": post(2)},
        {"data": [post(1), post(2)], "paging": {"previous": "x"}},
        {"data": [post(1), post(2, **{"from": None})], "summary": {}},
    ],
)
def test_forms_of_answers(answer: dict[str, Any]) -> None:
    """Posts are read from a list, with and without paging, and by ID."""
    assert [entry.text for entry in read(answer).entries] == ["Post 1.", "Post 2."]


def test_one_post() -> None:
    """A post at its own address is read under the key by which it was asked for."""
    reading = read(post(1, id="1"), request=own(f"{PAGE}_1"))
    assert [entry.key for entry in reading.entries] == [f"{PAGE}_1"]
    assert reading.looked_at == (f"{PAGE}_1",)


def test_times() -> None:
    """Times are read with an offset without a colon, with one, and as seconds since 1970."""
    for written in ("2020-08-22T12:42:00+0000", "2020-08-22T19:42:00+07:00", 1598100120):
        assert read({"data": [post(1, created_time=written)]}).entries[0].published_at == datetime(
            2020, 8, 22, 12, 42, tzinfo=UTC
        )
    assert read({"data": [post(1, created_time="soon")]}).entries[0].published_at is None


def test_a_shared_page_without_words() -> None:
    """Where the office wrote nothing, the words of the page that it shares stand in."""
    shared = {
        "data": [
            {"media_type": "link", "title": "New tolls", "description": "From April.", "url": "https://b.example/"}
        ]
    }
    entry = read({"data": [post(1, message=None, attachments=shared)]}).entries[0]
    assert entry.text == "New tolls\n\nFrom April."
    assert entry.whole


@pytest.mark.parametrize("family", ["photo", "album", "video"])
def test_a_picture_without_words_is_not_whole(family: str) -> None:
    """A picture or film without words may hold a text that we did not read: it is marked."""
    attached = {
        "data": [
            {
                "media_type": family,
                "url": "https://www.facebook.com/x",
                "media": {"image": {"src": "https://p.example/1.jpg"}},
            }
        ]
    }
    entry = read({"data": [post(1, message=None, attachments=attached)]}).entries[0]
    assert not entry.whole
    assert entry.media


def test_a_changing_picture_address_is_no_edit() -> None:
    """The signed address of a picture, counters and the time of the last comment are no part of the text."""
    one = read({"data": [post(1, full_picture="https://p.example/1?oe=1", updated_time="2026-03-02T00:00:00+0000")]})
    other = read({"data": [post(1, full_picture="https://p.example/1?oe=2", updated_time="2026-03-02T08:00:00+0000")]})
    assert one.entries[0].text == other.entries[0].text
    assert one.entries[0].edited_at is other.entries[0].edited_at is None


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (error(190, error_subcode=460), State.TOKEN_DEAD),
        (error(190, error_subcode=458), State.TOKEN_DEAD),
        (error(102), State.TOKEN_DEAD),
        (error(4, is_transient=True), State.RATE_LIMITED),
        (error(17), State.RATE_LIMITED),
        (error(32), State.RATE_LIMITED),
        (error(341), State.RATE_LIMITED),
        (error(613), State.RATE_LIMITED),
        (error(80001), State.RATE_LIMITED),
        (error(3), State.NO_PERMISSION),
        (error(10), State.NO_PERMISSION),
        (error(200), State.NO_PERMISSION),
        (error(299), State.NO_PERMISSION),
        (error(1), State.OFFLINE),
        (error(2), State.OFFLINE),
        (error(803), State.PAGE_GONE),
        (error(368), State.BLOCKED),
        (error(104, "An access token is required to request this resource."), State.NEEDS_TOKEN),
        (error(100, "(#100) Tried accessing nonexisting field (likes)"), State.UNREADABLE),
        (error(100, "Unsupported get request. Object with ID '1' does not exist", error_subcode=33), State.PAGE_GONE),
        (error(100, "(#100) Object does not exist … missing permission or reviewable feature"), State.NO_PERMISSION),
        (error(100, "(#100) Pages Public Content Access requires either app secret proof"), State.NO_PERMISSION),
        (error("100", "An unknown field"), State.UNREADABLE),
        (error(None), State.UNREADABLE),
        (error([7]), State.UNREADABLE),
        ({"error": "plain words"}, State.UNREADABLE),
        ({"error": None}, State.UNREADABLE),
    ],
)  # fmt: skip
def test_every_error_is_a_state(answer: dict[str, Any], state: State) -> None:
    """Each error of the Graph API puts the source in the state that says what to do, and shows no posts."""
    reading = read(answer, status=400)
    assert reading.state is state
    assert reading.why
    assert not reading.entries
    assert not reading.complete
    assert not reading.gone


def test_an_error_without_a_token() -> None:
    """Whatever Graph says while no token is set, the mend is to set one."""
    assert read(error(190), status=400, token="").state is State.NEEDS_TOKEN
    assert FACEBOOK.ask(source(token="", secret="s"), NOTHING_KNOWN).secret_query == ()


def test_an_error_on_a_server_that_is_down() -> None:
    """An error without a known code on a failing server is an outage."""
    assert read(error(999999), status=503).state is State.OFFLINE


def test_a_post_that_is_not_there() -> None:
    """Only "does not exist" at a post's own address proves that it is no longer public; a lost permission does not."""
    request = own(f"{PAGE}_1")
    gone = read(error(100, "Object does not exist", error_subcode=33), request=request, status=400)
    assert gone.gone == (f"{PAGE}_1",)
    assert set(gone.proofs) == {f"{PAGE}_1"}
    for answer in (
        error(10),
        error(190),
        error(4),
        error(100, "missing permission or reviewable feature"),
        {"data": []},
    ):
        assert read(answer, request=request, status=400).gone == ()


def test_older_posts_are_followed_only_over_a_gap() -> None:
    """Older pages are asked for only when nothing of the first one was listed last time, by the cursor alone."""
    following = f"https://evil.example/v25.0/{PAGE}/feed?access_token={TOKEN}&after=CURSOR&limit=100"
    answer = {"data": [post(1), post(2)], "paging": {"cursors": {"after": "CURSOR"}, "next": following}}
    assert read(answer).more == ()
    assert read(answer, knows(f"{PAGE}_2")).more == ()
    (request,) = read(answer, knows(f"{PAGE}_9")).more
    assert urlsplit(request.url).netloc == "graph.facebook.com"
    assert parse_qs(urlsplit(request.url).query)["after"] == ["CURSOR"]
    assert request.purpose is Purpose.PAGE
    answer["paging"].pop("next")
    assert read(answer, knows(f"{PAGE}_9")).more == ()


def test_paging_by_time() -> None:
    """Pages that are named by a time are followed too."""
    following = f"https://graph.facebook.com/v25.0/{PAGE}/posts?access_token={TOKEN}&until=1624385168&__paging_token=T"
    answer = {"data": [post(1)], "paging": {"next": following}}
    (request,) = read(answer, knows(f"{PAGE}_9")).more
    assert parse_qs(urlsplit(request.url).query)["until"] == ["1624385168"]


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ((), None),
        ((("X-App-Usage", '{"call_count":79,"total_cputime":1,"total_time":1}'),), None),
        ((("X-App-Usage", '{"call_count":80,"total_cputime":1,"total_time":1}'),), 10),
        ((("X-App-Usage", '{"call_count":1,"total_cputime":100,"total_time":1}'),), 50),
        ((("X-Page-Usage", "{'call_count' : 85, 'total_cputime' : 56, 'total_time' : 60}"),), 20),
        ((("X-Business-Use-Case-Usage", '{"1":[{"call_count":100,"estimated_time_to_regain_access":7}]}'),), 7),
        ((("X-App-Usage", "no json at all"),), None),
    ],
)  # fmt: skip
def test_rest_near_the_limit(headers: tuple[tuple[str, str], ...], minutes: int | None) -> None:
    """From 80 per cent of any limit the next poll waits, the longer the nearer the limit is."""
    request = FACEBOOK.ask(source(), NOTHING_KNOWN)
    body = json.dumps({"data": [post(1)]}).encode()
    reading = FACEBOOK.read(Capture("bridges", request, request.url, NOW, 200, headers, body), source(), NOTHING_KNOWN)
    assert reading.state is State.OK
    assert reading.retry_after == (NOW + timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"7", b"null", b'"text"', b"{}", b'{"data":{}}', b'{"data":7}', b"[" * 100_000, b'{"a":' * 100_000,
        b'{"data":[{"id":' + b"9" * 10_000 + b"}]}", b'{"data":[{"id":NaN}]}', b'{"object":"page","entry":[]}',
        b'{"data":[{"id":"1_1","message":"\\ud800"}]}', b'{"data":[[[[]]]]}', b"\xff\xfe{",
    ],
)  # fmt: skip
def test_json_that_hurts(body: bytes) -> None:
    """JSON of any depth, size and form is read or refused, and what is read can be stored."""
    request = FACEBOOK.ask(source(), NOTHING_KNOWN)
    reading = FACEBOOK.read(Capture("bridges", request, request.url, NOW, 200, (), body), source(), NOTHING_KNOWN)
    assert reading.state in (State.OK, State.INCOMPLETE, State.UNREADABLE)
    for entry in reading.entries:
        f"{entry.key}{entry.text}".encode()


@settings(max_examples=100, deadline=None)
@given(
    answer=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["data", "id", "error", "code", "message", "attachments", "from", "paging", "next"]),
                inner,
                max_size=5,
            )
        ),
        max_leaves=15,
    )
)
def test_any_shape_of_json(answer: Any) -> None:
    """Whatever stands where in an answer, a reading comes of it; keys are never empty."""
    reading = read(answer)
    assert all(entry.key for entry in reading.entries)
