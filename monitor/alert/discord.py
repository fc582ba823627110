"""Discord by our own sender: within its 2,000 characters, no mention let through, its waits and refusals heeded.

apprise sends without `allowed_mentions`, sleeps through a 429 inside the call, and hides both status and wait.
"""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from monitor.alert.channel import Accepted, Answer, Message, Refused, Temporary
from monitor.alert.fitted import fitted, short
from monitor.alert.inert import defused
from monitor.alert.post import Reply, Wire, answer

API = "https://discord.com/api/webhooks"
LONGEST = 2000
_MARKS = re.compile(r"([\\*_~`|>#\[\]])")
_NO_PREVIEWS = 1 << 2
_WITHOUT_A_SOUND = 1 << 12


class Discord:
    """A `discord://` address, as apprise's own object `address` parsed it; `api` is where Discord is."""

    room = 1600
    gap = 2.0  #: a webhook may post 30 times a minute

    def __init__(self, address: Any, *, api: str = API) -> None:
        # `wait`: it answers with the message that it made, not with an empty 204 before the work is done.
        asked = {"wait": "true"} | ({"thread_id": address.thread_id} if address.thread_id else {})
        self._url = f"{api}/{address.webhook_id}/{address.webhook_token}?{urlencode(asked)}"
        self._user = address.user
        self._wire = Wire(verify=address.verify_certificate)

    def send(self, message: Message) -> Answer:
        """Post it; what Discord does not take is tried once more, short."""
        said, status = self._post(fitted(message, LONGEST, escaped, linked, _title), message)
        if status in (400, 413):
            said, _ = self._post(short(message, escaped, linked), message)
        return said

    def _post(self, text: str, message: Message) -> tuple[Answer, int]:
        body: dict[str, Any] = {
            "content": text,
            "allowed_mentions": {"parse": []},
            "flags": _NO_PREVIEWS | (_WITHOUT_A_SOUND if message.quiet else 0),
        }
        if self._user:
            body["username"] = self._user
        reply = self._wire.post(self._url, body, {})
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
    """Discord says the message that it made, or what was wrong and how long to wait."""
    told = reply.json
    if reply.status == 200:
        return Accepted(reply.said()) if told.get("id") else Temporary(reply.said("this is no answer of Discord"))
    why, wait = str(told.get("message") or ""), told.get("retry_after")
    if reply.status == 429 and isinstance(wait, int | float) and not isinstance(wait, bool):
        return Temporary(reply.said(why), timedelta(seconds=min(max(wait, 0), 86_400)))
    meant = answer(reply, why)
    return Refused(f"{meant.why}: the webhook was deleted; make another") if reply.status == 404 else meant
