"""Alerts through apprise: one attempt each, mentions defused, failures told without secrets."""

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from alert_samples import NEWSROOM, SEEN, delivery, finding
from hook_server import HookServer
from monitor.alert.channel import Accepted, Refused, Temporary, gap, room
from monitor.alert.channels import open_channel
from monitor.alert.message import alert
from monitor.logs import set_up

HOSTILE = "@everyone <!here> <@U1> [gov](https://evil.test) a & b"


@pytest.fixture
def server() -> Iterator[HookServer]:
    """A server that accepts all."""
    with HookServer() as running:
        yield running


def test_words_call_nobody(server: HookServer) -> None:
    """Mentions and masked links in a page's words are inert; the link of the alert is not touched."""
    address = "https://rivers.test/@office/1?a=1&b=2"
    sent = alert(delivery(finding(HOSTILE, url=address)), NEWSROOM, SEEN)
    assert open_channel(f"form://{server.address}/hook").send(sent) == Accepted()
    form = parse_qs(server.posts[0].decode())
    body = form["message"][0]
    for command in ("@everyone", "<!here>", "<@U1>", "](https"):
        assert command not in body
    assert "a & b" in body
    assert address in body
    assert sent.alert in body
    assert form["title"] == [sent.title]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(302, Refused), (404, Refused), (410, Refused), (403, Temporary), (429, Temporary), (500, Temporary)],
)
def test_what_lasts_is_told_by_the_status(
    server: HookServer,
    status: int,
    kind: type,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """apprise's log names the status, which tells what lasts. A redirect does; no secret is told."""
    server.answers = [(status, {"Location": f"http://{server.address}/elsewhere"})]
    channel = open_channel(f"form://monitor:secret-word@{server.address}/secret-path?redirect=yes")
    answer = channel.send(alert(delivery(finding()), NEWSROOM, SEEN))
    assert isinstance(answer, kind)
    assert str(status) in answer.why
    assert len(server.paths) == 1
    assert "secret" not in answer.why + caplog.text + "".join(capfd.readouterr())


def test_a_daemon_is_told_why_too(server: HookServer) -> None:
    """The reason reaches operators however the daemon sets up its log after its channels were checked."""
    server.answers = [(500, {})]
    channel = open_channel(f"form://{server.address}/hook")
    set_up("info")
    answer = channel.send(alert(delivery(finding()), NEWSROOM, SEEN))
    assert isinstance(answer, Temporary)
    assert "500" in answer.why


def test_what_is_not_taken_is_tried_short(server: HookServer) -> None:
    """What a service finds too large goes out once more, short."""
    server.answers = [(413, {})]
    sent = alert(delivery(finding()), NEWSROOM, SEEN)
    assert open_channel(f"form://{server.address}/hook").send(sent) == Accepted()
    body = parse_qs(server.posts[-1].decode())["message"][0]
    assert sent.alert in body
    assert sent.items[0].passages[0].text not in body


def test_unreachable_service_names_no_secret() -> None:
    """The reason that operators read holds nothing of the address."""
    answer = open_channel("form://127.0.0.1:1/secret-path").send(alert(delivery(finding()), NEWSROOM, SEEN))
    assert isinstance(answer, Temporary)
    assert "secret" not in answer.why


def test_room_of_a_service() -> None:
    """A service's own limit bounds what is sent to it, and how fast."""
    telegram = open_channel("tgram://123456789:abcdefg_hijklmnop/12315544/")
    assert 3000 < room(telegram) < 4096
    assert gap(telegram) == 1.0
