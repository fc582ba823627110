"""Alerts to Telegram, against a local stand-in for its API."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alert_samples import NEWSROOM, SEEN, delivery, finding, linked
from hook_server import HookServer
from monitor.alert.channel import Accepted, Refused, Temporary, Unknown
from monitor.alert.fitted import fitted, short
from monitor.alert.inert import defused
from monitor.alert.message import alert, bundle
from monitor.alert.service import parsed
from monitor.alert.telegram import LONGEST, Telegram

ADDRESS = "tgram://123456789:abcdefg_hijklmnop/-10012315544"
ONE = alert(delivery(replace(finding(), linked=linked())), NEWSROOM, SEEN)
SAID = b'{"ok": true, "result": {"message_id": 41}}'


@pytest.fixture
def server() -> Iterator[HookServer]:
    """Telegram's API, which accepts all."""
    with HookServer(SAID) as running:
        yield running


def telegram(server: HookServer, address: str = ADDRESS) -> Telegram:
    """The channel behind an address, where Telegram is the local server."""
    return Telegram(parsed(address), api=f"http://{server.address}")


def sent(server: HookServer, at: int = -1) -> dict[str, Any]:
    """What the server was sent."""
    return dict(json.loads(server.posts[at]))


def wrong(code: int, why: str, **parameters: int) -> tuple[int, dict[str, str], bytes]:
    """An answer that says what was wrong."""
    told = {"ok": False, "error_code": code, "description": why, "parameters": parameters}
    return code, {}, json.dumps(told).encode()


def units(written: str) -> int:
    """The length as Telegram counts it."""
    return len(written.encode("utf-16-le")) // 2


def test_alert_is_plain_text(server: HookServer) -> None:
    """The alert is plain text without previews; its first line is bold by position, not by marks."""
    assert telegram(server).send(ONE) == Accepted("200 OK", ref="41")
    body = sent(server)
    assert server.paths == ["POST /bot123456789:abcdefg_hijklmnop/sendMessage"]
    assert body["text"] == f"{ONE.title}\n\n{ONE.body}"
    assert body["entities"] == [{"type": "bold", "offset": 0, "length": len(ONE.title)}]
    assert "parse_mode" not in body
    assert body["link_preview_options"] == {"is_disabled": True}
    assert body["chat_id"] == -10012315544
    assert not body["disable_notification"]


def test_replies_stand_in_the_thread(server: HookServer) -> None:
    """What follows replies to the first alert, if that still stands; a follow-up makes no sound. Topics are kept."""
    channel = telegram(server, f"{ADDRESS}:7")
    channel.send(replace(ONE, reply_to="41", quiet=True))
    assert sent(server)["reply_parameters"] == {"message_id": 41, "allow_sending_without_reply": True}
    assert sent(server)["disable_notification"] is True
    assert sent(server)["message_thread_id"] == 7
    channel.send(replace(ONE, reply_to="1772455440.000100", quiet=True))
    assert "reply_parameters" not in sent(server)
    assert sent(server)["disable_notification"] is False


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (
            wrong(429, "Too Many Requests: retry after 35", retry_after=35),
            Temporary("429 Too Many Requests: Too Many Requests: retry after 35", timedelta(seconds=35)),
        ),
        (
            wrong(403, "Forbidden: bot was kicked from the group chat"),
            Refused("403 Forbidden: Forbidden: bot was kicked from the group chat"),
        ),
        (wrong(401, "Unauthorized"), Temporary("401 Unauthorized: Unauthorized: is the bot's token right?")),
        (wrong(502, "Bad Gateway"), Temporary("502 Bad Gateway: Bad Gateway")),
        ((200, {}, b"<html>Sign in</html>"), Temporary("200 OK: this is no answer of Telegram")),
        ((200, {}, b'{"ok": false, "description": "no"}'), Temporary("200 OK: no")),
    ],
)
def test_answers(server: HookServer, given: Any, answer: object) -> None:
    """What lasts is told from what passes; the wait that Telegram asks for is obeyed; 200 alone is no success."""
    server.answers = [given]
    assert telegram(server).send(ONE) == answer
    assert len(server.posts) == 1


