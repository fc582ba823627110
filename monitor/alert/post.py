"""One HTTP request of an alert: sent once, a redirect never followed, and what the answer means."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, LocationValueError, NewConnectionError, SSLError

from monitor.alert.channel import Accepted, Answer, Refused, Temporary, Unknown
from monitor.alert.inert import inline

TIMEOUT = urllib3.Timeout(connect=10, read=30)
_HALF = re.compile("[\ud800-\udfff]")
MOST_READ = 65_536
"""Bytes of an answer that are looked at."""
_FOR_NOW = frozenset({401, 403, 407, 408, 409, 421, 423, 425, 429})
"""4xx that time, or an operator who mends a secret, puts right."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said."""

    status: int
    reason: str
    body: bytes
    retry_after: str | None = None

    def said(self, *more: str) -> str:
        """In one line, for the log."""
        return inline(": ".join((f"{self.status} {self.reason}", *filter(None, more))), 200)

    @property
    def json(self) -> Mapping[str, Any]:
        """The object in the body; empty where there is none."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


class Wire:
    """Where an address is reached."""

    def __init__(self, *, verify: bool = True) -> None:
        self._pool = urllib3.PoolManager(timeout=TIMEOUT, cert_reqs="CERT_REQUIRED" if verify else "CERT_NONE")

    def post(
        self, url: str, body: Any, headers: Mapping[str, str], method: str = "POST"
    ) -> Reply | Temporary | Unknown:
        """Send `body` as JSON, or as the bytes that it is. Not sent at all is `Temporary`; no answer, `Unknown`."""
        given = {"User-Agent": "statement-monitor", "Content-Type": "application/json; charset=utf-8", **headers}
        try:
            response = self._pool.request(
                method,
                url,
                body=body if isinstance(body, bytes) else as_json(body),
                headers=given,
                redirect=False,
                retries=False,
                preload_content=False,
            )
        except (NewConnectionError, ConnectTimeoutError, SSLError, LocationValueError) as error:
            return Temporary(_spoken(error))
        except (HTTPError, OSError) as error:
            return Unknown(f"no answer after it was sent: {_spoken(error)}")
        try:
            said = response.read(MOST_READ)
        except (HTTPError, OSError):
            said = b""
        finally:
            response.close()
        return Reply(response.status, response.reason or "", said, response.headers.get("Retry-After"))


def as_json(body: Any) -> bytes:
    """As it goes out: ASCII, which nothing on the way must convert, and no half letters, which many readers refuse."""
    written = json.dumps(body, ensure_ascii=False)
    if _HALF.search(written):
        body = json.loads(_HALF.sub("\ufffd", written))
    return json.dumps(body, ensure_ascii=True).encode()


def answer(reply: Reply, more: str = "") -> Answer:
    """What the status means; `more` is what the server says besides."""
    status, said = reply.status, reply.said(more)
    if 200 <= status < 300:
        return Accepted(said)
    if 300 <= status < 400:
        return Refused(f"{said}: it redirects; give the channel the final address")
    if status >= 500 or status in _FOR_NOW or status < 200:
        return Temporary(said, moment(reply.retry_after))
    return Refused(said)


def moment(retry_after: str | None) -> timedelta | datetime | None:
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
