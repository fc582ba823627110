"""Mails of the hostile corpus as a browser shows them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from hostile import PLAIN, messages
from monitor.alert.mail import html

pytestmark = pytest.mark.service
ADDRESS = "http://mail.newsroom.test/"
_SHOWN = ("new", "edited", "unread", "notice", "digest/0")


@pytest.fixture(name="page", scope="module")
def a_page() -> Iterator[Page]:
    """A phone that runs scripts and loads whatever a page asks for."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 740})
        yield page
        browser.close()


def test_nothing_runs_and_nothing_is_loaded(page: Page) -> None:
    """No script runs, nothing is asked of the net, nothing leaves its place, and the words can be read on a phone."""
    asked: list[str] = []
    shown: dict[str, str] = {}
    dialogs: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=shown.get("page", ""), content_type="text/html; charset=utf-8")

    page.route("**/*", answer)
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    count = 0
    for name, message in messages():
        if not name.endswith(_SHOWN):
            continue
        shown["page"] = html(message)
        page.goto(ADDRESS)
        count += 1
        assert page.evaluate("document.scripts.length + document.images.length + frames.length") == 0, name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert page.evaluate("[...document.links].every(a => a.href.startsWith('https://rivers.test/'))"), name
        words = page.inner_text("body").replace("\u200b", "")
        assert PLAIN in words, name
        assert all(item.alert in words for item in message.items), name
        assert page.evaluate("getComputedStyle(document.querySelector('.alert')).display") == "block", name
    assert count > 80
    assert set(asked) == {ADDRESS}
    assert not dialogs
