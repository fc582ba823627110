import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page, sync_playwright

from monitor.web.app import make_app
from monitor.web.site import Site
from newsroom import Newsroom, graph, newsroom
from servers import free_port

pytestmark = pytest.mark.service
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
KHMER = "ជប៉ុនផ្តល់ជំនួយឥតសំណងដល់កម្ពុជា ចំនួន ២០ លានដុល្លារ។ ក្រសួងទន្លេ (ប្រឌិត) ប្រកាស។"
JAPANESE = "日本はカンボジアに20億円の無償資金協力を行う。架空の役所が発表した。"
ENGLISH = "Japan and Cambodia resume direct flights, an invented office announces. " + "A-very-long-word" * 30
SCREENS = {
    "day": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "night": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}, "color_scheme": "light", "has_touch": True, "is_mobile": True},
}
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextmanager
def served(room: Newsroom) -> Iterator[str]:
    """The page on a real port."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(make_app(Site(room.works, room.live)), port=port, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)  # the server says so when it listens
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(name="room", scope="module")
def a_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A newsroom with a statement in each of three languages, one edited."""
    with newsroom(tmp_path_factory.mktemp("room"), SOURCE) as room:
        then = room.clock.now() - timedelta(hours=1)
        posts = [(1, then, ENGLISH), (2, then, KHMER), (3, then, JAPANESE)]
        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.let(timedelta(minutes=10), steps=2)
        posts[2] = (3, then, JAPANESE.replace("20億円", "25億円"))
        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.let(timedelta(minutes=10), steps=2)
        yield room


@pytest.fixture(name="address", scope="module")
def an_address(room: Newsroom) -> Iterator[str]:
    """Where its page is."""
    with served(room) as address:
        yield address


@pytest.fixture(name="page", params=list(SCREENS))
def a_page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """A headless Chromium by day, by night, and on a phone; what it complains of fails the test."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        page = chromium.new_context(**SCREENS[request.param]).new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        chromium.close()
        assert complaints == []


def fits(page: Page) -> bool:
    """Whether nothing sticks out to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_every_page_fits_its_screen(page: Page, address: str, room: Newsroom, tmp_path: Path) -> None:
    """By day, by night and on a phone no page is wider than the screen, whatever an office writes."""
    statements = [f"/{there}/{told['statement']}" for told in room.desk for there in ("statements", "review")]
    for path in ("/", "/statements", "/sources", "/sources/office", "/alerts", "/review", "/paste", *statements):
        page.goto(address + path)
        page.screenshot(path=tmp_path / "seen.png", full_page=True)
        assert fits(page), path


def test_the_log_answers_without_a_new_page(page: Page, address: str) -> None:
    """A search replaces the list in place, the address can be sent to a colleague, and going back works."""
    page.goto(f"{address}/statements")
    assert page.locator("article.card").count() == 3
    page.fill("input[name=q]", "無償")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    assert page.locator("article.card").count() == 1
    page.goto(page.url)
    assert page.locator("article.card").count() == 1


def test_a_statement_is_pasted_from_a_phone(page: Page, address: str, room: Newsroom) -> None:
    """The form is filled and sent with thumbs: the fields are tall enough and the answer says where it is kept."""
    page.goto(f"{address}/paste")
    for field in ("input[name=url]", "textarea[name=text]", "button"):
        assert page.locator(field).last.bounding_box()["height"] >= 40, field
    page.fill("input[name=url]", f"https://www.facebook.com/1001/posts/{page.viewport_size['width']}/")
    page.fill("textarea[name=text]", KHMER + str(page.viewport_size["width"]))
    page.click("text=Keep it")
    page.wait_for_selector("[role=status]")
    page.click("text=see it in the log")
    assert "ជំនួយ" in page.content()


def test_a_decision_is_made_by_keyboard_alone(page: Page, address: str, room: Newsroom) -> None:
    """Enter in a field decides nothing by accident; Tab leads to each answer, and Enter there gives it."""
    page.goto(f"{address}/review/{room.desk[0]['id']}?as=")
    page.focus("input[name=by]")
    page.keyboard.type("Sok")
    page.keyboard.press("Enter")
    assert page.locator("[role=status]").count() == 0
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "only a courtesy":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    assert "is irrelevant" in page.inner_text("[role=status]")
