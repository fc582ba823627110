"""Which known statement an entry is, when the source gives it another key. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from rapidfuzz import fuzz

from monitor.model import Before, Entry, Headline, Reading
from monitor.text.address import canonical
from monitor.text.fingerprint import fingerprint

FAR = 50
"""The percentage of letters, in their order, below which a text is none that was edited from another."""


def identified(reading: Reading, before: Before) -> Reading:
    """A reading in which a known statement has its known key, whatever key it came with.

    A source that gives its posts new identifiers at each poll is known by their addresses: an unknown key whose address
    belongs to one known statement alone, which is not listed under its own key, is that statement. Addresses that
    several entries share (a home page) identify nothing.
    """
    listed: tuple[Entry | Headline, ...] = (*reading.entries, *reading.headlines)
    strangers = {each.key: canonical(each.url) for each in listed if each.url and each.key not in before.known}
    if not strangers:
        return reading
    sharers = Counter(strangers.values())
    taken = {*reading.listed, *(each.key for each in listed)}
    names = {}
    for key, address in strangers.items():
        owners = before.addresses.get(address, ())
        if sharers[address] == len(owners) == 1 and owners[0] not in taken:
            names[key] = owners[0]
    return _renamed(reading, names) if names else reading


def in_place_of_posts(reading: Reading, before: Before) -> frozenset[str]:
    """The known keys at whose own addresses another page stands: the same one for several, and nothing like the post.

    So a site answers that is under repair, or that leads every address to its front page. That is no edit.
    """
    now = {
        entry.key: entry.text
        for entry in reading.entries
        if entry.key in reading.looked_at and entry.key in before.known
    }
    others = {known.key: known.version.text for known in before.known.values()} if now else {}
    shown = Counter(fingerprint(None, text) for text in {**others, **now}.values())
    return frozenset(
        key
        for key, text in now.items()
        if shown[fingerprint(None, text)] > 1 and fuzz.ratio(text, before.known[key].version.text) < FAR
    )


def _renamed(reading: Reading, names: Mapping[str, str]) -> Reading:
    return reading.also(
        entries=tuple(replace(entry, key=names.get(entry.key, entry.key)) for entry in reading.entries),
        headlines=tuple(replace(headline, key=names.get(headline.key, headline.key)) for headline in reading.headlines),
        listed=tuple(names.get(key, key) for key in reading.listed),
        looked_at=tuple(names.get(key, key) for key in reading.looked_at),
        shown_by={names.get(key, key): capture for key, capture in reading.shown_by.items()},
    )
