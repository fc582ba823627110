"""The process that shows one page in Chromium, and ends. Started by `browser.py`, and by nothing else.

It has no way to the net: what the page asks for is written to standard output, a line each, and the answer is read from
standard input. Chromium itself can find no host and has a proxy that nobody serves, so that whatever is not asked in
this way (WebRTC, a worker of its own, a redirect) comes to nothing.
"""

import base64
import json
import os
import sys
import threading
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, sync_playwright

FLAGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--disable-gpu",
    "--renderer-process-limit=2",
    "--js-flags=--max-old-space-size=256",
)
NO_PROXY = "http://127.0.0.1:9"
KINDS = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
"""What is fetched for a page; pictures, films and letters say nothing in its text."""
_PASSED_ON = frozenset({"accept", "origin", "referer", "x-requested-with"})
_NOT_PASSED_BACK = frozenset({"set-cookie", "content-length", "content-encoding", "transfer-encoding", "connection"})
_WITHOUT = "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) delete window[name];"
_TEXT = "() => document.body ? document.body.innerText : ''"
_REST, _LOOKS, _BETWEEN = 8_000, 4, 1_000
"""Milliseconds in which the page is to ask for nothing more; then so many looks, with a pause between, whether it still
changes."""


def main() -> None:
    """Take the order, show the page, give what it shows."""
    order = json.loads(sys.stdin.readline())
    alarm = threading.Timer(order["seconds"] + 5, os._exit, [1])  # should nobody be left to end us
    alarm.daemon = True
    alarm.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=order["chromium"],
                args=FLAGS,
                proxy={"server": NO_PROXY},
                chromium_sandbox=order["sandbox"],
                timeout=order["seconds"] * 1000,
            )
            _say(started=True)
            _say(**_shown(browser, order))
    except Error as error:
        _say(error=error.message.splitlines()[0][:200])


def _shown(browser: Browser, order: dict[str, Any]) -> dict[str, Any]:
    context = browser.new_context(
        user_agent=order["agent"], locale=order["locale"], accept_downloads=False, service_workers="block"
    )
    context.set_default_timeout(order["seconds"] * 1000)
    context.add_init_script(_WITHOUT)
    context.route("**/*", _routed)
    context.route_web_socket("**/*", lambda socket: socket.close())
    page = context.new_page()
    _alone(context, page)
    page.goto(order["url"], wait_until="load")
    return {"at_rest": _comes_to_rest(page), "html": page.content(), "url": page.url, "version": browser.version}


def _alone(context: BrowserContext, page: Page) -> None:
    """Windows that the page opens are closed."""
    context.on("page", lambda other: other.close() if other is not page else None)


def _comes_to_rest(page: Page) -> bool:
    """Whether the page asks for nothing more, or at least shows the same for a while."""
    try:
        page.wait_for_load_state("networkidle", timeout=_REST)
    except Error:
        seen = page.evaluate(_TEXT)
        for _ in range(_LOOKS):
            page.wait_for_timeout(_BETWEEN)
            before, seen = seen, page.evaluate(_TEXT)
            if before == seen:
                return True
        return False
    return True


def _routed(route: Route) -> None:
    """One thing that the page asks for: only what can be got without telling anything, by the one door out."""
    request = route.request
    if request.method != "GET" or request.resource_type not in KINDS:
        route.abort("blockedbyclient")
        return
    headers = {name: value for name, value in request.headers.items() if name in _PASSED_ON}
    _say(ask=request.url, kind=request.resource_type, headers=headers)
    answer = json.loads(sys.stdin.readline())
    if "status" not in answer:
        route.abort("failed")
        return
    headers = {name: value for name, value in answer["headers"] if name.lower() not in _NOT_PASSED_BACK}
    route.fulfill(status=answer["status"], headers=headers, body=base64.b64decode(answer["body"]))


def _say(**said: Any) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
