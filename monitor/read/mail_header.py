"""What stands at the head of a mail: who sent it, of which list, when, about what, and the key by which it is known."""

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass
from email.message import Message
from itertools import groupby
from quopri import decodestring

from monitor.model import short_id
from monitor.text.charset import decode
from monitor.text.normalise import clean

_ENCODED = re.compile(r"=\?(?P<charset>[^?*\s]+)(?:\*[^?\s]*)?\?(?P<way>[BbQq])\?(?P<text>[^?\s]*)\?=")
_BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?[^?\s]+\?[BbQq]\?)")
_FOLD = re.compile(r"\s*\r?\n\s*")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_IN_ANGLES = re.compile(r"<\s*([^<>\s]+)\s*>")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+")
_LONGEST_ID = 250


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a mail, decoded; what is missing is empty."""

    key: str
    sender: str  #: the address alone, in lower case; empty where there is more than one
    list_id: str  #: of a mailing list, in lower case
    author: str  #: the name given; the address where that gives none, or poses as another address
    title: str
    date: str

    @property
    def stands(self) -> bool:
        """Whether this can be the head of a mail at all."""
        return bool(self.author) and bool(self.date or self.title)


def head(message: Message) -> Head:
    """The head of a parsed mail."""
    raw = {name.lower(): _text(value) for name, value in reversed(list(message.raw_items()))}
    written = raw.get("from", "")
    title, date = _decoded(raw.get("subject", "")), clean(raw.get("date", ""))
    named = _IN_ANGLES.search(raw.get("message-id", ""))
    known = named is not None and len(named[1]) <= _LONGEST_ID
    name, sender = _decoded(_IN_ANGLES.sub("", written)).strip('" '), _address(written)
    return Head(
        key=clean(named[1]) if named and known else short_id("mail", written, date, title),
        sender=sender,
        list_id=_last_in_angles(raw.get("list-id", "")).lower(),
        author=name if name and "@" not in name else sender or name,
        title=title,
        date=date,
    )


def _text(value: str) -> str:
    """A raw header on one line; bytes that are not ASCII are looked at as those of any text."""
    return _FOLD.sub(" ", decode(str(value).encode("ascii", "surrogateescape")))


def _address(written: str) -> str:
    """The one address of a From line: not what its display name says, and none where there are several."""
    bare = _QUOTED.sub("", written)
    found = _IN_ANGLES.findall(bare) or [bare.strip()]
    return found[0].lower() if len(found) == 1 and _ADDRESS.fullmatch(found[0]) else ""


def _last_in_angles(written: str) -> str:
    found = _IN_ANGLES.findall(written)
    return found[-1] if found else written.strip()


def _decoded(written: str) -> str:
    """A header with its encoded words (RFC 2047) read; of several in a row the bytes are joined first.

    Mail programs cut a text between two bytes of one letter.
    """
    written = _BETWEEN.sub("", written)
    pieces, at = [], 0
    found = list(_ENCODED.finditer(written))
    for charset, row in groupby(_rows(found), key=lambda each: each[0]):
        words = [word for _, word in row]
        pieces.append(written[at : words[0].start()])
        pieces.append(decode(b"".join(map(_bytes, words)), f"charset={charset[1]}"))
        at = words[-1].end()
    return clean("".join((*pieces, written[at:])))


def _rows(found: list[re.Match[str]]) -> list[tuple[tuple[int, str], re.Match[str]]]:
    """Each encoded word with the row that it stands in: neighbours in one charset."""
    rows, row = [], 0
    for at, word in enumerate(found):
        before = found[at - 1] if at else None
        if before is None or before.end() != word.start() or before["charset"].lower() != word["charset"].lower():
            row += 1
        rows.append(((row, word["charset"]), word))
    return rows


def _bytes(word: re.Match[str]) -> bytes:
    text = word["text"].encode("ascii", "replace")
    if word["way"] in "Qq":
        return decodestring(text, header=True)
    try:
        return b64decode(text + b"==")
    except binascii.Error:
        return text
