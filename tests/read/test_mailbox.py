from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.model import Before, Headline, Known, Purpose, Source, State, Version
from monitor.read import READERS
from monitor.read.files import read_file
from monitor.read.mail import attachment, mail
from monitor.read.mailbox import MailboxOptions

READER = READERS["mailbox"]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MAIL = "From: press@rivers.example\nDate: Mon, 2 Mar 2026 09:00:00 +0700\nSubject: Ferries\n"


PIECES = [
    *("Content-Type: ", "multipart/", "mixed", "text/plain", "message/rfc822", "; boundary=b", "\n", "\n\n", "--b"),
    *("--b--", "=?utf-8?B?", "?=", "4Z6A", "Subject: ", "Content-Transfer-Encoding: ", "base64", "uu", "; charset="),
    *("utf-7", "; format=flowed", " ", "\x00", "é", "*0*=", "Content-Disposition: attachment"),
]


def options(**keys: object) -> MailboxOptions:
    """The options of a mailbox, with what is said besides."""
    return MailboxOptions.model_validate({"server": "mail.example", "user": "desk", "password": "secret", **keys})


def source(**keys: object) -> Source:
    """A mailbox."""
    made = options(**keys)
    return Source("mail", "Ministry of Rivers", "mailbox", made, READER.home(made))


def test_the_folder_has_an_address_without_a_secret() -> None:
    """The address that people see names server and folder; user and password are in none."""
    asked = READER.ask(source(folder="Press/Rivers & bridges"), Before())
    assert asked.url == "imaps://mail.example:993/Press%2FRivers%20%26%20bridges?ALL"
    assert asked.login == ("desk", "secret")
    assert "secret" not in repr(asked)
    assert "secret" not in repr(source())


def test_tls_is_given_up_only_by_name() -> None:
    """Without TLS the standard port is another, and the operator is warned."""
    assert options(tls=False).address == "imap://mail.example:143/INBOX"
    assert options(tls=False, server="mail.example:1143").address == "imap://mail.example:1143/INBOX"
    assert [len(options(tls=tls).warnings(date(2026, 3, 2))) for tls in (True, False)] == [0, 1]


@pytest.mark.parametrize(
    "keys",
    [
        {"server": "https://mail.example"},
        {"server": "mail.example/INBOX"},
        {"user": "desk\r\nA1 DELETE INBOX"},
        {"folder": "IN\r\nBOX"},
        {"senders": ['x" OR ALL']},
        {"senders": ["press at rivers"]},
        {"password": ""},
    ],
)
def test_what_could_speak_for_itself_is_refused(keys: dict[str, object]) -> None:
    """Nothing that an operator writes can become a command to the server."""
    with pytest.raises(ValidationError):
        options(**keys)


def test_the_server_looks_for_the_senders() -> None:
    """Only mails of the senders, or of their lists, are asked for."""
    assert options(senders=["@Rivers.example", "press@bridges.example"]).search == (
        'OR OR FROM "rivers.example" HEADER LIST-ID "rivers.example"'
        ' OR FROM "press@bridges.example" HEADER LIST-ID "press@bridges.example"'
    )


def test_a_mail_is_opened_once() -> None:
    """A listed mail has an address; a mail that was read is never asked for again, nor one of another mailbox."""
    there = Headline("a@rivers.example", "imaps://mail.example:993/INBOX;UIDVALIDITY=17/;UID=5", "Ferries")
    request = READER.own(source(), there)
    assert request is not None
    assert (request.url, request.purpose, request.key) == (there.url, Purpose.ITEM, "a@rivers.example")
    known = Known("s", "a@rivers.example", there.url, Version(1, "Ferries", "", None, NOW), NOW, NOW, NOW)
    assert READER.own(source(), known) is None
    assert READER.own(source(server="other.example"), there) is None


