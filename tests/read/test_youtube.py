"""What the `youtube` reader asks, and what it makes of YouTube's spells of 404."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from fakes import NOW, before
from monitor.model import Before, Capture, Headline, Reading, Source, State
from monitor.read import READERS

YOUTUBE = READERS["youtube"]
CHANNEL = "UCrivers0123456789abcdef"
FEED = f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"


def source(**keys: Any) -> Source:
    """A channel of an invented ministry."""
    options = YOUTUBE.options(**(keys or {"channel": CHANNEL}))
    return Source("rivers", "Ministry of Rivers (invented)", "youtube", options, YOUTUBE.home(options))


def answered(status: int, was: Before) -> Reading:
    """What the reader makes of an answer without a feed."""
    request = YOUTUBE.ask(source(), was)
    return YOUTUBE.read(Capture("rivers", request, FEED, NOW, status, (), b"<html>404</html>"), source(), was)


@pytest.mark.parametrize(
    "keys",
    [
        {"channel": CHANNEL},
        {"url": f"https://www.youtube.com/channel/{CHANNEL}"},
        {"url": f"https://youtube.com/channel/{CHANNEL}/"},
        {"url": FEED},
    ],
)
def test_a_channel_may_be_named_by_its_id_or_an_address_that_holds_it(keys: dict[str, str]) -> None:
    """The ID, the channel's page and its feed lead to the same feed; people are shown the channel's page."""
    assert YOUTUBE.ask(source(**keys), Before()).url == FEED
    assert source(**keys).url == f"https://www.youtube.com/channel/{CHANNEL}"


def test_an_address_elsewhere_is_asked_there() -> None:
    """A stand-in or a mirror is asked at its own address."""
    mirror = source(url=f"http://127.0.0.1:8090/channel/{CHANNEL}")
    assert YOUTUBE.ask(mirror, Before()).url == f"http://127.0.0.1:8090/feeds/videos.xml?channel_id={CHANNEL}"


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"channel": CHANNEL, "url": FEED},
        {"channel": "@rivers"},
        {"channel": "UCshort"},
        {"url": "https://www.youtube.com/@rivers"},
        {"url": "https://www.youtube.com/feeds/videos.xml?channel_id="},
    ],
)
def test_what_names_no_channel_is_refused(keys: dict[str, str]) -> None:
    """Neither or both of the keys, or a handle, which no feed is found by, are faults of the file."""
    with pytest.raises(ValidationError):
        YOUTUBE.options(**keys)


@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_spell_of_days_is_not_the_end_of_a_channel(status: int) -> None:
    """For days YouTube may answer 404 or 500 for a channel that is there: we are blind, and nothing is gone."""
    assert answered(status, before([])).state is State.OFFLINE
    in_a_spell = before([], state=State.OFFLINE, broken_since=NOW - timedelta(days=6))
    assert answered(status, in_a_spell).state is State.OFFLINE


def test_after_a_week_of_404_the_channel_counts_as_gone() -> None:
    """No spell lasted a week; a week of errors of the server's own is still a spell."""
    long_ago = before([], state=State.OFFLINE, broken_since=NOW - timedelta(days=7))
    assert answered(404, long_ago).state is State.PAGE_GONE
    assert answered(500, long_ago).state is State.OFFLINE


def test_nothing_proves_that_a_video_is_gone() -> None:
    """A video that is missing from the feed is never asked for, and never reported as taken down."""
    assert YOUTUBE.own(source(), Headline("rivers00009", "https://www.youtube.com/watch?v=rivers00009", None)) is None
    assert not YOUTUBE.may_delete
