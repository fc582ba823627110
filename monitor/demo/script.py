"""The script: which posts stand where at a given moment of the story, and the clock by which it is told."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from monitor.times import When

ZONE = ZoneInfo("Asia/Phnom_Penh")


@dataclass(frozen=True, slots=True)
class Post:
    """One post as it stands at a moment."""

    source: str
    id: int
    published_at: When
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """`story.yaml`."""

    begins_at: datetime
    ends_at: datetime
    sources: tuple[dict[str, Any], ...]
    posts: tuple[dict[str, Any], ...]
    alerts: tuple[tuple[str, str], ...]  #: (source, change) in the order in which the desk must get them

    def standing(self, source: str, now: datetime) -> list[Post]:
        """What the source shows at `now`, newest first."""
        shown = []
        for post in self.posts:
            published_at = _when(post["at"])
            if post["source"] != source or _moment(published_at) > now:
                continue
            if "remove" in post and _moment(_when(post["remove"])) <= now:
                continue
            edit = post.get("edit")
            text = edit["text"] if edit and _moment(_when(edit["at"])) <= now else post["text"]
            shown.append(Post(source, post["id"], published_at, post.get("title"), text))
        return sorted(shown, key=lambda post: _moment(post.published_at), reverse=True)


def load() -> Script:
    """The script that is shipped."""
    story = YAML(typ="safe").load(files("monitor.demo").joinpath("story.yaml").read_text("utf-8"))
    return Script(
        datetime.fromisoformat(story["begins"]).astimezone(UTC),
        datetime.fromisoformat(story["ends"]).astimezone(UTC),
        tuple(story["sources"]),
        tuple(story["posts"]),
        tuple((alert["source"], alert["change"]) for alert in story["alerts"]),
    )


class StoryClock:
    """Story time: it starts at `begins_at` and runs `speed` times as fast as the wall clock."""

    def __init__(self, begins_at: datetime, speed: float) -> None:
        self._begins_at, self._speed, self._started = begins_at, speed, time.monotonic()

    def now(self) -> datetime:
        """The moment of the story, aware UTC."""
        return self._begins_at + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Story seconds since the start."""
        return (time.monotonic() - self._started) * self._speed

    def sleep(self, seconds: float) -> None:
        """Wait so many story seconds."""
        time.sleep(max(seconds, 0) / self._speed)


def _when(written: str) -> When:
    if len(written) == 10:
        return date.fromisoformat(written)
    return datetime.fromisoformat(written).replace(tzinfo=ZONE).astimezone(UTC)


def _moment(when: When) -> datetime:
    if isinstance(when, datetime):
        return when
    return datetime(when.year, when.month, when.day, tzinfo=ZONE)
