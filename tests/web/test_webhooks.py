"""What Meta sends to `/webhooks/facebook`: believed only when signed, and only as a reason to look."""

import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.read.facebook_webhook import signed, told
from monitor.web.app import make_app
from monitor.web.site import Site
from monitor.web.webhooks import LARGEST, PATH
from newsroom import Newsroom, graph, newsroom

MINUTES = timedelta(minutes=1)
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", secret: an-app-secret, verify: a-verify-word, allow_private: true, every: 3h}
"""
GRANT = "Japan will provide a grant of 2 billion yen to Cambodia for an invented hospital."
GONE = {
    "error": {"message": "Unsupported get request.", "type": "GraphMethodException", "code": 100, "error_subcode": 33}
}


@pytest.fixture(name="room")
def a_room(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom that follows a page rarely, with three posts."""
    with newsroom(tmp_path, SOURCE) as room:
        show(room, GRANT)
        room.let(10 * MINUTES, steps=2)
        yield room


def show(room: Newsroom, text: str | None) -> None:
    """The page with its three posts; the second says this, or is taken down."""
    then = room.clock.now() - timedelta(hours=1)
    posts = [(1, then - timedelta(hours=2), "Water stands at 1 metre."), (3, then, "Water stands at 3 metres.")]
    if text is not None:
        posts.append((2, then - timedelta(hours=1), text))
    else:
        room.site.put("/1001_2", json.dumps(GONE), "application/json", 400)
        room.site.put("/v25.0/1001_2", json.dumps(GONE), "application/json", 400)
    room.site.put("/v25.0/1001/feed", graph("1001", posts))


def meta(room: Newsroom, **gate: str) -> TestClient:
    """Meta's machine: no browser, no session, no origin."""
    return TestClient(make_app(Site(room.works, room.live, call=room.daemon.call), **gate))


def message(verb: str, item: str = "post", post: str = "1001_2", page: str = "1001") -> bytes:
    """What Meta sends of one change on a page."""
    who = {"from": {"id": "777", "name": "A Person (invented)"}, "message": "Words that nobody may take over."}
    value = {"item": item, "verb": verb, "post_id": post, "created_time": 1772427600, **who}
    entry = {"id": page, "time": 1772427600, "changes": [{"field": "feed", "value": value}]}
    return json.dumps({"object": "page", "entry": [entry]}).encode()


def send(client: TestClient, body: bytes, secret: str = "an-app-secret") -> int:
    """Post it, signed with a secret; the status of the answer."""
    signature = "sha256=" + hmac.new(secret.encode(), body, "sha256").hexdigest()
    return client.post(PATH, content=body, headers={"X-Hub-Signature-256": signature}).status_code


