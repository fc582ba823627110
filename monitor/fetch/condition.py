"""Conditional requests: "has it changed?", asked with what the server gave us last time. Pure."""

import re
from datetime import datetime, timedelta
from hashlib import sha256

from monitor.fetch.answer import Answer
from monitor.model import Capture, Validators

_SENDABLE = re.compile(r"[\x20-\x7e]{1,1024}")
_MINUTES_A_DAY = 1440


def conditions(validators: Validators) -> tuple[tuple[str, str], ...]:
    """The headers that ask it; what a server gave us is sent back only if it is printable and short."""
    asked = (("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified))
    return tuple((name, value) for name, value in asked if value and _SENDABLE.fullmatch(value))


def wants_whole(url: str, every: timedelta, now: datetime) -> bool:
    """Whether this address is now asked without conditions: once or twice a day, each at its own time of day.

    A server that answers "not modified" for ever, through a mistake or by intent, hides an edit for a day at most.
    """
    slot = int.from_bytes(sha256(url.encode("utf-8", "surrogatepass")).digest()[:4], "big") % _MINUTES_A_DAY
    minute = now.hour * 60 + now.minute
    return (minute - slot) % _MINUTES_A_DAY < max(2 * every // timedelta(minutes=1), 2)


def is_same(answer: Answer, validators: Validators | None) -> bool:
    """Whether an answer without a failure brought nothing new.

    The body decides: an equal ETag over other bytes is a change, whatever the server thinks.
    """
    if answer.failure is not None or validators is None:
        return False
    return answer.status == 304 or (answer.status == 200 and sha256(answer.body).hexdigest() == validators.sha256)


def is_shown_again(shown: Capture, validators: Validators | None) -> bool:
    """The same for a page that a browser shows."""
    return shown.failure is None and validators is not None and shown.sha256 == validators.sha256
