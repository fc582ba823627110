"""JSON webhooks by our own sender: a finding as a program wants it, and what the status and Retry-After mean."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, LocationValueError, NewConnectionError, SSLError

from monitor.alert.channel import Accepted, Answer, Message, Refused, Temporary, Unknown
from monitor.alert.inert import inline

TIMEOUT = urllib3.Timeout(connect=10, read=30)
METHODS = ("POST", "PUT", "PATCH")
_FOR_NOW = frozenset({401, 403, 407, 408, 409, 421, 423, 425, 429})
"""4xx that time, or an operator who mends a secret, puts right."""


class Webhook:
    """A `json://` or `jsons://` address, as apprise's own object `address` parsed it."""

    room = 500_000

    def __init__(self, address: Any) -> None:
        self._address = address
        port = f":{address.port}" if address.port else ""
        self._url = f"{'https' if address.secure else 'http'}://{address.host}{port}{address.fullpath}"
        self._pool = urllib3.PoolManager(
            timeout=TIMEOUT, cert_reqs="CERT_REQUIRED" if address.verify_certificate else "CERT_NONE"
        )

    def send(self, message: Message) -> Answer:
        """Post it once; a redirect is never followed, because its target was not what the operator wrote."""
        url = f"{self._url}?{urlencode(self._address.params)}" if self._address.params else self._url
        body = json.dumps(shape(message, self._address.payload_extras), ensure_ascii=True).encode()
        try:
            response = self._pool.request(
                self._address.method,
                url,
                body=body,
                headers=self._headers(),
                redirect=False,
                retries=False,
                preload_content=False,
            )
        except (NewConnectionError, ConnectTimeoutError, SSLError, LocationValueError) as error:
            return Temporary(_spoken(error))
        except (HTTPError, OSError) as error:
            return Unknown(f"no answer after it was sent: {_spoken(error)}")
        try:
            return _answer(response.status, response.reason or "", response.headers.get("Retry-After"))
        finally:
            response.close()

    def _headers(self) -> dict[str, str]:
        address = self._address
        headers = {"User-Agent": "statement-monitor", "Content-Type": "application/json"}
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


def _answer(status: int, reason: str, retry_after: str | None) -> Answer:
    said = inline(f"{status} {reason}", 100)
    if 200 <= status < 300:
        return Accepted(said)
    if 300 <= status < 400:
        return Refused(f"{said}: it redirects; give the channel the final address")
    if status >= 500 or status in _FOR_NOW or status < 200:
        return Temporary(said, _moment(retry_after))
    return Refused(said)


def _moment(retry_after: str | None) -> timedelta | datetime | None:
    """Retry-After as a span or a moment; None where it is absent or no server could mean it."""
    if not retry_after:
        return None
    try:
        return timedelta(seconds=min(max(float(retry_after), 0), 86_400))
    except ValueError:
        pass
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _spoken(error: Exception) -> str:
    # urllib3 writes the address it could not reach into its errors, and a path may be a secret.
    return type(error).__name__
