"""How long a token of the Graph API still works, asked of Graph itself once a day.

What it answers of the token's owner is not kept: only the days on which it ends.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from monitor.model import Before, Capture, Reading, Request, State, short_id
from monitor.read.json_tree import string
from monitor.times import iso

PATH = "debug_token"
EVERY = timedelta(days=1)
WARNED_BEFORE = timedelta(days=14)
"""So long before a token ends operators are warned; a new one may need a person of the office."""

_LEARNED = "facebook_token"
_ENDS = (("expires_at", "the token expires"), ("data_access_expires_at", "the token's access to data expires"))


def is_due(token: str, before: Before) -> bool:
    """Whether this poll is to ask of the token. One of the app itself (`APP_ID|APP_SECRET`) never ends."""
    if not token or "|" in token or before.last_poll_at is None:
        return False
    known = before.learned.get(_LEARNED) or {}
    return known.get("token") != _name(token) or before.last_poll_at - datetime.fromisoformat(known["at"]) >= EVERY


def is_asked_by(request: Request) -> bool:
    """Whether a request asks of the token."""
    return urlsplit(request.url).path.endswith(f"/{PATH}")


def read(answer: Any, token: str, capture: Capture) -> Reading:
    """The days on which it ends, to be remembered; that none could be learned is remembered as well."""
    ends = {name: moment.date().isoformat() for name, _ in _ENDS if (moment := _moment(answer, name)) is not None}
    learned = {"token": _name(token), "at": iso(capture.captured_at), **ends}
    return Reading(State.OK, learned={_LEARNED: learned})


def warnings(token: str, learned: Mapping[str, Any], today: date) -> tuple[str, ...]:
    """What operators should know of the token in use."""
    known = learned.get(_LEARNED) or {}
    if known.get("token") != _name(token):
        return ()
    ends = [(date.fromisoformat(known[name]), what) for name, what in _ENDS if name in known]
    return tuple(
        f"{what} on {end}: make a new one, and set its variable in .env"
        for end, what in ends
        if today >= end - WARNED_BEFORE
    )


def _moment(answer: Any, name: str) -> datetime | None:
    """Seconds since 1970; 0 is "never"."""
    written = string(answer, "data", name) or "0"
    if not written.isdecimal() or len(written) > 11 or int(written) == 0:
        return None
    return datetime.fromtimestamp(int(written), UTC)


def _name(token: str) -> str:
    """A mark by which a new token is told from the one before; nothing of the token can be found in it."""
    return short_id("token", token, length=8)
