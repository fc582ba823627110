"""The mark of a reader: it changes when the code, a library, an option or a learned layout does that it reads with."""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from monitor.model import Source
from monitor.read.reader import Reader

_PACKAGES = ("read", "text")
_LIBRARIES = ("charset-normalizer", "feedparser", "lxml", "regex")
_LAYOUT = ("path", "depth")
"""Of what a reader learned, that by which it finds a text."""


def reader_mark(reader: Reader, source: Source, learned: Mapping[str, Any]) -> str:
    """The fingerprint that a version keeps of what made it. A new token makes no other reader."""
    options = source.options.model_dump(mode="json", exclude=set(reader.secret_options)) if source.options else {}
    layout = {name: learned[name] for name in _LAYOUT if name in learned}
    made_by = json.dumps([reader.fingerprint or _code(), options, str(source.timezone), layout], sort_keys=True)
    return sha256(made_by.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@cache
def _code() -> str:
    """Of all files that reading rests on: nobody has to remember to count a number up."""
    root = Path(__file__).parent.parent
    files = sorted(path for name in _PACKAGES for path in (root / name).rglob("*") if path.suffix in (".py", ".yaml"))
    hashed = sha256(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    for path in files:
        hashed.update(path.read_bytes())
    return hashed.hexdigest()
