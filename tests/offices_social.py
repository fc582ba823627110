"""The offices that publish through someone else's service: Facebook, Telegram, Mastodon and others, and open data."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from newsroom import graph
from offices import Office, Post, html, title_of, zulu
from servers import Page

_JAPAN = timedelta(hours=9)
_ATOM = (
    'xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns="http://www.w3.org/2005/Atom"'
)


def as_json(answer: Any, status: int = 200) -> Page:
    """A program's answer."""
    return Page(json.dumps(answer).encode(), "application/json; charset=utf-8", status)


class Facebook(Office):
    """A page by the Graph API."""

    kind, broken_as = "facebook", "token-dead"
    options = 'page: "1001", api: "{site}", token: "${TOKEN}"'

    def refuse(self, path: str) -> Page:
        """The token has expired."""
        error = {"message": "Error validating access token", "type": "OAuthException", "code": 190}
        return as_json({"error": {**error, "error_subcode": 463}}, 400)

    def answer(self, path: str, query: Mapping[str, list[str]]) -> Page | None:
        """The feed, one post, or several."""
        if path == "/v25.0/1001/feed":
            return self._graph(*self.listed)
        if "ids" in query:
            asked = [key.removeprefix("1001_") for key in query["ids"][0].split(",")]
            shown = [json.loads(self._graph(post).body)["data"][0] for key in asked if (post := self.public(key))]
            return as_json({each["id"]: each for each in shown})
        post = self.public(path.removeprefix("/v25.0/1001_"))
        if post is not None:
            return as_json(json.loads(self._graph(post).body)["data"][0])
        error = {"message": "Unsupported get request.", "type": "GraphMethodException", "code": 100}
        return as_json({"error": {**error, "error_subcode": 33}}, 400)

    def _graph(self, *posts: Post) -> Page:
        return Page(graph("1001", [(post.number, post.at, post.text) for post in posts]).encode(), "application/json")


class Telegram(Office):
    """A public channel's preview."""

    kind, options, broken_as = "telegram", 'url: "{site}/s/rivers"', "page-gone"

    def refuse(self, path: str) -> Page:
        """The channel is gone: each address leads to its landing page, which invites to send a message."""
        if path == "/rivers":
            return html('<div class="tgme_page"><div class="tgme_page_icon"></div></div>', "Telegram: Contact @rivers")
        return Page(b"", status=302, headers={"Location": f"{self.site.address}/rivers"})

    def answer(self, path: str, query: Mapping[str, list[str]]) -> Page | None:
        """The newest messages, the oldest of them first; or one, embedded."""
        if path == "/s/rivers":
            blocks = "".join(_message(post) for post in reversed(self.listed) if "before" not in query)
            none = '<div class="tme_no_messages_found">No posts found</div>'
            return html(f'<section class="tgme_channel_history">{blocks or none}</section>')
        post = self.public(path.removeprefix("/rivers/"))
        if post is not None:
            return html(_message(post))
        error = '<div class="tgme_widget_message_error">Post not found</div>'
        return html(f'<div class="tgme_widget_message text_not_supported_wrap err_message">{error}</div>')


def _message(post: Post) -> str:
    edited = "edited &nbsp;" if post.saved_at != post.at else ""
    return (
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="rivers/{post.number}">'
        f'<div class="tgme_widget_message_text js-message_text">{post.text}</div>'
        f'<span class="tgme_widget_message_meta">{edited}<a class="tgme_widget_message_date" '
        f'href="https://t.me/rivers/{post.number}"><time datetime="{zulu(post.at)}">09:00</time></a></span></div></div>'
    )


class Mastodon(Office):
    """An account on a server."""

    kind, options, broken_as = "mastodon", 'url: "{site}/@rivers"', "page-gone"

    def refuse(self, path: str) -> Page:
        """The account is gone."""
        return as_json({"error": "Record not found"}, 404)

    def answer(self, path: str, query: Mapping[str, list[str]]) -> Page | None:
        """The account, its posts, one of them, or the wordings of one."""
        if path == "/api/v1/accounts/lookup":
            return as_json({"id": "1001", "acct": "rivers"})
        if path == "/api/v1/accounts/1001/statuses":
            return as_json([self._status(post) for post in self.listed])
        post = self.public(path.removeprefix("/api/v1/statuses/").removesuffix("/history"))
        if post is None:
            return self.refuse(path)
        wording = {"content": f"<p>{post.text}</p>", "created_at": zulu(post.saved_at)}
        return as_json([wording] if path.endswith("/history") else self._status(post))

    def _status(self, post: Post) -> dict[str, Any]:
        return {
            "id": str(post.number),
            "created_at": zulu(post.at),
            "edited_at": zulu(post.saved_at) if post.saved_at != post.at else None,
            "content": f"<p>{post.text}</p>",
            "url": f"https://social.example/@rivers/{post.number}",
            "account": {"id": "1001", "acct": "rivers"},
        }


