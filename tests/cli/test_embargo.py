import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from clock import MovedClock
from command_line import Monitor
from mail_server import Mailbox, MailServer
from monitor.bring import hold, move, paste
from monitor.cli import COMMANDS, load
from monitor.paste import pasted_entry
from monitor.store.query import StatementQuery
from monitor.store.store import Store
from monitor.web.app import make_app
from monitor.web.site import Site as Pages
from newsroom import Newsroom, graph, newsroom

SOURCES = """\
  - {id: rivers, name: Ministry of Rivers (invented), kind: mailbox, server: "SERVER", tls: false, user: desk,
     password: "${TOKEN}", senders: [rivers.example], side: KH, about: [JP], allow_private: true,
     timezone: Asia/Phnom_Penh}
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
SECRET = "Kolbrunnen"
"""A word of both texts that are under an embargo, and of nothing else."""
PASTED = f"Japan will give Cambodia a grant of 3 billion yen for the invented {SECRET} hospital."
MAIL = """\
From: Ministry of Rivers <press@rivers.example>
Date: {sent:%a, %d %b %Y %H:%M:%S} +0000
Message-ID: <bridge-{number}@rivers.example>
Subject: Japan and Cambodia: the {word} bridge

EMBARGOED UNTIL {until:%H:%M} (Phnom Penh time) {until.day} {until:%B %Y}

Japan will give Cambodia a grant of 2 billion yen for the {word} bridge.
"""
OTHER = "Japan will give Cambodia a grant of 2 billion yen for an invented bridge at a river."
MINUTE = timedelta(minutes=1)
START = datetime.now(UTC).replace(second=0, microsecond=0)
END = START + 60 * MINUTE


def mail(number: int, until: datetime, word: str = SECRET) -> str:
    """A press release under an embargo, sent now."""
    return MAIL.format(number=number, sent=START, word=word, until=until + timedelta(hours=7))


@pytest.fixture(name="room")
def a_room(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom with a public post, a mail under an embargo, and a pasted text under one until the same time."""
    box = Mailbox()
    old = mail(0, START, "Old").replace("EMBARGOED", "Written").replace(f" {START:%Y} ", " 2024 ")
    box.take(old)
    (tmp_path / ".env").write_text("TOKEN=a-secret-token\n")
    with (
        MailServer(box) as server,
        newsroom(tmp_path, SOURCES.replace("SERVER", server.place), MovedClock(START)) as room,
    ):
        room.site.put("/v25.0/1001/feed", graph("1001", [(1, START - 30 * MINUTE, OTHER)]))
        room.let(1 * MINUTE)
        box.take(mail(1, END))
        room.let(6 * MINUTE, steps=2)
        office = room.live.current.sources[1]
        entry = pasted_entry(PASTED, "https://bridges.example/grant", None, room.clock.now())
        hold(office, entry, END, room.works)
        yield room


def told(room: Newsroom) -> list[str]:
    """What the desk was told beside the public post: `mail` or `paste`, in its order."""
    return ["mail" if each["title"] else "paste" for each in room.desk if each["text"] != OTHER]


def everything_told(room: Newsroom) -> str:
    """All that went out."""
    return json.dumps([room.desk, room.ops], ensure_ascii=False)


# ------------------------------------------------------------ what is looked at

