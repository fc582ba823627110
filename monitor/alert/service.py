"""Every other channel through apprise: one object for each delivery, redirects off, plain text that apprise escapes."""

import logging
import re
from functools import cache
from typing import Any
from urllib.parse import unquote

from monitor.alert.channel import Accepted, Answer, Message, Temporary, Unknown
from monitor.alert.inert import defused, inline
from monitor.logs import MASK, mask

PATIENCE = 55.0
"""Seconds after which no answer is waited for."""


class Service:
    """One apprise address. It does not say whether a failure lasts: each is taken for one of the moment."""

    gap = 1.0  #: Slack and Telegram take one message a second

    def __init__(self, url: str) -> None:
        self._url = url
        plugin = parsed(url)
        self._title_apart = plugin.title_maxlen > 0
        self.room = int(plugin.body_maxlen * 0.9) - (0 if self._title_apart else 300)

    def send(self, message: Message) -> Answer:
        """Send it through an object of its own, so that no state of an earlier send is in the way."""
        from apprise import Apprise, AppriseResultStatus, NotifyFormat

        plugin = parsed(self._url)
        service = Apprise(asset=plugin.asset)
        service.add(plugin)
        result = service.notify(
            title=defused(message.title),
            body=message.fit(self.room, defused),
            body_format=NotifyFormat.TEXT,
            interpret_escapes=False,
            timeout=PATIENCE,
        )
        if result:
            return Accepted()
        said = next((self._without_secrets(str(entry.message)) for entry in result.logs()), "apprise says only: failed")
        return Unknown(said) if result.status == AppriseResultStatus.TIMEOUT else Temporary(said)

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
