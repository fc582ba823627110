"""What coverage says of a period: the runs of polls in it, and the times in which we did not look. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import READABLE, Span
from monitor.times import When, spell

AT_LEAST = timedelta(minutes=5)
UNKNOWN_INTERVAL = timedelta(minutes=15)
"""How often a source was asked that is no longer configured: the longest of the usual intervals."""


@dataclass(frozen=True, slots=True)
class Look:
    """A run of polls with the same outcome, or a silence of ours: then its state is `not-looked`."""

    source: str
    state: str
    why: str
    from_at: datetime
    to_at: datetime
    polls: int
    sees_back_to: When | None
    blind: bool


def looks(source: str, spans: Sequence[Span], every: timedelta, start: datetime, end: datetime) -> tuple[Look, ...]:
    """The spans of a period, and each silence of more than four intervals in it, oldest first."""
    ordered = sorted(spans, key=lambda span: span.from_at)
    return tuple(_looks(source, ordered, max(4 * every, AT_LEAST), start, end))


def _looks(source: str, spans: Sequence[Span], longest: timedelta, start: datetime, end: datetime) -> Iterator[Look]:
    looked_until = start
    for span in spans:
        if span.from_at - looked_until > longest:
            yield _not_looked(source, looked_until, span.from_at)
        yield Look(
            source,
            str(span.state),
            span.why,
            span.from_at,
            span.to_at,
            span.polls,
            span.sees_back_to,
            blind=span.state not in READABLE,
        )
        looked_until = max(looked_until, span.to_at)
    if end - looked_until > longest:
        yield _not_looked(source, looked_until, end)


def _not_looked(source: str, start: datetime, end: datetime) -> Look:
    return Look(source, "not-looked", f"no poll for {spell(end - start)}", start, end, 0, None, blind=True)
