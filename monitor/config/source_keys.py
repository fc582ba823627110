"""What may stand in `sources.yaml`. The keys of each kind are told by its reader."""

from typing import Annotated, Any, Literal

from pydantic import Field

from monitor.config.checked import Keys
from monitor.config.written import (
    Age,
    Country,
    Gap,
    Headers,
    Id,
    Interval,
    Language,
    Moment,
    Name,
    Private,
    Proxy,
    Text,
    Topic,
    Zone,
)


class BeatKeys(Keys):
    """What the newsroom follows."""

    id: Id = Field(description="Stable: routes and programs name it.")
    name: Name = Field(description="For people.")
    countries: Annotated[tuple[Country, ...], Field(min_length=2)] = Field(
        description="ISO 3166 alpha-2, or EU; with three or more, any two of them."
    )
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)] = Field(
        description="Files of the shipped topics, or of `config/topics/`."
    )


class DefaultKeys(Keys):
    """What a source takes when it says nothing of its own."""

    every: Interval | None = Field(
        default=None, description="How often it is polled; else each kind has its own interval."
    )
    gap: Gap = Field(default="1s", validate_default=True, description="The least time between two requests to a host.")
    alert_recent: Age = Field(
        default="24h", validate_default=True, description="At the first poll, only what is younger is told."
    )
    timezone: Zone = Field(default="UTC", validate_default=True, description="Of the dates that sources write.")
    keep_deleted: Literal["full", "hash"] = Field(
        default="full", description="What is kept of a statement that was taken down."
    )
    proxy: Proxy | None = Field(default=None, description="An HTTP proxy.")


class SourceKeys(Keys):
    """One place to poll. Each kind has keys of its own besides."""

    id: Id = Field(description="Stable: it is part of every address that journalists cite.")
    name: Name = Field(description="For people: alerts begin with it.")
    kind: Text = Field(description="How it is asked and read.")
    side: Country | None = Field(default=None, description="The country that it speaks for.")
    person: Id | None = Field(
        default=None, description="Whose page it is, by the ID in `offices.yaml`: it speaks in the office of the day."
    )
    about: tuple[Country, ...] = Field(default=(), description="Whom its words concern even where it names nobody.")
    every: Interval | None = Field(default=None, description="How often it is polled.")
    gap: Gap | None = Field(default=None, description="The least time between two requests to its host.")
    alert_recent: Age | None = Field(default=None, description="At its first poll, only what is younger is told.")
    timezone: Zone | None = Field(default=None, description="Of the dates that it writes.")
    languages: tuple[Language, ...] = Field(
        default=(), description="In which it writes, where that helps to read dates."
    )
    enabled: bool = Field(default=True, description="false: it is kept in the file and not polled.")
    paused_until: Moment | None = Field(default=None, description="Not polled before that day or moment.")
    headers: Headers = Field(default_factory=dict, description="Sent with each request, secrets as ${NAME}.")
    proxy: Proxy | None = Field(default=None, description="An HTTP proxy.")
    allow_private: Private = Field(
        default=False,
        description="true: the host and port of its own address may be private; a list of host:port allows more.",
    )
    robots: Literal["ignore"] | None = Field(
        default=None, description="`ignore`: robots.txt is not asked. Only if you may."
    )
    edits: Literal["unknown"] | None = Field(
        default=None, description="`unknown`: what differs there is no edit (a bridge)."
    )
    deletions: Literal["unknown"] | None = Field(
        default=None, description="`unknown`: what is missing there proves nothing."
    )
    keep_deleted: Literal["full", "hash"] | None = Field(
        default=None, description="What is kept of what was taken down."
    )
    was: tuple[Id, ...] = Field(default=(), description="IDs that it had before: its history stays with it.")
    note: Text = Field(default="", description="For your colleagues.")
    tags: tuple[Name, ...] = Field(default=(), description="For your own order.")


INCLUDE = Field(
    default=(), description="More files of `sources:`, by names and patterns relative to this one: `sources/*.yaml`."
)


class SourcesFile(Keys):
    """`sources.yaml`: what to poll, and which beats to follow."""

    beats: list[Any]
    sources: list[Any]
    defaults: dict[str, Any] = Field(default_factory=dict)
    include: tuple[Text, ...] = INCLUDE


class IncludedFile(Keys):
    """A file that `sources.yaml` includes: more of what is polled."""

    sources: list[Any]
