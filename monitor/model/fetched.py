"""What is asked of a server, and what it answered."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from monitor.model.entries import Headline
from monitor.model.kinds import Purpose, State


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "has it changed?" with; saved only with a committed good reading."""

    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None  #: of the decoded body, for servers that give neither


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a server. `secret_query` is added on the wire only: never in a capture, log or database."""

    url: str
    purpose: Purpose = Purpose.LIST
    key: str | None = None  #: for `item`: the key of the headline or statement whose address this is
    headers: tuple[tuple[str, str], ...] = ()
    secret_query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    follows_redirects: bool = True
    told: "Headline | None" = field(default=None, repr=False, compare=False)  #: for `item`: what we know of it so far
    asks_whole: bool = False  #: never "has it changed?": what must follow does not stand in it
    rendered: bool = False  #: a browser shows the page; the capture is what it shows then
    login: tuple[str, str] | None = field(default=None, repr=False)  #: user and password of a mailbox: as secret


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes and headers that one request brought, or the state in which it failed (then `body` may be cut)."""

    source: str
    request: Request
    url: str  #: where the answer came from, after redirects
    captured_at: datetime
    status: int = 0  #: 0: no answer
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""  #: decoded (after Content-Encoding): what the reader reads
    failure: State | None = None  #: timeout, offline, refused-address, too-large, robots, rate-limited, incomplete …
    why: str = ""  #: one line for people when it failed
    retry_after: datetime | None = None  #: the host asked for silence until then
    same_as_before: bool = False  #: 304, or a body equal to the last good one

    @property
    def unchanged(self) -> bool:
        """Nothing new at this address since the last good reading of it."""
        return self.same_as_before and self.failure is None

    @property
    def sha256(self) -> str:
        """Of `body`, in hex: the name under which evidence is quoted."""
        return sha256(self.body).hexdigest()

    def header(self, name: str) -> str | None:
        """The last value of a response header, whatever its case."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return values[-1] if values else None

    @property
    def media_type(self) -> str:
        """The Content-Type without parameters, in lower case; empty when the server gave none."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def validators(self) -> Validators:
        """What to ask with next time."""
        return Validators(self.header("etag"), self.header("last-modified"), self.sha256)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a capture stands in the archive."""

    sha256: str
    url: str
    captured_at: datetime
    status: int
    media_type: str
    size: int
    file: str  #: relative to the data folder
    offset: int
    withheld_at: datetime | None = None  #: its body was blanked then; its hash stays
