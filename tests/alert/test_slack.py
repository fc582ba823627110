"""Alerts to Slack, against a local stand-in for its webhooks and its API."""

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
from monitor.alert.channel import Accepted, Message, Refused, Temporary, Unknown
from monitor.alert.message import alert, bundle
from monitor.alert.service import parsed
from monitor.alert.slack import Slack, blocks

HOOK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
TOKEN = "xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d"
ONE = alert(delivery(replace(finding(url="https://rivers.test/posts?a=1&b=2"), linked=linked())), NEWSROOM, SEEN)
SAID = json.dumps({"ok": True, "channel": "C1", "ts": "1772455440.000100"}).encode()


@pytest.fixture
def hooks() -> Iterator[HookServer]:
    """Slack's webhooks, which accept all."""
    with HookServer(b"ok") as running:
        yield running


@pytest.fixture
def api() -> Iterator[HookServer]:
    """Slack's API, which accepts all."""
    with HookServer(SAID) as running:
        yield running


def slack(server: HookServer, url: str = HOOK) -> Slack:
    """The channel behind an address, where Slack is the local server."""
    return Slack(parsed(url), hooks=f"http://{server.address}/services", api=f"http://{server.address}/api")


def bot(server: HookServer) -> Slack:
    """A bot in the channel #desk."""
    return slack(server, f"slack://rivers@{TOKEN}/#desk")


def sent(server: HookServer, at: int = -1) -> dict[str, Any]:
    """What the server was sent."""
    return dict(json.loads(server.posts[at]))


def shown(body: dict[str, Any]) -> str:
    """The text of all blocks."""
    return "\n".join(each["text"]["text"] for each in body["blocks"])


def test_webhook(hooks: HookServer) -> None:
    """A webhook gets blocks that quote the page and end in a link and the alert's ID; nothing is unfurled."""
    assert slack(hooks).send(ONE) == Accepted("200 OK")
    body = sent(hooks)
    assert hooks.paths == ["POST /services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"]
    assert body["text"] == ONE.title
    assert (body["unfurl_links"], body["unfurl_media"]) == (False, False)
    text = shown(body)
    assert "“… The Harbour Track will begin as early as early September. …”" in text
    assert "• JP “as early as early September” / KH “on 1 October”" in text
    assert f"<https://rivers.test/posts?a=1&amp;b=2>          {ONE.alert}" in text


def test_bot_starts_a_thread_and_replies_in_it(api: HookServer) -> None:
    """The bot's first message is named by Slack; what follows replies to it, seen in the channel unless quiet."""
    assert bot(api).send(ONE) == Accepted("200 OK", ref="1772455440.000100")
    body = sent(api)
    assert (body["channel"], body["username"]) == ("#desk", "rivers")
    assert "thread_ts" not in body
    assert api.headers[0]["authorization"] == f"Bearer {TOKEN}"
    for quiet in (False, True):
        bot(api).send(replace(ONE, reply_to="1772455440.000100", quiet=quiet))
        assert (sent(api)["thread_ts"], sent(api)["reply_broadcast"]) == ("1772455440.000100", not quiet)


def test_thread_that_is_gone(api: HookServer) -> None:
    """When the first message was removed, the alert stands by itself."""
    api.answers = [(200, {}, b'{"ok": false, "error": "thread_not_found"}')]
    assert isinstance(bot(api).send(replace(ONE, reply_to="1.2")), Accepted)
    assert "thread_ts" not in sent(api)


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        ("channel_not_found", Refused),
        ("is_archived", Refused),
        ("no_text", Refused),
        ("ratelimited", Temporary),
        ("not_in_channel", Temporary),
        ("invalid_auth", Temporary),
        ("token_revoked", Temporary),
        ("something_new", Temporary),
        ("fatal_error", Unknown),
    ],
)
def test_ok_false_is_no_success(api: HookServer, error: str, answer: type) -> None:
    """Slack's API answers 200 whatever happens; what lasts is told from what passes or what an operator mends."""
    api.answers = [(200, {}, json.dumps({"ok": False, "error": error}).encode())]
    said = bot(api).send(ONE)
    assert isinstance(said, answer)
    assert error in said.why
    assert len(api.posts) == 1


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ((429, {"Retry-After": "30"}), Temporary("429 Too Many Requests", timedelta(seconds=30))),
        ((403, {}, b"action_prohibited"), Temporary("403 Forbidden: action_prohibited")),
        ((404, {}, b"no_service"), Refused("404 Not Found: no_service")),
        ((410, {}, b"channel_is_archived"), Refused("410 Gone: channel_is_archived")),
        ((500, {}, b"rollup_error"), Temporary("500 Internal Server Error: rollup_error")),
        ((200, {}, b"<html>Sign in to the hotel</html>"), Temporary("200 OK: this is no answer of Slack")),
    ],
)
def test_answers_of_a_webhook(hooks: HookServer, given: Any, answer: object) -> None:
    """A webhook's status and word say whether a failure lasts; a page of somebody else is no success."""
    hooks.answers = [given]
    assert slack(hooks).send(ONE) == answer