def test_a_mail_in_a_file_can_be_read(tmp_path: Path) -> None:
    """A mail that was saved is read like one that came: `monitor read --kind mailbox`."""
    file = tmp_path / "ferries.eml"
    file.write_text(f"{MAIL}\nFrom Monday on.\n")
    reading = read_file("mailbox", file, NOW)
    assert reading.state is State.OK
    assert [(each.title, each.text, each.author) for each in reading.entries] == [
        ("Ferries", "From Monday on.", "press@rivers.example")
    ]


def test_a_mail_without_an_id_is_known_by_what_it_says() -> None:
    """Sender, time and title make the key where a mail has none; another title makes another."""
    first, again, other = (
        mail(each.encode(), "") for each in (f"{MAIL}\nA", f"{MAIL}\nB", f"{MAIL}\nA".replace("Ferries", "Bridges"))
    )
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.head.key == again.head.key != other.head.key


@pytest.mark.parametrize(
    ("written", "sender"),
    [
        ('"press@rivers.example" <stranger@elsewhere.example>', "stranger@elsewhere.example"),
        ("press@rivers.example <stranger@elsewhere.example>", "stranger@elsewhere.example"),
        ("Press <Press@Rivers.example>", "press@rivers.example"),
        ("<press@rivers.example>, <stranger@elsewhere.example>", ""),
        ("press@rivers.example)<stranger@elsewhere.example>", "stranger@elsewhere.example"),
        ("press@rivers.example, stranger@elsewhere.example", ""),
        ("Press", ""),
    ],
)
def test_the_sender_is_the_address_and_nothing_else(written: str, sender: str) -> None:
    """A display name that poses as an address counts for nothing, and of several addresses none does."""
    found = mail(MAIL.replace("press@rivers.example", written).encode(), "")
    assert found is not None
    assert found.head.sender == sender
    assert found.head.author != "press@rivers.example"


def test_a_forwarded_mail_is_read_with_its_parts_numbered() -> None:
    """A mail inside of a mail is read too, and its attachment has the number under which a server gives it."""
    inner = f'{MAIL}Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nInside.\n--b\nContent-Type: image/png\n'
    inner += "Content-Disposition: attachment\n\nx\n--b--\n"
    outer = f'{MAIL}Content-Type: multipart/mixed; boundary="a"\n\n--a\n\nSee below.\n--a\n'
    outer += f"Content-Type: message/rfc822\n\n{inner}\n--a--\n"
    found = mail(outer.encode(), "imaps://m/INBOX;UIDVALIDITY=1/;UID=2")
    assert found is not None
    assert found.text == "See below.\n\nInside."
    assert [(each.url, each.type) for each in found.attached] == [
        ("imaps://m/INBOX;UIDVALIDITY=1/;UID=2/;SECTION=2.2", "image")
    ]


def test_a_mail_of_a_thousand_boxes_is_refused() -> None:
    """A mail nested without end is no mail, and costs nothing."""
    boxes = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(2000))
    assert mail((MAIL + boxes).encode(), "") is None


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=40,
    )
)
def test_no_mail_makes_it_raise(parts: list[str]) -> None:
    """Whatever the parts of a mail stand together like, it is read or refused."""
    found = mail((MAIL + "".join(parts)).encode(), "")
    assert found is None or isinstance(found.text, str)


def test_what_is_attached_can_be_taken_out() -> None:
    """The file under the address that a mail gives it, and nothing under any other."""
    body = (
        f"{MAIL}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe release.\n--b\nContent-Type: application/pdf\n"
    )
    body += "Content-Transfer-Encoding: base64\n\nJVBERi0xLjcgeA==\n--b--\n"
    url = "imaps://m/INBOX;UIDVALIDITY=1/;UID=2"
    (file,) = mail(body.encode(), url).attached  # type: ignore[union-attr]
    assert attachment(body.encode(), url, file.url) == b"%PDF-1.7 x"
    assert attachment(body.encode(), url, f"{url}/;SECTION=9") is None
    assert attachment(body.encode(), f"{url}1", file.url) is None
    assert attachment(b"no mail at all", url, f"{url}/;SECTION=2") is None
