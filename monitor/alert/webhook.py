"""JSON webhooks by our own sender: a finding as a program wants it."""

from typing import Any
from urllib.parse import urlencode

import urllib3

from monitor.alert.channel import Answer, Message
from monitor.alert.inert import inline
from monitor.alert.post import Reply, Wire, answer

METHODS = ("POST", "PUT", "PATCH")


class Webhook:
    """A `json://` or `jsons://` address, as apprise's own object `address` parsed it."""

    room = 500_000

    def __init__(self, address: Any) -> None:
        self._address = address
        port = f":{address.port}" if address.port else ""
        self._url = f"{'https' if address.secure else 'http'}://{address.host}{port}{address.fullpath}"
        self._wire = Wire(verify=address.verify_certificate)

    def send(self, message: Message) -> Answer:
        """Post it once; a redirect is never followed, because its target was not what the operator wrote."""
        address = self._address
        url = f"{self._url}?{urlencode(address.params)}" if address.params else self._url
        reply = self._wire.post(url, shape(message, address.payload_extras), self._headers(), address.method)
        return answer(reply) if isinstance(reply, Reply) else reply

    def _headers(self) -> dict[str, str]:
        address = self._address
        headers = {"Content-Type": "application/json"}
        if address.user:
            headers |= urllib3.make_headers(basic_auth=f"{address.user}:{address.password or ''}")
        return headers | {name: inline(value) for name, value in address.headers.items()}


def shape(message: Message, extras: dict[str, str] | None = None) -> dict[str, Any]:
    """One alert in its documented shape; a bundle has `items` of that shape, and fills of its own fields what it can.

    `extras` are apprise's `:key=value`: a new field, or another name for one of ours.
    """
    if len(message.items) == 1:
        body = dict(message.items[0].shape)
    else:
        body = {
            **dict.fromkeys(message.items[0].shape),
            "id": message.alert,
            "change": "digest",
            "title": message.title,
            "text": message.body,
            "why": [],
            "repeat": message.repeat,
            "items": [dict(item.shape) for item in message.items],
        }
    for name, value in (extras or {}).items():
        if name not in body:
            body[name] = value
        elif moved := body.pop(name):
            body |= {value: moved} if value else {}
    return body