@pytest.mark.parametrize("given", [(200, {}, b"<html></html>"), (200, {}, b"[1]"), (200, {}, b'{"ok": "yes"}')])
def test_api_that_is_not_slack(api: HookServer, given: Any) -> None:
    """Only `ok: true` is a success."""
    api.answers = [given]
    assert isinstance(bot(api).send(ONE), Temporary)


def test_redirect_and_lost_answer(hooks: HookServer, api: HookServer) -> None:
    """A redirect is never followed; a broken line leaves doubt; no address is told."""
    for server, channel in ((hooks, slack(hooks)), (api, bot(api))):
        server.answers = [(302, {"Location": f"http://{server.address}/elsewhere"}), (0, {})]
        assert isinstance(channel.send(ONE), Refused)
        assert len(server.paths) == 1
        assert isinstance(channel.send(ONE), Unknown)
    away = Slack(parsed(HOOK), hooks="http://127.0.0.1:1")
    said = away.send(ONE)
    assert isinstance(said, Temporary)
    assert "T1JJ3T3L2" not in said.why


def test_too_long_is_tried_as_a_short_text(api: HookServer, hooks: HookServer) -> None:
    """When Slack does not take the blocks, the same alert goes out once more as a short plain text."""
    api.answers = [(200, {}, b'{"ok": false, "error": "msg_blocks_too_long"}')]
    hooks.answers = [(400, {}, b"invalid_blocks")]
    for server, channel in ((api, bot(api)), (hooks, slack(hooks))):
        assert isinstance(channel.send(ONE), Accepted)
        assert "blocks" not in sent(server)
        assert ONE.alert in sent(server)["text"]
        assert len(server.posts) == 2
    api.answers = [(200, {}, b'{"ok": false, "error": "invalid_blocks"}')] * 2
    assert isinstance(bot(api).send(ONE), Refused)


def limits(message: Message) -> str:
    """The text of the blocks, which keep Slack's documented limits."""
    made = blocks(message)
    assert len(made) <= 50
    assert all(0 < len(each["text"]["text"]) <= 3000 for each in made)
    assert sum(len(each["text"]["text"]) for each in made) < 13_000
    return "\n".join(each["text"]["text"] for each in made)


@pytest.mark.parametrize(
    "words",
    [
        "<!channel> <!here|x> <@U123> <#C1> <https://evil.test|our site> @everyone *bold* _x_ ~y~ `z` :skull:",
        "```\n" * 200,
        "&" * 5000,
        "&lt;!channel&gt;",
        "ស្ត្រី" * 2000,
        "Z" + "\u0301" * 500,
        "\u202eevil\u202c \x00\x1b[31m",
    ],
)
def test_hostile_words(words: str) -> None:
    """Whatever a page says calls nobody, links nowhere and hides nothing; ID and link are there."""
    text = limits(alert(delivery(replace(finding(words), linked=linked())), NEWSROOM, SEEN))
    assert "```" not in text
    assert text.count("<") == text.count("<https://rivers.test/posts/1>") == 1
    assert delivery(finding()).alert in text


@settings(max_examples=40, deadline=None)
@given(words=st.text(max_size=3000), title=st.text(max_size=200), path=st.text(max_size=100))
def test_any_words_fit(words: str, title: str, path: str) -> None:
    """Any text, title and address make blocks that Slack takes."""
    subject = finding(words, url=f"https://rivers.test/{path}")
    change = replace(subject.change, after=replace(subject.change.version, title=title))
    limits(alert(delivery(replace(subject, change=change)), NEWSROOM, SEEN))


def test_bundle_fits() -> None:
    """Many alerts in one message keep the limits: the courier cuts it to the room that Slack has."""
    many = [delivery(finding(statement=f"s{number}"), key=f"k{number}", digest=True) for number in range(60)]
    parts = bundle(many, NEWSROOM, SEEN, room=Slack.room)
    assert sum(len(each.items) for each in parts) == 60
    for part in parts:
        text = limits(part)
        assert all(item.alert in text for item in part.items)


def test_a_picture_with_the_words_goes_along(api: HookServer) -> None:
    """Where a picture holds the words, it stands below them; where Slack cannot fetch it, the words go out alone."""
    poster = "https://rivers.test/poster.png"
    pictured = replace(ONE, items=(replace(ONE.items[0], carriers=(poster,)),))
    api.answers = [(200, {}, b'{"ok": false, "error": "invalid_blocks"}')]
    assert isinstance(bot(api).send(pictured), Accepted)
    assert sent(api, -2)["blocks"][-1]["image_url"] == poster
    assert sent(api)["blocks"] == sent(api, -2)["blocks"][:-1]
