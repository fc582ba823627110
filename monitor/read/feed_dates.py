"""The time of a feed's item: ISO 8601 and RFC 822 as the formats ask, else whatever our grammar of dates finds."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from monitor.read import date_words, dates
from monitor.times import When

LAST_YEAR = 2100
"""What a machine writes is taken as the source claims it, be it years ahead."""
_LONGEST = 120
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)\s?([Zz]|[+-]\d\d:?\d\d)?)?")
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s{1,3})?(?P<day>\d{1,2})[\s-]{1,3}(?P<month>[A-Za-z]{3,9})\.?[\s-]{1,3}(?P<year>\d{4}|\d\d)"
    r"(?:,?\s{1,3}(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?"
    r"\s{0,3}(?P<zone>[+-]\d\d:?\d\d|(?![AaPp][Mm])[A-Za-z]{1,5})?(?:\s{0,3}\([^()]{0,20}\))?)?"
)

_ASCTIME = re.compile(
    r"\A[A-Za-z]{3},?\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}:\d\d(?::\d\d)?)\s+(\S{1,6}\s+)?(\d{4})\Z"
)


def when(written: str | None, zone: ZoneInfo, today: date, languages: Iterable[str] = ()) -> When | None:
    """The moment or day that a feed writes; a time without a zone is in `zone`. None for junk and impossible years."""
    text = _ASCTIME.sub(r"\2 \1 \5 \3 \4", (written or "").strip()[:_LONGEST])
    found = _iso(text, zone) or _rfc822(text, zone)
    if found is None:
        other = dates.find(text, zone=zone, today=today, languages=languages)
        return other.when if other else None
    if not dates.FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found.astimezone(UTC) if isinstance(found, datetime) else found


def _iso(text: str, zone: tzinfo) -> When | None:
    parts = _ISO.fullmatch(text)
    if parts is None:
        return None
    try:
        if parts[2] is None:
            return date.fromisoformat(parts[1])
        moment = datetime.fromisoformat(f"{parts[1]}T{parts[2].replace(',', '.')}{(parts[3] or '').upper()}")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _rfc822(text: str, zone: tzinfo) -> When | None:
    parts = _RFC822.fullmatch(text)
    month = date_words.month_names().get(parts["month"].lower()) if parts else None
    if parts is None or month is None:
        return None
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    try:
        day = date(year, month, int(parts["day"]))
        if parts["hour"] is None:
            return day
        offset = date_words.offset(parts["zone"]) if parts["zone"] else None
        return datetime(
            *day.timetuple()[:3],
            int(parts["hour"]),
            int(parts["minute"]),
            int(parts["second"] or 0),
            tzinfo=offset or zone,
        )
    except ValueError:
        return None
