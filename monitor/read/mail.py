"""One mail (RFC 822 and its successors): its head, the text that a person would read, and what is attached. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message

from monitor.model import Media
from monitor.read.mail_header import Head, head
from monitor.read.markup import text_of
from monitor.text.charset import decode
from monitor.text.normalise import clean

MOST_PARTS = 100
"""Parts that may hold others: the library descends into each, however deep they are nested."""
_HOLDS_PARTS = re.compile(rb"(?:multipart|message)/", re.IGNORECASE)
_SHOWN = frozenset({"image", "video", "audio"})
_NOT_TOLD = re.compile(r"signature|pgp-|calendar")
_SIGNATURE = "-- "
_SECTION = "/;SECTION="


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as a person reads it."""

    head: Head
    text: str
    attached: tuple[Media, ...]
    is_cut: bool  #: it ends before its own end


def mail(body: bytes, url: str) -> Mail | None:
    """The mail that these bytes are; `url`: its own address, by which its parts are named. None: they are no mail."""
    if len(_HOLDS_PARTS.findall(body)) > MOST_PARTS:
        return None
    message = message_from_bytes(body, policy=policy.compat32)
    first = head(message)
    if not first.stands:
        return None
    parts = tuple(message.walk())
    is_cut = any(isinstance(defect, CloseBoundaryNotFoundDefect) for part in parts for defect in part.defects)
    return Mail(first, clean(_text(message)), tuple(_attached(message, url)), is_cut)


def attachment(body: bytes, url: str, address: str) -> bytes | None:
    """What these bytes hold under an address, where they are the mail whose own address is `url`."""
    before, _, wanted = address.partition(_SECTION)
    if before != url or len(_HOLDS_PARTS.findall(body)) > MOST_PARTS:
        return None
    message = message_from_bytes(body, policy=policy.compat32)
    found = (part.get_payload(decode=True) for number, part in _sections(message, "", is_top=True) if number == wanted)
    payload = next(found, None)
    return payload if isinstance(payload, bytes) else None


def _text(part: Message) -> str:
    """The text of a part: of alternatives the plain one, else the last; of others all, one under the other."""
    inner = _inside(part)
    kind = part.get_content_type()
    if _is_attached(part):
        return ""
    if kind == "multipart/alternative":
        plain = [each for each in inner if each.get_content_type() == "text/plain"]
        return next((text for each in (*plain, *reversed(inner)) if (text := _text(each)).strip()), "")
    if inner:
        return "\n\n".join(text for each in inner if (text := _text(each)).strip())
    if kind == "text/html":
        return text_of(_decoded(part))
    says_so = kind == "text/plain" or part.get_content_maintype() == "multipart"  # of parts that are not there
    return _unfolded(part, _decoded(part)) if says_so else ""


def _inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return decode(payload, str(part.get("Content-Type", ""))) if isinstance(payload, bytes) else ""


def _unfolded(part: Message, text: str) -> str:
    """Plain text, its lines joined where it says that they were folded (`format=flowed`, RFC 3676)."""
    said = str(part.get("Content-Type", "")).lower()
    if "flowed" not in said:
        return text
    joint = "" if re.search(r"delsp\s*=\s*\"?yes", said) else " "
    lines: list[str] = []
    is_open = False
    for line in text.splitlines():
        line = line.removeprefix(" ")
        shown = line.rstrip(" ") + joint if line.endswith(" ") and line != _SIGNATURE else line
        lines[-1:] = [lines[-1] + shown] if is_open else [*lines[-1:], shown]
        is_open = shown is not line
    return "\n".join(lines)


def _attached(message: Message, url: str) -> Iterator[Media]:
    """What is attached: pictures that belong to the layout, and signatures, are not."""
    for section, part in _sections(message, "", is_top=True):
        kind = part.get_content_maintype()
        is_file = kind == "application" and not _NOT_TOLD.search(part.get_content_subtype())
        if is_file or (_is_attached(part) and not _NOT_TOLD.search(part.get_content_type())):
            yield Media(f"{url}{_SECTION}{section}", kind if kind in _SHOWN else "file")


def _sections(part: Message, prefix: str, *, is_top: bool = False) -> Iterator[tuple[str, Message]]:
    """The parts that hold no others, each under its number in IMAP."""
    inner: Iterable[Message] = _inside(part)
    if not part.is_multipart():
        yield (f"{prefix}.1" if prefix else "1") if is_top else prefix, part
    elif part.get_content_maintype() == "message":
        for each in inner:
            yield from _sections(each, prefix or "1", is_top=True)
    else:
        for number, each in enumerate(inner, 1):
            yield from _sections(each, f"{prefix}.{number}".lstrip("."))
