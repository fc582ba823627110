"""Texts as `assess` and `link` take them: the keys of a line, how lines are read, the rules that they need."""

import json
import re
import sys
from collections.abc import Callable, Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from monitor.assess import names
from monitor.assess.rules import Rules, compile_rules
from monitor.cli import frame
from monitor.config.words import load_words
from monitor.errors import UsageError
from monitor.model import Beat
from monitor.times import parse_iso

_HALF = re.compile("[\ud800-\udfff]")  # half a surrogate pair, which JSON can hold and no text can
_MONTH = re.compile(r"\d{4}(-\d{2})?")
RulesFor = Callable[[Collection[str]], Rules]


class Asked(BaseModel):
    """One text and what is known of it: the keys of a line of `--jsonl`. What else stands there is left alone."""

    model_config = ConfigDict(frozen=True)

    text: str
    title: str | None = None
    countries: tuple[str, ...] = Field(min_length=2)
    topics: tuple[str, ...] = ()
    side: str | None = None
    about: tuple[str, ...] = ()
    published_at: str | None = None

    @field_validator("text", "title")
    @classmethod
    def _whole_letters(cls, text: str | None) -> str | None:
        return text and _HALF.sub("\ufffd", text)

    @field_validator("countries", "topics", "about", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(each.strip() for each in value.split(",") if each.strip()) if isinstance(value, str) else value

    @field_validator("countries", "about")
    @classmethod
    def _countries(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_country(code) for code in codes)

    @field_validator("side")
    @classmethod
    def _side(cls, code: str | None) -> str | None:
        return code and _country(code)

    @field_validator("published_at")
    @classmethod
    def _time(cls, written: str | None) -> str | None:
        if written and _MONTH.fullmatch(written):
            return None  # a month or a year tells no day
        if written:
            parse_iso(written)
        return written

    def beat(self, rules: Rules) -> Beat:
        """The beat for which it is read. Raises UsageError for a topic that there is not."""
        for topic in self.topics:
            frame.known(topic, rules.topics, "topic")
        name = "-".join(self.countries).lower()
        return Beat(name, name, self.countries, self.topics or tuple(rules.topics))


def lines(file: Path) -> Iterable[bytes]:
    """The lines as they come: a program may write one and wait for its answer."""
    return sys.stdin.buffer if str(file) == "-" else frame.read_bytes(file).splitlines()


def said(line: bytes) -> dict[str, Any] | None:
    """What a line says, without its nulls; None for an empty one. Raises ValueError."""
    if not line.strip():
        return None
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(found, dict):
        raise ValueError('not an object: write {"text": "…"}')
    return {str(name): value for name, value in found.items() if value is not None}


def checked(said: dict[str, Any]) -> Asked:
    """What options say, checked. Raises UsageError."""
    try:
        return Asked.model_validate(said)
    except ValidationError as error:
        raise UsageError(first(error), "see `monitor assess --help`") from error


def first(error: Exception) -> str:
    """The first thing that is wrong, in a line."""
    if not isinstance(error, ValidationError):
        return str(error)
    fault = error.errors()[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].removeprefix('Value error, ')}"


def _country(code: str) -> str:
    if code.upper() not in names.codes():
        raise ValueError(f"“{code}” is no country: write ISO 3166 alpha-2, as in KH,JP")
    return code.upper()


def rules_of(config: Path, countries: str) -> RulesFor:
    """The rules that know the names of some countries in every language: those of the options, else all."""
    words = load_words(config if config.is_dir() else None)
    usual = frozenset(Asked(text="", countries=countries).countries) if countries else frozenset()  # type: ignore[arg-type]

    @cache
    def compiled(unusual: bool) -> Rules:
        return compile_rules(words, None if unusual else usual)

    return lambda wanted: compiled(not usual.issuperset(wanted))
