"""Where known statements stand after a poll: listed, seen elsewhere, missing. What can be derived is not written."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, and_, col, or_

from monitor.absence import CONFIRM_AFTER
from monitor.follow import next_look
from monitor.model import State
from monitor.store.polled import Polled
from monitor.store.standing import change, load
from monitor.store.tables import Standing, StatementRow
from monitor.text.address import canonical

MISSES_KEPT = 10
"""Of the readings that missed a statement the first is kept, and the last ones."""
_CHUNK = 10_000
"""SQLite takes no more than 32,766 values in one query."""


def note_presence(session: Session, polled: Polled, last_whole_at: datetime | None) -> None:
    """`last_whole_at`: of the source before this poll; what stood in that list was seen then."""
    change(session, [(one, _after(one, polled, last_whole_at)) for one in _touched(session, polled)])


def _touched(session: Session, polled: Polled) -> Iterator[Standing]:
    """The statements whose standing this poll may change; behind an unchanged list these are few."""
    ours = col(StatementRow.source) == polled.source.id
    ranked = col(StatementRow.rank).is_not(None)
    standing = load(session, ours, or_(col(StatementRow.suspect), and_(ranked, polled.relisted)))
    yield from standing
    shown = polled.reading.looked_at if polled.reading.state is State.UNCHANGED else polled.seen
    others = list({*shown, *polled.missing, *polled.asked, *polled.gone} - {one.key for one in standing})
    for start in range(0, len(others), _CHUNK):
        yield from load(session, ours, col(StatementRow.key).in_(others[start : start + _CHUNK]))


def _after(one: Standing, polled: Polled, last_whole_at: datetime | None) -> Standing:
    seen = one.key in polled.seen
    rank = polled.places.get(one.key) if polled.relisted else one.rank
    last_seen_at = one.last_seen_at
    if seen and not (rank is not None and polled.whole):
        last_seen_at = polled.at
    elif one.rank is not None and rank is None and last_whole_at is not None:
        last_seen_at = max(last_seen_at, last_whole_at)
    missing_at = one.missing_at if one.deleted_at else _missing_at(one, polled, seen)
    return one.model_copy(
        update={
            "rank": rank,
            "last_seen_at": last_seen_at,
            "looked_at": polled.at if one.key in polled.looked_at else one.looked_at,
            "asked_at": polled.at if one.key in polled.asked else one.asked_at,
            "missing_at": missing_at,
            "suspect": bool(missing_at) and one.deleted_at is None,
            **_at_its_address(one, polled, seen),
            **_as_listed(one, polled),
        }
    )


def _missing_at(one: Standing, polled: Polled, seen: bool) -> tuple[datetime, ...]:
    """The misses in a row. What a whole list neither shows nor should have shown scrolled off: that proves nothing."""
    if one.key in polled.missing:
        return (*one.missing_at[:1], *one.missing_at[1:][2 - MISSES_KEPT :], polled.at)
    return () if seen or polled.whole else one.missing_at


def _at_its_address(one: Standing, polled: Polled, seen: bool) -> dict[str, object]:
    """What its own address said, and when it is asked again: soon, where it says gone and that is not told."""
    is_gone = one.key in polled.gone and one.deleted_at is None
    gone_at = None if seen or one.deleted_at else one.gone_at or (polled.at if is_gone else None)
    if one.relook_at is None or one.key not in polled.asked:
        return {"gone_at": gone_at}
    soon = is_gone and one.key not in polled.difference.held
    relook_at = polled.at + CONFIRM_AFTER if soon else next_look(one.first_seen_at, polled.at)
    return {"gone_at": gone_at, "relook_at": relook_at}


def _as_listed(one: Standing, polled: Polled) -> dict[str, object]:
    """Where a list shows it now: a site that moves takes its statements with it. An own page says nothing of that."""
    entry = polled.entries.get(one.key)
    if entry is None or one.key in polled.looked_at:
        return {}
    if entry.url is None or entry.url == one.url or canonical(entry.url) == one.address:
        return {"pinned": entry.pinned}
    return {"pinned": entry.pinned, "url": entry.url, "address": canonical(entry.url)}
