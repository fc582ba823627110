"""What a poll may show, what may happen to a statement, how urgent it is; and the names that things get."""

from enum import StrEnum
from hashlib import sha256

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no 0/o, 1/l/i, u: IDs are read aloud and typed


class State(StrEnum):
    """What a poll, or one capture of it, showed. Only `ok` may let anything be missing."""

    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"
    LOGIN_WALL = "login-wall"
    CAPTCHA = "captcha"
    LAYOUT_CHANGED = "layout-changed"
    NEEDS_TOKEN = "needs-token"  # noqa: S105 - a state's name
    TOKEN_DEAD = "token-dead"  # noqa: S105 - a state's name
    NO_PERMISSION = "no-permission"
    RATE_LIMITED = "rate-limited"
    BLOCKED = "blocked"
    PAGE_GONE = "page-gone"
    NEEDS_BROWSER = "needs-browser"
    IMAGE_ONLY = "image-only"
    TOO_LARGE = "too-large"
    TIMEOUT = "timeout"
    REFUSED_ADDRESS = "refused-address"
    ROBOTS = "robots"
    OFFLINE = "offline"


READABLE = frozenset({State.OK, State.UNCHANGED, State.EMPTY, State.INCOMPLETE})
"""States in which the source could be read at least in part: no failure is counted."""


class ChangeKind(StrEnum):
    """What happened to a statement."""

    NEW = "new"
    EDITED = "edited"
    DELETED = "deleted"
    RESTORED = "restored"
    REPLACED = "replaced"


class Level(StrEnum):
    """How urgent a finding is to the desk."""

    URGENT = "urgent"
    ROUTINE = "routine"


class Purpose(StrEnum):
    """Why a request is made; it decides how its answer is merged into the reading."""

    LIST = "list"  #: the source's first address: what it lists now
    PAGE = "page"  #: a further page of the list
    ITEM = "item"  #: one entry's own address: its text, and whether it is still public
    PAPER = "paper"  #: a file or picture that an entry carries: it may hold its text
    NOWHERE = "nowhere"  #: an address at which nothing can stand: how the site says that


def short_id(*parts: str, length: int = 10) -> str:
    """A short stable name from what identifies a thing: the first digits, base 30, of a SHA-256."""
    number = int.from_bytes(sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:16], "big")
    digits = []
    for _ in range(length):
        number, rest = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[rest])
    return "".join(digits)


def statement_id(source: str, key: str) -> str:
    """The ID of a statement, from what identifies it when it is first seen; it is kept when the source is renamed."""
    return short_id("statement", source, key)
