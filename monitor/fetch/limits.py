"""What one fetch may cost, and the watch that ends it in time."""

import socket
import threading
import time
from dataclasses import dataclass
from types import TracebackType

from monitor.fetch.answer import Failed
from monitor.model import State


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one fetch."""

    seconds: float = 30.0  #: on the wire, redirects included
    size: int = 10_000_000  #: of the body, decoded
    redirects: int = 5


LIMITS = Limits()


class Watch:
    """Seconds on the machine's own clock; when they are over, the socket is shut from outside.

    The timeout of a socket bounds one read only: a server that drips a byte a second never meets it.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._why = f"no whole answer within {seconds:.3g} s"
        self._started = time.monotonic()
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(max(seconds, 0), self.end, [self._why])
        self._timer.daemon = True
        self._over = False

    def __enter__(self) -> "Watch":
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._socket is not None:
                self._socket.close()

    @property
    def is_over(self) -> bool:
        """The time is up; whoever is still at work has not done it."""
        return self._over or self.spent >= self._seconds

    @property
    def spent(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._started

    def left(self) -> float:
        """Seconds that remain. Raises Failed when none do."""
        if self.is_over:
            raise self.late()
        return max(self._seconds - self.spent, 0.001)

    def late(self) -> Failed:
        """What is said of a fetch that was ended."""
        return Failed(State.TIMEOUT, self._why)

    def hold(self, connection: socket.socket) -> None:
        """Shut this connection when the time is over. A copy is held: TLS takes the first one over."""
        with self._lock:
            if self._over:
                raise self.late()
            self._socket = connection.dup()

    def end(self, why: str) -> None:
        """The time is over: whoever reads from the socket reads its end."""
        with self._lock:
            self._over, self._why = True, why
            if self._socket is not None:
                try:
                    self._socket.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # it is closed already
