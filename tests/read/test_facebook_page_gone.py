"""A page that is gone, hidden or renamed is a state of the source, never the deletion of its posts."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom import graph, newsroom

MINUTES = timedelta(minutes=1)
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
BRIDGE = """\
  - {id: office, name: Office of Bridges (invented), kind: feed, url: "{site}/feed.xml", side: JP, about: [KH],
     full_text: never, allow_private: true, every: 5m, edits: unknown, deletions: unknown}
"""
GRANT = "Japan will provide a grant of {} billion yen to Cambodia for an invented hospital."
HIDDEN = {
    "message": "Unsupported get request. Object with ID '1001' does not exist, cannot be loaded due to missing "
    "permissions, or does not support this operation.",
    "type": "GraphMethodException",
    "code": 100,
    "error_subcode": 33,
}
RENAMED = {
    "message": "(#803) Some of the aliases you requested do not exist: 1001",
    "type": "OAuthException",
    "code": 803,
}


@pytest.mark.parametrize("error", [HIDDEN, RENAMED], ids=["hidden", "renamed"])
def test_a_page_that_is_gone_takes_none_of_its_posts_along(tmp_path: Path, error: dict[str, object]) -> None:
    """For three weeks the page is not there: operators hear it once, no post is reported; back again, none is new."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        posts = [(number, then - timedelta(hours=number), GRANT.format(number)) for number in range(1, 8)]
        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.let(10 * MINUTES, steps=2)
        told = len(room.desk)
        gone = json.dumps({"error": error})
        for path in ("/v25.0/1001/feed", "/v25.0/", *(f"/v25.0/1001_{number}" for number in range(1, 8))):
            room.site.put(path, gone, "application/json", 400)
        room.let(timedelta(days=21), steps=63)
        assert [notice["text"] for notice in room.ops if "page-gone" in notice["text"]] == [room.ops[0]["text"]]
        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.let(timedelta(hours=4), steps=8)
        assert len(room.desk) == told
        assert all(room.store.statement(each["statement"]).deleted_at is None for each in room.desk)
        assert any("can be read again" in notice["text"] for notice in room.ops)


def feed(*items: tuple[int, str]) -> str:
    """What a bridge makes of a page."""
    shown = "".join(
        f"<item><title>{text[:30]}</title><link>https://www.facebook.com/1001/posts/{number}/</link>"
        f"<pubDate>Mon, 02 Mar 2026 0{number}:00:00 GMT</pubDate><description>{text}</description></item>"
        for number, text in items
    )
    return f'<rss version="2.0"><channel><title>Office of Bridges (invented)</title>{shown}</channel></rss>'


def test_a_bridge_tells_what_is_new_and_nothing_else(tmp_path: Path) -> None:
    """By a bridge with `edits: unknown` and `deletions: unknown` other words are no edit and absence is no deletion."""
    with newsroom(tmp_path, BRIDGE) as room:
        room.site.put("/feed.xml", feed((7, GRANT.format(7)), (6, GRANT.format(6)), (5, GRANT.format(5))), "text/xml")
        room.let(10 * MINUTES, steps=2)
        assert [told["change"] for told in room.desk] == ["new"] * 3
        room.site.put("/feed.xml", feed((8, GRANT.format(8)), (7, GRANT.format(70)), (5, GRANT.format(5))), "text/xml")
        room.let(timedelta(days=2), steps=48)
        assert [told["change"] for told in room.desk] == ["new"] * 4
        assert room.ops == []
