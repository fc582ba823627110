"""Alerts to programs, against a real HTTP server."""

import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest

from alert_samples import NEWSROOM, SEEN, TEXT, delivery, finding, notice
from hook_server import HookServer
from monitor.alert.channel import Accepted, Refused, Temporary, Unknown
from monitor.alert.channels import open_channel
from monitor.alert.message import alert, bundle

ONE = alert(delivery(finding()), NEWSROOM, SEEN)


@pytest.fixture
def server() -> Iterator[HookServer]:
    """A server that accepts all."""
    with HookServer() as running:
        yield running


def test_finding_as_a_program_wants_it(server: HookServer) -> None:
    """A webhook gets the documented object, with the whole text."""
    channel = open_channel(f"json://user:word@{server.address}/hook?+X-Desk=rivers&-kind=alert")
    assert channel.send(ONE) == Accepted("200 OK")
    body = json.loads(server.posts[0])
    assert body == dict(ONE.items[0].shape)
    assert body["text"] == TEXT
    assert body["id"] == ONE.alert
    assert server.paths == ["POST /hook?kind=alert"]
    assert server.headers[0]["content-type"] == "application/json"
    assert server.headers[0]["x-desk"] == "rivers"
    assert server.headers[0]["authorization"] == "Basic dXNlcjp3b3Jk"


def test_bundle_holds_each_finding(server: HookServer) -> None:
    """A digest is one object of the same fields, with an object for each that it holds."""
    (digest,) = bundle([delivery(finding(), digest=True), delivery(notice(), digest=True)], NEWSROOM, SEEN)
    open_channel(f"json://{server.address}").send(digest)
    body = json.loads(server.posts[0])
    assert set(ONE.items[0].shape) < set(body)
    assert [each["id"] for each in body["items"]] == [item.alert for item in digest.items]
    assert body["title"] == digest.title


def test_fields_renamed_and_added(server: HookServer) -> None:
    """An address may name our fields otherwise, leave one out and add its own, as with apprise."""
    open_channel(f"json://{server.address}/?:text=content&:why=&:channel=desk&method=put").send(ONE)
    body = json.loads(server.posts[0])
    assert body["content"] == TEXT
    assert "text" not in body
    assert "why" not in body
    assert body["channel"] == "desk"
    assert server.paths == ["PUT /"]


@pytest.mark.parametrize(
    ("status", "headers", "answer"),
    [
        (204, {}, Accepted("204 No Content")),
        (429, {"Retry-After": "90"}, Temporary("429 Too Many Requests", timedelta(seconds=90))),
        (
            *(503, {"Retry-After": "Mon, 02 Mar 2026 13:00:00 GMT"}),
            Temporary("503 Service Unavailable", datetime(2026, 3, 2, 13, tzinfo=UTC)),
        ),
        (500, {"Retry-After": "soon"}, Temporary("500 Internal Server Error")),
        (401, {}, Temporary("401 Unauthorized")),
        (404, {}, Refused("404 Not Found")),
        (410, {}, Refused("410 Gone")),
    ],
)
def test_answers(server: HookServer, status: int, headers: dict[str, str], answer: object) -> None:
    """What lasts is refused; what may pass is tried again, not before the server's own wish."""
    server.answers = [(status, headers)]
    assert open_channel(f"json://{server.address}").send(ONE) == answer


def test_too_large_is_tried_short(server: HookServer) -> None:
    """What is too large goes out once more with a short text and without quotations; then it is refused."""
    long = alert(delivery(finding("rivers " * 2000)), NEWSROOM, SEEN)
    too_large = Refused(f"413 {HTTPStatus(413).phrase}")
    server.answers = [(413, {}), (200, {}), (413, {}), (413, {})]
    channel = open_channel(f"json://{server.address}")
    assert channel.send(long) == Accepted("200 OK")
    whole, less = (json.loads(each) for each in server.posts)
    assert (whole["id"], whole["url"], whole["why"]) == (less["id"], less["url"], less["why"])
    assert len(less["text"]) <= 2000 < len(whole["text"])
    assert channel.send(long) == too_large


def test_a_receiver_knows_ours(server: HookServer) -> None:
    """With a secret each post is signed over its time and its bytes; the secret itself goes nowhere."""
    open_channel(f"json://{server.address}/hook?secret=rivers-and-bridges").send(ONE)
    (body,), (headers,) = server.posts, server.headers
    signed = headers["x-monitor-timestamp"].encode() + b"." + body
    expected = hmac.new(b"rivers-and-bridges", signed, "sha256").hexdigest()
    assert headers["x-monitor-signature"] == f"sha256={expected}"
    assert "rivers-and-bridges" not in f"{server.paths} {headers}"
    open_channel(f"json://{server.address}/hook").send(ONE)
    assert "x-monitor-signature" not in server.headers[-1]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b" <!doctype html><title>Sign in</title>", "a page is no answer of a webhook: let it answer 204"),
        (b'{"ok": false}', "it says that it failed"),
        (b'{"success": false, "error": "disk full"}', "disk full"),
    ],
)
def test_200_with_an_error_is_no_success(server: HookServer, said: bytes, why: str) -> None:
    """A page in the place of an answer, or an answer that says it failed, leaves the alert owed."""
    server.answers = [(200, {}, said)]
    assert open_channel(f"json://{server.address}").send(ONE) == Temporary(f"200 OK: {why}")


@pytest.mark.parametrize("said", [b"", b"ok", b'{"ok": true}', b'{"error": null}', b"[]", b"Accepted"])
def test_other_words_are_a_success(server: HookServer, said: bytes) -> None:
    """What else a receiver says with status 200 is its own affair."""
    server.answers = [(200, {}, said)]
    assert isinstance(open_channel(f"json://{server.address}").send(ONE), Accepted)


def test_redirect_is_a_failure(server: HookServer) -> None:
    """A redirect is not followed, and never taken for a success."""
    server.answers = [(302, {"Location": f"http://{server.address}/elsewhere"})]
    answer = open_channel(f"json://{server.address}/hook?redirect=yes").send(ONE)
    assert isinstance(answer, Refused)
    assert server.paths == ["POST /hook"]


def test_lost_answer_leaves_doubt(server: HookServer) -> None:
    """When the line breaks after the post, nobody knows whether it was taken."""
    server.answers = [(0, {})]
    assert isinstance(open_channel(f"json://{server.address}").send(ONE), Unknown)


def test_no_server_is_for_the_moment() -> None:
    """A server that cannot be reached has taken nothing; the answer names no address."""
    answer = open_channel("json://127.0.0.1:1/secret-path").send(ONE)
    assert isinstance(answer, Temporary)
    assert "secret" not in answer.why
