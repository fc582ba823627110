"""What can go wrong for the person who runs a command. Expected outcomes of a poll are values, not errors.

MonitorError                 one line on standard error that names the mend; exit 1
├── UsageError               the command or a file is wrong; exit 2
│   └── ConfigError          sources.yaml or config/: carries every complaint with file, line, column
├── NotFound                 no statement, source, alert by that name; exit 1
├── Busy                     another daemon holds this database
├── ArchiveError             a capture is missing, was altered, or cannot be kept
└── StoreError               the database is not ours, too new, damaged or full
"""


class MonitorError(Exception):
    """The root. `mend` says what the operator should do; it is shown after the message."""

    exit_status = 1

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.mend = mend

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}: {self.mend}" if self.mend else message


class UsageError(MonitorError):
    """The command line or a file is wrong; nothing was done."""

    exit_status = 2


class ConfigError(UsageError):
    """The configuration cannot be used; `complaints` holds one line per fault, with its place."""

    def __init__(self, complaints: tuple[str, ...]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


class NotFound(MonitorError):
    """Nothing is stored under that name."""


class Busy(MonitorError):
    """Another daemon works on this database; the message names its process."""


class ArchiveError(MonitorError):
    """A capture is missing or was altered, or cannot be kept: what it should prove is not proved."""


class StoreError(MonitorError):
    """The database cannot be used as it is; it was left untouched."""
