"""A statement brought by hand, as an entry: the same as one that a reader found."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from monitor.model import Entry
from monitor.text.address import canonical
from monitor.text.fingerprint import fingerprint
from monitor.text.normalise import clean
from monitor.times import When

LONGEST = 200_000


def pasted_entry(text: str, url: str | None, published_at: When | None, now: datetime) -> Entry:
    """The entry; its key is its address, or its wording where it has none.

    Raises ValueError, with words for a person, for an empty or too long text, an address that is not http(s), or a
    time that lies in the future.
    """
    text = clean(text)
    if not text:
        raise ValueError("there is no text to keep")
    if len(text) > LONGEST:
        raise ValueError(f"the text is longer than {LONGEST} characters: bring it in parts")
    if url is not None and not url.startswith(("http://", "https://")):
        raise ValueError(f"“{url}” is not an address: it begins with https://")
    if isinstance(published_at, datetime) and published_at > now:
        raise ValueError("the time of posting lies in the future")
    key = canonical(url) if url else fingerprint(None, text)
    return Entry(key=key, url=url, title=None, text=text, published_at=published_at)


def posted_at(written: str, zone: ZoneInfo) -> When:
    """When a post was posted, as a person writes it: a day, or a time, in `zone` unless it names its own.

    Raises ValueError, with words for a person.
    """
    if len(written) != len("2026-11-24"):
        return time_in(written, zone)
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ValueError(f"“{written}” is not a time: write 2026-11-24T19:42") from error


def time_in(written: str, zone: ZoneInfo) -> datetime:
    """A moment as a person writes it, in `zone` unless it names its own. Raises ValueError, with words for a person."""
    try:
        if len(written) <= len("2026-11-24"):
            raise ValueError("a day alone")
        moment = datetime.fromisoformat(written)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"“{written}” is not a time: write 2026-11-24T19:42") from error


def ends_at(written: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The end of an embargo, as a person writes it. Raises ValueError, with words for a person."""
    until = time_in(written, zone)
    if until <= now:
        raise ValueError("the end of the embargo is past already: bring the text without one")
    return until
