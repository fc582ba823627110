"""JSON Feed 1.0 and 1.1."""

from typing import Any

from monitor.model import Media
from monitor.read import json_tree
from monitor.read.feed_document import Document, Item, language_tag, media_type, pictures
from monitor.read.json_tree import NotJson, objects, string
from monitor.read.markup import text_of
from monitor.read.web_address import web_url
from monitor.text.normalise import clean


def parse(text: str, base: str) -> Document | None:
    """What a JSON Feed says; None when the text is none: the positive test of this form."""
    try:
        feed = json_tree.parse(text)
    except NotJson:
        return None
    listed = json_tree.at(feed, "items")
    if not isinstance(listed, list) or "jsonfeed.org/version/" not in (string(feed, "version") or ""):
        return None
    items = objects(feed, "items")
    flaw = f"{len(listed) - len(items)} items are no objects" if len(items) < len(listed) else ""
    return Document(tuple(_item(each, feed, base) for each in items), _address(feed, base, "next_url"), flaw)


def _item(item: dict[str, Any], feed: dict[str, Any], base: str) -> Item:
    html = string(item, "content_html")
    full = string(item, "content_text") or (clean(text_of(html)) if html else "")
    text = full or string(item, "summary") or ""
    media = _media(item, base)
    if not text and html:
        media = (*media, *pictures(html, base))
    return Item(
        id=string(item, "id"),
        link=_address(item, base, "url") or _address(item, base, "external_url"),
        title=" ".join((string(item, "title") or "").split()) or None,
        text=text,
        is_full=bool(full),
        published=string(item, "date_published") or string(item, "date_modified"),
        updated=string(item, "date_modified"),
        author=_author(item) or _author(feed),
        language=language_tag(string(item, "language") or string(feed, "language")),
        media=tuple({each.url: each for each in media}.values()),
    )


def _address(node: dict[str, Any], base: str, name: str) -> str | None:
    return web_url(string(node, name), base)


def _author(node: dict[str, Any]) -> str | None:
    names = [string(each, "name") for each in objects(node, "authors")] or [string(node, "author", "name")]
    return ", ".join(name for name in names if name) or None


def _media(item: dict[str, Any], base: str) -> tuple[Media, ...]:
    found = [(_address(each, base, "url"), string(each, "mime_type")) for each in objects(item, "attachments")]
    found += [(_address(item, base, name), "image") for name in ("image", "banner_image")]
    return tuple(Media(url, media_type(kind)) for url, kind in found if url)
