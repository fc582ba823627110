from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clock import MovedClock
from newsroom import Newsroom, write
from servers import Site
from wordpress_server import RealWordPress, real_wordpress

MINUTES = timedelta(minutes=1)
GRANT = "<p>Japan will provide a grant of 2 billion yen to Cambodia for an invented hospital on the river.</p>"
SOURCE = """\
  - {{id: rivers, name: Ministry of Rivers (invented), kind: {kind}, url: "{url}", side: KH, about: [JP],
     allow_private: true, every: 10m, gap: 0s}}
"""
pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def site() -> Iterator[RealWordPress]:
    """A WordPress with posts on the water."""
    with real_wordpress() as running:
        for day in range(9, 1, -1):
            running.publish(f"Water on day {day}", "<p>Water stands high.</p>", days_ago=day)
        yield running


@pytest.mark.parametrize(
    ("kind", "path", "speaking", "closed"),
    [
        ("wordpress", "", True, False),
        ("wordpress", "", False, False),
        ("wordpress", "", True, True),
        ("wordpress", "", False, True),
        ("feed", "/feed/", True, False),
        ("feed", "/?feed=atom", False, False),
    ],
    ids=["rest", "rest-plain", "closed", "closed-plain", "rss", "atom"],
)
def test_a_real_site_is_followed(
    site: RealWordPress, tmp_path: Path, kind: str, path: str, speaking: bool, closed: bool
) -> None:
    """A post that is published, edited, trashed, restored and deleted in WordPress itself is reported so."""
    site.set_up(speaking=speaking, closed=closed)
    with Site() as hooks:
        write(tmp_path, SOURCE.format(kind=kind, url=site.address + path), hooks)
        number = 0
        room = Newsroom(tmp_path, hooks, MovedClock(datetime.now(UTC)))
        try:
            room.let(20 * MINUTES, steps=2)
            number = site.publish("A grant", GRANT)
            room.let(10 * MINUTES)
            site.edit(number, GRANT.replace("2 billion", "3 billion"))
            room.let(20 * MINUTES, steps=2)
            assert [told["change"] for told in room.desk] == ["new", "edited"]
            site.trash(number)
            room.let(40 * MINUTES, steps=4)
            assert [told["change"] for told in room.desk] == ["new", "edited", "deleted"]
            site.restore(number)
            room.let(20 * MINUTES, steps=2)
            assert [told["change"] for told in room.desk] == ["new", "edited", "deleted", "restored"]
            site.delete(number)
            room.let(40 * MINUTES, steps=4)
            assert [told["change"] for told in room.desk] == ["new", "edited", "deleted", "restored", "deleted"]
            assert {told["statement"] for told in room.desk} == {room.desk[0]["statement"]}
            assert room.ops == []
        finally:
            room.close()
            site.delete(number)
