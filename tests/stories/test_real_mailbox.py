import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clock import MovedClock
from dovecot import Dovecot, dovecot
from monitor.fetch.door import HttpDoor
from monitor.fetch.transport import RequestsTransport
from monitor.model import Before, Source, State
from monitor.read import READERS
from monitor.visit import Visit, visit

pytestmark = pytest.mark.service
READER = READERS["mailbox"]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MAIL = """\
From: Ministry of Rivers <press@rivers.example>
Date: Mon, 2 Mar 2026 08:00:00 +0000
Message-ID: <{name}@rivers.example>
Subject: =?utf-8?B?4Z6H4Z+G4Z6T4Z694Z6Z?= {name}
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

ជំនួយ {name}
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="a.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--b--
"""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for mail.test, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key -out crt -days 2"
    name = ["-subj", "/CN=mail.test", "-addext", "subjectAltName=DNS:mail.test"]
    subprocess.run(["openssl", *words.split(), *name], cwd=folder, check=True, capture_output=True)
    (folder / "both.pem").write_bytes((folder / "key").read_bytes() + (folder / "crt").read_bytes())
    return folder / "both.pem"


@pytest.fixture(scope="module")
def server(certificate: Path) -> Iterator[Dovecot]:
    """A Dovecot with sixty mails of the ministry, one of a stranger, and one in a folder of its own."""
    with dovecot(certificate) as running:
        for number in range(60):
            running.take(MAIL.format(name=f"m{number}").encode(), f"{number}")
        running.take(MAIL.format(name="forged").replace("<press@rivers", "<press@elsewhere").encode(), "60")
        running.take(MAIL.format(name="filed").encode(), "61", folder=".Pr&AOk-sse")
        yield running


def look(server: Dovecot, certificate: Path, password: str = "a-secret-token", **keys: object) -> Visit:
    """Visit the mailbox as if for the first time."""
    place = f"mail.test:{server.port}"
    said = {"server": place, "user": "desk", "password": password, "senders": ["rivers.example"], **keys}
    options = READER.options.model_validate(said)
    source = Source("mail", "Ministry of Rivers", "mailbox", options, READER.home(options), allow_private=(place,))
    transport = RequestsTransport(lambda *_: ["127.0.0.1"], ssl.create_default_context(cafile=certificate))
    with closing(HttpDoor(transport, MovedClock(NOW), contact=None)) as door:
        return visit(READER, source, Before(), door, NOW)


def test_a_real_server_is_read_and_left_as_it_was(server: Dovecot, certificate: Path) -> None:
    """Under TLS the newest mails of the sender are listed and opened; none of them is marked, moved or deleted."""
    look(server, certificate)  # the server numbers what is new when a folder is first opened
    lying = server.files()
    seen = look(server, certificate)
    assert seen.reading.state is State.OK
    assert len(seen.reading.listed) == 50
    assert "forged@rivers.example" not in seen.reading.listed
    newest = seen.reading.entries[0]
    assert (newest.key, newest.title, newest.text) == ("m59@rivers.example", "ជំនួយ m59", "ជំនួយ m59")
    assert (newest.published_at, newest.author) == (datetime(2026, 3, 2, 8, tzinfo=UTC), "Ministry of Rivers")
    assert [each.type for each in newest.media] == ["file"]
    assert seen.captures[1].body == MAIL.format(name="m59").replace("\n", "\r\n").encode()
    assert len(seen.reading.entries) == 20
    assert server.files() == lying
    assert not [each for each in server.folder.glob("mail/**/cur/*") if "S" in each.name.rpartition(",")[2]]


def test_a_folder_of_another_name_is_read(server: Dovecot, certificate: Path) -> None:
    """A folder whose name is not ASCII opens; one that is not there is told."""
    assert look(server, certificate, folder="Présse").reading.listed == ("filed@rivers.example",)
    assert look(server, certificate, folder="Bridges").reading.state is State.PAGE_GONE


def test_a_real_refusal_is_told(server: Dovecot, certificate: Path) -> None:
    """A wrong password is a state of its own, and the password stands nowhere in it."""
    refused = look(server, certificate, password="another-secret")
    assert refused.reading.state is State.TOKEN_DEAD
    assert "Authentication failed" in refused.reading.why
    assert "another-secret" not in repr(refused)
