"""The two lists that a WordPress site is asked for: its newest posts, and those that were saved lately."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from monitor.model import Before, Capture, Entry, Reading, Source, State
from monitor.read import wordpress_feed, wordpress_ways
from monitor.read.reach import sees_back_to, wants_older
from monitor.read.wordpress_post import entry, modified_at
from monitor.read.wordpress_ways import AT_ONCE, EDITS_AT_ONCE, page_of, way_of
from monitor.times import iso

_SECOND = timedelta(seconds=1)


def moment_in(learned: Mapping[str, Any], name: str) -> datetime | None:
    """A moment that was learned."""
    written = learned.get(name)
    return datetime.fromisoformat(written) if written else None


def window(posts: list[Any], capture: Capture, source: Source, before: Before) -> Reading:
    """The newest posts, or an older page of them. With the first comes what was edited behind it."""
    root, way, page = source.options.url, way_of(capture.request), page_of(capture.request)
    entries = _entries(posts, source)
    listed = tuple(entries)
    more = []
    if len(posts) >= AT_ONCE and wants_older(listed, before):
        more.append(wordpress_ways.window(root, way, page + 1))
    since, learned = moment_in(before.learned, "edited_to"), {"way": str(way)}
    if page == 1 and since is not None:
        more.append(wordpress_ways.edits(root, way, since, heeded=before.learned.get("heeds_modified_after", True)))
    elif page == 1 and (saved := _saved(posts)):
        learned["edited_to"] = _stamp(max(saved), capture)
    others = len(posts) - len(entries)
    if others and not entries:
        return Reading(State.UNREADABLE, "a list without posts, not WordPress's")
    state = State.INCOMPLETE if others else State.OK if posts else State.EMPTY
    return Reading(
        state,
        f"{others} things in the list are no posts" if others else "" if posts else "a site without posts",
        entries=tuple(each for each in entries.values() if _is_comparable(each, before)),
        listed=listed,
        complete=not others,
        sees_back_to=sees_back_to([each.published_at for each in entries.values()]),
        more=tuple(more),
        learned=learned,
    )


def edits(posts: list[Any], capture: Capture, source: Source, before: Before) -> Reading:
    """What was saved lately, new to us or not. It is no list in which anything could be missing."""
    since = moment_in(before.learned, "edited_to") or capture.captured_at
    saved, full = _saved(posts), len(posts) >= EDITS_AT_ONCE
    heeded = before.learned.get("heeds_modified_after", True)
    if heeded and any(each < since - _SECOND for each in saved):
        return Reading(State.OK, complete=True, learned={"heeds_modified_after": False})
    lately = [each for each in posts if (at := _modified(each)) is not None and at >= since - _SECOND]
    entries = [each for each in _entries(lately, source).values() if _is_comparable(each, before)]
    reading = Reading(State.OK, entries=tuple(entries), complete=True, baseline=_stood_there(entries, before))
    if not saved:
        return reading
    # A hundred saved in one second: whatever more there is of that second cannot be asked for.
    reached = max(saved) + (_SECOND if full and min(saved) == max(saved) else timedelta())
    rest = (wordpress_ways.edits(source.options.url, way_of(capture.request), reached, heeded=True),)
    return reading.also(learned={"edited_to": _stamp(reached, capture)}, more=rest if full and heeded else ())


def _entries(posts: list[Any], source: Source) -> dict[str, Entry]:
    found = (entry(each, source.options.url, source.timezone) for each in posts if isinstance(each, dict))
    return {each.key: each for each in found if each is not None}


def _is_comparable(one: Entry, before: Before) -> bool:
    """Whether its wording came from where the one that we know came from."""
    known = before.known.get(one.key)
    return known is None or not wordpress_feed.told(known.version)


def _stood_there(entries: list[Entry], before: Before) -> tuple[str, ...]:
    """Old posts that we never saw and that were saved anew: kept for the log, but no news. Posts are numbered as they
    are made, so one with a new number and an old date is new."""
    numbers = [int(key) for key, known in before.known.items() if known.rank is not None and key.isdecimal()]
    return tuple(
        each.key for each in entries if each.key not in before.known and int(each.key) < min(numbers, default=0)
    )


def _saved(posts: list[Any]) -> list[datetime]:
    return [at for each in posts if (at := _modified(each)) is not None]


def _modified(post: Any) -> datetime | None:
    return modified_at(post) if isinstance(post, dict) else None


def _stamp(moment: datetime, capture: Capture) -> str:
    """No later than the capture: a post saved in a far future must not hide what is saved until then."""
    return iso(min(moment, capture.captured_at)) or ""
