"""robots.txt (RFC 9309), for the kinds that read pages meant for people. Protego parses; we remember and wait.

No file (4xx) allows all. A server that cannot give it (5xx, no answer) is taken at the last word that we had from it;
without one nothing is asked, and the file is asked for again after a few minutes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from monitor.fetch.answer import Answer
from monitor.model import State
from monitor.times import Clock

PRODUCT = "monitor"
"""The name under which a robots.txt may address us."""
LONGEST_DELAY = 10.0
"""Seconds; a longer Crawl-delay is cut to this, or twenty pages of one office would hold a worker for hours."""

_GOOD_FOR = 24 * 3600.0
_ASK_AGAIN_AFTER = 600.0
_LONGEST_FILE = 512_000
_REMEMBERED = 1000
_UNREACHABLE = frozenset({State.TIMEOUT, State.OFFLINE, State.RATE_LIMITED, State.INCOMPLETE, State.TOO_LARGE})

Ask = Callable[[str], Answer]
"""Fetches one address without asking its robots.txt first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a robots.txt says of one address."""

    refusal: Answer | None = None  #: the answer to give in the server's place
    delay: float = 0.0  #: least seconds between two requests


@dataclass(frozen=True, slots=True)
class _Rules:
    good_until: float
    parsed: Protego | None = None  #: None: all is allowed, unless `refusal`
    refusal: Answer | None = None


class Robots:
    """The files that we have seen, each for a day. Used by several threads at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, _Rules] = {}

    def verdict(self, url: str, ask: Ask) -> Verdict:
        """Whether an address may be asked. `ask` fetches the file where none is at hand."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        rules = self._known.get(origin)
        if rules is None or rules.good_until <= self._clock.monotonic():
            rules = self._renewed(rules, ask(f"{origin}/robots.txt"))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[origin] = rules
        return _verdict(rules, url)

    def _renewed(self, before: _Rules | None, answer: Answer) -> _Rules:
        now = self._clock.monotonic()
        if answer.failure in _UNREACHABLE:
            if before is not None and before.refusal is None:
                return _Rules(now + _ASK_AGAIN_AFTER, before.parsed)
            return _Rules(now + _ASK_AGAIN_AFTER, refusal=_unreachable(answer))
        if answer.status != 200 or answer.failure is not None:
            return _Rules(now + _GOOD_FOR)
        text = answer.body[:_LONGEST_FILE].decode("utf-8-sig", "replace")
        return _Rules(now + _GOOD_FOR, Protego.parse(text))


def _verdict(rules: _Rules, url: str) -> Verdict:
    if rules.refusal is not None or rules.parsed is None:
        return Verdict(rules.refusal)
    if not rules.parsed.can_fetch(url, PRODUCT):
        return Verdict(Answer(failure=State.ROBOTS, why=f"robots.txt does not allow us {urlsplit(url).path or '/'}"))
    return Verdict(delay=min(rules.parsed.crawl_delay(PRODUCT) or 0.0, LONGEST_DELAY))


def _unreachable(answer: Answer) -> Answer:
    """A server that gives no answer is as it would be without robots.txt; one that errs on the file refuses us."""
    state = State.ROBOTS if answer.status >= 500 else answer.failure
    why = f"robots.txt cannot be read ({answer.why}): nothing is asked before it can"
    return Answer(failure=state, why=why, retry_after=answer.retry_after)
