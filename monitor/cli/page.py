"""The web page, served by uvicorn in a thread of its own."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from monitor.errors import UsageError

STOP_WITHIN = 3


@contextmanager
def served(app: FastAPI, host: str, port: int) -> Iterator[str]:
    """Serve the page while the block runs; gives its address. Raises UsageError where nobody may listen there."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # it tells a taken port in its own words
    settings = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=STOP_WITHIN,
    )
    try:
        socket = settings.bind_socket()
    except SystemExit as error:
        raise UsageError(f"cannot listen on {host}, port {port}", "choose another with --host or --port") from error
    with socket:
        server = uvicorn.Server(settings)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, name="page", daemon=True)
        thread.start()
        try:
            name = f"[{host}]" if ":" in host else host
            yield f"http://{name}:{socket.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join(STOP_WITHIN + 2)
