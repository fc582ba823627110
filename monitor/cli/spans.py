"""Times as people write them on a command line."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from monitor.errors import UsageError
from monitor.times import duration, parse_iso


def moment_of(written: str | None, now: datetime, zone: ZoneInfo) -> datetime | None:
    """`2026-11-24` is the beginning of that day where the newsroom is; `2d` is two days ago. Raises UsageError."""
    if written is None:
        return None
    try:
        when = parse_iso(written)
    except ValueError:
        try:
            return now - duration(written)
        except (ValueError, OverflowError) as error:
            raise UsageError(
                f"“{written}” is no time", "write 2026-11-24, 2026-11-24T19:42:00Z, or 2d for two days ago"
            ) from error
    if isinstance(when, datetime):
        return when
    return datetime.combine(when, time(), zone).astimezone(UTC)
