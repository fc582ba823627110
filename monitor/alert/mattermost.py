"""Mattermost, and what else takes Slack's plain webhooks at an address of its own, by our own sender.

Markdown instead of Slack's blocks, which Mattermost does not know. Only the word `ok` is a success.
"""

import re
from typing import Any

from monitor.alert.channel import Answer, Message, Temporary
from monitor.alert.fitted import fitted, short
from monitor.alert.inert import defused
from monitor.alert.post import Reply, Wire, answer

LONGEST = 12_000
"""Characters; a post of Mattermost holds 16,383."""
_MARKS = re.compile(r"([\\*_~`|>#\[\]])")


class Mattermost:
    """A `mmost://` or `mmosts://` webhook, as apprise's own object `address` parsed it."""

    room = 10_000
    gap = 1.0

    def __init__(self, address: Any) -> None:
        port = f":{address.port}" if address.port else ""
        path = address.fullpath.rstrip("/")
        self._url = f"{address.schema}://{address.host}{port}{path}/hooks/{address.token}"
        self._channel = address.targets[0][1] if address.targets else None
        self._user = address.user
        self._wire = Wire(verify=address.verify_certificate)

    def send(self, message: Message) -> Answer:
        """Post it; what is not taken is tried once more, short."""
        said, status = self._post(fitted(message, LONGEST, escaped, linked, _title))
        if status in (400, 413):
            said, _ = self._post(short(message, escaped, linked))
        return said

    def _post(self, text: str) -> tuple[Answer, int]:
        body = {"text": text, "channel": self._channel, "username": self._user}
        reply = self._wire.post(self._url, {name: each for name, each in body.items() if each}, {})
        return (_meant(reply), reply.status) if isinstance(reply, Reply) else (reply, 0)


def escaped(text: str) -> str:
    """The same words to the eye; no mark of theirs has a meaning, none calls people."""
    return _MARKS.sub(r"\\\1", defused(text))


def linked(url: str) -> str:
    """An address that leads where it says."""
    return f"<{url}>"


def _title(text: str) -> str:
    return f"**{escaped(text)}**"


def _meant(reply: Reply) -> Answer:
    if reply.status == 200 and reply.body.strip() != b"ok":
        return Temporary(reply.said(str(reply.json.get("message") or "this is no answer of a webhook")))
    return answer(reply, str(reply.json.get("message") or ""))
