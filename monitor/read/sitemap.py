"""`sitemap`: the list of a site's pages that it keeps for search engines, and the pages that are new there.

What it says of a page's last change is a hint to look again, no proof of an edit. A news sitemap drops what is two days
old, and of a long one we read the newest part: from these nothing can be missing.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from monitor.model import Before, Capture, Headline, Purpose, Reading, Request, Source, State
from monitor.read import listing, wall
from monitor.read.feed_dates import when
from monitor.read.own_page import day_of, own_page
from monitor.read.reach import sees_back_to
from monitor.read.reader import Options, Reader
from monitor.read.sitemap_document import LARGEST, Place, Sitemap, TooLarge, parse, unpacked
from monitor.read.web_address import WebAddress
from monitor.text.address import canonical
from monitor.text.charset import decode
from monitor.times import When, moment

MOST_PAGES = 200
"""Of one sitemap: the newest."""
MOST_SITEMAPS = 5
"""Of an index: those that changed last."""
_Timed = tuple[When | None, Place]


class SitemapOptions(Options):
    """The keys of a `sitemap` source."""

    url: WebAddress
    match: Annotated[str, Field(pattern=r"^/\S*$")] = "/"

    @property
    def site(self) -> str:
        """The site's first page."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}/"


def ask(source: Source, before: Before) -> Request:
    """The sitemap. What stands in those that an index names may change while the index stays the same."""
    return Request(source.options.url, asks_whole=bool(before.learned.get("index")))


def read(capture: Capture, source: Source, before: Before) -> Reading:
    """What a sitemap or an index lists, or a page says."""
    if capture.request.purpose is Purpose.ITEM:
        text = decode(capture.body, capture.header("content-type"))
        return own_page(capture, text, source, source.options.site)
    try:
        text = decode(unpacked(capture.body), capture.header("content-type"))
    except TooLarge:
        return Reading(State.TOO_LARGE, f"unpacked, larger than {LARGEST // 1024**2} MB")
    except zlib.error:
        return Reading(State.UNREADABLE, "it cannot be unpacked")
    sitemap = parse(text, capture.url) if capture.status == 200 else None
    if sitemap is None:
        return wall.instead(capture, text, "a sitemap")
    if isinstance(sitemap, str):
        return Reading(State.UNREADABLE, sitemap)
    reading = _index(sitemap, source, capture) if sitemap.is_index else _pages(sitemap, source, capture, before)
    learned = {"index": sitemap.is_index} if capture.request.purpose is Purpose.LIST else {}
    return reading.also(learned=learned)


def _index(index: Sitemap, source: Source, capture: Capture) -> Reading:
    """An index lists no page itself."""
    ours = [each for each in index.places if _is_ours(each.url, source)]
    chosen = _newest([(_when(each.changed, source, capture), each) for each in ours])[:MOST_SITEMAPS]
    state, why = _state(index, chosen, "an index without sitemaps")
    if len(ours) > len(chosen) and state is State.OK:
        why = f"{len(chosen)} of its {len(ours)} sitemaps are read: those that changed last"
    return Reading(
        state,
        why,
        complete=not index.flaw,
        more=tuple(Request(each.url, Purpose.PAGE) for _, each in chosen),
        forgets=len(ours) > len(chosen),
    )


def _pages(sitemap: Sitemap, source: Source, capture: Capture, before: Before) -> Reading:
    """The pages of an office, the newest first; those without a time stand last, as the sitemap has them."""
    ours = [each for each in sitemap.places if _is_wanted(each.url, source)]
    newest = _newest([(_when(each.published or each.changed, source, capture), each) for each in ours])
    undated = [each for each in newest if each[0] is None]
    if len(undated) > MOST_PAGES:
        why = f"{len(undated):,} pages without a time of change: `match` narrows them, or the site's feed tells more"
        return Reading(State.UNREADABLE, why)
    chosen = [*newest[: len(newest) - len(undated)][: MOST_PAGES - len(undated)], *undated]
    headlines = {each.key: each for each in (_headline(*one) for one in chosen)}
    is_news = any(each.is_news for each in ours)
    nothing = "none of its pages is the site's and below `match`" if sitemap.places else "a sitemap without pages"
    state, why = _state(sitemap, chosen, nothing)
    return Reading(
        state,
        why,
        headlines=tuple(headlines.values()),
        listed=tuple(headlines),
        complete=not sitemap.flaw,
        sees_back_to=sees_back_to([time for time, _ in chosen]) if is_news else None,
        hinted=tuple(_hinted(chosen, source, capture, before)),
        forgets=is_news or len(chosen) < len(ours),
    )


def _state(sitemap: Sitemap, chosen: Sequence[_Timed], nothing: str) -> tuple[State, str]:
    if sitemap.flaw:
        return (State.INCOMPLETE if chosen else State.UNREADABLE), sitemap.flaw
    return (State.OK, "") if chosen else (State.EMPTY, nothing)


def _newest(timed: Iterable[_Timed]) -> list[_Timed]:
    """Those with a time, the newest first; then those without, in their order."""
    timed = list(timed)
    dated = [(moment(time), one) for one in timed if (time := one[0]) is not None]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return [*(one for _, one in dated), *(one for one in timed if one[0] is None)]


def _headline(time: When | None, place: Place) -> Headline:
    """A page to be opened. When it was changed is not when it was published: its own page says that."""
    published_at = time if place.published else None
    return Headline(canonical(place.url), place.url, place.title, published_at, place.published)


def _hinted(chosen: Iterable[_Timed], source: Source, capture: Capture, before: Before) -> Iterator[str]:
    """The known pages that say that they were changed after we looked at them."""
    for _, place in chosen:
        changed, known = _when(place.changed, source, capture), before.known.get(canonical(place.url))
        if changed is None or known is None:
            continue
        looked_at: When = known.looked_at if isinstance(changed, datetime) else day_of(known.looked_at, source)
        if moment(changed) > moment(looked_at):
            yield known.key


def _when(written: str | None, source: Source, capture: Capture) -> When | None:
    return when(written, source.timezone, day_of(capture.captured_at, source), source.languages)


def _is_wanted(url: str, source: Source) -> bool:
    """Whether it is a page of the office below `match`; a site's first page is no statement."""
    path = urlsplit(url).path
    return _is_ours(url, source) and path.strip("/") != "" and path.startswith(source.options.match)


def _is_ours(url: str, source: Source) -> bool:
    """Whether it stands on the site itself or below it: what others say is not the office's."""
    host, home = ((urlsplit(each).hostname or "").removeprefix("www.") for each in (url, source.options.url))
    return host == home or host.endswith(f".{home}")


READER = Reader(
    kind="sitemap",
    options=SitemapOptions,
    every=timedelta(minutes=15),
    ask=ask,
    read=read,
    own=listing.own,
    home=lambda options: options.site,
    own_pages=True,
    robots=True,
)
