"""New entries in the operator's `sources.yaml`: written, checked, and taken back where the file would be wrong."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import copymode
from typing import Any

from monitor.cli import frame
from monitor.cli.files import config_of
from monitor.config.insert import inserted
from monitor.errors import ConfigError, UsageError

_DRAFT = ".draft"


def append(here: frame.Here, entries: Sequence[Mapping[str, Any]]) -> None:
    """Add these sources to the file. Raises ConfigError, and leaves it as it was, where they do not fit."""
    path = here.sources.resolve()
    before = path.read_bytes()
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    _put(path, mark + inserted(before.removeprefix(mark).decode(), entries).encode())
    try:
        config_of(here)
    except ConfigError:
        _put(path, before)
        raise


def _put(path: Path, content: bytes) -> None:
    """The file as a whole or not at all."""
    draft = path.with_name(path.name + _DRAFT)
    try:
        draft.write_bytes(content)
        copymode(path, draft)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise UsageError(f"{path} cannot be written ({error.strerror})", "write the entry by hand") from error
