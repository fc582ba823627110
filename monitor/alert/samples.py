"""What templates are tried with when they are loaded: something of all that alerts tell, of an invented office."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from monitor.alert.message import digest_values, finding_values, notice_values
from monitor.alert.passages import passages
from monitor.alert.phrases import phrases
from monitor.alert.template import Values, fault_in
from monitor.model import (
    Assessment,
    Byline,
    Change,
    ChangeKind,
    Delivery,
    Finding,
    Level,
    Line,
    Linked,
    Newsroom,
    Notice,
    NoticeKind,
    Quote,
    Reason,
    Sides,
    Version,
)

_AT = datetime(2026, 3, 2, 12, 44, tzinfo=UTC)
_OFFICE = Byline("rivers", "Ministry of Rivers", "facebook", "JP", ("KH",), "Asia/Tokyo")
_TEXT = "Boats may enter from early September. Travellers stay at home for 14 days."


def template_fault(name: str, text: str, language: str) -> tuple[int, str] | None:
    """The line and what is wrong with an operator's template, tried with every sample; None for a good one."""
    return fault_in(text, samples(name, language))


def samples(name: str, language: str) -> Iterator[tuple[str, Values]]:
    """What each sample is of, and the values that a template is given for it."""
    newsroom = Newsroom(language=language)
    if name == "alert":
        for what, finding in _findings():
            yield what, finding_values(finding, Level.URGENT, newsroom, _AT, passages(finding))
    elif name == "notice":
        for kind in NoticeKind:
            notice = Notice(
                kind, "rivers", "Ministry of Rivers cannot be read.\nLook.", "use another address", _AT, "k"
            )
            yield kind, notice_values(notice, newsroom, _AT)
            yield kind, notice_values(replace(notice, mend=""), newsroom, _AT)
    else:
        held = [Delivery("desk", what, "A-234567", finding, _AT) for what, finding in _findings()]
        for what in ("digest", "late"):
            yield what, digest_values(what, held, (1, 1), phrases(language))
            yield what, digest_values(what, held, (2, 3), phrases(language))


def _findings() -> Iterator[tuple[str, Finding]]:
    reason = Reason("text", 0, 21, _TEXT[:21], "topic", "travel", "entry")
    judged = Assessment(True, False, Level.URGENT, 0.9, "kh-jp", "en", ("travel",), ("JP", "KH"), None, (reason,))
    then = _AT - timedelta(hours=2)
    was = Version(1, "Boats", _TEXT, "1", then, then)
    now = Version(2, "Boats", _TEXT.replace("14", "10"), "2", _AT, then)
    given = {ChangeKind.NEW: (None, now), ChangeKind.DELETED: (was, None), ChangeKind.RESTORED: (None, was)}
    for kind in ChangeKind:
        before, after = given.get(kind, (was, now))
        change = Change(kind, "s2b3c4d5e6", "1", "https://rivers.example/1", _AT, before, after)
        yield kind, Finding(change, _OFFICE, (judged,), (judged,) * (before is not None))
    new = Finding(Change(ChangeKind.NEW, "s2b3c4d5e6", "1", None, _AT, None, was), _OFFICE, (judged,), linked=_linked())
    yield "the second side's statement", new
    bare = Version(1, None, "", "3", _AT, date(2026, 3, 2), whole=False)
    doubtful = replace(judged, relevant=False, unsure=True, topics=(), reasons=())
    office = replace(_OFFICE, side=None)
    yield "a picture without text", Finding(replace(new.change, after=bare), office, (doubtful,), pasted=True)


def _linked() -> Linked:
    def quote(text: str) -> Quote:
        return Quote("s2b3c4d5e6", 1, "text", 0, len(text), text)

    differ = Line("date", "start", {"JP": quote("from early September"), "KH": quote("on 1 October")})
    sides = Sides(only={"JP": (Line("duration", "14 days", {"JP": quote("14 days")}),)}, differ=(differ,))
    return Linked("ev3nt", ("both name the name “Boats”",), ("KH",), sides=sides, unread=("piers",))
