"""What passes between the door and its transport: one question to one server, and what came of it."""

from dataclasses import dataclass, field
from datetime import datetime

from monitor.model import State


@dataclass(frozen=True, slots=True)
class Question:
    """One hop: an address to ask, secrets included (so it is never logged), and what the operator allows for it."""

    url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    open_to: tuple[str, ...] = ()  #: `host:port` that may be a private address
    proxy: str | None = field(default=None, repr=False)
    login: tuple[str, str] | None = field(default=None, repr=False)  #: user and password, of a mailbox


@dataclass(frozen=True, slots=True)
class Answer:
    """What one hop brought, or the state in which it failed; then `body` may be cut."""

    status: int = 0  #: 0: no answer
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""  #: decoded; never read for a redirect
    failure: State | None = None
    why: str = ""
    retry_after: datetime | None = None
    seconds: float = 0.0  #: that it took on the wire

    def header(self, name: str) -> str:
        """The first value of a header, whatever its case; empty when there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")


class Failed(Exception):
    """Why a hop came to nothing. Not an OSError, so that no library takes it for something to try again."""

    def __init__(self, state: State, why: str) -> None:
        super().__init__(why)
        self.state = state
        self.why = why
