"""A post as the REST interface of WordPress gives it: texts are rendered HTML, times in GMT without saying so."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.model import Entry, Media
from monitor.read import markup
from monitor.read.article import SHORTEST_TEXT, media_of
from monitor.read.json_tree import at, string
from monitor.read.main_text import Body
from monitor.read.noise import quiet
from monitor.read.web_address import web_url
from monitor.text.normalise import clean

FIELDS = "id,date,date_gmt,modified_gmt,link,title,content,excerpt"
"""What is asked of each post."""


def entry(post: dict[str, Any], base: str, zone: ZoneInfo) -> Entry | None:
    """A post as an entry; None for what is no post. `base` is the site's address, `zone` that of its own clock."""
    number = string(post, "id")
    if number is None or not number.isdecimal() or not isinstance(at(post, "title", "rendered"), str):
        return None
    html = _rendered(post, "content")
    text, media = _text(html), _media(html, base)
    published_at = _time(post, "date_gmt", UTC) or _time(post, "date", zone)
    edited_at = modified_at(post)
    later = edited_at is not None and published_at is not None and edited_at > published_at
    return Entry(
        key=number,
        url=web_url(string(post, "link"), base),
        title=" ".join(markup.text_of(_rendered(post, "title")).split()) or None,
        text=text or _text(_rendered(post, "excerpt")),
        published_at=published_at,
        published_as_written=string(post, "date_gmt") or string(post, "date"),
        edited_at=edited_at if later else None,
        media=media,
        # A text behind a password is not there; of a scan there is no text, or a line.
        whole=bool(text) and (len(text) >= SHORTEST_TEXT or not media),
    )


def modified_at(post: dict[str, Any]) -> datetime | None:
    """When it was last saved. Sites save a thousand posts anew at once: no proof of an edit."""
    return _time(post, "modified_gmt", UTC)


def _rendered(post: dict[str, Any], name: str) -> str:
    value = at(post, name, "rendered")
    return value if isinstance(value, str) else ""


def _text(html: str) -> str:
    return quiet(clean(markup.text_of(html)))


def _media(html: str, base: str) -> tuple[Media, ...]:
    root = markup.parse(f"<html><body>{html}</body></html>") if "<" in html else None
    return media_of(Body((root,), frozenset()), base) if root is not None else ()


def _time(post: dict[str, Any], name: str, zone: Any) -> datetime | None:
    """`2026-03-02T09:00:00`; a draft that was never dated has a year 0."""
    try:
        moment = datetime.fromisoformat(string(post, name) or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