ASKED: dict[str, tuple[tuple[str, ...], ...]] = {
    "poll": (("--all", "--dry-run"), ("office", "--hold")),
    "deliver": ((),),
    "embargo": ((),),
    "sources": ((),),
    "sources list": ((),),
    "sources test": (("rivers",), ("office",)),
    "sources export": ((),),
    "config check": ((),),
    "config show": ((),),
    "config schema": (("sources",),),
    "statements": (("--all", "--limit", "500"), ("--all", SECRET), ("--source", "rivers", "--all")),
    "show": (("{public}",), ("{held}",)),
    "events": ((),),
    "event": (("{event}",),),
    "evidence": (
        ("{public}", "--output", "{folder}/evidence-{form}.zip"),
        ("{held}", "--output", "{folder}/no-{form}.zip"),
    ),
    "why": (("https://bridges.example/grant",), ("{held}",)),
    "coverage": (("rivers",), ("office",)),
    "alerts": ((), ("--limit", "500")),
    "alerts list": ((),),
    "alerts explain": (("{alert}",),),
    "alerts preview": (("{public}",), ("{held}",)),
    "alerts mutes": ((),),
    "review": ((),),
    "review list": ((),),
    "review decided": ((),),
    "review export": ((),),
    "db verify": ((),),
    "db chain": ((),),
    "health": ((),),
    "replay": (("{folder}/captures",),),
    "reassess": ((),),
}
"""What commands that show something of the log are asked; others nothing. `{…}` stand for what there is."""
DRAWN = {"config check", "health", "sources", "sources list", "events", "why", "coverage", "reassess"}
"""Of these the table tells as much as the other formats."""
SHOWS_NOTHING = {
    *("init", "run", "demo", "read", "assess", "link", "paste", "withhold", "correct"),
    *("embargo lift", "embargo until", "embargo drop", "sources add", "sources import"),
    *("alerts test", "alerts retry", "alerts resend", "alerts mute", "alerts unmute", "alerts ack"),
    *("review relevant", "review irrelevant", "review missed", "review noise", "review gone", "review public"),
    *("db upgrade", "db backup", "db restore"),
}
"""Commands that do something, or look at what they are given alone."""


def commands() -> Iterator[str]:
    """Every command, with those of each group."""
    for name in COMMANDS:
        command = load(name)
        inner = getattr(command, "commands", {})
        yield from (f"{name} {each}" for each in inner)
        if not inner or command.invoke_without_command:
            yield name


