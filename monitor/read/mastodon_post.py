"""One status of Mastodon's API, or one wording in its history, as an entry."""

from collections.abc import Iterator
from typing import Any

from monitor.model import Entry, Media
from monitor.read.feed_document import language_tag
from monitor.read.json_tree import at, moment, objects, string
from monitor.read.markup import text_of
from monitor.read.web_address import web_url
from monitor.text.normalise import clean

_FAMILIES = {"image": "image", "gifv": "video", "video": "video", "audio": "audio"}


def entry(status: dict[str, Any]) -> Entry:
    """A status as an entry. What stands before the fold (`spoiler_text`) is its title.

    The preview of a link is no part of it: the server adds that later by itself. A picture without a word of the
    office's own is not whole, even where somebody described it.
    """
    own, media = _content(status), tuple(dict.fromkeys(_media(status)))
    return Entry(
        key=string(status, "id") or "",
        url=web_url(string(status, "url")) or web_url(string(status, "uri")),
        title=string(status, "spoiler_text"),
        text=clean("\n\n".join(filter(None, (own, *_choices(status), *_descriptions(status))))),
        published_at=moment(status, "created_at"),
        published_as_written=string(status, "created_at"),
        edited_at=moment(status, "edited_at"),
        author=string(status, "account", "display_name") or string(status, "account", "acct"),
        language=language_tag(string(status, "language")),
        media=media,
        whole=bool(own) or not any(each.type != "link" for each in media),
    )


def wordings(history: list[dict[str, Any]], key: str) -> Iterator[Entry]:
    """Every wording that a status had, the oldest first; but for the first one, the time of each is that of an edit."""
    for place, each in enumerate(history):
        yield entry({**each, "id": key, "edited_at": each.get("created_at") if place else None})


def is_of_others(status: dict[str, Any]) -> bool:
    """Whether somebody else speaks: a boost; or to somebody else: a reply that is no part of a thread of its own."""
    replied_to = string(status, "in_reply_to_account_id")
    return at(status, "reblog") is not None or replied_to not in (None, string(status, "account", "id"))


def _content(status: dict[str, Any]) -> str:
    """Its own words. Addresses in it are cut for the eye by markup, and are read whole."""
    return clean(text_of(string(status, "content") or "")) or string(status, "text") or ""


def _choices(status: dict[str, Any]) -> Iterator[str]:
    """The answers of a poll, in one paragraph."""
    yield "\n".join(title for each in objects(status, "poll", "options") if (title := string(each, "title")))


def _descriptions(status: dict[str, Any]) -> Iterator[str | None]:
    """What the office wrote of its pictures: often the words of a paper that one of them shows."""
    return (string(each, "description") for each in objects(status, "media_attachments"))


def _media(status: dict[str, Any]) -> Iterator[Media]:
    for each in objects(status, "media_attachments"):
        url = web_url(string(each, "url")) or web_url(string(each, "remote_url"))
        if url:
            yield Media(url, _FAMILIES.get(string(each, "type") or "", "file"))
    quoted = web_url(string(status, "quote", "quoted_status", "url"))
    if quoted:
        yield Media(quoted, "link")
