"""`youtube`: the newest fifteen videos of a channel by its feed: title and description are the text.

What is said in a video is not read. `updated` in the feed moves with the views, so it is never an edit. For hours or
days YouTube answers 404 or 500 for feeds of channels that are there: that is a spell of blindness, not the end of one.
"""

import re
from datetime import timedelta
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator, Field, model_validator

from monitor.model import Before, Capture, Entry, Headline, Known, Media, Reading, Request, Source, State
from monitor.read import feed_xml, wall
from monitor.read.feed_dates import when
from monitor.read.feed_document import Document, Item
from monitor.read.own_page import day_of
from monitor.read.reach import sees_back_to
from monitor.read.reader import Options, Reader
from monitor.read.web_address import WebAddress
from monitor.text.charset import decode

YOUTUBE = "https://www.youtube.com"
SPELL_ENDS_AFTER = timedelta(days=7)
"""After so many days of 404 a channel counts as gone; the longest spell seen lasted five."""

_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
_PATH = re.compile(r"/channel/(UC[A-Za-z0-9_-]{22})/?")
_VIDEO = re.compile(r"yt:video:([A-Za-z0-9_-]{6,20})")
_VOCABULARY = "http://www.youtube.com/xml/schemas/"
_SPELLS = (404, 500, 502, 503)
_WANTED = "a channel's feed"


def _channel(written: str) -> str:
    if _CHANNEL.fullmatch(written) is None:
        raise ValueError(
            f"{written!r} is no channel: write its ID, UC and 22 signs (on its page: Share, Copy channel ID)"
        )
    return written


def _address(address: str) -> str:
    if _channel_in(address) is None:
        raise ValueError(f"{address!r} does not name a channel by its ID: write {YOUTUBE}/channel/UC…")
    return address


def _channel_in(address: str) -> str | None:
    parts = urlsplit(address)
    asked = parse_qs(parts.query).get("channel_id", [""])[-1]
    found = _PATH.fullmatch(parts.path)
    return found[1] if found else asked if _CHANNEL.fullmatch(asked) else None


class YoutubeOptions(Options):
    """The keys of a `youtube` source: one of them."""

    channel: Annotated[str, AfterValidator(_channel)] | None = Field(
        default=None, examples=["UC0123456789abcdefghijkl"]
    )
    url: Annotated[WebAddress, AfterValidator(_address)] | None = Field(
        default=None, examples=["https://www.youtube.com/channel/UC0123456789abcdefghijkl"]
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> "YoutubeOptions":
        if (self.channel is None) == (self.url is None):
            raise ValueError("a youtube source needs either `channel` or `url`")
        return self

    @property
    def id(self) -> str:
        """The channel's ID."""
        return _channel_in(self.url or "") or str(self.channel)

    @property
    def base(self) -> str:
        """Where YouTube stands: its own site, or a mirror."""
        parts = urlsplit(self.url or YOUTUBE)
        own = (parts.hostname or "").endswith("youtube.com")
        return YOUTUBE if own else f"{parts.scheme}://{parts.netloc}"


def ask(source: Source, _before: Before) -> Request:
    """The channel's feed."""
    return Request(f"{source.options.base}/feeds/videos.xml?channel_id={source.options.id}")


def own(_source: Source, _one: Headline | Known) -> Request | None:
    """None: nothing that YouTube answers without a key proves that a video is gone."""
    return None


def read(capture: Capture, source: Source, before: Before) -> Reading:
    """What the feed lists."""
    text = decode(capture.body, capture.header("content-type"))
    if capture.status in _SPELLS:
        return _spell(capture, before)
    root = feed_xml.root_of(text) if capture.status == 200 else None
    if root is None or _VOCABULARY not in text[root : root + 2000]:
        return wall.instead(capture, text, _WANTED)
    why = feed_xml.refused(text)
    return Reading(State.UNREADABLE, why) if why else _listed(feed_xml.parse(text, capture.url), capture, source)


def _spell(capture: Capture, before: Before) -> Reading:
    since = before.broken_since
    if capture.status == 404 and since is not None and capture.captured_at - since >= SPELL_ENDS_AFTER:
        return Reading(State.PAGE_GONE, f"YouTube answers HTTP 404 for more than {SPELL_ENDS_AFTER.days} days")
    why = f"YouTube answers HTTP {capture.status}, as it does at times for hours or days for channels that are there"
    return Reading(State.OFFLINE, why if before.baseline_at else f"{why}; or no channel has this ID")


def _listed(document: Document, capture: Capture, source: Source) -> Reading:
    entries = [found for item in document.items if (found := _entry(item, capture, source))]
    others = len(document.items) - len(entries)
    flaw = document.flaw or (f"{others} things in the feed are no videos" if others else "")
    readable = State.OK if entries else State.EMPTY
    return Reading(
        (State.INCOMPLETE if entries else State.UNREADABLE) if flaw else readable,
        flaw or ("" if entries else "a channel without videos"),
        entries=tuple({each.key: each for each in entries}.values()),
        listed=tuple(dict.fromkeys(each.key for each in entries)),
        complete=not flaw,
        sees_back_to=sees_back_to([each.published_at for each in entries]),
    )


def _entry(item: Item, capture: Capture, source: Source) -> Entry | None:
    video = _VIDEO.fullmatch(item.id or "")
    if video is None:
        return None
    watch = item.link or f"{YOUTUBE}/watch?v={video[1]}"
    pictures = (each for each in item.media if each.type == "image")
    return Entry(
        key=video[1],
        url=watch,
        title=item.title,
        text=item.text,
        published_at=when(item.published, source.timezone, day_of(capture.captured_at, source)),
        published_as_written=item.published,
        author=item.author,
        media=(Media(watch, "video"), *pictures),
        whole=bool(item.text),
    )


READER = Reader(
    kind="youtube",
    options=YoutubeOptions,
    every=timedelta(minutes=15),
    ask=ask,
    read=read,
    own=own,
    home=lambda options: f"{options.base}/channel/{options.id}",
    may_delete=False,
)
