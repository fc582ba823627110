"""How values are written in the files: durations, countries, zones, hours, names. Each is a type for pydantic.

A complaint says what was found and what is allowed. The name of what stands elsewhere (a beat, a topic, a channel, a
source) is looked up in the context that the validation is given.
"""

import re
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema

from monitor.assess import names
from monitor.config.complaints import near, no_such, quoted
from monitor.text.tokens import sought
from monitor.times import When, duration, parse_iso, spell

SHORTEST_EVERY = timedelta(seconds=30)
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_PORT = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):(\d{1,5})")
_CONTACT = re.compile(r"(?:https?://|(?:mailto:)?[^\s@()<>]+@)[^\s@()<>]+\.[^\s@()<>]+")
_EVENT = re.compile(r"[2-9a-z]{10}")
_OTHER_CODES = {"UK": "GB", "EL": "GR"}


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise ValueError(f"{quoted(found)} is no text: write a word, in quotes where it looks like a number")
    return found.strip()


def _id(found: Any) -> str:
    text = _text(found)
    if not ID.fullmatch(text):
        raise ValueError(
            f"{quoted(text)} is no ID: allowed are up to 64 small letters a-z, digits, - and _, as in kh-jp"
        )
    return text


def _name(found: Any) -> str:
    text = _text(found)
    if not 0 < len(text) <= 200:
        raise ValueError("a name has 1 to 200 characters")
    return text


def _between(shortest: timedelta, longest: timedelta) -> Callable[[Any], timedelta]:
    def read(found: Any) -> timedelta:
        if not isinstance(found, str) or len(found) > 40:
            raise ValueError(f"{quoted(found)} is no duration: write 30s, 5m, 2h or 1d")
        span = duration(found)
        if not shortest <= span <= longest:
            raise ValueError(f'"{found}" is out of range: allowed are {spell(shortest)} to {spell(longest)}')
        return span

    return read


def _span(shortest: timedelta, longest: timedelta, examples: tuple[str, ...] = ("30s", "5m", "2h")) -> Any:
    return (
        BeforeValidator(_between(shortest, longest)),
        WithJsonSchema({"type": "string", "pattern": r"^\s*(\d{1,6}\s*[smhdw]\s*)+$", "examples": [*examples]}),
    )


def _country(found: Any) -> str:
    text = _text(found)
    if text in names.codes():
        return text
    meant = text.upper() if text.upper() in names.codes() else _OTHER_CODES.get(text.upper()) or _named(text)
    hint = f"did you mean {meant}? " if meant else ""
    raise ValueError(
        f"{quoted(text)} is no country: {hint}allowed are ISO 3166 codes of two letters, as in KH, JP, and EU"
    )


def _named(text: str) -> str | None:
    """The code of a country from its English name."""
    by_name = {names.name(code): code for code in names.codes()}
    name = near(text, by_name) if len(text) > 2 else None
    return by_name[name] if name else None


def _language(found: Any) -> str:
    text = _text(found)
    if text not in names.languages():
        raise ValueError(f"{quoted(text)} is no language: allowed are codes such as en, km, ja, fr")
    return text


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - {"localtime", "posixrules", "Factory"}


def _zone(found: Any) -> ZoneInfo:
    if isinstance(found, ZoneInfo):
        return found
    text = _text(found)
    if text not in _zones():
        meant = near(text, _zones())
        hint = f'did you mean "{meant}"? ' if meant else ""
        raise ValueError(
            f"{quoted(text)} is no time zone: {hint}allowed are names such as Asia/Phnom_Penh, Asia/Tokyo, UTC"
        )
    return ZoneInfo(text)


def _hour(found: Any) -> time:
    matched = _HOUR.fullmatch(found) if isinstance(found, str) else None
    if matched is None:
        raise ValueError(f'{quoted(found)} is no time of day: write "07:30"')
    return time(int(matched[1]), int(matched[2]))


def _moment(found: Any) -> When:
    if isinstance(found, date):
        return found
    try:
        return parse_iso(_text(found))
    except ValueError:
        raise ValueError(
            f"{quoted(found)} is no moment: write a day (2026-11-12) or a time with its zone (2026-11-12T08:00Z)"
        ) from None


def _headers(found: Any) -> dict[str, str]:
    if not isinstance(found, dict):
        raise ValueError(f'{quoted(found)}: write names and values, as in {{Accept-Language: "en"}}')
    for name, value in found.items():
        if not _HEADER.fullmatch(name):
            raise ValueError(f"{quoted(name)} is no name of a header: allowed are letters, digits and -")
        if not isinstance(value, str) or not all(sign.isprintable() for sign in value) or not value.isascii():
            raise ValueError(f"the value of {name} is no text of one line in ASCII: write it in quotes")
    return {name: value.strip() for name, value in found.items()}


def _proxy(found: Any) -> str:
    text = _text(found)
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port is not None
    except ValueError:
        is_good = False
    if not is_good:
        raise ValueError("this is no proxy: write http://host:port, with ${NAME} for a password")
    return text


def _private(found: Any) -> bool | tuple[str, ...]:
    if isinstance(found, bool):
        return found
    listed = [str(each).lower() for each in found] if isinstance(found, list) else []
    ports = [_PORT.fullmatch(each) for each in listed]
    if not listed or not all(port and 0 < int(port[1]) < 65536 for port in ports):
        raise ValueError(
            f"{quoted(', '.join(listed) or found)} is not allowed here; allowed: true (its own host and port), "
            "or a list of host:port, as in [10.0.0.5:8080]"
        )
    return tuple(listed)


