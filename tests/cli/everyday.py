"""An operator's files that point to a stand-in site with the feeds of two invented offices."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from servers import Site

FLIGHTS = "Direct flights between Cambodia and Japan will resume in May, the Office of Bridges announces."
TEA = "A teahouse opens beside the river."
SOURCES = """\
beats:
  - {{id: kh-jp, name: Cambodia and Japan, countries: [KH, JP], topics: [travel, aid]}}
defaults: {{gap: 0s}}
sources:
  - {{id: bridges, name: Office of Bridges, kind: feed, url: "{site}/bridges.xml", side: JP, allow_private: true}}
  - {{id: rivers, name: Ministry of Rivers, kind: feed, url: "{site}/rivers.xml", side: KH, allow_private: true}}
  - {{id: ferries, name: Ferries, kind: feed, url: "{site}/ferries.xml", side: KH, enabled: false}}
"""
ALERTS = """\
newsroom: {{timezone: Asia/Phnom_Penh, contact: desk@newsroom.example}}
channels: {{desk: "json://{host}/desk", ops: "json://{host}/ops"}}
routes:
  - {{id: kh-jp, beats: [kh-jp], channels: [desk]}}
operators: [ops]
"""


def feed(*posts: tuple[int, str]) -> str:
    """A feed of an invented office, its posts an hour old."""
    at = format_datetime(datetime.now(UTC) - timedelta(hours=1))
    items = "".join(
        f"<item><guid>{number}</guid><link>https://bridges.example/{number}</link><title>Post {number}</title>"
        f"<description>{text}</description><pubDate>{at}</pubDate></item>"
        for number, text in posts
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Office</title>{items}</channel></rss>'


@contextmanager
def newsroom(folder: Path) -> Iterator[Site]:
    """The stand-in, while `folder` holds the files."""
    with Site() as stand_in:
        stand_in.put("/bridges.xml", feed((1, FLIGHTS), (2, TEA)), "application/rss+xml")
        stand_in.put("/rivers.xml", feed((7, TEA)), "application/rss+xml")
        (folder / "config").mkdir()
        (folder / "sources.yaml").write_text(SOURCES.format(site=stand_in.address))
        (folder / "config" / "alerts.yaml").write_text(ALERTS.format(host=stand_in.host))
        yield stand_in
