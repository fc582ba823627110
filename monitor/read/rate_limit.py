"""How many calls a server still allows us, as it tells in headers, and until when we should rest."""

from datetime import UTC, datetime, timedelta

from monitor.model import Capture

RESTS_FROM = 10
"""Calls left below which we rest until the server counts anew: other sources may stand on the same host."""
LONGEST = timedelta(hours=1)

_NAMES = (("x-ratelimit-remaining", "x-ratelimit-reset"), ("ratelimit-remaining", "ratelimit-reset"))


def rest_until(capture: Capture) -> datetime | None:
    """When to ask again, where few calls are left; None: as usual."""
    for remaining, reset in _NAMES:
        left, until = capture.header(remaining) or "", _moment(capture.header(reset) or "")
        if left.isdecimal() and int(left[:9]) < RESTS_FROM and until is not None and until > capture.captured_at:
            return min(until, capture.captured_at + LONGEST)
    return None


def _moment(written: str) -> datetime | None:
    """A moment of ISO 8601 (Mastodon), or seconds since 1970 (Bluesky)."""
    try:
        if written.isdecimal():
            return datetime.fromtimestamp(int(written[:12]), UTC)
        moment = datetime.fromisoformat(written)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None
