"""Taken down and posted again: what a deletion is when near the same text came from the same source. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from monitor.model import Before, Change, ChangeKind, Known, Reading, Version
from monitor.text.normalise import fold

WITHIN = timedelta(hours=48)
"""The post that replaces another is first seen so long before the other is found to be gone, at most."""
NEAR = 80
"""The percentage of letters, in their order, that two texts share which are near the same."""
SHORTEST = 20
"""Characters of a text that says enough to be known again."""


@dataclass(frozen=True, slots=True)
class _Post:
    """A post that may replace another."""

    statement: str
    url: str | None
    version: Version
    first_seen_at: datetime


def with_replacements(changes: Iterable[Change], before: Before, reading: Reading, now: datetime) -> tuple[Change, ...]:
    """The changes, where a deletion of what was posted again is a replacement.

    It is told as one: a new post that is named by a replacement of the same poll is not told by itself.
    """
    told = tuple(changes)
    if not any(change.kind is ChangeKind.DELETED for change in told):
        return told
    posts = (*_new(told), *_listed(before, reading, now))
    told = tuple(_replaced(change, before.known.get(change.key), posts) for change in told)
    olds = {change.twin: change.statement for change in told if change.kind is ChangeKind.REPLACED}
    return tuple(
        replace(change, twin=olds[change.statement])
        if change.kind is ChangeKind.NEW and change.statement in olds
        else change
        for change in told
    )


def _new(changes: Iterable[Change]) -> Iterator[_Post]:
    for change in changes:
        if change.kind is ChangeKind.NEW and not change.baseline:
            yield _Post(change.statement, change.url, change.version, change.at)


def _listed(before: Before, reading: Reading, now: datetime) -> Iterator[_Post]:
    for key in reading.listed:
        known = before.known.get(key)
        if known is not None and known.deleted_at is None and now - known.first_seen_at <= WITHIN:
            yield _Post(known.statement, known.url, known.version, known.first_seen_at)


def _replaced(change: Change, known: Known | None, posts: Iterable[_Post]) -> Change:
    if change.kind is not ChangeKind.DELETED or known is None:
        return change
    words = _words(known.version)
    later = [post for post in posts if post.first_seen_at > known.first_seen_at]
    if len(words) < SHORTEST or not later:
        return change
    nearest = max(later, key=lambda post: fuzz.ratio(words, _words(post.version)))
    if fuzz.ratio(words, _words(nearest.version)) < NEAR:
        return change
    return replace(
        change,
        kind=ChangeKind.REPLACED,
        after=nearest.version,
        url=nearest.url or change.url,
        twin=nearest.statement,
    )


def _words(version: Version) -> str:
    return fold(f"{version.title or ''}\n{version.text}").text.strip()
