"""The configuration, final: what all files say together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monitor.assess.rules import Rules
from monitor.config.words import WordFile, rules_of
from monitor.model import Beat, Routing, Source


@dataclass(frozen=True, slots=True)
class Need:
    """A variable that is missing, and what stands by until it is set."""

    variable: str
    place: str  #: file:line:column
    what: str  #: `source "embassy"`, `channel "desk"`

    def __str__(self) -> str:
        return f"{self.place}: {self.what} needs {self.variable}: set it in the environment or in .env"


@dataclass(frozen=True, slots=True)
class Config:
    """One frozen value; nothing of it is read from disk again. It holds secrets: never log or show it whole."""

    beats: tuple[Beat, ...]
    sources: tuple[Source, ...] = field(repr=False)
    routing: Routing
    words: tuple[WordFile, ...] = field(default=(), repr=False)  #: the newsroom's own
    warnings: tuple[str, ...] = ()  #: what `config check` warns of, the needs among it
    files: tuple[Path, ...] = ()  #: that it was read from
    needs: tuple[Need, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)  #: those that files name: masked when shown
    fingerprint: str = ""  #: of all that was read: equal for equal files and variables

    @property
    def rules(self) -> Rules:
        """What `assess` needs for these beats; made when first asked for, since most commands judge nothing."""
        return rules_of(self.words, frozenset(code for beat in self.beats for code in beat.countries))
