"""Slack by our own sender: blocks within Slack's limits, threads with a bot's token, and what its answers mean.

A webhook (`slack://A/B/C`) answers with a status and a word and has no threads; a bot (`slack://xoxb-…/#channel`) is
answered by 200 whatever comes of it, and by the name of the message, to which later ones reply.
"""

import re
from collections.abc import Iterator
from typing import Any

import regex

from monitor.alert.channel import Accepted, Answer, Message, Refused, Temporary, Unknown
from monitor.alert.inert import defused
from monitor.alert.picture import picture
from monitor.alert.post import Reply, Wire, answer, moment
from monitor.text.excerpt import shorten

HOOKS = "https://hooks.slack.com/services"
API = "https://slack.com/api/chat.postMessage"
BLOCK = 2900
"""Characters of one block: Slack takes 3,000."""
BLOCKS = 50
SHORT = 1500
"""Characters of the plain text that is tried when Slack does not take the blocks."""
_TOO_MUCH = frozenset(
    {"msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "invalid_payload"}
)
_NO_THREAD = frozenset({"thread_not_found", "invalid_thread_ts", "cannot_reply_to_message"})
_DOUBTFUL = frozenset({"fatal_error", "internal_error"})
"""Slack says that part of the work may be done."""
_NEVER = _TOO_MUCH | {
    *("channel_not_found", "is_archived", "no_text", "user_not_found", "messages_tab_disabled"),
    *("invalid_arguments", "invalid_arg_name", "invalid_array_arg", "invalid_charset", "method_deprecated"),
}
"""What no operator's mend of the token, and no wait, puts right. All else is taken for a failure of the moment."""
_MARK = re.compile(r"[*_~`]|:(?=[A-Za-z_+-][\w+-]*:)")
"""What begins or ends bold or code, or begins an emoji: not between spaces, and those without width are spaces, too."""
_SIGN = regex.compile(r"&[a-z]+;|\X")


class Slack:
    """A `slack://` address, as apprise's own object `address` parsed it; `hooks` and `api` are where Slack is."""

    room = 9000  #: Slack refuses blocks of about 13,000 characters in all
    gap = 1.0

    def __init__(self, address: Any, *, hooks: str = HOOKS, api: str = API) -> None:
        self._token = address.access_token
        self._channel = address.channels[0]
        self._user = address.user
        self._url = api if self._token else f"{hooks}/{address.token_a}/{address.token_b}/{address.token_c}"
        self._wire = Wire(verify=address.verify_certificate)

    def send(self, message: Message) -> Answer:
        """Post it as blocks; where the thread is gone, without it.

        Where Slack does not take the blocks, or cannot fetch the picture, without the picture; then as a short text.
        """
        given = self._addressed(message)
        shown = _shown(message)
        said, code = self._post({**given, "blocks": blocks(message) + shown})
        if code in _NO_THREAD:
            given = {name: each for name, each in given.items() if name not in ("thread_ts", "reply_broadcast")}
            said, code = self._post({**given, "blocks": blocks(message) + shown})
        if shown and code in _TOO_MUCH:
            said, code = self._post({**given, "blocks": blocks(message)})
        if code in _TOO_MUCH or (isinstance(said, Refused) and said.why.startswith("413")):
            said, _ = self._post({**given, "text": f"{given['text']}\n{message.fit(SHORT, escaped, linked)}"})
        return said

    def _addressed(self, message: Message) -> dict[str, Any]:
        """All but the blocks. The text is what a phone shows."""
        given: dict[str, Any] = {
            "text": escaped(message.title),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if self._channel:
            given["channel"] = self._channel.removeprefix("+")
        if self._user:
            given["username"] = self._user
        if self._token and message.reply_to:
            given |= {"thread_ts": message.reply_to, "reply_broadcast": not message.quiet}
        return given

    def _post(self, body: dict[str, Any]) -> tuple[Answer, str]:
        """What Slack says, and its word for what was wrong."""
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        reply = self._wire.post(self._url, body, headers)
        if not isinstance(reply, Reply):
            return reply, ""
        return _of_the_api(reply) if self._token else _of_a_hook(reply)


def blocks(message: Message) -> list[dict[str, Any]]:
    """The message as Slack's blocks: words are escaped, nothing of theirs is a link, a mention or a picture."""
    texts = [f"*{escaped(shorten(message.title, 300))}*"]
    texts += _pieces(message.fit(Slack.room, escaped, linked))
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": each, "verbatim": True}} for each in texts[: BLOCKS - 1]
    ]


def _shown(message: Message) -> list[dict[str, Any]]:
    """The picture that holds the words, if one does."""
    url = picture(message)
    return [{"type": "image", "image_url": url, "alt_text": "the picture with the words"}] if url else []


def escaped(text: str) -> str:
    """The same words to the eye; none calls people, links, or changes how others look."""
    text = _MARK.sub("\u200b\\g<0>\u200b", defused(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"\u200b{text}" if text.startswith("&gt;") else text


def linked(url: str) -> str:
    """An address that leads where it says."""
    return f"<{url.replace('&', '&amp;')}>"


def _pieces(text: str) -> Iterator[str]:
    """The lines in pieces that fit a block; a line is cut only where it is longer than a block."""
    piece = ""
    for line in text.split("\n"):
        for part in _cut(line):
            if piece and len(piece) + len(part) + 1 > BLOCK:
                yield piece
                piece = ""
            piece = f"{piece}\n{part}" if piece else part
    if piece.strip():
        yield piece


def _cut(line: str) -> Iterator[str]:
    """In parts that fit a block, between letters as readers see them."""
    part = ""
    for sign in _SIGN.findall(line) if len(line) > BLOCK else [line]:
        if part and len(part) + len(sign) > BLOCK:
            yield part
            part = ""
        part += sign
    yield part


def _of_a_hook(reply: Reply) -> tuple[Answer, str]:
    """A webhook says `ok`, or a status and a word."""
    word = reply.body[:100].decode("utf-8", "replace").strip()
    code = word if re.fullmatch(r"[a-z_]{2,60}", word) else ""
    if reply.status == 200 and word != "ok":
        return Temporary(reply.said("this is no answer of Slack")), code
    return answer(reply, code if code != "ok" else ""), code


def _of_the_api(reply: Reply) -> tuple[Answer, str]:
    """The API says 200 and `ok`, or 200 and what was wrong."""
    if reply.status != 200:
        return answer(reply), ""
    told = reply.json
    if told.get("ok") is True:
        return Accepted(reply.said(), ref=str(told.get("ts") or "")), ""
    code = str(told.get("error") or "this is no answer of Slack")
    if code in _DOUBTFUL:
        return Unknown(reply.said(code)), code
    if code in _NEVER:
        return Refused(reply.said(code)), code
    return Temporary(reply.said(code), moment(reply.retry_after)), code
