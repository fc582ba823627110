"""The source kinds: the only list of them. To add one: docs/change/source-kind.md."""

from monitor.read import (
    bluesky,
    facebook,
    feed,
    japan_travel_advice,
    listing,
    mailbox,
    mastodon,
    page,
    sitemap,
    telegram,
    wordpress,
    youtube,
)
from monitor.read.reader import Reader

_ALL: tuple[Reader, ...] = (
    bluesky.READER,
    facebook.READER,
    feed.READER,
    japan_travel_advice.READER,
    listing.READER,
    mailbox.READER,
    mastodon.READER,
    page.READER,
    sitemap.READER,
    telegram.READER,
    wordpress.READER,
    youtube.READER,
)

READERS: dict[str, Reader] = {reader.kind: reader for reader in _ALL}
