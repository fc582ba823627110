"""A real ikiwiki, from Debian's package: a wiki compiler whose site is files, with a feed of its news in full."""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SETUP = """\
# IkiWiki::Setup::Yaml - YAML formatted setup file
wikiname: Ministry of Rivers, invented
srcdir: {folder}/written
destdir: {folder}/site
url: {address}
rss: 1
atom: 1
"""
NEWS = '[[!inline pages="page(news/*)" show="10"]]\n'
POST = '[[!meta title="{title}"]]\n[[!meta date="{at:%Y-%m-%d %H:%M:%S} +0000"]]\n{text}\n'


class RealIkiwiki:
    """A running site with posts on the water, more than its feed shows, and the folder in which its editors write."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder, self.address = folder, address
        (folder / "written" / "news").mkdir(parents=True)
        (folder / "trash").mkdir()
        (folder / "written" / "index.mdwn").write_text(NEWS)
        (folder / "wiki.setup").write_text(SETUP.format(folder=folder, address=address))

        for days in range(14, 1, -1):
            self._write(f"water-{days}", "Water stands high.", datetime.now(UTC) - timedelta(days=days))
        self._compile()

    def publish(self, name: str, text: str) -> None:
        """A post goes out."""
        self._write(name, text, datetime.now(UTC))
        self._compile()

    def edit(self, name: str, old: str, new: str) -> None:
        """An editor saves other words."""
        self._post(name).write_text(self._post(name).read_text().replace(old, new))
        self._compile()

    def trash(self, name: str) -> None:
        """An editor takes a post out of the site."""
        shutil.move(self._post(name), self._folder / "trash")
        self._compile()

    def restore(self, name: str) -> None:
        """An editor puts it back."""
        shutil.move(self._folder / "trash" / f"{name}.mdwn", self._post(name))
        self._compile()

    def _write(self, name: str, text: str, at: datetime) -> None:
        self._post(name).write_text(POST.format(title=f"On {name}", text=text, at=at))
        os.utime(self._post(name), (at.timestamp(), at.timestamp()))

    def _post(self, name: str) -> Path:
        return self._folder / "written" / "news" / f"{name}.mdwn"

    def _compile(self) -> None:
        """In another second than before: by its second a web server tells whether a file is new."""
        time.sleep(1.1)
        command = ["ikiwiki", "--setup", self._folder / "wiki.setup", "--refresh"]
        environment = {**os.environ, "HOME": str(self._folder)}
        subprocess.run(command, check=True, capture_output=True, env=environment)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@contextmanager
def real_ikiwiki() -> Iterator[RealIkiwiki]:
    """The site, while the block runs."""
    folder = Path(tempfile.mkdtemp(prefix="ikiwiki-"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder / "site"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield RealIkiwiki(folder, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        shutil.rmtree(folder)
