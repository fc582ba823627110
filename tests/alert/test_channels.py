"""Addresses that can be used, and what is said of those that cannot."""

import pytest

from monitor.alert.channels import fault, open_channel
from monitor.alert.mail import Mail
from monitor.alert.service import Service
from monitor.alert.slack import Slack
from monitor.alert.telegram import Telegram
from monitor.alert.webhook import Webhook


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("mailto://user:word@newsroom.test?to=desk@newsroom.test", Mail),
        ("mailtos://user:word@newsroom.test:587?to=desk@newsroom.test&mode=starttls", Mail),
        ("json://127.0.0.1:8080/hook", Webhook),
        ("jsons://newsroom.test/hook", Webhook),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", Slack),
        ("slack://bot@xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/#desk", Slack),
        ("slack://xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/@editor", Service),
        ("tgram://123456789:abcdefg_hijklmnop/12315544/", Telegram),
        ("tgram://123456789:abcdefg_hijklmnop/", Service),
    ],
)
def test_good_addresses(url: str, kind: type) -> None:
    """Mail, webhooks, Slack and Telegram go by our own senders, all else through apprise."""
    assert fault(url) is None
    assert isinstance(open_channel(url), kind)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "no address"),
        ("desk", "no address"),
        ("secretscheme://x", "cannot read this secretscheme:// address"),
        ("slack://secret", "cannot read this slack:// address"),
        ("json://a.test, json://b.test", "several addresses"),
        ("json://a.test/?method=GET", "not by GET"),
        ("tgram://123456789:abcdefg_hijklmnop/1231/1232/", "2 recipients: make a channel for each"),
        ("mailto://user:secret@newsroom.test?to=nobody", "no recipient"),
    ],
)
def test_bad_addresses(url: str, words: str) -> None:
    """A bad address is named with its mend, and not quoted: it may hold a secret."""
    complaint = fault(url)
    assert complaint is not None
    assert words in complaint
    assert "secret@" not in complaint
    with pytest.raises(ValueError, match=r"\w"):
        open_channel(url)
