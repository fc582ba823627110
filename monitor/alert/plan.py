"""What the courier decides, as pure functions: what goes out together, how long to wait, when to stop trying."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from monitor.alert.channel import Accepted, Answer, Temporary, Unknown
from monitor.model import DeliveryState, Level, Owed

Batch = tuple[Owed, ...]
"""Deliveries that go out as one message."""

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 900))
"""After the first failure, the second, …; the last one from then on."""
GIVE_UP_AFTER = timedelta(days=7)
AFTER_UNKNOWN = timedelta(seconds=60)
LONGEST_WISH = timedelta(days=1)
"""No channel is obeyed that asks for a longer silence."""
CROWD = 20
CROWD_AFTER = timedelta(hours=1)
"""More alerts than `CROWD` that have waited this long (a channel was down) go out bundled: nobody reads 300 pushes."""

_UNKNOWN = "outcome unknown: "
_MAYBE = "may have arrived before; "
_ASKED = "asked to wait: "


def batches(rows: Iterable[Owed], now: datetime) -> list[Batch]:
    """In order of age: each alert by itself; digests by the time they are due at; a late crowd in one.

    With a crowd what is urgent goes out before all else, the newest first.
    """
    rows = sorted(rows, key=lambda row: row.id)
    late = {row.id for row in rows if not row.delivery.digest and now - row.delivery.due_at > CROWD_AFTER}
    crowd = late if len(late) > CROWD else set()
    ahead = {row.id for row in rows if crowd and row.delivery.level is Level.URGENT and not row.delivery.digest}
    grouped: dict[object, list[Owed]] = {}
    for row in sorted(rows, key=lambda row: -row.id if row.id in ahead else row.id):
        together = row.delivery.due_at if row.delivery.digest else "crowd" if row.id in crowd else row.id
        shared = (together, row.id in ahead, tuple(row.done_with.items()))
        grouped.setdefault(shared, []).append(row)
    return [tuple(group) for group in grouped.values()]


def pause(failures: int, answer: Answer, now: datetime) -> datetime:
    """When to try again after so many failures in a row; never before the channel's own wish."""
    wait = PAUSES[min(failures, len(PAUSES)) - 1]
    if isinstance(answer, Unknown):
        return now + max(wait, AFTER_UNKNOWN)
    wish = wished(answer, now)
    if wish is None:
        return now + wait
    return max(wish, now + (wait if failures > 2 else timedelta(seconds=1)))


def wished(answer: Answer, now: datetime) -> datetime | None:
    """Until when the channel asked for silence."""
    wish = answer.retry_after if isinstance(answer, Temporary) else None
    if isinstance(wish, timedelta):
        return now + min(wish, LONGEST_WISH)
    return min(wish, now + LONGEST_WISH) if wish is not None else None


def overdue(row: Owed, now: datetime) -> bool:
    """Whether it was tried for as long as it is to be."""
    return now - max(row.created_at, row.delivery.due_at) >= GIVE_UP_AFTER


def may_have_arrived(row: Owed) -> bool:
    """An attempt before this one may have reached the channel: its answer was lost, or ours to note it was."""
    return row.tries > 0 and (not row.answer or row.answer.startswith((_UNKNOWN, _MAYBE)))


def remark(row: Owed, answer: Answer) -> str:
    """What is noted of an attempt; it keeps the doubt about the attempts before."""
    if isinstance(answer, Unknown):
        return _UNKNOWN + answer.why
    asked = _ASKED if isinstance(answer, Temporary) and answer.retry_after is not None else ""
    doubt = _MAYBE if may_have_arrived(row) and not isinstance(answer, Accepted) else ""
    return f"{doubt}{asked}{answer.why}"


def silent_until(rows: Iterable[Owed]) -> datetime | None:
    """Until when the channel of these asked for silence, as far as was noted."""
    return max((row.next_try_at for row in rows if row.answer.removeprefix(_MAYBE).startswith(_ASKED)), default=None)


def ready_at_once(rows: Sequence[Owed], now: datetime) -> list[Owed]:
    """What of one channel may be tried now, back-off set aside.

    Not before the channel's own wish, nor before it is due, nor within a minute of an attempt whose outcome is unknown:
    what came after that one waits as well, for nothing overtakes.
    """
    silence = silent_until(row for row in rows if row.state is DeliveryState.RETRYING)
    if silence and silence > now:
        return []
    unknown = min((row.id for row in rows if _just_tried(row, now)), default=None)
    return [row for row in rows if row.delivery.due_at <= now and (unknown is None or row.id < unknown)]


def _just_tried(row: Owed, now: datetime) -> bool:
    lost = row.tries > 0 and (not row.answer or row.answer.startswith(_UNKNOWN))
    return lost and row.tried_at is not None and now - row.tried_at < AFTER_UNKNOWN
