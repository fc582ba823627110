"""A visit under way: what its captures say, one after the other, and how their readings become one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from monitor.identity import identified
from monitor.model import (
    READABLE,
    Before,
    Capture,
    Entry,
    Headline,
    Known,
    Purpose,
    Reading,
    Request,
    Source,
    State,
    Validators,
    Version,
)
from monitor.paper.paper import Paper, paper
from monitor.read.reader import Reader

_HUSHING = frozenset({State.RATE_LIMITED, State.OFFLINE, State.TIMEOUT})
"""After such an answer the host is asked nothing more at this poll."""


class Door(Protocol):
    """The one way out; never raises for what the net does."""

    def fetch(self, request: Request, source: Source, validators: Validators | None) -> Capture:
        """The answer to one request, or the state in which it failed."""
        ...


class Trip:
    """The captures of one visit as they come in, and what each of them says."""

    def __init__(
        self,
        reader: Reader,
        source: Source,
        before: Before,
        door: Door,
        decipher: Callable[[bytes], Paper] = paper,
    ) -> None:
        self.reader, self.source, self.before, self.door = reader, source, before, door
        self.decipher = decipher  #: the text of a file or a picture
        self.captures: list[Capture] = []
        self.validators: dict[str, Validators] = {}
        self._shown: dict[str, Reading] = {}  #: by key: what an answer for several shows of it
        self.nowhere: dict[str, Any] = {}  #: learned at this visit: nowhere.py
        self.hushed = False  #: the host wants no more questions, or cannot answer them

    def look(self, request: Request, validators: Validators | None = None) -> Reading:
        """What the answer to one request says; where it cannot be read, what the other ways to the same say."""
        reading = self._asked(request, None if request.asks_whole else validators)
        if reading.instead is None or self.hushed:
            return reading.also(instead=None)
        other = self.look(reading.instead, self.before.validators.get(reading.instead.url))
        if other.state in READABLE:
            return other.also(learned={**reading.learned, **other.learned})
        return reading.also(why=f"{reading.why}; {other.why}", learned={}, instead=None)

    def _asked(self, request: Request, validators: Validators | None) -> Reading:
        """What the answer to one request says; a failed one has its state and nothing else."""
        capture = self.fetch(request, validators)
        reading = self._said(capture)
        self.hushed = self.hushed or reading.state in _HUSHING or reading.retry_after is not None
        return reading

    def fetch(self, request: Request, validators: Validators | None = None) -> Capture:
        """The answer to one request, as it came."""
        capture = self.door.fetch(request, self.source, validators)
        self.captures.append(capture)
        self.hushed = self.hushed or capture.failure in _HUSHING
        return capture

    def own(self, one: Headline | Known) -> Request | None:
        """The request for its own address, while the host may be asked."""
        return None if self.hushed else self.reader.own(self.source, one)

    def together(self, those: Sequence[Known]) -> tuple[Known, ...]:
        """Those that one answer for several shows. For a single one, or where a kind has no such answer: none."""
        those = [known for known in those if self.own(known) is not None]
        if self.reader.together is None or len(those) < 2:
            return ()
        request = self.reader.together(self.source, those)
        said = self.look(request)
        self.validators.pop(request.url, None)  # hardly ever are the same ones asked for again
        for entry in said.entries:
            sha256 = said.shown_by[entry.key]
            self._shown[entry.key] = said.also(
                entries=(entry,), looked_at=(entry.key,), shown_by={entry.key: sha256}, gone=(), proofs={}
            )
        return tuple(known for known in those if known.key in self._shown)

    def at_home(self, known: Known) -> Reading | None:
        """What its own address says of a statement; None where it has none, or the host may not be asked."""
        if known.key in self._shown:
            return self._shown[known.key]
        request = self.own(known)
        if request is None:
            return None
        version = known.version
        # A page that is as it was says nothing of the file that it names.
        names = (version.read_by or not version.whole) and any(each.url != request.url for each in version.media)
        return self.look(request, None if names else self.before.validators.get(request.url))

    def _said(self, capture: Capture) -> Reading:
        request = capture.request
        if capture.failure is not None:
            return Reading(capture.failure, capture.why, retry_after=capture.retry_after)
        if capture.unchanged:
            return self._seen_again(request).also(retry_after=self.reader.rest_until(capture))
        reading = self.reader.read(capture, self.source, self.before)
        if reading.state is State.OK:
            self.validators[request.url] = capture.validators
        shown = (*(entry.key for entry in reading.entries), *(each.key for each in reading.headlines), *reading.gone)
        reading = reading.also(shown_by=dict.fromkeys(shown, capture.sha256))
        return reading if request.purpose is Purpose.ITEM else identified(reading, self.before)

    def _seen_again(self, request: Request) -> Reading:
        if request.purpose is Purpose.ITEM:
            return Reading(State.UNCHANGED, looked_at=(request.key or "",))
        ranked = sorted(
            (known for known in self.before.known.values() if known.rank is not None), key=lambda known: known.rank or 0
        )
        return Reading(State.UNCHANGED, complete=True, listed=tuple(known.key for known in ranked))


def joined(reading: Reading, part: Reading) -> Reading:
    """`reading` with what a further capture adds; the list's own state and reach stay as they are."""
    return reading.also(
        entries=(*reading.entries, *part.entries),
        headlines=(*reading.headlines, *part.headlines),
        gone=unique((*reading.gone, *part.gone)),
        proofs={**reading.proofs, **part.proofs},
        looked_at=unique((*reading.looked_at, *part.looked_at)),
        tried=unique((*reading.tried, *part.tried)),
        shown_by={**reading.shown_by, **part.shown_by},
        named_by={**reading.named_by, **part.named_by},
        learned={**reading.learned, **part.learned},
        baseline=unique((*reading.baseline, *part.baseline)),
        hinted=unique((*reading.hinted, *part.hinted)),
        forgets=reading.forgets or part.forgets,
        retry_after=max(filter(None, (reading.retry_after, part.retry_after)), default=None),
    )


def filled(entry: Entry, told: Headline | Version) -> Entry:
    """An entry from its own page; what the page does not tell stays as it was told."""
    dated = entry if entry.published_at else told
    return replace(
        entry,
        title=entry.title or told.title,
        published_at=dated.published_at,
        published_as_written=dated.published_as_written,
    )


def unique(keys: Iterable[str]) -> tuple[str, ...]:
    """Each key once, in its first place."""
    return tuple(dict.fromkeys(keys))
