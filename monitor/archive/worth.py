"""Which captures of a poll are kept: those that prove something. Pure."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime

from monitor.model import Before, Capture, Difference, Purpose, Reading, State

_NOTHING_WRONG = frozenset({State.OK, State.UNCHANGED})


def worth(
    captures: Sequence[Capture],
    reading: Reading,
    difference: Difference,
    before: Before,
    now: datetime,
    embargoed: Collection[str] = (),
) -> tuple[Capture, ...]:
    """The captures to keep, each once, in the order in which they came.

    Kept is what shows a new version (and the files and pictures that it carries), what proves an absence, how a site
    says that nothing stands at an address, the first of a failure, the baseline, and one a day.
    What brought no bytes is kept only as a proof that an address is gone. `embargoed`: keys of what is kept back; a
    list that may quote it is not kept.
    """
    chosen = [
        *_shows_versions(captures, reading, {*(change.key for change in difference.changes), *embargoed}),
        *_proves_gone(captures, reading),
        *(each for each in captures if each.request.purpose is Purpose.NOWHERE),
        *(each for each in _of_the_list(captures, reading, difference, before, now) if each.body and not embargoed),
    ]
    wanted = {id(capture) for capture in chosen}
    once = {(capture.request.url, capture.sha256): capture for capture in captures if id(capture) in wanted}
    return tuple(once.values())


def _shows_versions(captures: Sequence[Capture], reading: Reading, changed: Collection[str]) -> Iterator[Capture]:
    shown = {each.get(key) for key in changed for each in (reading.shown_by, reading.named_by)}
    for capture in captures:
        is_carried = capture.request.purpose is Purpose.PAPER and capture.request.key in changed
        if capture.body and capture.failure is None and (is_carried or capture.sha256 in shown):
            yield capture


def _proves_gone(captures: Sequence[Capture], reading: Reading) -> Iterator[Capture]:
    """The answer of the statement's own address: of all that has the same bytes, the one that was asked for it."""
    for capture in captures:
        if capture.request.purpose is Purpose.ITEM and capture.request.key in reading.gone:
            yield capture


def _of_the_list(
    captures: Sequence[Capture], reading: Reading, difference: Difference, before: Before, now: datetime
) -> Iterator[Capture]:
    """The captures of the list, where the poll as a whole is worth keeping."""
    is_first_of_failure = reading.state not in _NOTHING_WRONG and reading.state is not before.state
    is_baseline = before.baseline_at is None and reading.complete
    is_first_of_day = before.last_poll_at is None or _day(before.last_poll_at) != _day(now)
    newly_missing = set(difference.missing) - set(before.suspects)
    is_mass_loss = bool(difference.held) and not before.told_held
    is_deletion = any(change.taken_down for change in difference.changes)
    is_absence = bool(newly_missing) or is_mass_loss or is_deletion
    if is_first_of_failure or is_baseline or is_first_of_day or is_absence:
        yield from (capture for capture in captures if capture.request.purpose in (Purpose.LIST, Purpose.PAGE))


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
