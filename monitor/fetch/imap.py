"""A mailbox over IMAP, for reading only: EXAMINE, SEARCH and FETCH with PEEK are all that is ever said to one.

Addresses are those of RFC 5092: `imaps://host:993/FOLDER?SEARCH` answers the headers of the newest mails found, and
`imaps://host:993/FOLDER;UIDVALIDITY=1/;UID=7` one mail as it came. A connection serves one answer, dialled on our line.
"""

import binascii
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from monitor.fetch.answer import Answer, Failed, Question
from monitor.fetch.limits import Limits
from monitor.fetch.line import Line
from monitor.model import State

NEWEST = 50
"""So many mails are listed in one answer."""
_TALK = 64 * 1024
"""Bytes that a server may say besides the mail itself."""
_LISTED = "FROM DATE MESSAGE-ID SUBJECT LIST-ID"
_PATH = re.compile(r"/(?P<folder>[^/;]+)(?:;UIDVALIDITY=(?P<validity>\d+))?(?:/;UID=(?P<uid>\d+))?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_UID = re.compile(rb"\bUID (\d+)")
_CODE = re.compile(r"\[([A-Z-]+)")
_FOR_NOW = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CONTACTADMIN"})
"""Why a login may be refused though user and password are right (RFC 5530)."""
_NOT_ASCII = re.compile(r"&|[^\x20-\x7e]+")


def asked(question: Question, line: Line, context: ssl.SSLContext, limits: Limits) -> Answer:
    """What a mailbox answers. Raises Failed, and OSError for what the socket does."""
    parts = urlsplit(question.url)
    path, search = _PATH.fullmatch(parts.path), unquote(parts.query)
    if path is None or _CONTROL.search(unquote(parts.path) + search):
        raise Failed(State.REFUSED_ADDRESS, "this is no address of a mailbox")
    host, port = parts.hostname or "", parts.port or (993 if parts.scheme == "imaps" else 143)
    tls = context if parts.scheme == "imaps" else None
    try:
        connection = _Connection(host, port, line, tls, limits.size + _TALK)
        try:
            _log_in(connection, host, *(question.login or ("", "")))
            validity = _examined(connection, host, unquote(path["folder"]))
            if path["validity"] not in (None, validity):
                raise Failed(State.PAGE_GONE, "the server has numbered the mails of the folder anew")
            answer = _mail(connection, path["uid"], limits.size) if path["uid"] else _list(connection, search, validity)
            with suppress(OSError, imaplib.IMAP4.error, Failed):
                connection.logout()
            return answer
        finally:
            with suppress(OSError):
                connection.shutdown()
    except imaplib.IMAP4.error as error:
        raise Failed(State.OFFLINE, "the server broke off, or does not speak IMAP as it should") from error


class _Connection(imaplib.IMAP4):
    """A connection that is dialled by us, and that takes in so many bytes and no more."""

    def __init__(self, host: str, port: int, line: Line, tls: ssl.SSLContext | None, most: int) -> None:
        self._dialled_by, self._tls, self._left = line, tls, most
        super().__init__(host, port)

    def _create_socket(self, timeout: float | None) -> socket.socket:  # noqa: ARG002 - the line has a watch
        connection = self._dialled_by.dial(self.host, self.port)
        return self._tls.wrap_socket(connection, server_hostname=self.host) if self._tls else connection

    def read(self, size: int) -> bytes:
        """So many bytes, when they are not too many."""
        self._take(size)
        return super().read(size)

    def readline(self) -> bytes:
        """A line, likewise."""
        line = super().readline()
        self._take(len(line))
        return line

    def _take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Failed(State.TOO_LARGE, "the server says more than was asked for")


def _log_in(connection: _Connection, host: str, user: str, password: str) -> None:
    try:
        if "AUTH=PLAIN" in connection.capabilities:
            connection.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
        else:
            connection.login(_quoted(user), password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        said = _said(error.args)
        code = _CODE.match(said)
        state = State.OFFLINE if code and code[1] in _FOR_NOW else State.TOKEN_DEAD
        raise Failed(state, f"{host} refuses the login: “{said}”") from error


def _examined(connection: _Connection, host: str, folder: str) -> str:
    """Opens the folder for reading, and gives its UIDVALIDITY: when that changes, all mails have new numbers."""
    done, said = connection.select(_quoted(_in_utf7(folder)), readonly=True)
    if done != "OK":
        raise Failed(State.PAGE_GONE, f"{host} does not open the folder {folder!r}: “{_said(said)}”")
    return _said(connection.response("UIDVALIDITY")[1])


def _list(connection: _Connection, search: str, validity: str) -> Answer:
    """The newest mails that the server finds, a block of headers each, with the number by which each is asked."""
    found = b" ".join(part for part in _told(connection.uid("SEARCH", search or "ALL")) if isinstance(part, bytes))
    uids = sorted((int(uid) for uid in found.split() if uid.isdigit()), reverse=True)[:NEWEST]
    blocks = [f"X-UIDVALIDITY: {validity}".encode()]
    if uids:
        asking = f"(UID BODY.PEEK[HEADER.FIELDS ({_LISTED})])"
        headers = dict(_literals(_told(connection.uid("FETCH", ",".join(map(str, uids)), asking))))
        for uid in sorted(headers.keys() & set(uids), reverse=True):
            block = headers[uid].strip().partition(b"\r\n\r\n")[0]
            blocks.append(f"X-UID: {uid}\r\n".encode() + block)
    return Answer(200, (("Content-Type", "text/rfc822-headers"),), b"".join(block + b"\r\n\r\n" for block in blocks))


def _mail(connection: _Connection, uid: str, size: int) -> Answer:
    """A mail, or the beginning of one that is too large: its text stands before its attachments."""
    told = dict(_literals(_told(connection.uid("FETCH", uid, f"(UID BODY.PEEK[]<0.{size}>)"))))
    if int(uid) not in told:
        raise Failed(State.PAGE_GONE, "the mail is no longer in the folder")
    return Answer(200, (("Content-Type", "message/rfc822"),), told[int(uid)])


def _told(answered: tuple[str, Sequence[Any]]) -> Sequence[Any]:
    done, said = answered
    if done != "OK":
        raise Failed(State.UNREADABLE, f"the server refuses what is asked of the folder: “{_said(said)}”")
    return said


def _literals(parts: Sequence[Any]) -> Iterator[tuple[int, bytes]]:
    """The number of each mail and the bytes given of it; the number may stand before them or behind."""
    for at, part in enumerate(parts):
        if isinstance(part, tuple):
            behind = parts[at + 1] if at + 1 < len(parts) and isinstance(parts[at + 1], bytes) else b""
            uid = _UID.search(part[0] + b" " + behind)
            if uid is not None:
                yield int(uid[1]), part[1]


def _said(parts: Sequence[Any]) -> str:
    """The first thing in an answer, as one short line."""
    first = next((part for part in parts if isinstance(part, str | bytes)), "")
    text = first.decode("utf-8", "replace") if isinstance(first, bytes) else first
    return _CONTROL.sub(" ", text)[:200]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _in_utf7(folder: str) -> str:
    """A folder's name as IMAP writes it: what is not ASCII in a base64 of its own."""
    return _NOT_ASCII.sub(lambda found: "&-" if found[0] == "&" else f"&{_base64(found[0])}-", folder)


def _base64(text: str) -> str:
    return binascii.b2a_base64(text.encode("utf-16-be"), newline=False).decode().rstrip("=").replace("/", ",")
