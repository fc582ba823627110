"""What a channel is given, and what it may answer.

A message holds plain words: each channel escapes them once, in its own way, and cuts them to its own length. What a
reader cannot do without (the alert's ID, the link to the original) is never cut.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from monitor.alert.beside import Table
from monitor.alert.phrases import Phrases, phrases
from monitor.text.excerpt import shorten

ROOM = 100_000
"""Characters of a body, where a channel names no limit of its own."""
_SHARES = (ROOM, 1200, 600, 300, 150, 60, 0)
"""Ever shorter quotations, tried until a body fits."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a source, to be shown in quotation marks."""

    text: str
    label: str = ""  #: the key of a phrase: withdrawn, now, last_wording …; empty: the words speak for themselves
    language: str | None = None


Block = str | Passage | Table
"""A line of ours, a quotation, or what the sides say."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is said of one finding or notice."""

    alert: str  #: the short ID that people see
    headline: str
    blocks: tuple[Block, ...] = ()  #: in their order
    link: str | None = None  #: to the original
    carriers: tuple[str, ...] = ()  #: to the files or pictures that hold its text
    page: str | None = None  #: to our own page
    review: str | None = None  #: to where a person says that it is noise, or decides what is unsure
    ack: str | None = None  #: to where a person says that it was seen
    unsure: bool = False
    repeat: bool = False
    urgent: bool = False
    say: Phrases = field(default_factory=lambda: phrases("en"))
    shape: Mapping[str, Any] = field(default_factory=dict)  #: the same for a program: shape.py

    @property
    def asks(self) -> str:
        """What is asked of a reader at `review`."""
        return self.say("is_of_concern" if self.unsure else "is_noise")

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The quotations."""
        return tuple(block for block in self.blocks if isinstance(block, Passage))

    def body(self, share: int = ROOM, quote: Callable[[str], str] = str, link: Callable[[str], str] = str) -> str:
        """All below the headline, each passage in at most `share` characters.

        `quote` makes words harmless, `link` writes an address as the channel's own link.
        """
        said = [line for block in self.blocks for line in self._written(block, share, quote)]
        said += [f"{quote(self.say('look_at'))}: {link(each)}" for each in self.carriers]
        if self.page:
            said.append(f"{quote(self.say('in_our_log'))}: {link(self.page)}")
        if self.review:
            said.append(f"{quote(self.asks)}: {link(self.review)}")
        if self.ack:
            said.append(f"{quote(self.say('seen_it'))}: {link(self.ack)}")
        said.append(f"{link(self.link)}          {self.alert}" if self.link else self.alert)
        return "\n".join(said)

    def _written(self, block: Block, share: int, quote: Callable[[str], str]) -> Iterable[str]:
        if isinstance(block, str):
            return (quote(shorten(block, max(share, 200))),)
        if not share:
            return ()
        if isinstance(block, Table):
            return block.lines(share, quote, self.say)
        label = f"{quote(self.say(block.label))}: " if block.label else ""
        return (f"{label}“{quote(shorten(block.text, share))}”",)


@dataclass(frozen=True, slots=True)
class Message:
    """One alert, or several bundled into one, as it goes out on one channel."""

    key: str  #: the same for every repeat: by it a mail server knows a copy
    title: str  #: the first line; it carries the news
    items: tuple[Item, ...]
    thread: str = ""  #: the same for all messages about one event
    reply_to: str = ""  #: what the channel itself calls the first message of the thread
    quiet: bool = False  #: what its side told before: in a thread it interrupts nobody
    done_with: Mapping[str, str] = field(default_factory=dict)  #: as an earlier try of it answered

    @property
    def alert(self) -> str:
        """The ID that people see; of a bundle, the first one's."""
        return self.items[0].alert

    @property
    def repeat(self) -> bool:
        """A copy may have arrived before."""
        return any(item.repeat for item in self.items)

    @property
    def body(self) -> str:
        """All below the title, uncut."""
        return self.fit(ROOM)

    def fit(self, room: int, quote: Callable[[str], str] = str, link: Callable[[str], str] = str) -> str:
        """All below the title in `room` characters: quotations are cut first; IDs and links never."""
        body = ""
        for share in _SHARES:
            body = self._body(share, quote, link)
            if len(body) <= room:
                break
        return body

    def _body(self, share: int, quote: Callable[[str], str], link: Callable[[str], str]) -> str:
        if len(self.items) == 1 and self.title == self.items[0].headline:
            return self.items[0].body(share, quote, link)
        return "\n\n".join(f"{quote(item.headline)}\n{item.body(share, quote, link)}" for item in self.items)


# ---------------------------------------------------------------- answers


@dataclass(frozen=True, slots=True)
class Accepted:
    """The channel has it. `lost` names recipients that it refused for good, and why.

    `ref` is what the channel calls the message, where replies can be sent to it.
    """

    why: str = ""
    lost: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Temporary:
    """Not now. `retry_after`: not before, where the channel said so.

    `done_with`: of several recipients those that are not tried again, and why, where they were refused.
    """

    why: str
    retry_after: timedelta | datetime | None = None
    done_with: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """Never: trying again would change nothing."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived: the answer was lost."""

    why: str


Answer = Accepted | Temporary | Refused | Unknown


class Channel(Protocol):
    """Where messages go: one address. Two more attributes are heeded where a channel has them.

    `room`: the most characters that a body should have, for bundles are cut into parts that fit.
    `gap`: the least seconds between two messages.
    """

    def send(self, message: Message) -> Answer:
        """Try once, within a minute. What the network does is an answer, not an exception."""
        ...


def room(channel: Channel) -> int:
    """The most characters of a body there."""
    return int(getattr(channel, "room", ROOM))


def gap(channel: Channel) -> float:
    """The least seconds between two messages there."""
    return float(getattr(channel, "gap", 0.0))
