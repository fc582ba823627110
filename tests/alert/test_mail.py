"""Alerts by email, against a real SMTP server."""

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from alert_samples import NEWSROOM, SEEN, TEXT, delivery, edit, finding, notice, version
from monitor.alert.channel import Accepted, Message, Refused, Temporary, Unknown
from monitor.alert.channels import open_channel
from monitor.alert.mail import as_mail, html
from monitor.alert.message import alert, bundle
from smtp_server import SmtpServer

KHMER = "រដ្ឋមន្ត្រីទទួលជួបភ្ញៀវ។ ផ្លូវកំពង់ផែនឹងចាប់ផ្តើមនៅដើមខែកញ្ញា។"
JAPANESE = "大臣は本日会談した。ハーバートラックは早ければ9月上旬に始まる。"


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    """A mail server that accepts all."""
    with SmtpServer() as running:
        yield running


def url(server: SmtpServer, to: str = "desk@newsroom.test", more: str = "") -> str:
    """The address of the server as an operator writes it."""
    return f"mailto://{server.address}?from=monitor@newsroom.test&to={to}{more}"


def message(text: str = TEXT) -> Message:
    """A message about a new statement."""
    return alert(delivery(finding(text)), NEWSROOM, SEEN)


def parts(mail: EmailMessage) -> tuple[str, str]:
    """Its text and its HTML."""
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    return text.get_content(), page.get_content()


@pytest.mark.parametrize("words", [TEXT, KHMER, JAPANESE])
def test_both_parts_say_the_same_in_every_script(server: SmtpServer, words: str) -> None:
    """A mail has a text and an HTML part; both hold the quotation as published, the link and the alert's ID."""
    sent = message(words)
    answer = open_channel(url(server)).send(sent)
    (mail,) = server.mails
    assert answer == Accepted("250 OK", ref=mail["Message-ID"])
    quoted = sent.items[0].passages[0].text
    text, page = parts(mail)
    for part in (text, page):
        assert quoted in part
        assert "https://rivers.test/posts/1" in part
        assert sent.alert in part
    assert str(mail["Subject"]).startswith(f"{sent.title}: “")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "lang=" in page


def test_copy_has_the_same_message_id(server: SmtpServer) -> None:
    """A repeat bears the Message-ID of the first copy, so that mail servers know it; another alert has another."""
    channel = open_channel(url(server))
    row = delivery(finding())
    for sent in (
        alert(row, NEWSROOM, SEEN),
        alert(row, NEWSROOM, SEEN, repeat=True),
        alert(delivery(edit(TEXT, "Piers open.")), NEWSROOM, SEEN),
    ):
        channel.send(sent)
    first, copy, other = server.mails
    assert first["Message-ID"] == copy["Message-ID"] != other["Message-ID"]
    assert "may be a repeat" in str(copy["Subject"])
    assert first["References"] == other["References"]  # about one statement: one thread


def test_recipients_names_and_headers_of_the_address(server: SmtpServer) -> None:
    """An address means the same as in apprise: names, copies, hidden copies, reply address, headers of its own."""
    more = "&cc=night@newsroom.test&bcc=archive@newsroom.test&reply=chief@newsroom.test&+X-Desk=rivers"
    open_channel(url(server, "Ann <ann@newsroom.test>,ben@newsroom.test", more)).send(message())
    (mail,) = server.mails
    assert mail["To"] == "Ann <ann@newsroom.test>, ben@newsroom.test"
    assert mail["Cc"] == "night@newsroom.test"
    assert mail["Reply-To"] == "chief@newsroom.test"
    assert mail["X-Desk"] == "rivers"
    assert "archive" not in str(mail)
    assert sorted(server.envelopes[0]) == [
        *("ann@newsroom.test", "archive@newsroom.test", "ben@newsroom.test", "night@newsroom.test")
    ]


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_login() -> None:
    """User and password of the address are used; a wrong one waits for the operator instead of losing the alert."""
    with SmtpServer(login=("monitor", "secret-word")) as server:
        good = f"mailto://monitor:secret-word@{server.address}?from=monitor@newsroom.test&to=desk@newsroom.test"
        assert isinstance(open_channel(good).send(message()), Accepted)
        answer = open_channel(good.replace("secret-word", "old-word")).send(message())
    assert isinstance(answer, Temporary)
    assert answer.why.startswith("535")
    assert "old-word" not in answer.why


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("451 try later", Temporary),
        ("452 full", Temporary),
        ("421 closing", Temporary),
        ("554 no", Refused),
        ("hang up", Unknown),
    ],
)
def test_answers_to_the_mail(server: SmtpServer, answer: str, kind: type) -> None:
    """4xx is for the moment, 5xx for ever; a line that breaks after the mail was handed over leaves doubt."""
    server.data_answers = [answer]
    assert isinstance(open_channel(url(server)).send(message()), kind)
    assert not server.mails


def test_refused_sender_and_recipient(server: SmtpServer) -> None:
    """A recipient who does not exist is refused for ever, with the server's words."""
    server.recipient_answers = {"desk@newsroom.test": "550 no such user"}
    assert open_channel(url(server)).send(message()) == Refused("550 no such user")
    server.recipient_answers, server.sender_answer = {}, "451 later"
    assert open_channel(url(server)).send(message()) == Temporary("451 later")


