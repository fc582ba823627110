"""Alerts through a mail server as newsrooms run it."""

from dataclasses import replace

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


@pytest.mark.service
def test_opensmtpd_keeps_what_mail_programs_sort_by() -> None:
    """A reply names the first mail, all bear one List-Id, and a repeat has the Message-ID of what it repeats."""
    first = alert(delivery(finding()), NEWSROOM, SEEN)
    later = alert(delivery(finding(), key="later"), NEWSROOM, SEEN, repeat=True)
    with opensmtpd() as server:
        channel = open_channel(f"mailto://127.0.0.1:{server.port}?from=monitor@newsroom.test&to=desk@newsroom.test")
        answer = channel.send(first)
        assert isinstance(answer, Accepted)
        for _ in range(2):
            channel.send(replace(later, reply_to=answer.ref))
        one, two, three = server.wait(3)
    assert one["Message-ID"] == answer.ref == two["In-Reply-To"] == three["In-Reply-To"]
    assert two["Message-ID"] == three["Message-ID"] != one["Message-ID"]
    assert {mail["List-Id"] for mail in (one, two, three)} == {"Alerts of monitor <alerts.monitor.newsroom.test>"}
    assert [part.get_content_type() for part in two.iter_parts()] == ["text/plain", "text/html"]
    assert "may be a repeat" in two["Subject"]
