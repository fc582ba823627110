import gzip
from datetime import timedelta
from pathlib import Path

from newsroom import newsroom

SOURCE = """\
  - {id: bridges, name: Office of Bridges (invented), kind: feed, url: "{site}/feed?lang=en&key=${TOKEN}", side: JP,
     about: [KH], allow_private: true, full_text: never}
"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Office of Bridges</title>
<item><title>Direct flights between Japan and Cambodia resume</title><guid isPermaLink="false">1</guid>
<description>An invented office announces it.</description><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item>
</channel></rss>"""


def test_a_secret_in_an_address_is_sent_and_kept_nowhere(tmp_path: Path) -> None:
    """A feed whose address holds a key is read with it; database, captures, alerts and what is shown do not have it."""
    with newsroom(tmp_path, SOURCE) as room:
        room.site.put("/feed", FEED, "application/rss+xml")
        room.let(timedelta(minutes=30), steps=3)
        assert room.site.asked[0] == "/feed?lang=en&key=a-secret-token"
        assert [told["change"] for told in room.desk] == ["new"]
        assert "a-secret-token" not in f"{room.desk}{room.live.current.sources[0].url}"
        room.store.alive(room.clock.now())
    captures = list(tmp_path.rglob("*.warc.gz"))
    assert captures
    for path in captures:
        assert b"a-secret-token" not in gzip.decompress(path.read_bytes())
    assert b"a-secret-token" not in b"".join(path.read_bytes() for path in tmp_path.glob("monitor.db*"))
