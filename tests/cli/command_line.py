"""What a command came to, as a person or a program sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from json import loads
from typing import Any


@dataclass(frozen=True)
class Said:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON value on one line."""
        assert self.out.count("\n") == 1, self
        return loads(self.out)


Monitor = Callable[..., Said]
