"""The source kinds: the only list of them. To add one: docs/change/source-kind.md."""

from monitor.read import facebook, feed, japan_travel_advice, listing, page, telegram
from monitor.read.reader import Reader

_ALL: tuple[Reader, ...] = (
    facebook.READER,
    feed.READER,
    japan_travel_advice.READER,
    listing.READER,
    page.READER,
    telegram.READER,
)

READERS: dict[str, Reader] = {reader.kind: reader for reader in _ALL}
