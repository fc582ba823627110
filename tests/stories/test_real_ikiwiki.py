from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clock import MovedClock
from ikiwiki_site import RealIkiwiki, real_ikiwiki
from newsroom import Newsroom, write
from servers import Site

MINUTES = timedelta(minutes=1)
GRANT = "Japan will provide a grant of 2 billion yen to Cambodia for an invented hospital on the river."
SOURCE = """\
  - {{id: rivers, name: Ministry of Rivers (invented), kind: feed, url: "{url}", full_text: {full_text}, side: KH,
     about: [JP], allow_private: true, every: 10m, gap: 0s}}
"""
pytestmark = pytest.mark.service


@pytest.fixture
def site() -> Iterator[RealIkiwiki]:
    """An ikiwiki."""
    with real_ikiwiki() as running:
        yield running


@pytest.mark.parametrize(("feed", "full_text"), [("rss", "auto"), ("rss", "always"), ("atom", "always")])
def test_a_real_site_of_files_is_followed(site: RealIkiwiki, tmp_path: Path, feed: str, full_text: str) -> None:
    """A post that is published, edited, taken out and put back in ikiwiki itself is reported so, by its feed."""
    name = f"grant-{feed}-{full_text}"
    with Site() as hooks:
        write(tmp_path, SOURCE.format(url=f"{site.address}/index.{feed}", full_text=full_text), hooks)
        began = datetime.now(UTC) - 60 * MINUTES  # the story runs faster than the site, whose times are real
        room = Newsroom(tmp_path, hooks, MovedClock(began))
        try:
            room.let(20 * MINUTES, steps=2)
            site.publish(name, GRANT)
            room.let(10 * MINUTES)
            site.edit(name, "2 billion", "3 billion")
            room.let(40 * MINUTES, steps=4)
            assert [told["change"] for told in room.desk] == ["new", "edited"]
            site.trash(name)
            room.let(40 * MINUTES, steps=4)
            assert [told["change"] for told in room.desk] == ["new", "edited", "deleted"]
            site.restore(name)
            room.let(40 * MINUTES, steps=4)
            assert [told["change"] for told in room.desk] == ["new", "edited", "deleted", "restored"]
            site.trash(name)
            room.let(40 * MINUTES, steps=4)
            assert [told["change"] for told in room.desk][4:] == ["deleted"]
            assert {told["statement"] for told in room.desk} == {room.desk[0]["statement"]}
            assert room.ops == []
        finally:
            room.close()
