"""Every other channel through apprise: one object for each delivery, redirects off, plain text that apprise escapes.

What it says of a failure is read in its log: a status, where it names one, tells what lasts from what does not.
How long a service asks to wait is hidden from us.
"""

import logging
import re
from functools import cache
from http.client import responses
from typing import Any
from urllib.parse import unquote

from monitor.alert.channel import Accepted, Answer, Message, Temporary, Unknown
from monitor.alert.fitted import short
from monitor.alert.inert import defused, inline
from monitor.alert.post import Reply, answer
from monitor.logs import MASK, mask

PATIENCE = 55.0
"""Seconds after which no answer is waited for."""
_STATUS = re.compile(r"\berror=([3-5]\d\d)\b")


class Service:
    """One apprise address. A failure that names no status is taken for one of the moment."""

    gap = 1.0  #: Slack and Telegram take one message a second

    def __init__(self, url: str) -> None:
        self._url = url
        plugin = parsed(url)
        self._title_apart = plugin.title_maxlen > 0
        self.room = int(plugin.body_maxlen * 0.9) - (0 if self._title_apart else 300)

    def send(self, message: Message) -> Answer:
        """Send it; what is not taken as it is is tried once more, short."""
        said, status = self._notify(message, message.fit(self.room, defused))
        if status in (400, 413):
            said, _ = self._notify(message, short(message, defused)[: self.room])
        return said

    def _notify(self, message: Message, body: str) -> tuple[Answer, int]:
        """Through an object of its own, so that no state of an earlier send is in the way."""
        from apprise import Apprise, AppriseResultStatus, NotifyFormat

        plugin = parsed(self._url)
        service = Apprise(asset=plugin.asset)
        service.add(plugin)
        result = service.notify(
            title=defused(message.title),
            body=body,
            body_format=NotifyFormat.TEXT,
            interpret_escapes=False,
            timeout=PATIENCE,
        )
        if result:
            return Accepted(), 0
        told = [self._without_secrets(str(entry.message)) for entry in result.logs()]
        if result.status == AppriseResultStatus.TIMEOUT:
            return Unknown(told[0] if told else "no answer in time"), 0
        for each in told:
            if found := _STATUS.search(each):
                status = int(found[1])
                return answer(Reply(status, responses.get(status, ""), b""), each), status
        return Temporary(told[0] if told else "apprise says only: failed"), 0

    def _without_secrets(self, text: str) -> str:
        for part in re.split(r"[/:@?&=,#]+", unquote(self._url)):
            if len(part) >= 6:
                text = text.replace(part, MASK)
        return inline(mask(text), 200)


def parsed(url: str) -> Any:
    """apprise's object for an address, made for one use; None where apprise cannot read it."""
    # Imported late: it costs a third of a second, and most commands send nothing.
    from apprise import Apprise, AppriseAsset

    _listen()
    asset = AppriseAsset(http_redirects=False, async_mode=False, app_id="monitor", image_url_mask="")
    plugin = Apprise.instantiate(url, asset=asset)
    if plugin is not None:
        plugin.redirects = False  # apprise follows a POST's redirect as a GET and calls it a success
        plugin.socket_read_timeout = max(plugin.socket_read_timeout, 30.0)
    return plugin


@cache
def _listen() -> None:
    """Let apprise say why it failed to who called it, and to nobody else: its lines may hold addresses."""
    logger = logging.getLogger("apprise")
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.addHandler(logging.NullHandler())
