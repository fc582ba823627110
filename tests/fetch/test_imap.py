import gzip
import logging
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from clock import MovedClock
from mail_server import Mailbox, MailServer
from monitor.archive.record import body_of, packed
from monitor.fetch.door import HttpDoor
from monitor.fetch.limits import Limits
from monitor.fetch.transport import RequestsTransport
from monitor.model import Capture, Purpose, Request, Source, State

MAIL = "From: press@rivers.example\nMessage-ID: <a@rivers.example>\nSubject: Ferries\n\nFrom Monday on.\n"
LIMITS = Limits(seconds=5)
READS = ("CAPABILITY", "AUTHENTICATE PLAIN", "LOGIN ", "EXAMINE ", "UID SEARCH ", "UID FETCH ", "LOGOUT")


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server with one mail."""
    box = Mailbox()
    box.take(MAIL)
    with MailServer(box) as running:
        yield running


def look(
    server: MailServer,
    path: str = "INBOX?ALL",
    *,
    login: tuple[str, str] | None = ("desk", "a-secret-token"),
    private: bool = True,
    limits: Limits = LIMITS,
    proxy: str | None = None,
    scheme: str = "imap",
) -> Capture:
    """Ask the server through the door."""
    source = Source(
        "mail", "Ministry", "mailbox", None, None, allow_private=(server.place,) if private else (), proxy=proxy
    )
    with closing(HttpDoor(RequestsTransport(), MovedClock(), contact=None, limits=limits)) as door:
        purpose = Purpose.ITEM if "UID=" in path else Purpose.LIST
        return door.fetch(Request(f"{scheme}://{server.place}/{path}", purpose, login=login), source)


def test_a_folder_is_read_and_left_as_it_was(server: MailServer) -> None:
    """The list gives the heads, the mail's address the mail as it came; nothing that is said can change a thing."""
    listed = look(server)
    assert listed.body.startswith(b"X-UIDVALIDITY: 17\r\n\r\nX-UID: 1\r\nFrom: press@rivers.example\r\n")
    opened = look(server, "INBOX;UIDVALIDITY=17/;UID=1")
    assert (opened.status, opened.media_type) == (200, "message/rfc822")
    assert opened.body == server.box.mails[1]
    assert all(said.startswith(READS) for said in server.box.asked)
    assert not [said for said in server.box.asked if "FETCH" in said and "BODY.PEEK" not in said]


def test_the_newest_fifty_are_listed(server: MailServer) -> None:
    """However many mails there are, a list has fifty; a search gives those before them."""
    for number in range(80):
        server.box.take(MAIL.replace("Ferries", f"Ferry {number}"))
    assert look(server).body.count(b"X-UID: ") == 50
    assert look(server).body.index(b"X-UID: 81") < look(server).body.index(b"X-UID: 80")
    assert look(server, "INBOX?UID%201:31%20ALL").body.count(b"X-UID: ") == 31


def test_a_mail_is_kept_as_it_came(server: MailServer) -> None:
    """In the archive a mail is a record of its own sort, whose bytes are those that were sent."""
    capture = look(server, "INBOX;UIDVALIDITY=17/;UID=1")
    assert b"a-secret-token" not in packed(capture)
    assert b"HTTP" not in packed(capture)
    assert capture.request.login is None


def test_the_record_of_a_mail_gives_its_bytes_back(server: MailServer) -> None:
    """What was archived can be read again, blank lines and all."""
    server.box.take(f"{MAIL}\n\n\nA line at the end.\n\n")
    capture = look(server, "INBOX;UIDVALIDITY=17/;UID=2")
    assert body_of(gzip.decompress(packed(capture))) == capture.body


@pytest.mark.parametrize("ways", ["IMAP4rev1 AUTH=PLAIN", "IMAP4rev1"])
def test_a_refused_login_is_told_without_the_password(
    server: MailServer, ways: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the password is wrong, the operator is told in the server's words, and the password in nobody's."""
    caplog.set_level(logging.DEBUG)
    server.box.capabilities = ways
    assert look(server).status == 200
    server.box.password = "another"
    server.box.refusal = "[AUTHENTICATIONFAILED] not a-secret-token"
    refused = look(server)
    assert refused.failure is State.TOKEN_DEAD
    assert refused.why == "127.0.0.1 refuses the login: “[AUTHENTICATIONFAILED] not ***”"
    assert "a-secret-token" not in repr(refused) + caplog.text
    server.box.refusal = "[UNAVAILABLE] the users cannot be looked up"
    assert look(server).failure is State.OFFLINE


def test_what_is_not_there_is_told(server: MailServer) -> None:
    """A folder that does not exist, a mail that was filed elsewhere and a folder that was numbered anew are told."""
    assert look(server, "Press%20releases?ALL").why == (
        "127.0.0.1 does not open the folder 'Press releases': “[NONEXISTENT] No such folder”"
    )
    assert look(server, "INBOX;UIDVALIDITY=17/;UID=9").failure is State.PAGE_GONE
    assert look(server, "INBOX;UIDVALIDITY=16/;UID=1").failure is State.PAGE_GONE


def test_a_folder_may_have_any_name(server: MailServer) -> None:
    """Names that are not ASCII, and signs of the protocol, go over the wire as IMAP writes them."""
    server.box.folder = 'A \\"B\\" &- &AOQ- &XwKL5Q-'
    assert look(server, "A%20%22B%22%20%26%20%C3%A4%20%E5%BC%82%E8%AF%A5?ALL").status == 200


def test_the_guards_of_the_door_hold(server: MailServer) -> None:
    """A private address is refused unless allowed; no link leads to a mailbox, only a login does."""
    assert look(server, private=False).failure is State.REFUSED_ADDRESS
    assert look(server, login=None).why == "only http and https are asked"
    assert look(server, scheme="http").why == "only imap and imaps are asked"
    assert look(server, proxy="http://proxy.example:8080").why == "a mailbox cannot be asked through a proxy"
    assert look(server, "INBOX?ALL%0D%0AA1%20DELETE%20INBOX").failure is State.REFUSED_ADDRESS
    assert server.box.asked == []


def test_sizes_and_times_are_bounded(server: MailServer) -> None:
    """Of a huge mail the beginning is taken where the server can cut it, nothing where it does not; time is bounded."""
    limits = Limits(seconds=5, size=100_000)
    server.box.flood = MAIL.encode() + b"x" * 1_000_000
    assert look(server, "INBOX;UIDVALIDITY=17/;UID=1", limits=limits).failure is State.TOO_LARGE
    server.box.capabilities = "IMAP4rev1 " + "X" * 200_000
    assert look(server, limits=limits).failure is State.TOO_LARGE


def test_a_server_that_says_nothing_is_given_up(server: MailServer) -> None:
    """TLS spoken to a server that waits for something else ends with the time."""
    started = time.monotonic()
    capture = look(server, scheme="imaps", limits=Limits(seconds=0.5))
    assert capture.failure in (State.TIMEOUT, State.OFFLINE)
    assert time.monotonic() - started < 5
