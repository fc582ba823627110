"""Alerts through a mail server as newsrooms run it."""

import pytest

from alert_samples import NEWSROOM, SEEN, delivery, finding
from monitor.alert.channel import Accepted
from monitor.alert.channels import open_channel
from monitor.alert.message import alert
from servers import opensmtpd


@pytest.mark.service
def test_opensmtpd_keeps_the_mail_as_it_was_written() -> None:
    """OpenSMTPD delivers Khmer and Japanese in subject, text and HTML unharmed."""
    words = "ផ្លូវកំពង់ផែនឹងចាប់ផ្តើមនៅដើមខែកញ្ញា។ ハーバートラックは早ければ9月上旬に始まる。" * 5
    sent = alert(delivery(finding(words)), NEWSROOM, SEEN)
    with opensmtpd() as server:
        channel = open_channel(f"mailto://127.0.0.1:{server.port}?from=monitor@newsroom.test&to=desk@newsroom.test")
        assert isinstance(channel.send(sent), Accepted)
        (mail,) = server.wait(1)
        quoted = sent.items[0].passages[0].text
        for kind in ("plain", "html"):
            part = mail.get_body((kind,))
            assert part is not None
            assert quoted in part.get_content()
        assert str(mail["Subject"]).startswith(sent.title)
