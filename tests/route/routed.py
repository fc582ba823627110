"""A desk for the tests of routing: channels, routes, and what they are owed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fakes import NOW, assessment, finding
from monitor.model import ChangeKind, Delivery, Finding, Lately, Level, Mute, Muted, Newsroom, Route, Routing
from monitor.route import route

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")  # 09:00 UTC is 16:00 there
CHANNELS = {name: f"form://{name}.example" for name in ("desk", "mail", "phone", "ops")}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    """A time in Phnom Penh, of the day of NOW."""
    return datetime(2026, 3, day, hour, minute, tzinfo=PHNOM_PENH).astimezone(UTC)


def routing(*routes: Route, **changes: Any) -> Routing:
    """A newsroom in Phnom Penh without a digest of its own."""
    return replace(Routing(Newsroom(PHNOM_PENH), CHANNELS, routes, operators=("ops",)), **changes)


def news(key: str = "a", *, urgent: bool = False, **changes: Any) -> Finding:
    """A new statement that concerns the beat."""
    return finding(ChangeKind.NEW, assessment_of(urgent), key=key, **changes)


def assessment_of(urgent: bool) -> Any:
    """A sure one."""
    return assessment(level=Level.URGENT if urgent else Level.ROUTINE)


def mute(what: Muted, name: str, until: datetime, since: datetime = NOW) -> Mute:
    """Somebody wants silence."""
    return Mute(f"M-{name}", what, name, "too many of them", "Sokha", since, until)


def owed(
    findings: Sequence[Finding], by: Routing, now: datetime = NOW, lately: Lately | None = None
) -> list[tuple[str, datetime, str]]:
    """The channels, when each is told, and why not before."""
    return [told(each) for each in route(findings, (), by, now, lately=lately or Lately())]


def told(one: Delivery) -> tuple[str, datetime, str]:
    """Where, when, and why not before."""
    assert one.digest == (one.held not in (None, "escalation"))
    return one.channel, one.due_at, str(one.held or "at once")
