"""Alerts to Discord, Microsoft Teams and Mattermost, against local stand-ins: limits, waits, mentions, answers."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from alert_samples import NEWSROOM, SEEN, delivery, finding, linked
from hook_server import HookServer
from monitor.alert.channel import Accepted, Channel, Refused, Temporary, Unknown
from monitor.alert.channels import open_channel
from monitor.alert.discord import Discord
from monitor.alert.mattermost import Mattermost
from monitor.alert.message import alert, bundle
from monitor.alert.service import parsed
from monitor.alert.teams import LARGEST, Teams

HOSTILE = "@everyone <@&123> **bold** [gov](https://evil.test) `x` ||hidden|| # big\n> quoted ~town"
ADDRESS = "https://rivers.test/@office/1?a=1&b=2"
ONE = alert(delivery(replace(finding(HOSTILE, url=ADDRESS), linked=linked())), NEWSROOM, SEEN)
WORKFLOW = "workflows://prod-12.westeurope.logic.azure.com/643e69f83c8944438d68119179a10a64/KLWErsdGBgtVVpWDMUUnCcTe/"
SIGNED = "api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=KLWErsdGBgtVVpWDMUUnCcTe"
TAKEN = {"discord": b'{"id": "1"}', "teams": b"", "mattermost": b"ok"}


def channel(name: str, server: HookServer) -> Channel:
    """The channel of this name, where its service is the local server."""
    if name == "discord":
        return Discord(parsed("discord://rivers@123456/abcdefghij?thread=77"), api=f"http://{server.address}/hooks")
    if name == "teams":
        return Teams(parsed(WORKFLOW), root=f"http://{server.address}")
    return open_channel(f"mmost://rivers@{server.address}/sub/abcdefghij?channels=town")


@pytest.fixture(params=["discord", "teams", "mattermost"])
def service(request: pytest.FixtureRequest) -> Iterator[tuple[Channel, HookServer]]:
    """Each of them in turn, which accepts all."""
    with HookServer(TAKEN[request.param]) as server:
        yield channel(request.param, server), server


@pytest.fixture
def stand_in() -> Iterator[Callable[[str], tuple[Channel, HookServer]]]:
    """One of them, by name."""
    with HookServer() as server:
        yield lambda name: (channel(name, server), server)


def sent(server: HookServer, at: int = -1) -> dict[str, Any]:
    """What the server was sent."""
    return dict(json.loads(server.posts[at]))


def lines(card: dict[str, Any]) -> list[str]:
    """The lines of a card of Teams."""
    return [block["inlines"][0]["text"] for block in card["attachments"][0]["content"]["body"]]


def test_the_addresses_are_ours() -> None:
    """Their addresses are opened by our own senders; a template of apprise's, and a bot of Mattermost, by apprise."""
    for url, kind in {
        "discord://123456/abcdefghij": Discord,
        "https://discord.com/api/webhooks/123456/abcdefghij": Discord,
        WORKFLOW: Teams,
        f"https://prod-12.westeurope.logic.azure.com/workflows/643e69/triggers/manual/paths/invoke?{SIGNED}": Teams,
        "mmosts://chat.newsroom.test/abcdefghij": Mattermost,
    }.items():
        assert isinstance(open_channel(url), kind)
    assert not isinstance(open_channel("mmosts://chat.newsroom.test/abcdefghij/%23town?mode=bot"), Mattermost)


def test_taken(service: tuple[Channel, HookServer]) -> None:
    """What is taken has the title, the words, the link and the ID; no word of the page acts."""
    one, server = service
    assert isinstance(one.send(ONE), Accepted)
    said = server.posts[0].decode()
    assert ONE.alert in said
    assert ADDRESS in said
    assert "@everyone" not in said
    assert "](https" not in said


@pytest.mark.parametrize(
    ("status", "kind"), [(302, Refused), (404, Refused), (401, Temporary), (403, Temporary), (500, Temporary)]
)
def test_status(service: tuple[Channel, HookServer], status: int, kind: type) -> None:
    """What lasts is refused, what may pass is tried again; a redirect is not followed, and no success."""
    one, server = service
    server.answers = [(status, {"Location": f"http://{server.address}/elsewhere"})]
    assert isinstance(one.send(ONE), kind)
    assert len(server.posts) == 1


def test_wait(service: tuple[Channel, HookServer]) -> None:
    """How long it asks to wait is heard."""
    one, server = service
    server.answers = [(429, {"Retry-After": "17"})]
    answer = one.send(ONE)
    assert isinstance(answer, Temporary)
    assert answer.retry_after == timedelta(seconds=17)


def test_lost_answer(service: tuple[Channel, HookServer]) -> None:
    """When the line breaks after the post, nobody knows whether it was taken."""
    one, server = service
    server.answers = [(0, {})]
    assert isinstance(one.send(ONE), Unknown)


