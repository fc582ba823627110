"""Speak to systemd: ready, alive, stopping. Outside systemd every call does nothing."""

import os
import socket


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
