"""What identifies an item of a feed for ever: its own identifier, else its address, else its wording."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from monitor.model import Before
from monitor.read.feed_document import Item
from monitor.text.address import canonical
from monitor.text.fingerprint import fingerprint

_LONGEST = 400


def keys(items: Sequence[Item], before: Before) -> list[str]:
    """A key for each item, all different, except that an item repeated word for word keeps its key.

    Feeds give one identifier to several items (a template's mistake), so a shared one names an item only together
    with its address; but a statement that is known by its identifier alone keeps it when a second one comes.
    """
    shared = {own for own, count in Counter(_own(item) for item in items).items() if count > 1}
    taken: dict[str, Item] = {}
    found = []
    for item in items:
        own = _own(item)
        longer = _longer(own, item)
        key = longer if _takes_longer(own, longer, item, own in shared, before) else own
        if key in taken and not _same(taken[key], item):
            key = f"{longer} {fingerprint(item.title, item.text)}"
        taken.setdefault(key, item)
        found.append(_bounded(key))
    return found


def _own(item: Item) -> str:
    if item.id:
        return item.id
    return canonical(item.link) if item.link else f"text:{fingerprint(item.title, item.text)}"


def _longer(own: str, item: Item) -> str:
    """With the address where that says more; items of one page are told apart by the places in it."""
    if not item.link:
        return own
    address, place = canonical(item.link), item.link.partition("#")[2]
    named = own if own == address else f"{own} {address}"
    return f"{named}#{place}" if place and not own.endswith(f"#{place}") else named


def _takes_longer(own: str, longer: str, item: Item, shared: bool, before: Before) -> bool:
    if _bounded(longer) in before.known:
        return True
    known = before.known.get(_bounded(own))
    if not shared or known is None:
        return shared
    return not (known.url and item.link and canonical(known.url) == canonical(item.link))


def _same(one: Item, other: Item) -> bool:
    return (one.link, one.title, one.text) == (other.link, other.title, other.text)


def _bounded(key: str) -> str:
    return key if len(key) <= _LONGEST else f"sha256:{sha256(key.encode('utf-8', 'replace')).hexdigest()}"
