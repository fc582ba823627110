"""Pages that scripts make, as Chromium shows them: through the one door, within bounds, and with no other way out."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clock import MovedClock
from monitor.archive.record import packed
from monitor.config.dated import dated_warnings
from monitor.fetch.browser import RENDERED, Bounds, Browser
from monitor.fetch.door import HttpDoor
from monitor.fetch.transport import RequestsTransport
from monitor.model import Capture, Request, Source, State
from monitor.read import READERS
from newsroom import newsroom
from servers import Site

LISTING = READERS["listing"]
BOUNDS = Bounds()
SHELL = (
    "<!DOCTYPE html><html><head><title>News</title></head><body><ul id='news'></ul><script>{}</script></body></html>"
)
ROWS = """
fetch('/list.json').then(answer => answer.json()).then(rows => {
  for (const row of rows) {
    const item = document.createElement('li');
    item.innerHTML = `<a href="${row.url}">${row.title}</a> <span class="date">${row.date}</span>`;
    document.getElementById('news').append(item);
  }
});
"""


def source(site: Site, obeys_robots: bool = False) -> Source:
    """A list that scripts make."""
    options = LISTING.options(url=f"{site.address}/news", render="chromium")
    one = Source("rivers", "Ministry of Rivers", "listing", options, None, allow_private=(site.host,))
    return replace(one, gap=timedelta(0), obeys_robots=obeys_robots)


def shown(
    site: Site,
    bounds: Bounds = BOUNDS,
    *,
    chromium: str = "chromium",
    path: str = "/news",
    obeys_robots: bool = False,
) -> Capture:
    """What is shown at a path of a site."""
    browser = Browser(chromium, bounds)
    with closing(HttpDoor(RequestsTransport(), MovedClock(), contact=None, browser=browser)) as door:
        return door.fetch(Request(f"{site.address}{path}", rendered=True), source(site, obeys_robots))


def chromiums() -> list[str]:
    """The processes of a browser of ours that still run."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return [line for line in lines if "MAP * ~NOTFOUND" in line]


@contextmanager
def forbidden() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine that nobody may reach, by TCP or UDP; who does is noted."""
    reached: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        port = tcp.getsockname()[1]
        udp.bind(("127.0.0.1", port))
        for each in (tcp, udp):
            each.settimeout(0.1)
        stopped = threading.Event()

        def watch() -> None:
            while not stopped.is_set():
                for name, ask in (("tcp", tcp.accept), ("udp", lambda: udp.recvfrom(100))):
                    try:
                        ask()
                        reached.append(name)
                    except OSError:
                        continue

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield port, reached
        finally:
            stopped.set()
            thread.join()


# ---------------------------------------------------------------- without a browser


def test_without_a_browser_the_state_says_what_is_missing() -> None:
    """Where no Chromium is installed nothing is asked, and the operator reads how to mend it."""
    with Site() as site:
        capture = shown(site, chromium="no-such-browser")
        assert capture.failure is State.NEEDS_BROWSER
        assert "no-such-browser is not installed" in capture.why
        assert "pip install" in capture.why
        assert site.asked == []


def test_config_check_warns_of_a_browser_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A source with `render` is warned of where the machine has no Chromium; one without it is not."""
    with Site() as site:
        monkeypatch.setenv("PATH", "/nowhere")
        (line,) = dated_warnings([source(site)], MovedClock().now().date())
        assert line.startswith('source "rivers": it needs a browser')
        options = LISTING.options(url="https://rivers.example/news")
        plain = Source("rivers", "Ministry of Rivers", "listing", options, None)
        assert dated_warnings([plain], MovedClock().now().date()) == ()


# ---------------------------------------------------------------- with Chromium


SOURCE = """\
  - {id: rivers, name: Ministry of Rivers (invented), kind: listing, url: "{site}/news", render: chromium, side: JP,
     about: [KH], item: "#news > li", link: a, date: .date, gap: 0s, allow_private: true, every: 15m}
"""
TEXT = "Japan and Cambodia resume direct flights from {} {}, the Ministry of Rivers (invented) announces."
POST = "document.getElementById('news').outerHTML = `<article><h1>{0}</h1><p>{1}</p></article>`"


def put(site: Site, month: str, *numbers: int) -> None:
    """The list's rows, and the posts' pages: all of it made by scripts."""
    rows = [{"url": f"/{n}", "title": f"Notice {n} on flights", "date": f"{n} March 2026"} for n in numbers]
    site.put("/list.json", json.dumps(rows), "application/json")
    for n in numbers:
        site.put(f"/{n}", SHELL.format(POST.format(f"Notice {n} on flights", TEXT.format(n, month))))


@pytest.mark.service
def test_a_list_made_by_scripts_is_told_like_any_other(tmp_path: Path) -> None:
    """What a script shows anew is told as new, and what it shows otherwise as edited; the reader sees plain HTML."""
    with newsroom(tmp_path, SOURCE) as room:
        room.site.put("/news", SHELL.format(ROWS))
        put(room.site, "April", 1)
        room.let(timedelta(minutes=1))
        put(room.site, "April", 2, 1)
        room.let(timedelta(minutes=20))
        assert [told["change"] for told in room.desk] == ["new", "new"]
        put(room.site, "May", 2)
        room.let(timedelta(minutes=70))
        assert [told["change"] for told in room.desk[2:]] == ["edited"]
        assert room.ops == []
    assert chromiums() == []


