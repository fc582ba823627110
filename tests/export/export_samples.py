"""A statement to give out."""

from datetime import UTC, date, datetime

from monitor.model import ChangeKind, Level, Statement


def statement(text: str = "The bridge opens.", title: str | None = "Bridge") -> Statement:
    """A statement of an invented office."""
    at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    return Statement(
        id="a2b3c4d5e6",
        source="bridges",
        side="JP",
        url="https://bridges.example/1",
        title=title,
        text=text,
        language="en",
        published_at=date(2026, 3, 1),
        first_seen_at=at,
        last_seen_at=at,
        change=ChangeKind.NEW,
        version=1,
        versions=1,
        deleted_at=None,
        beats=("kh-jp",),
        relevant=True,
        unsure=False,
        level=Level.ROUTINE,
        topics=("travel", "aid"),
        countries=("KH", "JP"),
        event=None,
        capture_sha256=None,
    )
