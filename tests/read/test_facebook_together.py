"""Known posts that left the page's list are looked at again: many by one call, what it does not show by itself."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from monitor.model import Before, Capture, Known, Purpose, Source, State, Version
from monitor.read import READERS
from monitor.read.facebook import together
from newsroom import Newsroom, graph, newsroom

FACEBOOK = READERS["facebook"]
MINUTES, DAY = timedelta(minutes=1), timedelta(days=1)
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 1h}
"""
GRANT = "Japan will provide a grant of {} billion yen to Cambodia for an invented hospital."
GONE = {
    "error": {"message": "Unsupported get request.", "type": "GraphMethodException", "code": 100, "error_subcode": 33}
}
Post = tuple[int, datetime, str]


def known(key: str) -> Known:
    """A post as the store remembers it."""
    at = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
    return Known(f"id-{key}", key, None, Version(1, None, "text", "hash", at), at, at, at)


def test_many_posts_are_asked_for_in_one_call() -> None:
    """The posts' numbers stand in one request, with the token beside it; what is not there proves nothing."""
    options = FACEBOOK.options(page="1001", token="invented-token")
    source = Source("bridges", "Office of Bridges", "facebook", options, None)
    request = together(source, [known("1001_1"), known("1001_2")])
    parts = urlsplit(request.url)
    assert parts.path == "/v25.0/"
    assert parse_qs(parts.query)["ids"] == ["1001_1,1001_2"]
    assert request.purpose is Purpose.ITEM
    assert dict(request.secret_query) == {"access_token": "invented-token"}

    post = {"id": "1001_1", "message": "Here.", "created_time": "2026-03-01T00:00:00+0000"}
    for said in ({"1001_1": post}, {"1001_1": post, "1001_2": {"error": {"code": 100}}}, {"1001_1": post, "1001_2": 0}):
        capture = Capture("bridges", request, request.url, known("x").looked_at, 200, (), json.dumps(said).encode())
        reading = FACEBOOK.read(capture, source, Before())
        assert [entry.key for entry in reading.entries] == ["1001_1"]
        assert reading.gone == ()
    refused = Capture("bridges", request, request.url, known("x").looked_at, 400, (), json.dumps(GONE).encode())
    assert FACEBOOK.read(refused, source, Before()).gone == ()


def show(room: Newsroom, listed: list[Post], others: list[Post], gone: tuple[int, ...] = ()) -> None:
    """The page lists some posts; others stand at their own addresses only; some are gone."""
    room.site.put("/v25.0/1001/feed", graph("1001", listed))
    by_id = {each["id"]: each for each in json.loads(graph("1001", others))["data"]} if others else {}
    room.site.put("/v25.0/", json.dumps(by_id), "application/json")
    for key, post in by_id.items():
        room.site.put(f"/v25.0/{key}", json.dumps(post), "application/json")
    for number in gone:
        room.site.put(f"/v25.0/1001_{number}", json.dumps(GONE), "application/json", 400)


def test_posts_that_scrolled_off_are_followed_by_one_call_a_day(tmp_path: Path) -> None:
    """A day later eight relevant posts take one call; an edit among them is found, and the one that is gone proved."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        old = [(number, then - timedelta(minutes=60 - number), GRANT.format(number)) for number in range(1, 9)]
        show(room, old, [])
        room.let(2 * MINUTES, steps=2)
        assert len(room.desk) == 8
        newer = [(number, then + timedelta(minutes=number), f"Water stands at {number}.") for number in (20, 21, 22)]
        show(room, [*old[-1:], *newer], old)
        room.let(timedelta(hours=2), steps=2)
        show(room, newer, old)
        room.let(timedelta(hours=2), steps=2)

        edited = [(1, old[0][1], GRANT.format(77)), *old[2:]]
        show(room, newer, edited, gone=(2,))
        room.site.asked.clear()
        room.let(2 * DAY, steps=48)
        many = [asked for asked in room.site.asked if asked.startswith("/v25.0/?")]
        assert 1 <= len(many) <= 5
        usual = {"/v25.0/", "/v25.0/1001/feed", "/v25.0/debug_token"}
        alone = {urlsplit(asked).path for asked in room.site.asked} - usual
        assert alone == {"/v25.0/1001_2"}
        assert sorted(told["change"] for told in room.desk[8:]) == ["deleted", "edited"]


def test_near_its_limit_nothing_more_is_asked(tmp_path: Path) -> None:
    """From four fifths of what Meta allows the list is read, nothing beyond it, and the source rests."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        old = [(number, then - timedelta(minutes=60 - number), GRANT.format(number)) for number in (1, 2, 3)]
        show(room, old, [])
        room.let(2 * MINUTES, steps=2)
        show(room, [(9, then + MINUTES, "Water stands at 9 metres.")], old)
        page = room.site.pages["/v25.0/1001/feed"]
        page.headers = {"X-App-Usage": '{"call_count":85,"total_cputime":1,"total_time":1}'}
        room.site.asked.clear()
        room.let(3 * DAY, steps=72)
        assert {urlsplit(asked).path for asked in room.site.asked} <= {"/v25.0/1001/feed"}
        assert room.store.health(["office"])[0].state in (State.OK, State.UNCHANGED)