@pytest.mark.service
def test_the_capture_says_that_a_browser_made_it() -> None:
    """The body is what the page shows; neither the server's charset nor its validators are claimed for it."""
    with Site() as site:
        site.put(
            "/news", SHELL.format("document.title = 'Rivières'").encode("latin-1"), "text/html; charset=iso-8859-1"
        )
        site.put("/old", b"", status=302)
        site.pages["/old"].headers = {"Location": "/news"}
        capture = shown(site, path="/old")
        assert capture.failure is None
        assert "<title>Rivières</title>" in capture.body.decode()
        assert (capture.header(RENDERED) or "").startswith("Chromium ")
        assert capture.header("content-type") == "text/html; charset=utf-8"
        assert capture.header("etag") is None
        assert capture.url == f"{site.address}/news"
        assert b"Monitor-Rendered-By: Chromium " in gzip.decompress(packed(capture))


@pytest.mark.service
def test_no_page_finds_another_way_out() -> None:
    """Whatever a page tries (a fetch, a frame, a socket, WebRTC, a worker, a form), it reaches no forbidden port."""
    tries = """
    const at = '127.0.0.1:%d', local = 'localhost:%d';
    fetch(`http://${at}/fetch`, {mode: 'no-cors'}).catch(() => 0);
    fetch('/away', {mode: 'no-cors'}).catch(() => 0);
    fetch(`http://${local}/post`, {method: 'POST', mode: 'no-cors', body: 'x'}).catch(() => 0);
    navigator.sendBeacon(`http://${at}/beacon`, 'x');
    new Image().src = `http://${at}/image`;
    new EventSource(`http://${at}/events`);
    try { new WebSocket(`ws://${at}/socket`); } catch (error) {}
    try { new WebSocket(`ws://${local}/socket`); } catch (error) {}
    try {
      const peer = new RTCPeerConnection({iceServers: [{urls: `stun:${at}`}]});
      peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));
    } catch (error) {}
    const code = `fetch('http://${at}/worker', {mode: 'no-cors'}); new WebSocket('ws://${at}/worker');`;
    new Worker(URL.createObjectURL(new Blob([code])));
    const frame = document.createElement('iframe'); frame.src = `http://${at}/frame`; document.body.append(frame);
    for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'prerender', 'stylesheet']) {
      const link = document.createElement('link'); link.rel = rel; link.href = `http://${local}/${rel}`;
      document.head.append(link);
    }
    window.open(`http://${at}/window`);
    document.body.append('tried');
    """
    with Site() as site, forbidden() as (port, reached):
        site.put("/news", SHELL.format(tries % (port, port)))
        site.put("/away", b"", status=302)
        site.pages["/away"].headers = {"Location": f"http://127.0.0.1:{port}/away"}
        capture = shown(site)
        assert b"tried" in capture.body
        assert reached == []
        assert "/away" in site.asked


@pytest.mark.service
@pytest.mark.parametrize("script", ["while (true) {}", "for (;;) document.body.append('x'.repeat(1e7))", "alert('x')"])
def test_a_page_that_never_ends_is_ended(script: str) -> None:
    """A script without end, or one that eats the memory, costs its time and no more; no process is left."""
    with Site() as site:
        site.put("/news", SHELL.format(script))
        capture = shown(site, Bounds(seconds=6))
        ends = script.startswith("alert")
        assert (capture.failure is None) is ends
        assert capture.failure in (None, State.TIMEOUT, State.UNREADABLE)
    assert chromiums() == []


@pytest.mark.service
def test_a_stop_waits_for_no_page() -> None:
    """When the monitor stops, the page that is being shown is ended at once."""
    with Site() as site, ThreadPoolExecutor(1) as pool:
        site.put("/news", SHELL.format("fetch('/list.json').then(() => { while (true) {} })"))
        door = HttpDoor(RequestsTransport(), MovedClock(), contact=None)
        showing = pool.submit(door.fetch, Request(f"{site.address}/news", rendered=True), source(site))
        while "/list.json" not in site.asked:
            time.sleep(0.02)
        started = time.monotonic()
        door.close()
        assert showing.result(10).failure is State.TIMEOUT
        assert time.monotonic() - started < 5
    assert chromiums() == []


@pytest.mark.service
def test_what_the_page_could_not_load_makes_it_incomplete() -> None:
    """A list whose own part fails may show less than there is: nothing of it is believed."""
    with Site() as site:
        site.put("/news", SHELL.format(ROWS))
        site.put("/list.json", "broken", status=503)
        assert shown(site).failure is State.OFFLINE
        many = "for (let n = 0; n < 9; n++) fetch('/list.json?' + n)"
        site.put("/news", SHELL.format(many))
        site.put("/list.json", "[]", "application/json")
        site.asked.clear()
        capture = shown(site, Bounds(requests=5))
        assert capture.failure is State.INCOMPLETE
        assert len(site.asked) == 6


@pytest.mark.service
def test_robots_txt_holds_for_what_a_page_loads() -> None:
    """What robots.txt forbids is not asked for by a browser either, and the state says so."""
    with Site() as site:
        site.put("/news", SHELL.format(ROWS))
        site.put("/list.json", "[]", "application/json")
        site.put("/robots.txt", "User-agent: *\nDisallow: /list.json\n", "text/plain")
        assert shown(site, obeys_robots=True).failure is State.ROBOTS
        assert site.asked == ["/robots.txt", "/news"]


@pytest.mark.service
def test_no_cookie_outlives_a_page() -> None:
    """What a page stores is gone with its browser: the next poll comes as a stranger."""
    keep = "document.title = document.cookie + localStorage.getItem('seen'); document.cookie = 'seen=1;max-age=99';"
    with Site() as site:
        site.put("/news", SHELL.format(keep + "localStorage.setItem('seen', 1)"))
        site.pages["/news"].headers = {"Set-Cookie": "id=77"}
        for _ in range(2):
            assert b"<title>null</title>" in shown(site).body
