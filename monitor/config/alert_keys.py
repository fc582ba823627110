"""What may stand in `config/alerts.yaml`."""

from typing import Annotated, Any, Literal

from pydantic import Field

from monitor.config.checked import Keys
from monitor.config.written import BeatId, ChannelName, Contact, Hours, Id, Language, PublicUrl, SourceId, Topic, Zone
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
    language: Language = Field(default="en", description="In which alerts gloss what they quote.")
    public_url: PublicUrl | None = Field(
        default=None, description="Of our web page; alerts link to it only when this is set."
    )
    contact: Contact | None = Field(
        default=None, description="A mail or web address, told to servers in the User-Agent."
    )


class RouteKeys(Keys):
    """Which findings go to which channels."""

    id: Id = Field(description="Stable: `monitor alerts test` names it.")
    channels: Annotated[tuple[ChannelName, ...], Field(min_length=1)] = Field(description="Where they go.")
    beats: tuple[BeatId, ...] = Field(default=(), description="Default: all.")
    topics: tuple[Topic, ...] = Field(default=(), description="Default: all of the beat.")
    sources: tuple[SourceId, ...] = Field(default=(), description="Default: all.")
    changes: tuple[ChangeKind, ...] = Field(default=(), description="Default: all.")
    level: Annotated[tuple[Told, ...], Field(min_length=1)] = Field(
        default=("urgent", "routine"),
        description="What is told at once; `unsure` and `typographic` go to the digest unless named here.",
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
