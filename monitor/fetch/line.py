"""How one hop reaches its server: the name looked up in time, every address checked, one of them connected to.

The check stands between the look-up and the connection, so that what is checked is what is connected to: a name
that answers differently the next time (DNS rebinding) gains nothing.
"""

import socket
import threading
import time
from collections.abc import Callable, Collection, Sequence
from queue import Empty, SimpleQueue

from monitor.fetch.answer import Failed
from monitor.fetch.guard import allowed, place
from monitor.fetch.limits import Watch
from monitor.model import State

Resolver = Callable[[str, int], Sequence[str]]
"""The IP addresses of a host, in the order in which to try them; raises OSError when it has none."""


def system_resolver(host: str, port: int) -> Sequence[str]:
    """What the machine's own resolver says."""
    return tuple(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


class Names:
    """Look-ups that can be given up: each in a thread of its own, so many at once and no more."""

    def __init__(self, resolver: Resolver, at_once: int = 16) -> None:
        self._resolver = resolver
        self._free = threading.BoundedSemaphore(at_once)

    def addresses(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """The addresses of a host. Raises Failed."""
        late = Failed(State.TIMEOUT, f"no answer to the question where {host} is")
        until = time.monotonic() + seconds
        if not self._free.acquire(timeout=seconds):
            raise late
        told: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()
        threading.Thread(target=self._ask, args=(host, port, told), daemon=True).start()
        try:
            answer = told.get(timeout=max(until - time.monotonic(), 0))
        except Empty:
            raise late from None
        if isinstance(answer, Exception) or not answer:
            raise Failed(State.OFFLINE, f"no address is known for the name {host}")
        return answer

    def _ask(self, host: str, port: int, told: "SimpleQueue[Sequence[str] | Exception]") -> None:
        try:
            told.put(self._resolver(host, port))
        except (OSError, UnicodeError) as error:
            told.put(error)
        finally:
            self._free.release()


class Line:
    """The way to a server for one hop. `is_trusted`: it leads to the operator's own proxy, which is not checked."""

    def __init__(self, names: Names, watch: Watch, open_to: Collection[str], *, is_trusted: bool = False) -> None:
        self._names, self._watch, self._open_to, self._is_trusted = names, watch, open_to, is_trusted

    def dial(self, host: str, port: int) -> socket.socket:
        """A connection to an address of the host that was checked. Raises Failed."""
        addresses = self._names.addresses(host, port, self._watch.left())
        if not self._is_trusted and place(host, port) not in self._open_to:
            for address in addresses:
                if not allowed(address):
                    raise Failed(State.REFUSED_ADDRESS, f"{host} is at {address}, which is not a public address")
        return self._connected(host, addresses, port)

    def _connected(self, host: str, addresses: Sequence[str], port: int) -> socket.socket:
        failed = Failed(State.OFFLINE, f"{host} cannot be reached")
        for tried, address in enumerate(addresses):
            share = self._watch.left() / (len(addresses) - tried)
            try:
                connection = socket.create_connection((address, port), timeout=share)
            except TimeoutError:
                failed = Failed(State.TIMEOUT, f"{host} does not take the connection")
            except OSError as error:
                failed = Failed(State.OFFLINE, f"{host} cannot be reached: {error.strerror or 'no connection'}")
            else:
                return self._held(connection)
        raise failed

    def _held(self, connection: socket.socket) -> socket.socket:
        try:
            self._watch.hold(connection)
            connection.settimeout(self._watch.left())
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (Failed, OSError):
            connection.close()
            raise
        return connection
