"""One post of Bluesky, as its AppView shows it, as an entry."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from monitor.model import Entry, Media
from monitor.read.feed_document import language_tag
from monitor.read.json_tree import at, moment, objects, string
from monitor.read.web_address import web_url
from monitor.text.normalise import clean

ADDRESS = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/app\.bsky\.feed\.post/([A-Za-z0-9._~:-]+)")
"""What identifies a post for ever: the account's DID and the record's key."""

_NO_HANDLE = "handle.invalid"


def entry(post: dict[str, Any]) -> Entry | None:
    """The post as an entry; None where it is none. It has no title, and says nothing of edits.

    The words of a picture's description and the title of a linked page were posted with it, so they are part of the
    text; a picture or film without a word of the office's own is not whole.
    """
    key, record = string(post, "uri") or "", _record(post)
    address = ADDRESS.fullmatch(key)
    if address is None or record is None:
        return None
    own, media = string(record, "text") or "", tuple(dict.fromkeys(_media(post, record)))
    return Entry(
        key=key,
        url=f"https://bsky.app/profile/{_profile(post, address[1])}/post/{address[2]}",
        title=None,
        text=clean("\n\n".join(filter(None, (own, *_posted_with(record))))),
        published_at=posted_at(post),
        published_as_written=string(record, "createdAt"),
        author=string(post, "author", "displayName") or string(post, "author", "handle"),
        language=_language(record),
        media=media,
        whole=bool(own) or not any(each.type != "link" for each in media),
    )


def posted_at(post: dict[str, Any]) -> datetime | None:
    """When it was posted as its author's app claims; a claim later than Bluesky's first sight of it cannot be."""
    claimed, indexed = moment(_record(post), "createdAt"), moment(post, "indexedAt")
    return min(filter(None, (claimed, indexed)), default=None)


def is_of_others(item: dict[str, Any]) -> bool:
    """Whether an item of a feed is somebody else's post passed on, or a reply to somebody else."""
    if at(item, "reason") is not None:
        return True
    replied_to = string(_record(item.get("post")), "reply", "parent", "uri")
    return replied_to is not None and _account(replied_to) != _account(string(item, "post", "uri"))


def _record(post: Any) -> dict[str, Any] | None:
    """What its author signed: `record` in a view, `value` in an answer that gives the record alone."""
    record = at(post, "record") or at(post, "value")
    return record if isinstance(record, dict) and ("text" in record or "embed" in record) else None


def _account(uri: str | None) -> str:
    return (uri or "").removeprefix("at://").partition("/")[0]


def _profile(post: dict[str, Any], did: str) -> str:
    handle = string(post, "author", "handle")
    return handle if handle and handle != _NO_HANDLE and "/" not in handle else did


def _language(record: dict[str, Any]) -> str | None:
    tags = at(record, "langs")
    return language_tag(tags[0]) if isinstance(tags, list) and tags and isinstance(tags[0], str) else None


def _embeds(holder: Any) -> Iterator[Any]:
    """What is attached, and what is attached beside a quoted post."""
    yield at(holder, "embed")
    yield at(holder, "embed", "media")


def _posted_with(record: dict[str, Any]) -> Iterator[str | None]:
    for embed in _embeds(record):
        yield from (string(image, "alt") for image in objects(embed, "images"))
        yield string(embed, "alt")
        yield string(embed, "external", "title")


def _media(post: dict[str, Any], record: dict[str, Any]) -> Iterator[Media]:
    """Pictures and films as the AppView serves them; the addresses that the text and the attachments link to."""
    for embed in _embeds(post):
        yield from _addressed("image", *(string(image, "fullsize") for image in objects(embed, "images")))
        yield from _addressed("video", string(embed, "playlist"))
    for embed in _embeds(record):
        yield from _addressed("link", string(embed, "external", "uri"))
    for facet in objects(record, "facets"):
        yield from _addressed("link", *(string(feature, "uri") for feature in objects(facet, "features")))
    quoted = string(record, "embed", "record", "uri") or string(record, "embed", "record", "record", "uri")
    found = ADDRESS.fullmatch(quoted or "")
    if found is not None:
        yield Media(f"https://bsky.app/profile/{found[1]}/post/{found[2]}", "link")


def _addressed(family: str, *written: str | None) -> Iterator[Media]:
    return (Media(url, family) for url in map(web_url, written) if url)
