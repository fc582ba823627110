"""One message of a Telegram channel, as the public preview shows it: a `div[data-post]` to an entry.

The names of its classes are Telegram's. What changes with every request (views, the signed `data-view`, addresses of
pictures) is never part of the text.
"""

import re
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from monitor.model import Entry, Media
from monitor.read import markup
from monitor.text.normalise import clean

KEY = re.compile(r"[A-Za-z0-9_]+/\d+")


def _of_class(name: str, tag: str = "*") -> Any:
    return etree.XPath(f".//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")


BLOCKS = etree.XPath("//*[@data-post][contains(concat(' ', normalize-space(@class), ' '), ' tgme_widget_message ')]")


def _texts_of_class(name: str) -> Any:
    """The outermost ones outside of a reply's quote; albums nest them twice."""
    return etree.XPath(
        f".//*[contains(@class, '{name}')][not(ancestor::*[contains(@class, '{name}')])]"
        "[not(ancestor-or-self::*[contains(@class, 'message_reply')])]"
    )


# The `js-` twin is the message's own text, where a page has it: the quote of a reply shares the other class.
_TEXTS = _texts_of_class("js-message_text")
_PLAIN_TEXTS = _texts_of_class("tgme_widget_message_text")
# The length of a film stands in a `time` too, without `datetime`.
_TIME = etree.XPath(".//a[contains(@class, 'tgme_widget_message_date')]//time/@datetime")
# "edited" stands before the time, and does not say when that was.
_EDITED = etree.XPath(
    "boolean(.//*[contains(@class, 'tgme_widget_message_meta')]"
    "/text()[contains(translate(., 'EDIT', 'edit'), 'edited')])"
)
_SIGNED = _of_class("tgme_widget_message_from_author")
_POLL = etree.XPath(
    ".//*[contains(@class, 'tgme_widget_message_poll_question')"
    " or contains(@class, 'tgme_widget_message_poll_option_text')]"
)
_FILE_NAMES = _of_class("tgme_widget_message_document_title")
_PICTURES = _of_class("tgme_widget_message_photo_wrap")
_FILMS = etree.XPath(".//video[@src]")
_SOUNDS = etree.XPath(".//audio[@src]")
_FILES = _of_class("tgme_widget_message_document_wrap", "a")
_NOT_SHOWN = _of_class("message_media_not_supported_wrap")
_BACKGROUND = re.compile(r"background-image:\s*url\(\s*['\"]?(.*?)['\"]?\s*\)")


def is_service(block: Any) -> bool:
    """Whether it is Telegram that speaks: "channel created", "… pinned a message"."""
    return "service_message" in (block.get("class") or "").split()


def time_of(block: Any) -> datetime | None:
    """When it was posted."""
    for written in _TIME(block):
        try:
            moment = datetime.fromisoformat(written)
        except ValueError:
            continue
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    return None


def entry_of(block: Any, base: str) -> Entry | None:
    """The message, or None when nothing of a message can be found in the block."""
    key = block.get("data-post")
    if not KEY.fullmatch(key):
        return None
    published_at, text, media = time_of(block), _text(block), _media(block)
    not_shown = bool(_NOT_SHOWN(block))
    if published_at is None and not (text or media or not_shown):
        return None
    return Entry(
        key=key,
        url=f"{base}/{key}",
        title=None,
        text=text,
        published_at=published_at,
        published_as_written=next(iter(_TIME(block)), None) if published_at else None,
        author=next((clean(markup.plain_text(each)) for each in _SIGNED(block)), None) or None,
        media=media,
        whole=_says_something(block) and not not_shown,
        marked_edited=bool(_EDITED(block)),
    )


def _text(block: Any) -> str:
    """Its own words, then the question and answers of a poll, then the names of files."""
    own = [markup.plain_text(each) for each in _TEXTS(block) or _PLAIN_TEXTS(block)]
    poll = "\n".join(markup.plain_text(each) for each in _POLL(block))
    files = "\n".join(markup.plain_text(each) for each in _FILE_NAMES(block))
    return clean("\n\n".join(filter(None, (*own, poll, files))))


def _says_something(block: Any) -> bool:
    """Whether it has words of its own; the name of a file is none."""
    return any(clean(markup.plain_text(each)) for each in (*_TEXTS(block), *_PLAIN_TEXTS(block), *_POLL(block)))


def _media(block: Any) -> tuple[Media, ...]:
    pictures = (_BACKGROUND.search(each.get("style") or "") for each in _PICTURES(block))
    found = [Media(each[1], "image") for each in pictures if each and each[1]]
    found += [Media(each.get("src"), "video") for each in _FILMS(block)]
    found += [Media(each.get("src"), "audio") for each in _SOUNDS(block)]
    found += [Media(each.get("href"), "file") for each in _FILES(block) if each.get("href")]
    return tuple(each for each in dict.fromkeys(found) if each.url.startswith(("http://", "https://")))
