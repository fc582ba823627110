"""Telegram by our own sender: plain text within its limit, replies to the first alert, and what its answers mean."""

import re
from datetime import timedelta
from typing import Any

from monitor.alert.channel import Accepted, Answer, Message, Refused, Temporary
from monitor.alert.fitted import TITLE, fitted, short, units
from monitor.alert.inert import defused
from monitor.alert.picture import picture
from monitor.alert.post import Reply, Wire, answer
from monitor.text.excerpt import shorten

API = "https://api.telegram.org"
LONGEST = 4096
"""UTF-16 units of a message."""
_COMMAND = re.compile(r"(?<![\w/])[/#$](?=\w)")


class Telegram:
    """A `tgram://` address, as apprise's own object `address` parsed it; `api` is where Telegram is."""

    room = 3500
    gap = 1.0

    def __init__(self, address: Any, *, api: str = API) -> None:
        self._chat, self._topic = address.targets[0]
        self._silent, self._previews = address.silent, address.preview
        self._url = f"{api}/bot{address.bot_token}/sendMessage"
        self._wire = Wire(verify=address.verify_certificate)

    def send(self, message: Message) -> Answer:
        """Send it, below it the picture that holds its words, where Telegram can fetch that.

        What Telegram does not take is tried once more, short and by itself. A moved group is followed.
        """
        shown = picture(message)
        previews = {"url": shown, "prefer_large_media": True} if shown else {"is_disabled": not self._previews}
        body = {"chat_id": self._chat, "link_preview_options": previews}
        if self._topic:
            body["message_thread_id"] = self._topic
        said, reply = self._post({**body, **told(message), **self._placed(message)})
        moved = _parameter(reply, "migrate_to_chat_id")
        if moved is not None:
            self._chat = body["chat_id"] = moved
            said, reply = self._post({**body, **told(message)})
        if reply is not None and reply.status in (400, 413):
            bare = {"text": short(message, plain), "link_preview_options": {"is_disabled": True}}
            said, _ = self._post({**body, **bare})
        return said

    def _placed(self, message: Message) -> dict[str, Any]:
        """As a reply to the first alert, if that still stands; without a sound what need not be heard."""
        replies = message.reply_to.isdecimal()
        placed: dict[str, Any] = {"disable_notification": self._silent or (message.quiet and replies)}
        if replies:
            placed["reply_parameters"] = {"message_id": int(message.reply_to), "allow_sending_without_reply": True}
        return placed

    def _post(self, body: dict[str, Any]) -> tuple[Answer, Reply | None]:
        reply = self._wire.post(self._url, body, {})
        return (_meant(reply), reply) if isinstance(reply, Reply) else (reply, None)


def plain(words: str) -> str:
    """The same words to the eye; nothing in them calls, links, or is a command to a bot."""
    return _COMMAND.sub("\\g<0>\u200b", defused(words))


def told(message: Message) -> dict[str, Any]:
    """The text with its title in bold: by position, so that no mark in it has a meaning."""
    length = units(plain(shorten(message.title, TITLE)))
    return {"text": fitted(message, LONGEST, plain), "entities": [{"type": "bold", "offset": 0, "length": length}]}


def _meant(reply: Reply) -> Answer:
    """Telegram says `ok: true`, or what was wrong, and how long to wait."""
    told = reply.json
    why = str(told.get("description") or "")
    if reply.status == 200:
        if told.get("ok") is not True:
            return Temporary(reply.said(why or "this is no answer of Telegram"))
        result = told.get("result")
        return Accepted(reply.said(), ref=str(result.get("message_id") or "") if isinstance(result, dict) else "")
    if reply.status == 403:
        return Refused(reply.said(why))  # blocked, or put out of the group
    if reply.status in (401, 404):
        return Temporary(reply.said(why, "is the bot's token right?"))
    wait = _parameter(reply, "retry_after")
    if reply.status == 429 and wait is not None:
        return Temporary(reply.said(why), timedelta(seconds=min(max(wait, 0), 86_400)))
    return answer(reply, why)


def _parameter(reply: Reply | None, name: str) -> int | None:
    """A whole number that Telegram adds to what was wrong."""
    given = reply.json.get("parameters") if reply is not None and reply.status >= 400 else None
    found = given.get(name) if isinstance(given, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None
