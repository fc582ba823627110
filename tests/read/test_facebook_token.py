"""A token that ends: operators hear of it two weeks before, and no token is asked of more than once a day."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from monitor.health import health_of
from monitor.model import Before, Capture, Source
from monitor.read import READERS
from newsroom import Newsroom, graph, newsroom

FACEBOOK = READERS["facebook"]
DAY = timedelta(days=1)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 1h}
"""


def told(**ends: datetime | int) -> str:
    """What Graph answers of a token; 0 stands for never."""
    seconds = {name: int(end.timestamp()) if isinstance(end, datetime) else end for name, end in ends.items()}
    return json.dumps({"data": {"app_id": "1", "user_id": "77", "is_valid": True, **seconds}})


def warned(room: Newsroom) -> list[str]:
    """What health says of tokens."""
    found: list[str] = health_of(room.store, room.live.current, room.clock.now())["warnings"]
    return [line for line in found if "token" in line]


def test_operators_hear_in_time_that_a_token_ends(tmp_path: Path) -> None:
    """Two weeks before its end health names the day; a token that never ends is not warned of."""
    with newsroom(tmp_path, SOURCE) as room:
        end = room.clock.now() + 20 * DAY
        room.site.put("/v25.0/1001/feed", graph("1001", [(1, room.clock.now(), "Water stands at 1 metre.")]))
        room.site.put("/v25.0/debug_token", told(expires_at=0, data_access_expires_at=end), "application/json")
        room.let(4 * DAY, steps=48)
        assert warned(room) == []
        asked = [each for each in room.site.asked if "/debug_token" in each]
        assert 3 <= len(asked) <= 5
        room.let(3 * DAY, steps=6)
        (line,) = warned(room)
        assert line.startswith(f'source "office": the token\'s access to data expires on {end.date()}: make a new one')
        assert all("77" not in str(value) for value in room.store.before(room.live.current.sources[0]).learned.values())
        room.site.put("/v25.0/debug_token", told(expires_at=0, data_access_expires_at=0), "application/json")
        room.let(2 * DAY, steps=4)
        assert warned(room) == []


@pytest.mark.parametrize("answer", ["", "<html>", "[]", '{"error":{"code":100}}', '{"data":{"expires_at":"soon"}}'])
def test_an_answer_that_tells_nothing_is_not_asked_for_again_at_once(answer: str) -> None:
    """Where Graph does not say when a token ends, nothing is claimed, and the next question waits for a day."""
    options = FACEBOOK.options(page="1001", token="invented-token")
    source = Source("office", "Office of Bridges", "facebook", options, None)
    before = Before(last_poll_at=NOW)
    listed = Capture("office", FACEBOOK.ask(source, before), "", NOW, 200, (), graph("1001", []).encode())
    (request,) = FACEBOOK.read(listed, source, before).more
    assert urlsplit(request.url).path == "/v25.0/debug_token"
    assert "invented-token" not in request.url
    assert FACEBOOK.ask(source, before).asks_whole
    said = FACEBOOK.read(Capture("office", request, request.url, NOW, 400, (), answer.encode()), source, before)
    after = Before(learned=said.learned, last_poll_at=NOW + timedelta(hours=23))
    assert FACEBOOK.read(listed, source, after).more == ()
    assert not FACEBOOK.ask(source, after).asks_whole
    assert FACEBOOK.warnings(options, said.learned, NOW.date()) == ()


@pytest.mark.parametrize("token", ["", "1001|invented-secret"])
def test_a_token_that_cannot_end_is_not_asked_of(token: str) -> None:
    """The token of an app itself never ends, and none is no token."""
    source = Source("office", "Office", "facebook", FACEBOOK.options(page="1001", token=token), None)
    assert not FACEBOOK.ask(source, Before(last_poll_at=NOW)).asks_whole
