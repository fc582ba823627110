"""What may stand in `config/alerts.yaml`."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from monitor.config.checked import Keys
from monitor.config.written import (
    BeatId,
    ChannelName,
    Contact,
    Country,
    EventId,
    Hour,
    Hours,
    Id,
    Language,
    Name,
    PublicUrl,
    Searches,
    SourceId,
    Topic,
    Wait,
    Zone,
)
from monitor.model import ChangeKind

Told = Literal["urgent", "routine", "unsure", "typographic"]
"""What is told at once."""


class NewsroomKeys(Keys):
    """Whom we work for."""

    timezone: Zone = Field(
        default="UTC",
        validate_default=True,
        description="In which alerts tell times, and in which the digest has its hours.",
    )
    language: Language = Field(
        default="en", description="In which alerts are told: `en`, `km`, `ja`; any other: in English, with a warning."
    )
    public_url: PublicUrl | None = Field(
        default=None, description="Of our web page; alerts link to it only when this is set."
    )
    contact: Contact | None = Field(
        default=None, description="A mail or web address, told to servers in the User-Agent."
    )


class RouteDigestKeys(Keys):
    """When a route's alerts go out, bundled."""

    at: Hours = Field(default=(), description="At these hours of the newsroom's day; or:")
    every: Wait | None = Field(default=None, description="So often, counted from midnight.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "RouteDigestKeys":
        if bool(self.at) == (self.every is not None):
            raise ValueError('a digest has hours or an interval: write {at: ["07:30", "17:30"]} or {every: 30m}')
        return self


class QuietKeys(Keys):
    """Hours in which only what is urgent interrupts."""

    start: Hour = Field(alias="from", description="From this hour of the newsroom's day")
    end: Hour = Field(alias="to", description="to this one, over midnight where it is the earlier.")

    @model_validator(mode="after")
    def _end(self) -> "QuietKeys":
        if self.start == self.end:
            raise ValueError(f'quiet hours from {self.start:%H:%M} to {self.end:%H:%M} never end: write another "to"')
        return self


class EscalateKeys(Keys):
    """Who is told of an urgent alert that nobody acknowledged in time."""

    after: Wait = Field(description="So long after the alert.")
    channels: Annotated[tuple[ChannelName, ...], Field(min_length=1)] = Field(description="Where it goes then.")


class RouteKeys(Keys):
    """Which findings go to which channels, and how. All filters that are given must let a finding through."""

    id: Id = Field(description="Stable: `monitor alerts test` names it.")
    channels: Annotated[tuple[ChannelName, ...], Field(min_length=1)] = Field(description="Where they go.")
    beats: tuple[BeatId, ...] = Field(default=(), description="Default: all.")
    topics: tuple[Topic, ...] = Field(default=(), description="Default: all of the beat.")
    sources: tuple[SourceId, ...] = Field(default=(), description="Default: all.")
    sides: tuple[Country, ...] = Field(default=(), description="For whom the source speaks. Default: all.")
    tags: tuple[Name, ...] = Field(default=(), description="Of the source, one of them. Default: all.")
    languages: tuple[Language, ...] = Field(default=(), description="Of the wording. Default: all.")
    changes: tuple[ChangeKind, ...] = Field(default=(), description="Default: all.")
    events: tuple[EventId, ...] = Field(default=(), description="Only what reports these. Default: all.")
    search: Searches = Field(
        default=(), description="A saved search: only what `monitor statements QUERY` would find; of several, one."
    )
    level: Annotated[tuple[Told, ...], Field(min_length=1)] = Field(
        default=("urgent", "routine"),
        description="What is told at once; `unsure` and `typographic` go to the digest unless named here.",
    )
    digest: RouteDigestKeys | None = Field(
        default=None, description="`at` hours, or `every` so often: what the route is told goes out bundled."
    )
    quiet: QuietKeys | None = Field(
        default=None, description="`from` and `to`: what is not urgent waits for the end, and goes out bundled."
    )
    per_hour: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        default=None, description="The most messages an hour on each channel; what is over goes out bundled."
    )
    escalate: EscalateKeys | None = Field(
        default=None, description="`after` so long, to `channels`: when nobody acknowledges an urgent alert."
    )


class DigestKeys(Keys):
    """What can wait, bundled."""

    at: Hours = Field(default=(), description="At these hours of the newsroom's day.")
    channels: tuple[ChannelName, ...] = Field(default=(), description="Where it goes.")


class HeartbeatKeys(Keys):
    """The daily word that all is well."""

    at: Hours = Field(default=("08:00",), validate_default=True, description="At this hour of the newsroom's day.")
    channels: tuple[ChannelName, ...] | None = Field(
        default=None, description="Default: the operators'. `[]`: nowhere."
    )
    ping: PublicUrl | None = Field(
        default=None, description="A dead man's switch, called every five minutes while all goes round: `${PING_URL}`."
    )


class OperatorKeys(Keys):
    """Who keeps the monitor running."""

    operators: tuple[ChannelName, ...] = Field(
        default=(), description="Channels that get notices: a source broken, a channel down."
    )


class AlertsFile(Keys):
    """`config/alerts.yaml`: who is told."""

    newsroom: dict[str, Any] = Field(default_factory=dict)
    channels: dict[str, Any] = Field(default_factory=dict)
    routes: list[Any] = Field(default_factory=list)
    digest: dict[str, Any] = Field(default_factory=dict)
    operators: list[Any] = Field(default_factory=list)
    heartbeat: dict[str, Any] = Field(default_factory=dict)
