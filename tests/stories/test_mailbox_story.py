from datetime import timedelta
from pathlib import Path

from mail_server import Mailbox, MailServer
from monitor.bring import move
from newsroom import newsroom

MINUTES = timedelta(minutes=1)
SOURCE = """\
  - {id: rivers, name: Ministry of Rivers (invented), kind: mailbox, server: "SERVER", tls: false, user: desk,
     password: "${TOKEN}", senders: [rivers.example], side: KH, about: [JP], allow_private: true}
"""
GRANT = """\
From: Ministry of Rivers <press@rivers.example>
Date: Mon, 2 Mar 2026 09:0{minute}:00 +0000
Message-ID: <grant-{minute}@rivers.example>
Subject: {title}

Japan will provide a grant of 2 billion yen to Cambodia for an invented hospital.
"""


def test_a_mail_is_told_and_a_broken_login_too(tmp_path: Path) -> None:
    """A mail that comes in is told to the desk; a login that breaks to the operators; when it is back, what came."""
    box = Mailbox()
    box.take(GRANT.format(minute=0, title="Of old").replace("2026", "2025"))
    with MailServer(box) as server, newsroom(tmp_path, SOURCE.replace("SERVER", server.place)) as room:
        room.let(10 * MINUTES, steps=2)
        assert room.desk == []
        box.take(GRANT.format(minute=8, title="A grant"))
        box.take(GRANT.format(minute=9, title="Forged").replace("<press@rivers.example>", "<press@elsewhere.example>"))
        room.let(5 * MINUTES)
        assert [(told["change"], told["title"]) for told in room.desk] == [("new", "A grant")]
        box.password = "another"
        box.take(GRANT.format(minute=7, title="A second grant").replace("hospital", "school"))
        room.let(60 * MINUTES, steps=12)
        assert [told["title"] for told in room.desk] == ["A grant"]
        assert len(room.ops) == 1
        assert "cannot be read" in str(room.ops)
        assert "a new password" in str(room.ops)
        assert "a-secret-token" not in str(room.ops)
        box.password = "a-secret-token"
        room.let(60 * MINUTES, steps=2)
        assert len(room.desk) == 2
        assert "A second grant" in str(room.desk[-1])
        assert "can be read again" in str(room.ops[-1])


def test_a_mail_under_an_embargo_without_a_time_waits_for_a_person(tmp_path: Path) -> None:
    """Operators are told of it without its words, and of nothing at the next polls; when they say so, the desk is."""
    box = Mailbox()
    box.take(GRANT.format(minute=0, title="Of old").replace("2026", "2025"))
    with MailServer(box) as server, newsroom(tmp_path, SOURCE.replace("SERVER", server.place)) as room:
        room.let(10 * MINUTES, steps=2)
        box.take(GRANT.format(minute=8, title="Embargo: until the minister has spoken"))
        room.let(20 * MINUTES, steps=4)
        assert room.desk == []
        (held,) = room.store.embargoes()
        assert held.until is None
        (notice,) = room.ops
        assert held.id in str(notice)
        assert "hospital" not in str(notice)
        move(held.id, room.clock.now() + 5 * MINUTES, room.store)
        room.let(60 * MINUTES, steps=12)
        (told,) = room.desk
        assert told["title"] == "Embargo: until the minister has spoken"


def test_what_becomes_of_our_copies_is_no_news(tmp_path: Path) -> None:
    """Mails that are filed elsewhere, numbered anew, or sent a second time are told once, and never as taken down."""
    box = Mailbox()
    box.take(GRANT.format(minute=0, title="Of old").replace("2026", "2025"))
    with MailServer(box) as server, newsroom(tmp_path, SOURCE.replace("SERVER", server.place)) as room:
        room.let(10 * MINUTES, steps=2)
        for minute in range(1, 6):
            box.take(GRANT.format(minute=minute, title=f"A grant for town {minute}").replace("2 b", f"{minute + 2} b"))
        room.let(5 * MINUTES)
        assert len(room.desk) == 5
        box.mails, box.validity = {1: box.mails[3], 2: box.mails[3]}, 18
        room.let(120 * MINUTES, steps=12)
        box.mails = {}
        room.let(120 * MINUTES, steps=12)
        assert len(room.desk) == 5
        assert room.ops == []