def shown_by_commands(monitor: Monitor, folder: Path, there: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What each command says, in each format."""
    where = ("--sources", folder / "sources.yaml", "--config", folder / "config", "--data", folder)
    where = (*where, "--database", f"sqlite:///{folder}/monitor.db")
    for name in commands():
        if name in SHOWS_NOTHING:
            continue
        for arguments in ASKED.get(name, ((),)):
            for form in (
                ("table", "json", "jsonl", "csv")
                if name == "statements"
                else ("table",)
                if name in DRAWN
                else ("json",)
            ):
                given = [each.format_map({**there, "form": form}) for each in arguments]
                said = monitor(*name.split(), *given, "--format", form, *where)
                if said.status == 2 and "--format" in said.err:
                    said = monitor(*name.split(), *given, *where)
                assert said.status in (0, 1) or name not in ASKED, (name, given, said)
                yield f"monitor {name} {given} {form}", said.out + said.err
    for pack in folder.glob("*.zip"):
        with ZipFile(pack) as opened:
            yield from ((each, opened.read(each).decode("utf-8", "replace")) for each in opened.namelist())


def shown_by_pages(room: Newsroom, there: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What each page, feed, export and address of the API says."""
    app = make_app(Pages(room.works, room.live))
    page = TestClient(app, headers={"sec-fetch-site": "same-origin"}, base_url="http://127.0.0.1")
    paths = [route.path for route in app.routes if "GET" in (getattr(route, "methods", None) or ())]
    assert "/statements" in paths
    endings = ("", ".csv", ".json", ".jsonl", ".xlsx", ".atom", ".feed.json")
    values = {"public", "held"}
    for path in paths:
        for value in values if "{" in path else {""}:
            filled = re.sub(r"{[^}]*}", there["event"] if "event" in path else there.get(value, ""), path)
            for ending, query in product(endings, ("", f"?q={SECRET}&relevant=all", "?relevant=all&limit=500")):
                if ("{" in path or ending in (".json", ".jsonl")) and query:
                    continue
                answer = page.get(f"{filled}{ending}{query}")
                assert answer.status_code < 500, (path, answer.text[:300])
                yield f"{filled}{ending}{query}", answer.content.decode("utf-8", "replace")


def test_a_text_under_an_embargo_is_found_nowhere_before_its_end_and_is_sent_at_it(
    room: Newsroom, monitor: Monitor, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """At 09:59 its words stand in no message, command, page, feed, export, log line or file of captures that is played
    again; at 10:01 the desk has both texts, one from a mail and one pasted, linked as any other."""
    room.let(END - MINUTE - room.clock.now(), steps=10)
    assert [each["text"] for each in room.desk] == [OTHER]
    public = str(room.desk[0]["statement"])
    held = room.store.embargoes()
    assert [each.until for each in held] == [END, END]
    there = {
        "public": public,
        "event": room.store.statement(public).event or public,
        "held": held[0].id,
        "alert": str(room.desk[0]["id"]),
        "folder": str(tmp_path),
    }
    shown = [*shown_by_pages(room, there), *shown_by_commands(monitor, tmp_path, there)]
    assert [place for place, text in shown if SECRET in text and SECRET not in place] == []
    assert [place for place, text in shown if f"{SECRET} hospital" in text or f"{SECRET} bridge" in text] == []
    assert SECRET not in everything_told(room)
    assert SECRET not in "".join(capfd.readouterr()), "the log"
    assert room.store.count(StatementQuery(relevant="all")) == 2, "the old mail and the public post"
    assert SECRET not in str(room.store.deliveries(limit=1000))

    room.let(2 * MINUTE, steps=2)
    assert sorted(told(room)) == ["mail", "paste"]
    assert all(SECRET in str(each) for each in room.desk[1:])
    assert room.store.embargoes() == []
    mailed = room.store.statement(next(each.id for each in held if not each.pasted))
    assert (mailed.pasted, mailed.published_at, mailed.first_seen_at >= END) == (False, END, True)
    assert mailed.event == there["event"], "linked then"
    assert room.store.history(mailed.id)[0].capture is not None, "the mail itself proves it"


def test_an_embargo_survives_a_restart_and_a_later_end_counts(room: Newsroom, tmp_path: Path) -> None:
    """What is kept back outlives the process; an end that is moved is obeyed, and the mail is not told twice."""
    pasted = next(each for each in room.store.embargoes() if each.pasted)
    move(pasted.id, END + 30 * MINUTE, room.store)
    with closing(Store.open(f"sqlite:///{tmp_path}/monitor.db")) as store:
        assert [each.until for each in store.embargoes()] == [END, END + 30 * MINUTE]
    room.let(END + 5 * MINUTE - room.clock.now(), steps=10)
    assert told(room) == ["mail"]
    room.let(30 * MINUTE, steps=10)
    assert told(room) == ["mail", "paste"]


def test_what_is_published_meanwhile_is_told_at_once(room: Newsroom) -> None:
    """Brought again without an embargo, for it is public now, a text is told at once, and not again at the end."""
    office = room.live.current.sources[1]
    paste(
        office,
        pasted_entry(PASTED, "https://bridges.example/grant", None, room.clock.now()),
        room.works,
        room.live.current,
    )
    room.let(MINUTE)
    assert told(room) == ["paste"]
    room.let(END + 5 * MINUTE - room.clock.now(), steps=10)
    assert told(room) == ["paste", "mail"]


def test_operators_end_move_and_forget_what_is_kept_back(room: Newsroom, monitor: Monitor, tmp_path: Path) -> None:
    """An operator lists what is kept back without its words, moves the end of one, forgets another, and ends one."""
    where = ("--sources", tmp_path / "sources.yaml", "--config", tmp_path / "config", "--data", tmp_path)
    where = (*where, "--database", f"sqlite:///{tmp_path}/monitor.db")
    again = "An office gives Cambodia a grant of Japan for another invented school."
    said = monitor("paste", "office", "--embargo-until", "2999-01-01T10:00", "--format", "json", *where, stdin=again)
    assert (said.status, said.json["until"], said.json["pasted"]) == (0, "2999-01-01T03:00:00Z", True)
    assert "school" not in said.out
    name = said.json["id"]
    listed = monitor("embargo", "--format", "json", *where).json
    assert name in [each["id"] for each in listed]
    assert set(listed[0]) == {"id", "source", "until", "since", "pasted"}
    assert "2999-01-02" in monitor("embargo", "until", name, "2999-01-02T10:00", *where).out
    assert monitor("embargo", "until", name, "2001-01-02T10:00", *where).status == 2
    assert monitor("paste", "office", "--embargo-until", "2999-01-01", *where, stdin=again).status == 2
    assert monitor("embargo", "drop", name, *where).status == 0
    assert b"invented school" not in b"".join(each.read_bytes() for each in tmp_path.glob("monitor.db*"))
    assert monitor("embargo", "lift", name, *where).status == 1
    mailed = next(each for each in listed if not each["pasted"])
    assert monitor("embargo", "lift", mailed["id"], *where).status == 0
    assert room.store.statement(mailed["id"]) is not None
