"""The one holder of the configuration in force: daemon and web page ask it; an edit is taken over in seconds."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from monitor.config.config import Config
from monitor.config.load import accept_any, load, watched
from monitor.config.templates import CheckTemplate, accept_template
from monitor.errors import ConfigError

_Stamp = tuple[tuple[Path, int, int, int], ...]


class Live:
    """The current configuration: loaded at once (raises ConfigError), and again by `reload` when a file changed."""

    def __init__(
        self,
        sources: Path,
        folder: Path,
        environment: Mapping[str, str],
        check_channel: Callable[[str], str | None] = accept_any,
        check_template: CheckTemplate = accept_template,
    ) -> None:
        self._sources, self._folder = sources, folder
        self._environment, self._checks = environment, (check_channel, check_template)
        self._lock = threading.Lock()
        self._stamp = self._look()
        self._current = self._load()
        self._complaints: tuple[str, ...] = ()

    @property
    def current(self) -> Config:
        """The configuration in force: the last one without a fault."""
        return self._current

    @property
    def complaints(self) -> tuple[str, ...]:
        """What is wrong with the files as they stand now; empty when they are in force."""
        return self._complaints

    def reload(self) -> tuple[str, ...] | None:
        """Take over what changed on disk. None: nothing did, or nothing that matters; (): taken over.

        Else the complaints, told once: the old configuration stays in force until the files are right.
        """
        with self._lock:
            stamp = self._look()
            if stamp == self._stamp:
                return None
            try:
                config = self._load()
            except ConfigError as error:
                return self._keep_the_old(error.complaints, stamp)
            if self._look() != stamp:  # a file was being written while we read: look again next time
                return None
            was_wrong, before = bool(self._complaints), self._current
            self._stamp, self._current, self._complaints = stamp, config, ()
            return () if was_wrong or config.fingerprint != before.fingerprint else None

    def _keep_the_old(self, complaints: tuple[str, ...], stamp: _Stamp) -> tuple[str, ...] | None:
        if self._look() != stamp:
            return None
        is_told = complaints == self._complaints
        self._stamp, self._complaints = stamp, complaints
        return None if is_told else complaints

    def _load(self) -> Config:
        config = load(self._sources, self._folder, self._environment, *self._checks)
        _ = config.rules  # made here, lest a poll wait for them
        return config

    def _look(self) -> _Stamp:
        """What tells an edit: of each file that there is, its time, size and inode."""
        stamps = []
        for path in watched(self._sources, self._folder):
            try:
                found = path.stat()
            except OSError:
                continue
            stamps.append((path, found.st_mtime_ns, found.st_size, found.st_ino))
        return tuple(stamps)
