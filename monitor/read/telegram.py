"""`telegram`: a public channel's preview for browsers, `t.me/s/…`: no account, no token, the newest twenty messages.

A redirect, or a page without the list of messages, means that there is no public preview: never "no messages". What
the channel's landing page says tells whether there is a channel at all (telegram_landing.py).
"""

import re
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from pydantic import AfterValidator, model_validator

from monitor.model import Before, Capture, Headline, Known, Purpose, Reading, Request, Source, State
from monitor.read import markup, wall
from monitor.read.own_page import closes
from monitor.read.reach import sees_back_to, wants_older
from monitor.read.reader import Options, Reader
from monitor.read.telegram_landing import is_landing, without_messages
from monitor.read.telegram_message import BLOCKS, KEY, entry_of, is_service, time_of
from monitor.read.web_address import WebAddress
from monitor.text.charset import decode

TELEGRAM = "https://t.me"
_NAME = re.compile(r"(?:https?://)?(?:(?:www\.)?(?:t|telegram)\.me/)?(?:s/|@)?([A-Za-z0-9_]+)/?")
_PATH = re.compile(r"/(?:s/)?([A-Za-z0-9_]+)/?")
_IN_ENGLISH = (("Accept-Language", "en"),)  # "Post not found" is told in the language that is asked for
_NOT_FOUND = "Post not found"

_HISTORY = etree.XPath("//*[contains(@class, 'tgme_channel_history') or contains(@class, 'tgme_channel_info')]")
_NO_MESSAGES = etree.XPath("//*[contains(@class, 'tme_no_messages_found')]")
_ERRORS = etree.XPath("//*[contains(@class, 'err_message')]//*[contains(@class, 'tgme_widget_message_error')]")
_OLDER = etree.XPath("//link[@rel='prev']/@href")
_COUNTED = etree.XPath("//*[contains(@class, 'tgme_channel_info_counter')]//*[contains(@class, 'counter_type')]")


def _channel_name(written: str) -> str:
    found = _NAME.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is no channel: write its name, @name or t.me/name")
    return found[1]


def _preview(address: str) -> str:
    if _PATH.fullmatch(urlsplit(address).path) is None:
        raise ValueError(f"{address!r} is no channel's address: write https://t.me/s/name")
    return address


class TelegramOptions(Options):
    """The keys of a `telegram` source: one of them."""

    channel: Annotated[str, AfterValidator(_channel_name)] | None = None
    url: Annotated[WebAddress, AfterValidator(_preview)] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "TelegramOptions":
        if (self.channel is None) == (self.url is None):
            raise ValueError("a telegram source needs either `channel` or `url`")
        return self

    @property
    def base(self) -> str:
        """Where Telegram stands: its own site, or a mirror."""
        if self.url is None:
            return TELEGRAM
        parts = urlsplit(self.url)
        return TELEGRAM if (parts.hostname or "").endswith("telegram.me") else f"{parts.scheme}://{parts.netloc}"

    @property
    def name(self) -> str:
        """The channel's name."""
        found = _PATH.fullmatch(urlsplit(self.url).path) if self.url else None
        return found[1] if found else str(self.channel)

    @property
    def preview(self) -> str:
        """The address of the list."""
        return f"{self.base}/s/{self.name}"

    @property
    def landing(self) -> str:
        """The address at which Telegram invites to open the channel in the app."""
        return f"{self.base}/{self.name}"


def ask(source: Source, _before: Before) -> Request:
    """The preview's newest page."""
    return _page(source.options.preview, Purpose.LIST)


def own(source: Source, one: Headline | Known) -> Request | None:
    """A message by itself: it tells "Post not found" from everything else."""
    if not KEY.fullmatch(one.key):
        return None
    url = f"{source.options.base}/{one.key}?embed=1"
    return Request(url, Purpose.ITEM, one.key, _IN_ENGLISH, follows_redirects=False)


def read(capture: Capture, source: Source, before: Before) -> Reading:
    """What a page of the preview, or a message by itself, shows."""
    text = decode(capture.body, capture.header("content-type"))
    options = source.options
    if 300 <= capture.status < 400:
        asked_list = capture.request.purpose is Purpose.LIST and capture.request.url == options.preview
        more = (_page(options.landing, Purpose.LIST),) if asked_list else ()
        return without_messages(options.preview).also(more=more)
    root = markup.parse(text) if capture.status == 200 else None
    if capture.request.url == options.landing:
        return without_messages(options.preview, root)
    if root is None:
        return wall.instead(capture, text, "a channel's preview")
    if capture.request.purpose is Purpose.ITEM:
        return _message(root, capture, text, source)
    blocks = BLOCKS(root)
    if blocks:
        return _messages(blocks, root, capture, text, source, before)
    if _HISTORY(root):
        return _nothing(root, before)
    if is_landing(root):
        return without_messages(options.preview, root)
    return wall.instead(capture, text, "a channel's preview")


def _page(url: str, purpose: Purpose) -> Request:
    return Request(url, purpose, headers=_IN_ENGLISH, follows_redirects=False)


def _messages(blocks: list[Any], root: Any, capture: Capture, text: str, source: Source, before: Before) -> Reading:
    """The page as a list from new to old (Telegram writes it from old to new)."""
    told = [block for block in reversed(blocks) if not is_service(block)]
    entries = {entry.key: entry for block in told if (entry := entry_of(block, source.options.base)) is not None}
    if told and not entries:
        return Reading(State.LAYOUT_CHANGED, f"{len(told)} messages, none of which could be read")
    cut = not closes(text)
    whole = len(entries) == len({block.get("data-post") for block in told}) and not cut
    older = next(iter(_OLDER(root)), None)
    wanted = older is not None and wants_older(entries, before)
    return Reading(
        State.OK if whole else State.INCOMPLETE,
        "" if whole else "the page is cut" if cut else "some messages could not be read",
        entries=tuple(entries.values()),
        listed=tuple(entries),
        complete=whole,
        sees_back_to=sees_back_to([time_of(block) for block in reversed(blocks)]),
        more=(_page(urljoin(capture.url, older), Purpose.PAGE),) if wanted else (),
    )


def _nothing(root: Any, before: Before) -> Reading:
    """A preview without a message: a new channel, the page before the first one, or one that we cannot read."""
    if _NO_MESSAGES(root):
        return Reading(State.EMPTY, "no messages")
    kinds = {"".join(each.itertext()).strip() for each in _COUNTED(root)}
    if before.known or kinds - {"subscribers", "subscriber", "members", "member", ""}:
        return Reading(State.LAYOUT_CHANGED, "the channel has messages, and the page shows none that can be read")
    return Reading(State.EMPTY, "a channel without messages")


def _message(root: Any, capture: Capture, text: str, source: Source) -> Reading:
    key = str(capture.request.key)
    for block in BLOCKS(root):
        entry = entry_of(block, source.options.base)
        if entry is not None and entry.key == key:
            return Reading(State.OK, entries=(entry,), looked_at=(key,))
    errors = [markup.plain_text(each) for each in _ERRORS(root)]
    if _NOT_FOUND in errors:
        return Reading(State.OK, gone=(key,), proofs={key: f"“{_NOT_FOUND}” at its own address"})
    if errors:
        return Reading(State.UNREADABLE, f"Telegram answers “{errors[0][:80]}”")
    return wall.instead(capture, text, "a message")


READER = Reader(
    kind="telegram",
    options=TelegramOptions,
    every=timedelta(minutes=5),
    ask=ask,
    read=read,
    own=own,
    home=lambda options: options.preview,
    tells_alike=True,
    robots=True,
)