class Bluesky(Office):
    """An account, by the public AppView."""

    kind, options, broken_as = "bluesky", 'url: "{site}/profile/rivers.example"', "page-gone"
    _at = "at://did:plc:rivers000000000000000000/app.bsky.feed.post/3k"

    def refuse(self, path: str) -> Page:
        """The account is suspended."""
        return as_json({"error": "AccountTakedown", "message": "Account has been suspended"}, 400)

    def answer(self, path: str, query: Mapping[str, list[str]]) -> Page | None:
        """The account's feed, or those posts that are asked for and there."""
        if path == "/xrpc/app.bsky.feed.getAuthorFeed":
            posts = [] if "cursor" in query else self.listed
            return as_json({"feed": [{"post": self._post(post)} for post in posts]})
        asked = [self.public(uri.removeprefix(self._at)) for uri in query.get("uris", ())]
        return as_json({"posts": [self._post(post) for post in asked if post is not None]})

    def _post(self, post: Post) -> dict[str, Any]:
        return {
            "uri": f"{self._at}{post.number}",
            "cid": f"bafyrei{post.number}{len(post.text)}",
            "author": {"did": "did:plc:rivers000000000000000000", "handle": "rivers.example"},
            "record": {"text": post.text, "createdAt": zulu(post.at)},
            "indexedAt": zulu(post.at),
        }


class Youtube(Office):
    """A channel's feed. Nothing that is answered without a key proves that a video is gone."""

    kind, broken_as = "youtube", "offline"
    options = 'url: "{site}/channel/UCrivers0123456789abcdef"'
    cannot_tell = frozenset({"deleted", "restored", "replaced"})

    def refuse(self, path: str) -> Page:
        """A spell of 404."""
        return Page(b"<html><title>Error 404 (Not Found)!!1</title></html>", status=404)

    def answer(self, path: str, query: Mapping[str, list[str]]) -> Page | None:
        """The feed, whose times of update move with every view."""
        entries = "".join(
            f"<entry><id>yt:video:rivers{post.number:05}</id><title>{title_of(post)}</title>"
            f"<link rel='alternate' href='https://www.youtube.com/watch?v=rivers{post.number:05}'/>"
            f"<published>{zulu(post.at)}</published><updated>{zulu(post.saved_at)}</updated>"
            f"<media:group><media:description>{post.text}</media:description></media:group></entry>"
            for post in self.listed
        )
        return Page(f'<?xml version="1.0" encoding="UTF-8"?><feed {_ATOM}>{entries}</feed>'.encode(), "text/xml")


class TravelAdvice(Office):
    """The safety data of Japan's foreign ministry for one country. What has grown old is dropped from it."""

    kind, options, broken_as = "japan-travel-advice", 'country: KH, url: "{site}/opendata"', "unreadable"
    cannot_tell = frozenset({"deleted", "restored", "replaced"})

    def refuse(self, path: str) -> Page:
        """It excuses itself, with 200."""
        return html("<p>The page you requested cannot be shown.</p>", "sorry")

    def answer(self, path: str, query: Mapping[str, list[str]]) -> Page | None:
        """The country's file, in the time of Japan."""
        mails = "".join(
            f"<mail><keyCd>{post.number}</keyCd><infoType>R10</infoType>"
            f"<leaveDate>{post.at + _JAPAN:%Y/%m/%d %H:%M:%S}</leaveDate>"
            f"<title>{title_of(post)}</title><mainText>{post.text}</mainText></mail>"
            for post in self.listed
        )
        levels = "".join(f"<riskLevel{level}>0</riskLevel{level}>" for level in (4, 3, 2, 1))
        file = f'<country areaCd="10"><cd>0855</cd><name>カンボジア</name></country>{levels}{mails}'
        return Page(f'<?xml version="1.0" encoding="UTF-8"?><opendata>{file}</opendata>'.encode(), "text/xml")
