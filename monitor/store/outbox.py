"""The outbox: what is owed, what was tried, what became of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Text, and_, exists, func, or_, type_coerce, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from monitor.model import Attempt, Delivery, DeliveryState, Finding, Held, Level, Notice, Owed, Push
from monitor.store.tables import AttemptRow, DeliveryRow

UNKNOWN_FOR = timedelta(seconds=60)
"""A delivery whose outcome we do not know (a crash, a lost answer) is not tried again before."""
RESENT = "may have arrived before; sent again by hand"
_WAITING = (str(DeliveryState.OWED), str(DeliveryState.RETRYING))
_AT_ONCE = and_(col(DeliveryRow.digest).is_(False), col(DeliveryRow.held).is_(None))


def owe(session: Session, deliveries: Iterable[Delivery], now: datetime) -> None:
    """Put deliveries into the outbox; the same alert is never owed twice on one channel."""
    rows = [_row(each, now) for each in deliveries]
    if rows:
        session.connection().execute(insert(DeliveryRow).on_conflict_do_nothing(), rows)


def _row(delivery: Delivery, now: datetime) -> dict[str, object]:
    finding = delivery.subject if isinstance(delivery.subject, Finding) else None
    return {
        "channel": delivery.channel,
        "key": delivery.key,
        "alert": delivery.alert,
        "subject": _told(delivery.subject),
        "statement": delivery.statement,
        "source": finding.source.id if finding else None,
        "routes": delivery.routes,
        "level": str(delivery.level),
        "digest": delivery.digest,
        "follow_up": delivery.follow_up,
        "held": delivery.held,
        "mute": delivery.mute,
        "ack_by": delivery.ack_by,
        "due_at": delivery.due_at,
        "state": str(DeliveryState.OWED),
        "created_at": now,
        "tries": 0,
        "next_try_at": delivery.due_at,
        "answer": "",
        "ref": "",
        "done_with": {},
    }


def _told(subject: Finding | Notice) -> Finding | Notice:
    """What an alert needs of it: the gist is for linking."""
    if not isinstance(subject, Finding) or subject.linked is None:
        return subject
    return replace(subject, linked=replace(subject.linked, gist=None))


def due(session: Session, now: datetime, resting: Collection[str] = ()) -> list[Owed]:
    """What is to be tried now, by channel, the oldest first; of channels that rest nothing."""
    rows = session.exec(
        select(DeliveryRow)
        .where(col(DeliveryRow.state).in_(_WAITING), DeliveryRow.next_try_at <= now)
        .where(col(DeliveryRow.channel).not_in(resting))
        .order_by(col(DeliveryRow.channel), col(DeliveryRow.id))
    )
    return [_owed(row) for row in rows]


def trying(session: Session, ids: Collection[int], now: datetime) -> bool:
    """Note a try before it is made: should we die in it, the outcome is unknown, and said to be.

    False, and nothing is noted, where one of them is not due any more: acknowledged, muted or withheld meanwhile.
    """
    still = (col(DeliveryRow.id).in_(ids), col(DeliveryRow.state).in_(_WAITING), col(DeliveryRow.due_at) <= now)
    if session.exec(select(func.count(col(DeliveryRow.id))).where(*still)).one() < len(set(ids)):
        return False
    session.connection().execute(
        update(DeliveryRow)
        .where(col(DeliveryRow.id).in_(ids))
        .values(
            state=str(DeliveryState.RETRYING),
            tries=DeliveryRow.tries + 1,
            tried_at=now,
            next_try_at=now + UNKNOWN_FOR,
            answer="",
        )
    )
    session.add_all(AttemptRow(delivery=each, at=now) for each in ids)
    return True


def settle(
    session: Session,
    ids: Collection[int],
    state: DeliveryState,
    answer: str,
    now: datetime,
    next_try_at: datetime | None = None,
    ref: str = "",
    done_with: Mapping[str, str] | None = None,
) -> None:
    """Note what is known of deliveries now, and what the channel calls the message."""
    values: dict[str, object] = {"state": str(state), "answer": answer, "ref": ref, "done_with": done_with or {}}
    if state is DeliveryState.SENT:
        values["sent_at"] = now
    if next_try_at is not None:
        values["next_try_at"] = next_try_at
    session.connection().execute(update(DeliveryRow).where(col(DeliveryRow.id).in_(ids)).values(values))


def answered(session: Session, ids: Collection[int], answer: str, now: datetime) -> None:
    """Note what came of the attempt in hand."""
    latest = select(func.max(AttemptRow.id)).where(col(AttemptRow.delivery).in_(ids)).group_by(col(AttemptRow.delivery))
    session.connection().execute(
        update(AttemptRow).where(col(AttemptRow.id).in_(latest)).values(answered_at=now, answer=answer)
    )


def attempts(session: Session, ids: Collection[int]) -> dict[int, tuple[Attempt, ...]]:
    """All tries of these deliveries, the oldest first."""
    found: dict[int, tuple[Attempt, ...]] = dict.fromkeys(ids, ())
    for row in session.exec(select(AttemptRow).where(col(AttemptRow.delivery).in_(ids)).order_by(col(AttemptRow.id))):
        found[row.delivery] += (Attempt(row.at, row.answered_at, row.answer),)
    return found


def passed(session: Session, channel: str, tries: int) -> set[int]:
    """What was tried so often, and still waits, on a channel that has accepted younger ones since the first try."""
    younger = aliased(DeliveryRow)
    began = select(func.min(AttemptRow.at)).where(col(AttemptRow.delivery) == DeliveryRow.id).scalar_subquery()
    overtaken = exists().where(
        col(younger.channel) == channel, col(younger.id) > DeliveryRow.id, col(younger.sent_at) >= began
    )
    waits = (
        col(DeliveryRow.channel) == channel,
        col(DeliveryRow.state).in_(_WAITING),
        col(DeliveryRow.tries) >= tries,
    )
    return set(filter(None, session.exec(select(DeliveryRow.id).where(*waits, overtaken))))


def clock_went_back(session: Session, now: datetime) -> None:
    """What was owed or tried by a clock that ran ahead is due now: else it would wait for that time."""
    ahead = or_(col(DeliveryRow.created_at) > now, col(DeliveryRow.tried_at) > now)
    waiting = update(DeliveryRow).where(col(DeliveryRow.state).in_(_WAITING), ahead)
    session.connection().execute(waiting.values(due_at=now, next_try_at=now))


def retry(session: Session, now: datetime, alert: str | None = None) -> int:
    """Owe anew what was given up (or one alert of it), due now; how many. The count of tries goes on."""
    owed = update(DeliveryRow).where(col(DeliveryRow.state) == DeliveryState.GIVEN_UP)
    if alert is not None:
        owed = owed.where(col(DeliveryRow.alert) == alert)
    owed = owed.values(state=str(DeliveryState.OWED), due_at=now, next_try_at=now)
    return session.connection().execute(owed).rowcount


def resend(session: Session, now: datetime, alert: str, channel: str | None = None) -> int:
    """Owe an alert anew where it was sent or given up; how many deliveries. A copy says that it may be a repeat."""
    count = 0
    for state, answer in ((DeliveryState.SENT, RESENT), (DeliveryState.GIVEN_UP, DeliveryRow.answer)):
        owed = update(DeliveryRow).where(col(DeliveryRow.alert) == alert, col(DeliveryRow.state) == state)
        if channel is not None:
            owed = owed.where(col(DeliveryRow.channel) == channel)
        owed = owed.values(
            state=str(DeliveryState.OWED),
            answer=answer,
            due_at=now,
            next_try_at=now,
            digest=False,
            held=None,
            done_with={},
        )
        count += session.connection().execute(owed).rowcount
    return count


def deliveries(
    session: Session,
    *,
    states: Collection[DeliveryState] = (),
    digest: bool | None = None,
    channel: str | None = None,
    alert: str | None = None,
    statement: str | None = None,
    source: str | None = None,
    route: str | None = None,
    level: Level | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 200,
) -> list[Owed]:
    """The history of the outbox, the newest first; `since` and `until`: owed in this time."""
    query = select(DeliveryRow).order_by(col(DeliveryRow.id).desc()).limit(limit)
    if states:
        query = query.where(col(DeliveryRow.state).in_([str(state) for state in states]))
    equal = {"digest": digest, "channel": channel, "alert": alert, "statement": statement, "source": source}
    for name, wanted in {**equal, "level": level}.items():
        if wanted is not None:
            query = query.where(getattr(DeliveryRow, name) == wanted)
    if route is not None:
        query = query.where(type_coerce(col(DeliveryRow.routes), Text).contains(f",{route},", autoescape=True))
    if since is not None:
        query = query.where(DeliveryRow.created_at >= since)
    if until is not None:
        query = query.where(DeliveryRow.created_at < until)
    return [_owed(row) for row in session.exec(query)]


def pushed(session: Session, since: datetime) -> tuple[Push, ...]:
    """The messages that routes have sent since then, or will: as a limit counts them."""
    one, over = DeliveryRow, col(DeliveryRow.held) == Held.LIMIT
    found = select(one.channel, one.routes, one.due_at, one.level).where(one.due_at > since)
    return tuple(
        Push(channel, tuple(routes), due_at, Level(level), is_over)
        for is_over, which in ((False, _AT_ONCE), (True, over))
        for channel, routes, due_at, level in session.exec(found.where(which))
    )


def unsent(session: Session) -> list[Owed]:
    """What is owed and was not tried yet, the oldest first."""
    untried = (DeliveryRow.state == str(DeliveryState.OWED), DeliveryRow.tries == 0)
    return [_owed(row) for row in session.exec(select(DeliveryRow).where(*untried).order_by(col(DeliveryRow.id)))]


def move(session: Session, name: int, to: Delivery) -> None:
    """Let a delivery go out at another time, for another reason."""
    values = {"digest": to.digest, "held": to.held, "mute": to.mute, "due_at": to.due_at, "next_try_at": to.due_at}
    session.connection().execute(update(DeliveryRow).where(col(DeliveryRow.id) == name).values(values))


def waiting(session: Session) -> int:
    """How many are owed or being tried again; what is held until a later time waits only from its first try on."""
    begun = or_(_AT_ONCE, col(DeliveryRow.tries) > 0)
    return session.exec(select(func.count()).where(col(DeliveryRow.state).in_(_WAITING), begun)).one()


def _owed(row: DeliveryRow) -> Owed:
    assert row.id is not None
    return Owed(
        id=row.id,
        delivery=Delivery(
            channel=row.channel,
            key=row.key,
            alert=row.alert,
            subject=row.subject,
            due_at=row.due_at,
            routes=row.routes,
            level=Level(row.level),
            digest=row.digest,
            follow_up=row.follow_up,
            held=Held(row.held) if row.held else None,
            mute=row.mute,
            ack_by=row.ack_by,
        ),
        state=DeliveryState(row.state),
        created_at=row.created_at,
        tries=row.tries,
        next_try_at=row.next_try_at,
        tried_at=row.tried_at,
        sent_at=row.sent_at,
        answer=row.answer,
        done_with=row.done_with,
    )
