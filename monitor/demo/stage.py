"""The stand-ins: one local server with both Facebook pages (Graph shape), a Telegram channel, a list and a feed."""

import json
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from monitor.demo.script import Post, Script

Answer = tuple[int, str, str]
"""Status, media type, body."""

_GONE = {
    "message": "Unsupported get request. The object does not exist in this demo, or cannot be loaded.",
    "type": "GraphMethodException",
    "code": 100,
    "error_subcode": 33,
    "fbtrace_id": "demo",
}


class Stage:
    """The server, on a free port of 127.0.0.1, showing the script as it stands by `now`. Use as a context manager."""

    def __init__(self, script: Script, now: Callable[[], datetime]) -> None:
        self._script, self._now = script, now
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True, name="stage")

    @property
    def address(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Stage":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stage = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, media_type, body = stage.answer(urlsplit(self.path).path)
                data = body.encode()
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:  # the demo's own output is the story
                return

        return Handler

    def answer(self, path: str) -> Answer:
        """What stands at a path now."""
        for pattern, show in (
            (r"/v[\d.]+/(100\d)/feed", self._graph_feed),
            (r"/v[\d.]+/(100\d)_(\d+)", self._graph_post),
            (r"/s/ministry_of_rivers", self._channel),
            (r"/ministry_of_rivers/(\d+)", self._channel_post),
            (r"/harbours/news", self._list),
            (r"/harbours/news/(\d+)", self._item),
            (r"/bridges/feed\.xml", self._feed),
        ):
            found = re.fullmatch(pattern, path)
            if found:
                return show(*found.groups())
        return 404, "text/plain", "not on this stage"

    def _standing(self, source: str) -> list[Post]:
        return self._script.standing(source, self._now())

    def _page_source(self, page: str) -> str:
        return next(str(each["id"]) for each in self._script.sources if each.get("page") == page)

    def _graph_feed(self, page: str) -> Answer:
        posts = [_graph(page, post) for post in self._standing(self._page_source(page))]
        return (
            200,
            "application/json",
            json.dumps({"data": posts, "paging": {"cursors": {"before": "a", "after": "z"}}}),
        )

    def _graph_post(self, page: str, post_id: str) -> Answer:
        for post in self._standing(self._page_source(page)):
            if str(post.id) == post_id:
                return 200, "application/json", json.dumps(_graph(page, post))
        return 400, "application/json", json.dumps({"error": _GONE})

    def _channel(self) -> Answer:
        blocks = "".join(_block(post) for post in reversed(self._standing("rivers")))
        return (
            200,
            "text/html; charset=utf-8",
            _page("Ministry of Rivers", f'<section class="tgme_channel_history js-message_history">{blocks}</section>'),
        )

    def _channel_post(self, post_id: str) -> Answer:
        for post in self._standing("rivers"):
            if str(post.id) == post_id:
                return 200, "text/html; charset=utf-8", _page("Ministry of Rivers", _block(post))
        missing = (
            '<div class="tgme_widget_message text_not_supported_wrap err_message js-widget_message">'
            '<div class="tgme_widget_message_error">Post not found</div></div>'
        )
        return 200, "text/html; charset=utf-8", _page("Telegram", missing)

    def _list(self) -> Answer:
        rows = "".join(
            f'<li><span class="date">{post.published_at:%d %B %Y}</span> '
            f'<a href="/harbours/news/{post.id}">{escape(post.title or "")}</a></li>'
            for post in self._standing("harbours")
        )
        return (
            200,
            "text/html; charset=utf-8",
            _page("News", f'<main><h1>News of the ministry</h1><ul class="news">{rows}</ul></main>'),
        )

    def _item(self, post_id: str) -> Answer:
        for post in self._standing("harbours"):
            if str(post.id) == post_id:
                title, text = escape(post.title or ""), escape(post.text)
                body = f"<article><h1>{title}</h1><p>{post.published_at:%d %B %Y}</p><p>{text}</p></article>"
                return 200, "text/html; charset=utf-8", _page(title, body)
        return 404, "text/html; charset=utf-8", _page("Not found", "<p>No such page.</p>")

    def _feed(self) -> Answer:
        items = "".join(
            f"<item><title>{escape(post.title or '')}</title><guid isPermaLink='false'>bridge-{post.id}</guid>"
            f"<link>{self.address}/bridges/{post.id}</link><description>{escape(post.text)}</description>"
            f"<pubDate>{format_datetime(_utc(post))}</pubDate></item>"
            for post in self._standing("bridges")
        )
        return (
            200,
            "application/rss+xml",
            (
                "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Office of Bridges</title>"
                f"<link>{self.address}/bridges</link><description>Invented</description>{items}</channel></rss>"
            ),
        )


def _utc(post: Post) -> datetime:
    assert isinstance(post.published_at, datetime)
    return post.published_at.astimezone(UTC)


def _graph(page: str, post: Post) -> dict[str, object]:
    return {
        "id": f"{page}_{post.id}",
        "from": {"id": page, "name": "stand-in"},
        "message": post.text,
        "created_time": f"{_utc(post):%Y-%m-%dT%H:%M:%S}+0000",
        "updated_time": f"{_utc(post):%Y-%m-%dT%H:%M:%S}+0000",
        "permalink_url": f"https://www.facebook.com/{page}/posts/{post.id}/",
        "status_type": "mobile_status_update",
    }


def _block(post: Post) -> str:
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message js-widget_message" data-post="ministry_of_rivers/{post.id}">'
        f'<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_text js-message_text">'
        f'{escape(post.text)}</div><div class="tgme_widget_message_footer"><div class="tgme_widget_message_info">'
        f'<span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" '
        f'href="https://t.me/ministry_of_rivers/{post.id}"><time datetime="{_utc(post).isoformat()}">'
        f"{_utc(post):%H:%M}</time></a></span></div></div></div></div></div>"
    )


def _page(title: str, body: str) -> str:
    head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
    return f"<!doctype html><html lang='en'>{head}<body>{body}</body></html>"
