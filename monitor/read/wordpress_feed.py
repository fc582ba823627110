"""A WordPress site's feed, where its REST interface is refused or absent: the same posts under the same keys.

Feed and interface do not tell a post alike (plugins add lines to either), so a wording from one is never compared with
the other: that would be an edit that nobody made.
"""

import re
from dataclasses import replace

from monitor.model import Before, Capture, Entry, Headline, Reading, Source, Version
from monitor.read import feed
from monitor.text.address import canonical

_NUMBER = re.compile(r"[?&]p=(\d{1,20})(?!\d)")
_AS_FEEDS_WRITE = re.compile(r"[A-Z][a-z]{2}, \d\d? [A-Z]")


def told(version: Version) -> bool:
    """Whether a wording came from the feed, by how its date is written there."""
    return _AS_FEEDS_WRITE.match(version.published_as_written or "") is not None


def read(capture: Capture, source: Source, before: Before) -> Reading:
    """What the feed lists, by the numbers of the posts."""
    options = feed.FeedOptions(url=capture.request.url)
    reading = feed.read(capture, replace(source, options=options), Before())
    shown: tuple[Entry | Headline, ...] = (*reading.headlines, *reading.entries)
    names = {each.key: _key(each, before) for each in shown}
    entries = [replace(each, key=names[each.key]) for each in reading.entries]
    return reading.also(
        entries=tuple(each for each in entries if each.key not in before.known or told(before.known[each.key].version)),
        headlines=tuple(replace(each, key=names[each.key]) for each in reading.headlines),
        listed=tuple(names[key] for key in reading.listed),
    )


def _key(one: Entry | Headline, before: Before) -> str:
    """The post's number, which WordPress gives in the item's identifier; else the statement at its address, if one."""
    number = _NUMBER.search(one.key)
    if number is not None:
        return number[1]
    owners = before.addresses.get(canonical(one.url), ()) if one.url else ()
    return owners[0] if len(owners) == 1 else one.key
