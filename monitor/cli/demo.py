"""`monitor demo`: the story of 22 August 2020, on local stand-ins."""

import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console

from monitor import logs
from monitor.cli import frame
from monitor.cli.page import served
from monitor.config.live import Live
from monitor.demo.play import LABEL, SECONDS, play
from monitor.poll import Works
from monitor.web.app import make_app
from monitor.web.site import Site

FAST = 15.0

app = frame.new_app()


@app.command(epilog=frame.example("monitor demo", "monitor demo --fast --no-web"))
def demo(
    ctx: typer.Context,
    fast: Annotated[bool, typer.Option("--fast", help="In a quarter of a minute.")] = False,
    no_web: Annotated[bool, typer.Option("--no-web", help="Without the web page.")] = False,
) -> int:
    """Play the story of 22 August 2020 in about a minute: offline, on stand-ins for both Facebook pages.

    Every message says DEMO; none of your files, channels or databases is touched.
    Exit status 0 when the desk got exactly the alerts that the story calls for.
    """
    logs.set_up("debug" if ctx.obj.debug else "critical")
    right = play(Console(), seconds=FAST if fast else SECONDS, serve=None if no_web else _page)
    return 0 if right else 1


@contextmanager
def _page(works: Works, live: Live) -> Iterator[str]:
    """The web page over the demo's own log, on a free port, in a browser where there is one."""
    with served(make_app(Site(works, live, label=LABEL)), "127.0.0.1", 0) as address:
        webbrowser.open(address)
        yield address
