"""What operators must know: what breaks or is back, a silence of a source or of ours, "all is well", a bad file.

Pure: each function gives a notice, or none, from what was known before. Each notice names what to do about it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from monitor.habit import is_beyond, longest_silence
from monitor.model import (
    READABLE,
    Before,
    ChainDay,
    Change,
    ChangeKind,
    Difference,
    Embargo,
    Health,
    Mute,
    Notice,
    NoticeKind,
    Reading,
    Routing,
    Source,
    State,
    Trouble,
)
from monitor.times import iso, spell

MISSES_BEFORE_BROKEN = 3
LONG_SILENCE = timedelta(hours=1)
"""A host that asks to be left alone for so long, and for three intervals, has made us blind: told at the first miss."""
OUTAGE_FROM = 2
"""So many sources that fail together, and most of all, are an outage."""
MOST_NAMED = 20
"""Sources that a heartbeat names."""
AT_ONCE = frozenset({State.NEEDS_TOKEN, State.TOKEN_DEAD, State.NO_PERMISSION, State.PAGE_GONE, State.LAYOUT_CHANGED})
"""States that waiting does not mend: told at the first miss."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a heartbeat tells of the last 24 hours."""

    counts: Mapping[str, int]
    blind: Mapping[str, timedelta] = field(default_factory=dict)  #: by the name of the source
    mutes: tuple[Mute, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    embargoes: tuple[Embargo, ...] = ()
    chain: ChainDay | None = None

    @property
    def is_well(self) -> bool:
        """Nothing lasts, no source is broken, and each alert was delivered or still may be."""
        return not (self.troubles or self.counts.get("broken sources") or self.counts.get("alerts given up"))


_MENDS = {
    State.LOGIN_WALL: "the address shows a log-in page: use another address or `monitor paste`",
    State.CAPTCHA: "the site asks for a human: slow the source down, or ask the office to allow our User-Agent",
    State.BLOCKED: "the site refuses us: ask the office to allow our User-Agent; polls go on rarely",
    State.LAYOUT_CHANGED: "look at the page and set the selectors `item`, `title`, `link`, `date` of the source",
    State.NEEDS_TOKEN: "set the token's variable in .env",
    State.TOKEN_DEAD: "make a new access token (of a mailbox: a new password) and set its variable in .env",
    State.NO_PERMISSION: "it is not shown to us: of Facebook see docs/operators/facebook.md; of others, ask the office",
    State.RATE_LIMITED: "poll less often: raise `every`",
    State.PAGE_GONE: "the page itself answers that it does not exist: look yourself; its statements are kept",
    State.NEEDS_BROWSER: "the page shows nothing without JavaScript: find its feed, or see `render` in sources.md",
    State.UNREADABLE: "look at the address: it no longer gives what this kind reads",
    State.IMAGE_ONLY: "the source publishes pictures of text: read them yourself",
    State.TOO_LARGE: "the answer is larger than 10 MB: choose a smaller address",
    State.TIMEOUT: "the server is too slow or down: nothing to do unless it lasts",
    State.REFUSED_ADDRESS: "the address is private: `allow_private: true` if that is meant",
    State.ROBOTS: "the site's robots.txt forbids it: ask the office, or `robots: ignore` if you may",
    State.OFFLINE: "the server cannot be reached: nothing to do unless it lasts",
}


def of_poll(
    source: Source, before: Before, reading: Reading, difference: Difference, now: datetime
) -> tuple[Notice, ...]:
    """The notices that this poll gives rise to; what was already told is not told again."""
    notices = []
    if reading.state in READABLE:
        if before.told_broken:
            notices.append(_back(source, before, now))
        notices += _habit(source, before, difference, now)
    elif not before.told_broken and _is_broken(source, before, reading, now):
        notices.append(_broken(source, before, reading, now))
    if difference.held and not before.told_held:
        notices.append(_mass_loss(source, difference, now))
    notices += [_flapping(source, change, now) for change in difference.changes if change.flapping]
    return tuple(notices)


def of_all(
    notices: Sequence[Notice], state: State, sources: Sequence[Health], outage_since: datetime | None, now: datetime
) -> tuple[Notice, ...]:
    """The notices of one poll, where perhaps every source fails: then that is told once, and once when it is over.

    `sources`: how all that are polled stood before it; `outage_since`: of the outage that operators know of.
    """
    if state in READABLE:
        return (*notices, _outage_over(outage_since, now)) if outage_since else tuple(notices)
    others = tuple(each for each in notices if each.kind is not NoticeKind.SOURCE_BROKEN)
    if state in AT_ONCE or len(others) == len(notices):
        return tuple(notices)
    if outage_since is not None:
        return others
    outage = _outage(sources, now)
    return (*others, outage) if outage else tuple(notices)


def _outage(sources: Sequence[Health], now: datetime) -> Notice | None:
    """Most sources were asked since any of them could be read, and none could: that is no matter of one source."""
    read_at = max(filter(None, (each.last_good_at for each in sources)), default=None)
    failing = [
        each for each in sources if each.failures and each.last_poll_at and (not read_at or each.last_poll_at > read_at)
    ]
    if len(failing) < OUTAGE_FROM or 2 * len(failing) <= len(sources):
        return None
    since = read_at or min(each.broken_since for each in failing if each.broken_since)
    return Notice(
        NoticeKind.OUTAGE,
        "monitor",
        f"No source can be read since {iso(since)}: {len(failing)} of {len(sources)} were asked, and none was read. "
        "We are blind to all of them.",
        "look at the machine's connection to the network; no notice follows for each source",
        now,
        f"outage/{iso(since)}",
    )


def _outage_over(since: datetime, now: datetime) -> Notice:
    return Notice(
        NoticeKind.OUTAGE_OVER,
        "monitor",
        f"Sources can be read again. From {iso(since)} to {iso(now)} we were blind to all of them: "
        "what was posted and taken down in between is not known.",
        "nothing to do; a source that stays broken is told by itself",
        now,
        f"outage-over/{iso(since)}",
    )


def _habit(source: Source, before: Before, difference: Difference, now: datetime) -> Iterator[Notice]:
    """A silence longer than any of this source's own, and its end."""
    longest = longest_silence(before.posted)
    if longest is None:
        return
    since = max(before.posted)
    posts_again = any(change.kind is ChangeKind.NEW and not change.backfilled for change in difference.changes)
    if posts_again and before.told_silent:
        yield Notice(
            NoticeKind.SILENCE_OVER,
            source.id,
            f"{source.name} posts again, after a silence since {iso(since)}.",
            "nothing to do",
            now,
            f"silence-over/{source.id}/{iso(since)}",
        )
    elif not posts_again and not before.told_silent and is_beyond(now - since, longest):
        yield Notice(
            NoticeKind.SILENCE,
            source.id,
            f"{source.name} shows nothing new since {iso(since)}. It was never silent for more than "
            f"{spell(longest)} of late. Every poll was answered, but that it really posts nothing we could not prove.",
            f"open {source.url or 'the source'} and compare: it may have moved, or show us less than it shows you",
            now,
            f"silence/{source.id}/{iso(since)}",
        )


def _is_broken(source: Source, before: Before, reading: Reading, now: datetime) -> bool:
    if reading.state in AT_ONCE or before.failures + 1 >= MISSES_BEFORE_BROKEN:
        return True
    silence = max(LONG_SILENCE, MISSES_BEFORE_BROKEN * source.every)
    return reading.retry_after is not None and reading.retry_after - now > silence


def _broken(source: Source, before: Before, reading: Reading, now: datetime) -> Notice:
    since = before.broken_since or now
    return Notice(
        NoticeKind.SOURCE_BROKEN,
        source.id,
        f"{source.name} cannot be read since {iso(since)}: {reading.state}"
        + (f" ({reading.why})" if reading.why else ""),
        _MENDS.get(reading.state, "see `monitor sources`"),
        now,
        f"broken/{source.id}/{iso(since)}",
    )


def _back(source: Source, before: Before, now: datetime) -> Notice:
    since = before.broken_since or now
    return Notice(
        NoticeKind.SOURCE_BACK,
        source.id,
        f"{source.name} can be read again. From {iso(since)} to {iso(now)} we were blind to it: "
        "what was posted and taken down in between is not known.",
        "nothing to do",
        now,
        f"back/{source.id}/{iso(since)}",
    )


def _mass_loss(source: Source, difference: Difference, now: datetime) -> Notice:
    return Notice(
        NoticeKind.MASS_LOSS,
        source.id,
        f"Unconfirmed, look yourself: {len(difference.held)} statements of {source.name} "
        "are missing at once, from its list or from their own addresses. None is reported as taken down.",
        f"open {source.url or 'the source'} and compare with `monitor review --source {source.id}`, "
        f"then say what you saw: `monitor review gone {source.id}`, or `public`",
        now,
        f"mass-loss/{source.id}/{iso(now)}",
    )


def _flapping(source: Source, change: Change, now: datetime) -> Notice:
    return Notice(
        NoticeKind.FLAPPING,
        source.id,
        f"A statement of {source.name} changes to and fro: the same wording came for the third time within a day. "
        f"Each time is kept in the log, and not told again. {change.url or ''}".rstrip(),
        f"look yourself which wording stands: `monitor show {change.statement}`",
        now,
        f"flapping/{change.statement}/{now.date().isoformat()}",
    )


def kept_back(source: Source, held: Embargo, now: datetime) -> Notice:
    """A mail came under an embargo: nobody is shown its words before its end."""
    if held.until is None:
        said = "It names no time that we can read, so it is kept back until you say when it ends."
        mend = (
            f"read it in the mailbox, then `monitor embargo until {held.id} TIME`, or `monitor embargo lift {held.id}`"
        )
    else:
        said = f"It is kept back, and goes out at {iso(held.until)}."
        mend = f"nothing, if that is right; else `monitor embargo until {held.id} TIME`"
    key = f"embargo/{held.id}/{iso(now)}"
    return Notice(NoticeKind.EMBARGO, source.id, f"{source.name} sent a text under an embargo. {said}", mend, now, key)


def gap(silent_since: datetime, now: datetime) -> Notice:
    """The missing heartbeat: for so long we did not run, or could not work."""
    return Notice(
        NoticeKind.GAP,
        "monitor",
        f"We were blind from {iso(silent_since)} to {iso(now)}: the monitor gave no sign of life. What was "
        "posted since and is still public follows as one late message; what was taken down in between is not known.",
        "find out why it stopped; `monitor coverage SOURCE` shows what was not seen",
        now,
        f"gap/{iso(silent_since)}",
    )


def heartbeat(routing: Routing, told_on: date | None, day: Day, now: datetime) -> Notice | None:
    """The daily word that all is well, or is not, once its hour has come; None before, and when told today."""
    local = now.astimezone(routing.newsroom.timezone)
    due = [at for at in routing.heartbeat.at if local.time() >= at]
    if not due or not routing.heartbeat.channels or told_on == local.date():
        return None
    counted = ", ".join(f"{count} {name}" for name, count in day.counts.items())
    return Notice(
        NoticeKind.HEARTBEAT if day.is_well else NoticeKind.NOT_WELL,
        "monitor",
        "\n".join((f"The monitor is at work. In the last 24 hours: {counted}.", *_particulars(day))),
        "nothing to do; when this message does not come, look at the machine"
        if day.is_well
        else "see below; when this message does not come, look at the machine",
        now,
        f"heartbeat/{local.date().isoformat()}",
    )


def _particulars(day: Day) -> Iterator[str]:
    """What is not as it should be, what is held, and what we can be held to."""
    for trouble in day.troubles:
        yield f"Since {iso(trouble.since)}: {' '.join(trouble.text.split())} {trouble.mend}"
    for source, blind in sorted(day.blind.items(), key=lambda each: -each[1])[:MOST_NAMED]:
        yield f"Blind to {source} for {spell(blind)}"
    if len(day.blind) > MOST_NAMED:
        yield f"Blind to {len(day.blind) - MOST_NAMED} more sources: `monitor coverage SOURCE`"
    for one in day.mutes:
        yield f"Muted until {iso(one.until)}: {one.what} {one.name}, by {one.by}: {one.reason}"
    undated = sum(each.until is None for each in day.embargoes)
    if day.embargoes:
        waits = f", of which {undated} until you say when it ends" if undated else ""
        yield f"Kept back under an embargo: {len(day.embargoes)}{waits}: `monitor embargo`"
    if day.chain:
        yield f"Chain of captures on {day.chain.day} (UTC): {day.chain.value} ({day.chain.captures} added)"


def chain(one: ChainDay, now: datetime) -> Notice:
    """A day of the chain of captures, for others to keep: with it they can check later what we held."""
    said = f"Chain of captures on {one.day} (UTC): {one.value} ({one.captures} added)."
    return Notice(NoticeKind.CHAIN, "monitor", said, "keep it: docs/operators/notices.md", now, f"chain/{one.day}")
