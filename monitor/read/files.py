"""A reader run over a saved capture: what `monitor read` and the benches do. The only place here that opens files."""

import gzip
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from monitor.errors import UsageError
from monitor.model import Before, Capture, Reading, Source, State
from monitor.read import READERS
from monitor.read.reader import Options, Reader

LARGEST = 10 * 1024 * 1024
"""Bytes of a body, unpacked: what the door lets in."""
SOMEWHERE = "https://capture.invalid/"
"""The base of links where nobody says whence the capture came."""

_NOTHING_KNOWN = Before()
# What a source must say, but a saved capture does not: an answer was given to somebody's token, for some page.
_STAND_INS = {
    "page": "page",
    "channel": "channel",
    "country": "KH",
    "token": "somebody's",
    "server": "mail.invalid",
    "user": "somebody",
    "password": "somebody's",
}
_OF_ANY_KIND = frozenset({"timezone", "languages"})


def read_file(
    kind: str, path: Path, captured_at: datetime, *, url: str | None = None, keys: Mapping[str, str] | None = None
) -> Reading:
    """What the reader of `kind` makes of a saved body (`.gz` too), as if it had come with status 200 at `captured_at`.

    `url`: where it came from; `keys`: the source's keys, as in sources.yaml. A file that cannot be opened is a state.
    Raises UsageError for an unknown kind and for keys that the kind does not take.
    """
    source = source_of(kind, url or SOMEWHERE, keys or {})
    try:
        body = _body(path)
    except (OSError, EOFError, zlib.error) as error:
        return Reading(State.UNREADABLE, f"the file cannot be opened: {error}")
    if len(body) > LARGEST:
        return Reading(State.TOO_LARGE, f"larger than {LARGEST // 1024**2} MB")
    reader = READERS[kind]
    request = reader.ask(source, _NOTHING_KNOWN)
    return reader.read(
        Capture(source.id, request, url or SOMEWHERE, captured_at, 200, (), body), source, _NOTHING_KNOWN
    )


def source_of(kind: str, url: str, keys: Mapping[str, str]) -> Source:
    """A source that nobody configured, for captures that were saved."""
    reader = READERS.get(kind)
    if reader is None:
        raise UsageError(f"no kind is called {kind!r}", f"the kinds are {', '.join(sorted(READERS))}")
    try:
        zone = ZoneInfo(keys.get("timezone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        raise UsageError(f"no timezone is called {keys['timezone']!r}", "write it like Asia/Phnom_Penh") from None
    options = _options(reader, {"url": url, **_STAND_INS}, keys)
    languages = tuple(keys.get("languages", "").replace(",", " ").split())
    return Source("capture", "a saved capture", kind, options, url, timezone=zone, languages=languages)


def _options(reader: Reader, stand_ins: Mapping[str, str], keys: Mapping[str, str]) -> Options:
    own = {name: value for name, value in keys.items() if name not in _OF_ANY_KIND}
    taken = {name: value for name, value in stand_ins.items() if name in reader.options.model_fields}
    taken |= _first_example(reader)
    # A kind whose own address has a good default (an API) is not told another one.
    taken = {
        name: value for name, value in taken.items() if name != "url" or reader.options.model_fields[name].is_required()
    }
    try:
        return reader.options(**{**taken, **own})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        known = ", ".join(reader.options.model_fields)
        raise UsageError(f"{name}: {first['msg']}", f"the keys of {reader.kind} are {known}") from None


def _first_example(reader: Reader) -> dict[str, str]:
    """A kind that takes one of several keys shows how each is written: the first will do."""
    shown = ({name: field.examples[0]} for name, field in reader.options.model_fields.items() if field.examples)
    return next(shown, {})


def _body(path: Path) -> bytes:
    if path.suffix == ".gz":
        with gzip.open(path) as packed:
            return packed.read(LARGEST + 1)
    with path.open("rb") as plain:
        return plain.read(LARGEST + 1)
