"""Which known statement an entry is, when the source gives it another key. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from monitor.model import Before, Entry, Headline, Reading, Version
from monitor.text.address import canonical
from monitor.text.fingerprint import fingerprint
from monitor.times import When

FAR = 50
"""The percentage of letters, in their order, below which a text is none that was edited from another."""
SHORTEST = 40
"""Characters of a text that is known again at another address."""


def identified(reading: Reading, before: Before) -> Reading:
    """A reading in which a known statement has its known key, whatever key it came with.

    A source that gives its posts new identifiers at each poll is known by their addresses: an unknown key whose address
    belongs to one known statement alone, which is not listed under its own key, is that statement. Addresses that
    several entries share (a home page) identify nothing. A site that gives its posts new addresses is known by what
    they say: the same title, text and time of publication as one statement that is no longer listed.
    """
    listed: tuple[Entry | Headline, ...] = (*reading.entries, *reading.headlines)
    strangers = [each for each in listed if each.key not in before.known]
    if not strangers:
        return reading
    taken = {*reading.listed, *(each.key for each in listed)}
    names = _by_address(strangers, before, taken)
    moved = _by_wording(
        [each for each in reading.entries if each.key not in before.known and each.key not in names],
        before,
        taken.union(names.values()),
    )
    return _renamed(reading, names | moved, moved) if names or moved else reading


def _by_address(strangers: Sequence[Entry | Headline], before: Before, taken: Collection[str]) -> dict[str, str]:
    addresses = {each.key: canonical(each.url) for each in strangers if each.url}
    sharers = Counter(addresses.values())
    names = {}
    for key, address in addresses.items():
        owners = before.addresses.get(address, ())
        if sharers[address] == len(owners) == 1 and owners[0] not in taken:
            names[key] = owners[0]
    return names


def _by_wording(strangers: Sequence[Entry], before: Before, taken: Collection[str]) -> dict[str, str]:
    wordings = {each.key: _wording(each) for each in strangers if len(each.text) >= SHORTEST}
    sharers = Counter(wordings.values())
    owners: dict[tuple[str, When | None], list[str]] = {}
    for known in before.known.values() if wordings else ():
        if known.rank is not None and known.deleted_at is None and known.key not in taken:
            owners.setdefault(_wording(known.version), []).append(known.key)
    those = {key: owners.get(wording, []) for key, wording in wordings.items() if sharers[wording] == 1}
    return {key: keys[0] for key, keys in those.items() if len(keys) == 1}


def _wording(of: Entry | Version) -> tuple[str, When | None]:
    return fingerprint(of.title, of.text), of.published_at


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


def _renamed(reading: Reading, names: Mapping[str, str], moved: Collection[str]) -> Reading:
    """With the known keys. What moved says nothing at its old address: it counts as listed at the new one."""
    return reading.also(
        entries=tuple(replace(entry, key=names.get(entry.key, entry.key)) for entry in reading.entries),
        headlines=tuple(replace(headline, key=names.get(headline.key, headline.key)) for headline in reading.headlines),
        listed=tuple(names.get(key, key) for key in reading.listed),
        looked_at=tuple(names.get(key, key) for key in reading.looked_at if key not in moved),
        shown_by={names.get(key, key): capture for key, capture in reading.shown_by.items()},
    )