def test_meta_finds_out_that_the_address_is_ours(room: Newsroom) -> None:
    """Who knows the verify token gets its challenge back as plain text; who does not is refused."""
    client = meta(room, password="a-password")
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "a-verify-word"}
    answer = client.get(PATH, params=asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")
    for wrong in ({"hub.verify_token": "other"}, {"hub.mode": "?"}, {"hub.challenge": "x" * 5000}):
        assert client.get(PATH, params={**asked, **wrong}).status_code == 403


@pytest.mark.parametrize("signature", [None, "", "sha256=", "sha256=00", "sha1=x", "sha256=" + "é" * 64])
def test_what_is_not_signed_is_refused(room: Newsroom, signature: str | None) -> None:
    """Without the app's secret nothing is taken: nobody is asked anything, nothing is kept."""
    client, asked, kept = meta(room), len(room.site.asked), len(room.store.captures())
    headers = {} if signature is None else {"X-Hub-Signature-256": signature.encode()}
    assert client.post(PATH, content=message("remove"), headers=headers).status_code == 403
    assert send(client, message("remove"), secret="another-secret") == 403
    room.let(1 * MINUTES)
    assert (len(room.site.asked), len(room.store.captures())) == (asked, kept)


def test_an_edit_is_read_at_once_from_the_page_itself(room: Newsroom) -> None:
    """A page that is polled each three hours is read within the minute, and only what Graph says is told."""
    show(room, GRANT.replace("2 billion", "3 billion"))
    assert send(meta(room, password="a-password"), message("edited")) == 200
    room.let(1 * MINUTES)
    assert [told["change"] for told in room.desk] == ["new", "edited"]
    assert "nobody may take over" not in str(room.desk)


def test_a_removal_is_kept_as_evidence_and_proved_like_any_other(room: Newsroom) -> None:
    """What Meta says is kept without names; the post is asked for at once, and reported once it is missed twice."""
    show(room, None)
    assert send(meta(room), message("remove")) == 200
    (kept,) = [each for each in room.store.captures("office") if each.url.endswith(PATH)]
    said = room.works.archive.body(kept)
    assert json.loads(said)["entry"][0]["changes"][0]["value"] == {
        "item": "post",
        "verb": "remove",
        "post_id": "1001_2",
    }
    assert b"Person" not in said
    room.let(1 * MINUTES)
    assert any(asked.startswith("/v25.0/1001_2?") for asked in room.site.asked)
    assert [told["change"] for told in room.desk] == ["new"], "one look proves nothing"
    room.let(timedelta(hours=7), steps=7)
    assert [told["change"] for told in room.desk] == ["new", "deleted"]


def test_a_false_word_of_a_removal_changes_nothing(room: Newsroom) -> None:
    """A post that Meta says is removed, and that stands on the page as before, is reported as nothing."""
    assert send(meta(room), message("remove")) == 200
    room.let(timedelta(hours=7), steps=14)
    assert [told["change"] for told in room.desk] == ["new"]


@pytest.mark.parametrize(
    "body",
    [message("add", item="comment"), message("add", item="reaction"), message("edited", page="999")],
)
def test_comments_likes_and_other_pages_are_passed_over(room: Newsroom, body: bytes) -> None:
    """What readers do on a page, and what happens on a page that we do not follow, makes us ask nothing."""
    asked = len(room.site.asked)
    assert send(meta(room), body) == 200
    room.let(1 * MINUTES)
    assert len(room.site.asked) == asked
    assert not [each for each in room.store.captures() if each.url.endswith(PATH)]


def test_a_message_that_is_too_large_or_none_at_all(room: Newsroom) -> None:
    """A flood is cut off, and junk that is rightly signed is refused."""
    client = meta(room)
    assert send(client, b" " * (LARGEST + 1)) == 413
    assert send(client, b"[1, 2") == 400
    assert send(client, b'{"object": "user"}') == 400


def test_a_page_that_rests_is_not_hurried(room: Newsroom) -> None:
    """While Graph wants silence, messages wait with us: nothing is asked before its time."""
    limited = json.dumps({"error": {"message": "Too many calls.", "code": 4}})
    room.site.put("/v25.0/1001/feed", limited, "application/json", 403)
    room.let(timedelta(hours=3))
    asked = len(room.site.asked)
    for _ in range(5):
        assert send(meta(room), message("edited")) == 200
        room.let(1 * MINUTES)
    assert len(room.site.asked) == asked


def test_nobody_listens_unless_it_is_asked_for(tmp_path: Path) -> None:
    """Without a verify token in sources.yaml, or without a daemon, the address says that nobody listens."""
    with newsroom(tmp_path, SOURCE.replace("verify: a-verify-word, ", "")) as room:
        assert send(meta(room), message("edited")) == 404
        assert meta(room).get(PATH).status_code == 404
    with newsroom(tmp_path, SOURCE) as room:
        alone = TestClient(make_app(Site(room.works, room.live)))
        assert send(alone, message("edited")) == 404


NAMES = st.sampled_from(["object", "entry", "id", "changes", "field", "value", "verb", "item", "post_id"])
ODD = st.recursive(
    st.none() | st.text(max_size=5) | st.integers() | st.sampled_from(["page", "feed", "remove"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
).map(lambda said: json.dumps(said).encode())


@settings(max_examples=80, deadline=None)
@given(body=st.binary(max_size=80) | ODD, secret=st.text(min_size=1, max_size=10))
def test_no_message_makes_it_stumble(body: bytes, secret: str) -> None:
    """Whatever is sent is read or refused; a signature fits its own message and its own secret alone."""
    found: Any = told(body)
    assert found is None or all(each.page and each.verb for each in found)
    right = "sha256=" + hmac.new(secret.encode(), body, "sha256").hexdigest()
    assert signed(body, right, secret)
    assert not signed(body + b" ", right, secret)
    assert not signed(body, right, secret + "x")