def test_one_of_two_recipients_refused(server: SmtpServer) -> None:
    """When one recipient is refused for ever, the other has the mail once, and the loss is named."""
    server.recipient_answers = {"gone@newsroom.test": "550 no such user"}
    answer = open_channel(url(server, "desk@newsroom.test,gone@newsroom.test")).send(message())
    assert isinstance(answer, Accepted)
    assert answer.lost == "gone@newsroom.test: 550 no such user"
    assert server.envelopes == [["desk@newsroom.test"]]


def test_one_of_two_recipients_must_wait(server: SmtpServer) -> None:
    """When one recipient must wait, the next try goes to that one alone, after a restart too."""
    server.recipient_answers = {"late@newsroom.test": "450 greylisted"}
    address = url(server, "desk@newsroom.test,late@newsroom.test")
    sent = message()
    answer = open_channel(address).send(sent)
    assert isinstance(answer, Temporary)
    server.recipient_answers = {}
    server.data_answers = ["451 later"]
    again = open_channel(address).send(replace(sent, done_with=answer.done_with))
    assert again == Temporary("451 later", done_with=answer.done_with)
    assert isinstance(open_channel(address).send(replace(sent, done_with=answer.done_with)), Accepted)
    assert server.envelopes == [["desk@newsroom.test"], ["late@newsroom.test"]]


def test_no_server() -> None:
    """A server that cannot be reached is for the moment; the answer names no secret."""
    answer = open_channel("mailto://user:secret-word@127.0.0.1:1?from=a@b.test&to=c@d.test").send(message())
    assert isinstance(answer, Temporary)
    assert "secret-word" not in answer.why


def test_hostile_page_stays_inert() -> None:
    """Markup, header lines and links of a page are words in the mail: one subject, no script, no foreign link."""
    words = "x\r\nBcc: all@evil.test <script>alert(1)</script> <a href='javascript:alert(2)'>gov</a> {{7*7}} \u202e\x00"
    hostile = finding(words, after=version(words, title=words), url="javascript:alert(3)")
    sent = alert(delivery(replace(hostile, source=replace(hostile.source, name=words))), NEWSROOM, SEEN)
    mail = as_mail(sent, sender="monitor@newsroom.test", to=["desk@newsroom.test"])
    parsed = BytesParser(policy=default).parsebytes(mail.as_bytes())
    assert parsed.get_all("Bcc") is None
    assert len(parsed.get_all("Subject") or []) == 1
    page = lxml_html.fromstring(html(sent))
    assert not page.xpath("//script | //a | //img | //@onclick | //@onerror")
    assert "{{7*7}}" in html(sent)


def test_links_of_a_mail_lead_where_they_say() -> None:
    """Every link shows the address to which it leads."""
    public = replace(NEWSROOM, public_url="https://log.newsroom.test")
    (sent,) = bundle([delivery(finding(), digest=True), delivery(notice(), digest=True)], public, SEEN)
    links = lxml_html.fromstring(html(sent)).xpath("//a")
    assert [link.get("href") for link in links] == [link.text for link in links]
    assert len(links) == 3


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300), st.text(max_size=80))
def test_any_subject_arrives_whole(words: str, name: str) -> None:
    """Whatever the words, the mail can be made, and its subject reads the same after the journey."""
    source = finding(words)
    sent = alert(delivery(replace(source, source=replace(source.source, name=name))), NEWSROOM, SEEN)
    mail = as_mail(sent, sender="monitor@newsroom.test", to=["desk@newsroom.test"])
    parsed = BytesParser(policy=default).parsebytes(mail.as_bytes())
    assert isinstance(parsed, EmailMessage)
    assert " ".join(str(parsed["Subject"]).split()) == " ".join(str(mail["Subject"]).split())
    assert sent.alert in parts(parsed)[0]


def test_later_mails_reply_to_the_first(server: SmtpServer) -> None:
    """What follows on an event replies to the first mail about it; all our mails can be sorted by one List-Id."""
    channel = open_channel(url(server))
    first = channel.send(message())
    assert isinstance(first, Accepted)
    channel.send(replace(message(), key="later", reply_to=first.ref))
    one, two = server.mails
    assert one["In-Reply-To"] is None
    assert two["In-Reply-To"] == one["Message-ID"] == first.ref
    assert two["References"].split() == [*one["References"].split(), first.ref]
    assert one["List-Id"] == two["List-Id"] == "Alerts of monitor <alerts.monitor.newsroom.test>"


def test_a_mail_that_is_too_large_is_tried_short(server: SmtpServer) -> None:
    """A server that takes no mail of this size gets the title, the link and the ID as plain text."""
    server.data_answers = ["552 message size exceeds the limit"]
    sent = message()
    assert isinstance(open_channel(url(server)).send(sent), Accepted)
    (mail,) = server.mails
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().splitlines()[:3] == [sent.title, "https://rivers.test/posts/1", sent.alert]
