"""`via: plugin`: what is asked, what it may never claim, and its story through the daemon."""

from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.config.load import load
from monitor.health import health_of
from monitor.model import Before, Headline, Source, State
from monitor.read import READERS
from monitor.store.query import StatementQuery
from newsroom import Newsroom, newsroom

FACEBOOK = READERS["facebook"]
MINUTES = timedelta(minutes=1)
SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: OfficeOfBridges, via: plugin, side: JP,
     about: [KH], api: "{site}", allow_private: true, every: 5m}
"""
EVERYTHING = StatementQuery(relevant="all")
GRANT = "Japan will provide a grant of 2 billion yen to Cambodia for an invented hospital"


def box(*posts: tuple[datetime, str]) -> str:
    """The box as Facebook gives it, with these posts."""
    shown = "".join(
        f'<div><a href="/OfficeOfBridges/posts/pfbid0{at.timestamp():.0f}?ref=embed_page">'
        f'<abbr data-utime="{at.timestamp():.0f}">a while ago</abbr></a>'
        f'<div data-testid="post_message" class="userContent"><p>{text}</p></div></div>'
        for at, text in posts
    )
    return f'<html><body><div role="feed">{shown}</div></body></html>'


def test_the_box_of_the_page_is_asked_for_without_a_token() -> None:
    """Facebook's own address for such boxes is asked, in English, for the page's timeline; no post has its own."""
    options = FACEBOOK.options(page="OfficeOfBridges", via="plugin", token="invented-token")
    source = Source("bridges", "Office of Bridges", "facebook", options, FACEBOOK.home(options))
    request = FACEBOOK.ask(source, Before())
    parts = urlsplit(request.url)
    assert (parts.netloc, parts.path) == ("www.facebook.com", "/plugins/page.php")
    query = parse_qs(parts.query)
    assert query["href"] == ["https://www.facebook.com/OfficeOfBridges"]
    assert query["tabs"] == ["timeline"]
    assert request.secret_query == ()
    assert FACEBOOK.own(source, Headline("1_2", "https://www.facebook.com/1_2", None)) is None


@pytest.mark.parametrize(("via", "proves"), [("graph", True), ("plugin", False)])
def test_the_plugin_is_off_unless_asked_for_and_proves_no_changes(tmp_path: Path, via: str, proves: bool) -> None:
    """Graph is the default; by the plugin neither edits nor deletions are known, and robots.txt is asked."""
    (tmp_path / "sources.yaml").write_text(
        "beats: [{id: kh-jp, name: Two, countries: [KH, JP], topics: [aid]}]\n"
        f"sources: [{{id: office, name: Office, kind: facebook, page: Bridges, token: x, side: JP, via: {via}}}]\n"
    )
    (tmp_path / "alerts.yaml").write_text("newsroom: {timezone: UTC}\nchannels: {}\nroutes: []\n")
    source = load(tmp_path / "sources.yaml", tmp_path, {}).sources[0]
    assert FACEBOOK.options(page="Bridges").via == "graph"
    assert (source.knows_edits, source.knows_deletions, source.obeys_robots) == (proves, proves, not proves)


def test_a_cut_text_is_told_as_unsure_and_nothing_else_is_claimed(tmp_path: Path) -> None:
    """New posts are found; one that is cut is unsure; texts that differ and posts that vanish are never reported."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now()
        first = (then - timedelta(hours=2), f"{GRANT}.")
        cut = (then - timedelta(hours=3), "The office held its yearly <span>...</span><span>See more</span>")
        old = [(then - timedelta(hours=hours), f"Water stands at {hours} metres.") for hours in (4, 5, 6)]
        room.site.put("/plugins/page.php", box(first, cut, *old))
        room.let(10 * MINUTES, steps=2)
        assert [told["change"] for told in room.desk] == ["new"]
        assert any("by the page plugin" in each for each in _warnings(room))
        unsure = next(each for each in room.store.statements(EVERYTHING) if each.text.startswith("The office held"))
        assert unsure.unsure

        room.site.put("/plugins/page.php", box((first[0], f"{GRANT}, and 3 billion more."), *old))
        room.let(60 * MINUTES, steps=12)
        assert [told["change"] for told in room.desk] == ["new"]
        assert all(each.deleted_at is None and each.versions == 1 for each in room.store.statements(EVERYTHING))

        room.site.put("/plugins/page.php", "<html><body>This content isn't available right now</body></html>")
        room.let(60 * MINUTES, steps=12)
        assert room.store.health(["office"])[0].state is State.PAGE_GONE
        assert [told["change"] for told in (*room.desk, *room.ops)] == ["new", "notice"]


def _warnings(room: Newsroom) -> list[str]:
    found: list[str] = health_of(room.store, room.live.current, room.clock.now())["warnings"]
    return found
