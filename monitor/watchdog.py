"""Whether all timed tasks go round; and what systemd is told of it. Outside systemd it is told nothing."""

import os
import socket

HUNG_AFTER = 100.0
"""Seconds by which a task may be late before no sign of life is given (systemd's watchdog waits 120)."""


class Rounds:
    """When each timed task is to have ended again, by a clock that nobody sets."""

    def __init__(self) -> None:
        self._expected: dict[str, float] = {}

    def ended(self, task: str, at: float, every: float) -> None:
        """It was done, or is begun; it comes again after so many seconds."""
        self._expected[task] = at + every

    def go_round(self, at: float) -> bool:
        """Whether none hangs."""
        return all(at - expected < HUNG_AFTER for expected in self._expected.values())


def notify(message: str) -> None:
    """Send one line of the sd_notify(3) protocol (`READY=1`, `WATCHDOG=1`, `STOPPING=1`) where a socket is given."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    # An abstract socket is written with @ and addressed with a leading NUL.
    path = "\0" + address[1:] if address.startswith("@") else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
            sock.connect(path)
            sock.sendall(message.encode())
    except OSError:
        # systemd restarts what it does not hear of; nothing better can be done from here.
        return