def test_200_with_a_page_is_no_success(service: tuple[Channel, HookServer]) -> None:
    """A captive portal's page with status 200 is not taken for an answer."""
    one, server = service
    server.answers = [(200, {}, b"<html>Sign in</html>")]
    assert isinstance(one.send(ONE), Temporary)


def test_not_taken_is_tried_short(service: tuple[Channel, HookServer]) -> None:
    """What is not taken as it is goes out once more, short; when that is not taken either, it is refused."""
    one, server = service
    server.answers = [(400, {}), (400, {})]
    assert isinstance(one.send(ONE), Refused)
    assert len(server.posts) == 2
    assert len(server.posts[1]) < len(server.posts[0])
    assert ONE.alert in server.posts[1].decode()


def test_discord(stand_in: Callable[[str], tuple[Channel, HookServer]]) -> None:
    """Discord is asked for its answer, lets no mention through, shows no marks; its own wait, in parts of seconds."""
    one, server = stand_in("discord")
    server.answers = [(200, {}, b'{"id": "1"}'), (429, {}, b'{"message": "slow down", "retry_after": 0.65}')]
    one.send(replace(ONE, quiet=True))
    body = sent(server)
    assert server.paths == ["POST /hooks/123456/abcdefghij?wait=true&thread_id=77"]
    assert body["allowed_mentions"] == {"parse": []}
    assert body["flags"] == 4 + 4096
    assert body["username"] == "rivers"
    assert body["content"].startswith("**")
    for mark in (r"\*\*bold\*\*", r"\`x\`", r"\|\|hidden\|\|", r"\# big", f"<{ADDRESS}>"):
        assert mark in body["content"]
    answer = one.send(ONE)
    assert isinstance(answer, Temporary)
    assert answer.retry_after == timedelta(seconds=0.65)


def test_discord_takes_2000_characters(stand_in: Callable[[str], tuple[Channel, HookServer]]) -> None:
    """A long text is cut, a bundle goes out in parts; each keeps its IDs."""
    one, server = stand_in("discord")
    for words in ("*" * 4000, "រដ្ឋមន្ត្រី" * 800, "😀" * 3000):
        one.send(alert(delivery(finding(words, url="https://rivers.test/" + "_" * 300)), NEWSROOM, SEEN))
    many = [delivery(finding("Harbour Track. " * 90, statement=f"s{n}"), key=str(n)) for n in range(9)]
    for part in bundle(many, NEWSROOM, SEEN, room=Discord.room):
        one.send(part)
        assert all(item.alert in sent(server)["content"] for item in part.items)
    assert all(len(json.loads(post)["content"].encode("utf-16-le")) <= 4000 for post in server.posts)


def test_teams(stand_in: Callable[[str], tuple[Channel, HookServer]]) -> None:
    """Teams is sent a card of plain runs, within 28 KB; the link is a button; an error with status 200 is one."""
    one, server = stand_in("teams")
    one.send(ONE)
    assert server.paths[0].startswith("POST /workflows/643e69f83c8944438d68119179a10a64/triggers/manual/paths/invoke?")
    assert "sig=KLWErsdGBgtVVpWDMUUnCcTe" in server.paths[0]
    card = sent(server)
    assert lines(card)[0] == ONE.title
    assert any("**bold**" in line for line in lines(card))
    assert {block["type"] for block in card["attachments"][0]["content"]["body"]} == {"RichTextBlock"}
    assert card["attachments"][0]["content"]["actions"][0]["url"] == ADDRESS
    for words in ("រដ្ឋមន្ត្រី" * 4000, "\n".join("ab" * 4000)):
        one.send(alert(delivery(finding(words)), NEWSROOM, SEEN))
        assert len(server.posts[-1]) <= LARGEST
    server.answers = [(200, {}, b'{"error": {"code": "TriggerDisabled", "message": "the flow is off"}}')]
    assert one.send(ONE) == Temporary("200 OK: the flow is off")


def test_mattermost(stand_in: Callable[[str], tuple[Channel, HookServer]]) -> None:
    """Mattermost is sent Markdown in which no word of the page has a meaning, at its own host and path."""
    one, server = stand_in("mattermost")
    server.answers = [(200, {}, b"ok"), (200, {}, b'{"message": "Unable to find the channel."}')]
    assert isinstance(one.send(ONE), Accepted)
    assert server.paths == ["POST /sub/hooks/abcdefghij"]
    body = sent(server)
    assert (body["channel"], body["username"]) == ("town", "rivers")
    assert r"\*\*bold\*\*" in body["text"]
    assert one.send(ONE) == Temporary("200 OK: Unable to find the channel.")
