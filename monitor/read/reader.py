"""What a source kind is: a pair of pure functions, and what the rest must know of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict

from monitor.model import Before, Capture, Headline, Known, Reading, Request, Source


class Options(BaseModel):
    """The keys of its own that a kind takes in `sources.yaml`; each kind extends this."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @property
    def proves_changes(self) -> bool:
        """False: read in this way, what differs is no edit, and what is missing proves nothing."""
        return True

    @property
    def asks_robots(self) -> bool:
        """True: read in this way, robots.txt is asked first, whatever the kind."""
        return False

    def warnings(self, _today: date) -> tuple[str, ...]:
        """What an operator should know of this way of reading, or of its end, in a line each."""
        return ()


@dataclass(frozen=True, slots=True)
class Reader:
    """One source kind. `ask` and `read` do no input or output, take no clock and never raise on bad bytes."""

    kind: str
    options: type[Options]
    every: timedelta  #: default interval between polls
    ask: Callable[[Source, Before], Request]
    """The first request of a poll."""
    read: Callable[[Capture, Source, Before], Reading]
    """What one capture says. Called for answers to `ask`, to `Reading.more` and to `own`; `capture.request`
    tells which. Not called for a failed or unchanged capture. For an `item` request it gives either one entry
    under `request.key`, or that key in `gone` with a proof, or neither (then nothing is known). `Reading.more` may hold
    older pages; the list itself, where the first answer only tells at which address it stands; and an `item` request
    for a listed entry's history, to which it gives the wordings that are new to us, oldest first, or without a key for
    what is to be learned of the source."""
    own: Callable[[Source, Headline | Known], Request | None]
    """The request for the own address of a headline or a known statement; None where it has none."""
    home: Callable[[Any], str | None]
    """The address that people are shown, from the kind's options."""
    own_pages: bool = False  #: own addresses are pages of a site, which may answer 200 where nothing stands
    tells_alike: bool = False  #: an own address tells a post's text just as the list does: they may be compared
    together: Callable[[Source, Sequence[Known]], Request] | None = None
    """One request for the own addresses of several known statements, where the kind has such a thing. To its answer
    `read` gives an entry for each that it shows; what it does not show is asked for by itself."""
    warnings: Callable[[Any, Mapping[str, Any], date], tuple[str, ...]] = lambda _options, _learned, _today: ()
    """What operators should know, in a line each, of the kind's options and of what was learned of the source."""
    inside: Callable[[Capture, str], bytes | None] = lambda _capture, _url: None
    """The bytes of a file that stands in an answer itself, by the address under which its entry names it."""
    rest_until: Callable[[Capture], datetime | None] = lambda _: None
    """Until when an answer wants us to rest, also one that says nothing new."""
    robots: bool = False  #: robots.txt is asked first (kinds that read HTML meant for people)
    fingerprint: str = ""  #: changes when `read` may give other text for the same bytes; empty: as the code does
    may_delete: bool = True  #: False: an absence never proves anything for this kind
    embargoes: bool = False  #: what it reads was sent to the newsroom, not published: words of an embargo are obeyed
    secret_options: tuple[str, ...] = ()  #: options that are masked wherever they are shown