def test_refused_text_is_tried_short(server: HookServer) -> None:
    """What Telegram does not take goes out once more, short and by itself; a chat that does not exist is final."""
    server.answers = [wrong(400, "Bad Request: message is too long")]
    assert isinstance(telegram(server).send(replace(ONE, reply_to="41")), Accepted)
    assert sent(server)["text"] == short(ONE, defused) == f"{ONE.title}\nhttps://rivers.test/posts/1\n{ONE.alert}"
    assert "reply_parameters" not in sent(server)
    server.answers = [wrong(400, "Bad Request: chat not found")] * 2
    said = telegram(server).send(ONE)
    assert isinstance(said, Refused)
    assert "chat not found" in said.why


def test_group_that_moved_is_followed(server: HookServer) -> None:
    """A group that became a supergroup has another ID, which Telegram names: the alert goes there."""
    server.answers = [wrong(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100777)]
    channel = telegram(server)
    assert isinstance(channel.send(replace(ONE, reply_to="41")), Accepted)
    assert sent(server)["chat_id"] == -100777
    assert "reply_parameters" not in sent(server)
    channel.send(ONE)
    assert sent(server)["chat_id"] == -100777


def test_redirect_and_lost_answer(server: HookServer) -> None:
    """A redirect is never followed; a broken line leaves doubt; the token is not told."""
    server.answers = [(302, {"Location": f"http://{server.address}/elsewhere"}), (0, {})]
    channel = telegram(server)
    assert isinstance(channel.send(ONE), Refused)
    assert isinstance(channel.send(ONE), Unknown)
    assert len(server.paths) == 2
    away = Telegram(parsed(ADDRESS), api="http://127.0.0.1:1").send(ONE)
    assert isinstance(away, Temporary)
    assert "abcdefg" not in away.why


@pytest.mark.parametrize(
    "words",
    [
        "@everyone @editor [our site](https://evil.test) <b>x</b> *y* /start",
        "🛶" * 5000,
        "ស្ត្រី" * 2000,
        "\u202eevil\x00",
    ],
)
def test_hostile_words(words: str) -> None:
    """Whatever a page says calls nobody and stays within the limit; ID and link are there."""
    subject = replace(finding(words), linked=linked())
    told = fitted(alert(delivery(subject), NEWSROOM, SEEN), LONGEST, defused)
    assert units(told) <= 4096
    assert "@e" not in told
    assert "](" not in told
    assert "\u202e" not in told
    assert f"https://rivers.test/posts/1          {ONE.alert}" in told


@settings(max_examples=40, deadline=None)
@given(words=st.text(max_size=3000), title=st.text(max_size=300), path=st.text(max_size=1900))
def test_any_words_fit(words: str, title: str, path: str) -> None:
    """Any text, title and address fit; the alert's ID is never cut."""
    subject = finding(words, url=f"https://rivers.test/{path}")
    change = replace(subject.change, after=replace(subject.change.version, title=title))
    told = fitted(alert(delivery(replace(subject, change=change)), NEWSROOM, SEEN), LONGEST, defused)
    assert units(told) <= 4096
    assert ONE.alert in told


def test_bundle_fits() -> None:
    """Many alerts full of pictograms come in parts that fit, none left out."""
    many = [
        delivery(finding("🛶 " * 300, statement=f"s{number}"), key=f"k{number}", digest=True) for number in range(40)
    ]
    parts = bundle(many, NEWSROOM, SEEN, room=Telegram.room)
    for part in parts:
        told = fitted(part, LONGEST, defused)
        assert units(told) <= 4096
        assert all(item.alert in told for item in part.items)
    assert sum(len(each.items) for each in parts) == 40


def test_a_picture_with_the_words_goes_along(server: HookServer) -> None:
    """Where a picture holds the words, Telegram is asked to show it; what it does not take goes out without it."""
    poster = "https://rivers.test/poster.JPG?size=2"
    shown = replace(ONE, items=(replace(ONE.items[0], carriers=("https://rivers.test/notice.pdf", poster)),))
    server.answers = [wrong(400, "Bad Request: wrong url")]
    assert isinstance(telegram(server).send(shown), Accepted)
    assert sent(server, -2)["link_preview_options"] == {"url": poster, "prefer_large_media": True}
    assert sent(server)["link_preview_options"] == {"is_disabled": True}