def _contact(found: Any) -> str:
    text = _text(found)
    if not _CONTACT.fullmatch(text) or not text.isascii():
        raise ValueError(f"{quoted(text)} is no contact: write a mail address or a web address, as in desk@example.org")
    return text


def _page(found: Any) -> str:
    text = _text(found)
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, text))
    except ValueError:
        is_good = False
    if not is_good or parts.query or parts.fragment:
        raise ValueError(f"{quoted(text)} is no address of our page: write https://monitor.example.org")
    return text.rstrip("/")


def _search(found: Any) -> str:
    text = _text(found)
    if not sought(text):
        raise ValueError(f"{quoted(text)} has no word to look for: write words as in `monitor statements`")
    return text


def _event(found: Any) -> str:
    text = _text(found)
    if not _EVENT.fullmatch(text):
        raise ValueError(f"{quoted(text)} is no ID of an event: `monitor events` shows them")
    return text


def _one_or_more(found: Any) -> Any:
    return [found] if isinstance(found, str) else found


def _listed(what: str, plural: str) -> Any:
    def check(found: str, asked: ValidationInfo) -> str:
        there: Collection[str] | None = (asked.context or {}).get(plural)
        if there is not None and found not in there:
            raise ValueError(no_such(found, what, there))
        return found

    return AfterValidator(check)


def _string(**more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **more})


Id = Annotated[str, BeforeValidator(_id), _string(pattern=f"^{ID.pattern}$")]
"""A stable name of ours, as it may stand in an address."""
Name = Annotated[str, BeforeValidator(_name), _string(minLength=1, maxLength=200)]
"""A name for people."""
Text = Annotated[str, BeforeValidator(_text), _string()]
"""Any text."""
Country = Annotated[str, BeforeValidator(_country), _string(pattern="^[A-Z]{2}$", examples=["KH", "JP", "EU"])]
"""ISO 3166 alpha-2, or EU."""
Language = Annotated[str, BeforeValidator(_language), _string(pattern="^[a-z]{2,3}$", examples=["en", "km", "ja"])]
"""ISO 639."""
Zone = Annotated[ZoneInfo, BeforeValidator(_zone), _string(examples=["Asia/Phnom_Penh", "UTC"])]
"""A time zone by its IANA name."""
_HOUR_SCHEMA: dict[str, Any] = {"type": "string", "pattern": f"^({_HOUR.pattern})$", "examples": ["07:30"]}
Hour = Annotated[time, BeforeValidator(_hour), WithJsonSchema(_HOUR_SCHEMA)]
"""One time of the day."""
Hours = Annotated[
    tuple[Annotated[time, BeforeValidator(_hour)], ...],
    BeforeValidator(_one_or_more),
    WithJsonSchema({"anyOf": [_HOUR_SCHEMA, {"type": "array", "items": _HOUR_SCHEMA}]}),
]
"""One time of the day, or several."""
Searches = Annotated[
    tuple[Annotated[str, BeforeValidator(_search)], ...],
    BeforeValidator(_one_or_more),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "examples": ["ANA flights"]},
                {"type": "array", "items": {"type": "string"}},
            ]
        }
    ),
]
"""One search of the log, or several."""
EventId = Annotated[str, BeforeValidator(_event), _string(pattern=f"^{_EVENT.pattern}$")]
"""An event of the log."""
Moment = Annotated[datetime | date, BeforeValidator(_moment), _string(examples=["2026-11-12", "2026-11-12T08:00Z"])]
"""A day, or a moment with its zone."""
Headers = Annotated[dict[str, str], BeforeValidator(_headers)]
"""Names and values of request headers."""
Proxy = Annotated[str, BeforeValidator(_proxy), _string(pattern="^https?://", examples=["http://proxy.example:8080"])]
"""An HTTP proxy."""
Private = Annotated[
    bool | tuple[str, ...],
    BeforeValidator(_private),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]
"""Which private addresses a source may have."""
Contact = Annotated[str, BeforeValidator(_contact), _string(examples=["desk@example.org"])]
"""A mail address or a web address."""
PublicUrl = Annotated[
    str, BeforeValidator(_page), _string(pattern="^https?://", examples=["https://monitor.example.org"])
]
"""The address of our own web page."""
Interval = Annotated[timedelta, *_span(SHORTEST_EVERY, timedelta(days=7))]
"""How often a source is polled."""
Gap = Annotated[timedelta, *_span(timedelta(0), timedelta(minutes=1))]
"""How long we wait between two requests."""
Age = Annotated[timedelta, *_span(timedelta(0), timedelta(days=365))]
"""How old something may be."""
Wait = Annotated[timedelta, *_span(timedelta(minutes=1), timedelta(days=1), ("15m", "2h"))]
"""How long an alert may wait."""
BeatId = Annotated[Id, _listed("beat", "beats")]
"""A beat of `sources.yaml`."""
Topic = Annotated[Id, _listed("topic", "topics")]
"""A topic that there are words for."""
SourceId = Annotated[Id, _listed("source", "sources")]
"""A source of `sources.yaml`."""
ChannelName = Annotated[Id, _listed("channel", "channels")]
"""A channel of `alerts.yaml`."""
