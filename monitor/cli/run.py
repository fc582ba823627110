"""`monitor run`: the daemon."""

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from types import FrameType
from typing import Annotated

import typer

from monitor import logs
from monitor.alert.deliver import Courier
from monitor.cli import frame
from monitor.cli.files import live_of, secret_of
from monitor.cli.log import database_of
from monitor.cli.page import served
from monitor.cli.works import works_of
from monitor.daemon import Daemon
from monitor.lock import held
from monitor.times import SystemClock
from monitor.web.app import make_app
from monitor.web.gate import check_host
from monitor.web.site import Site

app = frame.new_app()


@app.command(epilog=frame.example("monitor run", "MONITOR_PASSWORD=… monitor run --host 0.0.0.0"))
def run(
    ctx: typer.Context,
    host: Annotated[
        str, typer.Option(envvar="MONITOR_HOST", metavar="ADDRESS", help="Where the web page listens.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="MONITOR_PORT", min=0, max=65535, metavar="N", help="On which port.")
    ] = 8000,
    no_web: Annotated[bool, typer.Option("--no-web", help="Without the web page.")] = False,
) -> None:
    """Run the daemon until SIGTERM or SIGINT: polls, alerts, the web page.

    It finishes what is in hand, 10 seconds at most. Edited files are taken over
    within 5 seconds. Where the page listens for other machines, a password must
    stand in the variable MONITOR_PASSWORD, or in .env beside sources.yaml.
    """
    password = secret_of(ctx.obj, "MONITOR_PASSWORD")
    if not no_web:
        check_host(host, password)
    live = live_of(ctx.obj)
    with ExitStack() as stack:
        stack.enter_context(held(database_of(ctx.obj), "monitor run", SystemClock().now()))
        works = stack.enter_context(works_of(ctx.obj, live.current))
        logs.set_up("debug" if ctx.obj.debug else "info")
        courier = stack.enter_context(closing(Courier(works.store, works.clock)))
        daemon = Daemon(live, works, courier)
        if not no_web:
            page = make_app(Site(works, live, call=daemon.call), host=host, password=password)
            address = stack.enter_context(served(page, host, port))
            typer.echo(f"The web page: {address}", err=True)
        with _signals() as stopping:
            daemon.start()
            # Where the kernel gives a signal to another thread, this one learns of it when it wakes.
            while not stopping.wait(0.5):
                pass
            daemon.stop()


@contextmanager
def _signals() -> Iterator[threading.Event]:
    """Set by the first SIGTERM or SIGINT; the second one ends the process at once."""
    stopping = threading.Event()

    def stop(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stopping.set()

    def reload(_: int, __: FrameType | None) -> None:
        logs.log().info("edited files are taken over within 5 seconds, without a signal")

    wanted = {signal.SIGTERM: stop, signal.SIGINT: stop, signal.SIGHUP: reload}
    before = {number: signal.signal(number, answer) for number, answer in wanted.items()}
    try:
        yield stopping
    finally:
        for number, answer in before.items():
            signal.signal(number, answer)
