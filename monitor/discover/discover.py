"""DISCOVER: look at an address, guess what it is, and read each guess as a poll would: what can be read is offered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from monitor.discover.guesses import Guess, by_address, by_capture, robots_txt, sitemaps
from monitor.model import READABLE, Before, Capture, Reading, Request, Source, State, Validators
from monitor.read import READERS
from monitor.trip import Door
from monitor.visit import Budget, visit

MOST_REQUESTS = 20
"""What finding out may cost a stranger's server, all guesses together; a host's robots.txt comes on top."""
_BUDGET = Budget(pages=2, items=0, relooks=0, suspects=0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A guess, and what was read: `captures` are those of the reading."""

    guess: Guess
    source: Source = field(repr=False)
    reading: Reading
    captures: tuple[Capture, ...] = ()
    lacks: tuple[str, ...] = ()  #: variables that must be set before it can be read

    @property
    def is_good(self) -> bool:
        """Whether it may be offered: posts were read, or only a token is missing."""
        found = self.reading.entries or self.reading.headlines
        return bool(self.lacks) or (self.reading.state in READABLE and bool(found))


class Purse:
    """A door with a budget, which asks nothing twice. For one thread."""

    def __init__(self, door: Door, now: datetime, budget: int = MOST_REQUESTS) -> None:
        self._door, self._now, self._left = door, now, budget
        self._kept: dict[tuple[str, bool], Capture] = {}

    def fetch(self, request: Request, source: Source, validators: Validators | None) -> Capture:
        """The answer, asked for now or before; when the budget is spent, that it is."""
        name = (f"{request.url} {request.headers}", source.obeys_robots)
        kept = self._kept.get(name) or self._kept.get((name[0], True))
        if kept is not None and (kept.failure is not State.ROBOTS or source.obeys_robots):
            return replace(kept, source=source.id, request=replace(request, secret_query=()))
        if self._left <= 0:
            why = "not asked: the budget of requests is spent"
            return Capture(source.id, request, request.url, self._now, failure=State.INCOMPLETE, why=why)
        self._left -= 1
        capture = self._door.fetch(request, source, validators)
        self._kept[name] = capture
        return capture


def discover(
    url: str,
    door: Purse,
    now: datetime,
    *,
    kinds: Iterable[str] | None = None,
    allow_private: tuple[str, ...] = (),
    variables: Mapping[str, str] | None = None,
) -> tuple[Candidate, ...]:
    """What can be read at an address or is pointed to there, the likeliest first, those that failed at the end.

    `kinds`: only these are tried, the address itself as each of them where nothing else tells. `allow_private`:
    `host:port` that may be private. `variables` fill in `${NAME}` of what an entry needs.
    """
    wanted = frozenset(kinds or READERS)
    guesses = by_address(url) or _by_look(url, door, allow_private, wanted)
    if kinds is not None and not any(guess.kind in wanted for guess in guesses):
        guesses = tuple(Guess(kind, {"url": url}) for kind in sorted(wanted))
    found = []
    for guess in guesses:
        source = source_for(guess, allow_private, variables or {}) if guess.kind in wanted else None
        if source is not None:
            found.append(_tried(guess, source, door, now))
    return tuple(sorted(found, key=lambda one: not one.is_good))


def source_for(guess: Guess, allow_private: tuple[str, ...], variables: Mapping[str, str]) -> Source | None:
    """The source that a guess would be; None when its kind is not known or does not take these keys."""
    reader = READERS.get(guess.kind)
    if reader is None:
        return None
    filled = {key: variables.get(name, "") if (name := variable_of(each)) else each for key, each in guess.keys.items()}
    try:
        options = reader.options.model_validate(filled)
    except ValidationError:
        return None
    obeys_robots = reader.robots or options.asks_robots
    return _new(guess.kind, options, reader.home(options), allow_private, obeys_robots=obeys_robots)


def _new(kind: str, options: Any, url: str | None, allow_private: tuple[str, ...], *, obeys_robots: bool) -> Source:
    """A source for one look. A private address is ours: there is no stranger to be gentle with."""
    made = Source("new", "new", kind, options, url, obeys_robots=obeys_robots, allow_private=allow_private)
    return replace(made, gap=timedelta(0)) if allow_private else made


def variable_of(value: str) -> str | None:
    """The variable that is the whole of a value."""
    return value[2:-1] if value.startswith("${") and value.endswith("}") else None


def _by_look(url: str, door: Purse, allow_private: tuple[str, ...], wanted: frozenset[str]) -> tuple[Guess, ...]:
    looker = _new("page", None, url, allow_private, obeys_robots=True)
    capture = door.fetch(Request(url), looker, None)
    guesses = by_capture(capture)
    if capture.status != 200 or "sitemap" not in wanted & READERS.keys():
        return guesses
    lines = door.fetch(Request(robots_txt(capture.url)), replace(looker, obeys_robots=False), None)
    at = next((place for place, guess in enumerate(guesses) if guess.kind == "page"), len(guesses))
    return (*guesses[:at], *sitemaps(lines, capture.url), *guesses[at:])


def _tried(guess: Guess, source: Source, door: Purse, now: datetime) -> Candidate:
    lacks = tuple(
        name for key, each in guess.keys.items() if (name := variable_of(each)) and not getattr(source.options, key)
    )
    if lacks:
        return Candidate(guess, source, Reading(State.NEEDS_TOKEN, f"needs {', '.join(lacks)} in .env"), lacks=lacks)
    trip = visit(READERS[source.kind], source, Before(), door, now, _BUDGET)
    return Candidate(guess, source, trip.reading, trip.captures)
