"""JSON webhooks by our own sender: a finding as a program wants it, signed where a secret is shared.

With `?secret=…` in the address each post bears X-Monitor-Timestamp (seconds since 1970) and X-Monitor-Signature:
`sha256=` and the HMAC-SHA256, in hexadecimal, of the timestamp, a full stop and the body.
"""

import hmac
import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import urllib3

from monitor.alert.channel import Answer, Message, Temporary, Unknown
from monitor.alert.inert import inline
from monitor.alert.post import Reply, Wire, answer, as_json
from monitor.text.excerpt import shorten

METHODS = ("POST", "PUT", "PATCH")
SHORT = 2000
"""Characters of a text that is tried when the whole is not taken."""


class Webhook:
    """A `json://` or `jsons://` address, as apprise's own object `address` parsed it; `secret` signs the posts."""

    room = 500_000

    def __init__(self, address: Any, secret: str = "") -> None:
        self._address, self._secret = address, secret
        port = f":{address.port}" if address.port else ""
        self._url = f"{'https' if address.secure else 'http'}://{address.host}{port}{address.fullpath}"
        self._wire = Wire(verify=address.verify_certificate)

    def send(self, message: Message) -> Answer:
        """Post it; what is too large (400, 413) is tried once more with a short text.

        A redirect is never followed, because its target was not what the operator wrote.
        """
        body = shape(message, self._address.payload_extras)
        reply = self._post(body)
        if isinstance(reply, Reply) and reply.status in (400, 413) and (less := shortened(body)) != body:
            reply = self._post(less)
        return _meant(reply) if isinstance(reply, Reply) else reply

    def _post(self, body: dict[str, Any]) -> Reply | Temporary | Unknown:
        address, written = self._address, as_json(body)
        url = f"{self._url}?{urlencode(address.params)}" if address.params else self._url
        headers = self._headers() | (signed(written, self._secret, int(time.time())) if self._secret else {})
        return self._wire.post(url, written, headers, address.method)

    def _headers(self) -> dict[str, str]:
        address = self._address
        headers = {"Content-Type": "application/json"}
        if address.user:
            headers |= urllib3.make_headers(basic_auth=f"{address.user}:{address.password or ''}")
        return headers | {name: inline(value) for name, value in address.headers.items()}


def _meant(reply: Reply) -> Answer:
    """A page, or a body that says it failed, is no success, whatever its status."""
    told = reply.json
    failed = told.get("ok") is False or told.get("success") is False or bool(told.get("error"))
    if 200 <= reply.status < 300 and (failed or reply.body.lstrip()[:1] == b"<"):
        why = str(told.get("error") or "" if failed else "a page is no answer of a webhook: let it answer 204")
        return Temporary(reply.said(why or "it says that it failed"))
    return answer(reply)


def secret_of(url: str) -> str:
    """The secret that an address asks to sign with."""
    return parse_qs(urlsplit(url.strip()).query).get("secret", [""])[0]


def signed(body: bytes, secret: str, at: int) -> dict[str, str]:
    """The headers by which a receiver knows that a post is ours, and not an old one."""
    signature = hmac.new(secret.encode(), f"{at}.".encode() + body, "sha256").hexdigest()
    return {"X-Monitor-Timestamp": str(at), "X-Monitor-Signature": f"sha256={signature}"}


def shortened(body: dict[str, Any]) -> dict[str, Any]:
    """The same with its longest words cut: the text, and what is quoted."""
    less = {name: shorten(each, SHORT) if isinstance(each, str) else each for name, each in body.items()}
    less |= {"passages": []} if body.get("passages") else {}
    return less | (
        {"items": [shortened(each) for each in body["items"]]} if isinstance(body.get("items"), list) else {}
    )


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
