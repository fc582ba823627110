"""One post of the Graph API as an entry."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from monitor.model import Entry, Media
from monitor.read.json_tree import at, objects, string
from monitor.read.web_address import web_url

_FAMILIES = {"photo": "image", "album": "image", "video": "video", "link": "link"}
_PLACEHOLDER = re.compile(
    r"(?i)(?:photos from .{1,200}'s post|timeline photos|mobile uploads|cover photos|profile pictures)"
)
"""Titles that Facebook itself gives to albums: nobody wrote them."""


def entry(post: dict[str, Any], key: str | None = None) -> Entry:
    """A post as an entry. It has no title, and no edited mark: `updated_time` moves for comments too.

    Where the office wrote nothing, what Facebook says it did (`story`) and what it links to stand in; a picture without
    words is not whole: its text, if it has one, was not read.
    """
    id_ = key or string(post, "id") or ""
    message = string(post, "message")
    written = created = string(post, "created_time")
    media = tuple(dict.fromkeys(_media(post)))
    text = message or "\n\n".join(dict.fromkeys(filter(None, (string(post, "story"), *_linked(post)))))
    pictured = any(each.type in ("image", "video") for each in media)
    return Entry(
        key=id_,
        url=web_url(string(post, "permalink_url")) or f"https://www.facebook.com/{id_}",
        title=None,
        text=text,
        published_at=_moment(created),
        published_as_written=written,
        author=string(post, "from", "name"),
        media=media,
        whole=bool(message) or (bool(text) and not pictured),
    )


def _moment(written: str | None) -> datetime | None:
    """`2020-08-22T12:42:00+0000`; also seconds since 1970, as webhooks and old answers give."""
    if written is None:
        return None
    try:
        if written.isdecimal():
            return datetime.fromtimestamp(int(written[:12]), UTC)
        moment = datetime.fromisoformat(written)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None


def _linked(post: dict[str, Any]) -> Iterator[str | None]:
    """The words of what is attached: the title and description of a shared page."""
    for attachment in objects(post, "attachments", "data"):
        title = string(attachment, "title")
        yield None if title and _PLACEHOLDER.fullmatch(title) else title
        yield string(attachment, "description")


def _media(post: dict[str, Any]) -> Iterator[Media]:
    found = False
    for attachment in objects(post, "attachments", "data"):
        for each in (attachment, *objects(attachment, "subattachments", "data")):
            for media in _attached(each):
                found = True
                yield media
    picture = web_url(string(post, "full_picture"))
    if picture and not found:
        yield Media(picture, "image")


def _attached(attachment: dict[str, Any]) -> Iterator[Media]:
    family = _FAMILIES.get(string(attachment, "media_type") or string(attachment, "type") or "", "link")
    picture = web_url(string(attachment, "media", "image", "src"))
    if family == "image":
        if picture and not at(attachment, "subattachments"):
            yield Media(picture, "image")
        return
    film = web_url(string(attachment, "media", "source")) if family == "video" else None
    target = film or _unshimmed(attachment)
    if target:
        yield Media(target, family)


def _unshimmed(attachment: dict[str, Any]) -> str | None:
    """Where a link goes, not through Facebook's own forwarding address."""
    target = web_url(string(attachment, "unshimmed_url")) or web_url(string(attachment, "url"))
    if target is None or not target.startswith("https://l.facebook.com/l.php?"):
        return target
    return web_url(next(iter(parse_qs(urlsplit(target).query).get("u", ())), None)) or target
