"""A stand-in for a WordPress site: its REST interface with the codes that it answers, its feed and its pages."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

MOST_AT_ONCE = 100
JSON, HTML = "application/json; charset=UTF-8", "text/html; charset=UTF-8"
Answer = tuple[int, str, str]


@dataclass(frozen=True)
class Post:
    """One post; `status` as WordPress names it."""

    id: int
    title: str
    html: str
    at: datetime
    saved_at: datetime
    status: str = "publish"


class Blog:
    """What stands on a site, whose editors the story plays, and what it answers."""

    def __init__(self, address: str = "", *, rest: bool = True, speaking: bool = True) -> None:
        self.address = address
        self.posts: dict[int, Post] = {}
        self.rest, self.speaking = rest, speaking
        self.page_instead: str | None = None  #: what a firewall shows in the place of everything

    def publish(self, number: int, title: str, html: str, at: datetime) -> None:
        """A post goes out."""
        self.posts[number] = Post(number, title, html, at, at)

    def save(self, number: int, now: datetime, **changes: Any) -> None:
        """A post is saved anew, with or without a change."""
        self.posts[number] = replace(self.posts[number], saved_at=now, **changes)

    def answer(self, path: str) -> Answer:
        """What the site answers at an address."""
        if self.page_instead is not None:
            return 200, HTML, self.page_instead
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        route = query.get("rest_route") or (parts.path.removeprefix("/wp-json") if self.speaking else "")
        if route.startswith("/wp/v2/posts") and (self.speaking is (parts.path != "/")):
            return self._rest(route, query)
        if (parts.path == "/feed/") if self.speaking else ("feed" in query):
            return 200, "application/rss+xml; charset=UTF-8", self._feed()
        return self._page(query.get("p") or parts.path.strip("/").rpartition("-")[2])

    def _rest(self, route: str, query: Mapping[str, str]) -> Answer:
        if not self.rest:
            return _error(401, "rest_cannot_access")
        number = route.removeprefix("/wp/v2/posts").strip("/")
        if number:
            post = self.posts.get(int(number))
            if post is None:
                return _error(404, "rest_post_invalid_id")
            return (
                _error(401, "rest_forbidden") if post.status != "publish" else (200, JSON, json.dumps(self._told(post)))
            )
        by = (lambda post: post.saved_at) if query.get("orderby") == "modified" else (lambda post: post.at)
        posts = sorted(self._public(), key=by, reverse=query.get("order", "desc") == "desc")
        if "modified_after" in query:
            since = datetime.fromisoformat(query["modified_after"])
            posts = [post for post in posts if post.saved_at > since]
        count, page = min(int(query["per_page"]), MOST_AT_ONCE), int(query.get("page", "1"))
        if page > 1 and (page - 1) * count >= len(posts):
            return _error(400, "rest_post_invalid_page_number")
        return 200, JSON, json.dumps([self._told(post) for post in posts[(page - 1) * count : page * count]])

    def _public(self) -> list[Post]:
        return [post for post in self.posts.values() if post.status == "publish"]

    def _link(self, post: Post) -> str:
        return f"{self.address}/news-{post.id}/"

    def _told(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.id,
            "date": f"{post.at.astimezone(UTC) + timedelta(hours=7):%Y-%m-%dT%H:%M:%S}",
            "date_gmt": f"{post.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
            "modified_gmt": f"{post.saved_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
            "link": self._link(post),
            "title": {"rendered": post.title},
            "content": {"rendered": post.html, "protected": False},
            "excerpt": {"rendered": "", "protected": False},
        }

    def _feed(self) -> str:
        newest = sorted(self._public(), key=lambda post: post.at, reverse=True)[:10]
        items = "".join(
            f"<item><title>{escape(post.title)}</title><link>{self._link(post)}</link>"
            f"<pubDate>{post.at.astimezone(UTC):%a, %d %b %Y %H:%M:%S +0000}</pubDate>"
            f'<guid isPermaLink="false">{self.address}/?p={post.id}</guid>'
            f"<content:encoded><![CDATA[{post.html}<p>The post {escape(post.title)} appeared first here.</p>]]>"
            "</content:encoded></item>"
            for post in newest
        )
        space = "http://purl.org/rss/1.0/modules/content/"
        return f'<rss version="2.0" xmlns:content="{space}"><channel><title>Rivers</title>{items}</channel></rss>'

    def _page(self, number: str) -> Answer:
        post = self.posts.get(int(number)) if number.isdecimal() else None
        if post is None or post.status != "publish":
            return 404, HTML, "<html><body><h1>Not here</h1></body></html>"
        article = f"<article><h1>{post.title}</h1>{post.html}</article>"
        return 200, HTML, f"<html><head><title>{post.title}</title></head><body>{article}</body></html>"


class WordPress(Blog):
    """A blog on a free port."""

    def __init__(self, *, rest: bool = True, speaking: bool = True) -> None:
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        super().__init__(f"http://127.0.0.1:{self._server.server_port}", rest=rest, speaking=speaking)

    def __enter__(self) -> "WordPress":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                status, media_type, body = site.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                return

        return Handler


def _error(status: int, code: str) -> Answer:
    return status, JSON, json.dumps({"code": code, "message": "An invented refusal.", "data": {"status": status}})
