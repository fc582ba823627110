"""`mailbox`: one folder of a mailbox by IMAP, for reading only: press lists, and mail of consulates.

A mail stays as it was sent, and what becomes of our copy says nothing of the office: there are no edits or deletions.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from typing import Annotated
from urllib.parse import quote

from pydantic import AfterValidator, Field

from monitor.model import Before, Capture, Entry, Headline, Known, Purpose, Reading, Request, Source, State
from monitor.read.feed_dates import when
from monitor.read.mail import attachment, mail
from monitor.read.mail_header import Head, head
from monitor.read.reach import sees_back_to, wants_older
from monitor.read.reader import Options, Reader
from monitor.times import When

_SERVER = re.compile(r"(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::(?P<port>\d{1,5}))?")
_SENDER = re.compile(r"(?:[^\s@\"\\(),:;<>\[\]]+@)?[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_NUMBERED = re.compile(rb"X-UIDVALIDITY: (\d+)\r?\n")
_BETWEEN = re.compile(rb"\r?\n\r?\n")


def _is_server(written: str) -> str:
    if _SERVER.fullmatch(written) is None:
        raise ValueError(f"{written!r} is no mail server: write its name, as in mail.newsroom.example, or name:port")
    return written


def _is_sender(written: str) -> str:
    written = written.lower().removeprefix("@")
    if _SENDER.fullmatch(written) is None:
        raise ValueError(f"{written!r} is no sender: write press@rivers.example, or rivers.example for all of it")
    return written


class MailboxOptions(Options):
    """The keys of a `mailbox` source."""

    server: Annotated[str, AfterValidator(_is_server)]
    user: Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$")]
    password: str = Field(repr=False, min_length=1)
    folder: Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$")] = "INBOX"
    senders: tuple[Annotated[str, AfterValidator(_is_sender)], ...] = ()
    tls: bool = True

    @property
    def address(self) -> str:
        """The folder's own (RFC 5092)."""
        found = _SERVER.fullmatch(self.server)
        assert found is not None
        scheme, port = ("imaps", 993) if self.tls else ("imap", 143)
        return f"{scheme}://{found['host']}:{found['port'] or port}/{quote(self.folder, safe='')}"

    @property
    def search(self) -> str:
        """What the server is asked to look for; what it finds is compared with `senders` once more."""
        each = [f'OR FROM "{sender}" HEADER LIST-ID "{sender}"' for sender in self.senders]
        return "OR " * (len(each) - 1) + " ".join(each) if each else "ALL"

    @property
    def proves_changes(self) -> bool:
        """A mail that differs, or is missing, is our own doing."""
        return False

    def warnings(self, _today: date) -> tuple[str, ...]:
        """A password that everyone on the way can read."""
        return () if self.tls else ("`tls: false`: the password and all mails cross the net in the open",)


def ask(source: Source, _before: Before) -> Request:
    """The folder's newest mails."""
    return _request(source, f"{source.options.address}?{quote(source.options.search)}", Purpose.LIST)


def own(source: Source, one: Headline | Known) -> Request | None:
    """A mail that is listed, to be opened once; never again."""
    if not isinstance(one, Headline) or not one.url.startswith(f"{source.options.address};"):
        return None
    return _request(source, one.url, Purpose.ITEM, one.key)


def read(capture: Capture, source: Source, before: Before) -> Reading:
    """What the list of a folder, or a mail, says."""
    numbered = _NUMBERED.match(capture.body)
    if capture.request.purpose is not Purpose.ITEM and numbered is not None:
        return _listed(numbered[1].decode(), capture, source, before)
    found = mail(capture.body, capture.request.url)
    if found is None:
        return Reading(State.UNREADABLE, "this is no mail")
    key = capture.request.key or found.head.key
    entry = Entry(
        key,
        f"mid:{quote(found.head.key, safe='@')}" if "@" in found.head.key else None,
        found.head.title or None,
        found.text,
        _when(found.head, source, capture),
        found.head.date or None,
        author=found.head.author,
        media=found.attached,
        whole=bool(found.text) and not found.is_cut and not any(each.type == "file" for each in found.attached),
    )
    return Reading(State.OK, entries=(entry,), looked_at=(key,))


def _request(source: Source, url: str, purpose: Purpose, key: str | None = None) -> Request:
    return Request(url, purpose, key, login=(source.options.user, source.options.password))


def _listed(validity: str, capture: Capture, source: Source, before: Before) -> Reading:
    place = f"{source.options.address};UIDVALIDITY={validity}"
    heads = list(_heads(capture.body))
    counted = {told.key: (uid, told) for uid, told in heads if _counts(told, source.options.senders)}
    times = [_when(told, source, capture) for _, told in counted.values()]
    headlines = tuple(
        Headline(key, f"{place}/;UID={uid}", told.title or None, at, told.date or None)
        for (key, (uid, told)), at in zip(counted.items(), times, strict=True)
    )
    older = f"{place}?{quote(f'UID 1:{heads[-1][0] - 1} {source.options.search}')}" if heads else ""
    return Reading(
        State.OK if counted else State.EMPTY,
        "" if counted else "no mails in the folder" + (" from these senders" if source.options.senders else ""),
        headlines=headlines,
        listed=tuple(counted),
        complete=True,
        sees_back_to=sees_back_to(times),
        more=(_request(source, older, Purpose.PAGE),) if older and wants_older(counted, before) else (),
    )


def _heads(body: bytes) -> Iterator[tuple[int, Head]]:
    """The mails of a list, newest first, each with its number in the folder."""
    for block in _BETWEEN.split(body)[1:]:
        message = message_from_bytes(block, policy=policy.compat32)
        uid = str(message.get("X-UID", ""))
        if uid.isascii() and uid.isdigit() and len(uid) <= 10:
            yield int(uid), head(message)


def _counts(told: Head, senders: tuple[str, ...]) -> bool:
    """Whether the sender, or the list, is one of those wanted. A domain stands for all of it."""
    domain = told.sender.partition("@")[2]
    names = (told.sender, domain, told.list_id)
    return not senders or any(
        name == sender or ("@" not in sender and name and name.endswith(f".{sender}"))
        for sender in senders
        for name in names
    )


def _when(told: Head, source: Source, capture: Capture) -> When | None:
    today = capture.captured_at.astimezone(source.timezone).date()
    return when(told.date, source.timezone, today, source.languages)


READER = Reader(
    kind="mailbox",
    options=MailboxOptions,
    every=timedelta(minutes=5),
    ask=ask,
    read=read,
    own=own,
    home=lambda options: options.address,
    inside=lambda capture, url: attachment(capture.body, capture.request.url, url),
    may_delete=False,
    embargoes=True,
    secret_options=("password",),
)
