"""Why an alert went where it went: what each route says of a finding, and why a delivery goes when it goes. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.model import DeliveryState, Finding, Held, Notice, NoticeKind, Owed, Route, Routing
from monitor.route.asks import Refusal, grade, no_news, pushes, refusal, waits


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a route says of a finding."""

    route: str
    asked: bool
    key: str  #: which of its keys decided
    says: str


def verdicts(finding: Finding, routing: Routing) -> tuple[Verdict, ...]:
    """What each route says, in the order of the file. What is no news is asked for by none."""
    untold = no_news(finding)
    if untold:
        return tuple(Verdict(route.id, False, "", untold) for route in routing.routes)
    return tuple(_verdict(route, finding, routing) for route in routing.routes)


def _verdict(route: Route, finding: Finding, routing: Routing) -> Verdict:
    refused = refusal(route, finding)
    if refused is not None:
        return Verdict(route.id, False, refused.key, _refused(refused))
    asks = "; ".join(_asked(route)) or "it asks for all"
    named = grade(finding)
    if pushes(route, finding):
        return Verdict(route.id, True, "level", f"{asks}; {named} is in its level")
    if waits(route, finding):
        digest = "it waits for a digest" if routing.digest.channels or route.digest else "there is no digest for it"
        why = "it is dated long before" if finding.change.backfilled else f"{named} is not in its level"
        return Verdict(route.id, True, "level", f"{asks}; {why}: {digest}")
    return Verdict(route.id, False, "level", f"asks for {', '.join(route.levels)}; this is {named}")


def _asked(route: Route) -> Iterator[str]:
    """The filters that let it through."""
    for key in ("beats", "topics", "sources", "sides", "tags", "languages", "changes", "events", "search"):
        if getattr(route, key):
            yield f"{key}: {', '.join(getattr(route, key))}"


def _refused(refused: Refusal) -> str:
    asks = ", ".join(refused.asks)
    if refused.key == "search":
        return f"{asks}: the wording is not found by that"
    given = ", ".join(refused.given)
    return f"asks for {asks}; this is {given}" if given else f"asks for {asks}; this has none"


# ---------------------------------------------------------------- one delivery


def when(one: Owed) -> str:
    """Why a delivery goes, or went, at its time, and what became of it."""
    return f"{_held(one)}: {_became(one)}"


def _held(one: Owed) -> str:
    owed = one.delivery
    if isinstance(owed.subject, Notice):
        return _notice(owed.subject)
    if owed.held is not None:
        return _HELD[owed.held](one)
    return "at once, quietly, for its side told of the event before" if owed.follow_up else "at once"


def _notice(notice: Notice) -> str:
    if notice.kind is NoticeKind.CORRECTION:
        return "a correction goes to each channel that got the alert"
    return "a notice goes to the operators, where there are any"


_HELD: Mapping[Held, Callable[[Owed], str]] = {
    Held.DIGEST: lambda one: f"with the digest of {_due(one)}",
    Held.FOLLOW_UP: lambda one: f"its side told of the event before: with the digest of {_due(one)}",
    Held.BACKFILLED: lambda one: f"dated long before we saw it: bundled, {_due(one)}",
    Held.LATE: lambda one: f"after a time in which we were blind: in one late message, {_due(one)}",
    Held.QUIET: lambda one: f"quiet hours until {_due(one)}, not urgent: bundled at their end",
    Held.LIMIT: lambda one: f"over the limit of its route: bundled, {_due(one)}",
    Held.MUTE: lambda one: f"muted ({one.delivery.mute or 'ended'}): bundled, {_due(one)}",
    Held.ESCALATION: lambda one: f"only if nobody acknowledges it before {_due(one)}",
}


def _became(one: Owed) -> str:
    if one.state is DeliveryState.SENT:
        return f"sent {_at(one.sent_at)}"
    if one.state is DeliveryState.OWED and not one.tries:
        return "not sent yet"
    answer = f" ({one.answer})" if one.answer else ""
    return f"{one.state}{answer}"


def _due(one: Owed) -> str:
    return _at(one.delivery.due_at)


def _at(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%MZ}" if when else ""
