"""Column types: moments that cannot be naive, days that stay days, names as text, our frozen values as JSON."""

from datetime import UTC as ZERO
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from monitor.times import When, iso, parse_iso


class Utc(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite forgets the zone, so it is refused when missing and put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Raises ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}")
        moment = value.astimezone(ZERO)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=ZERO) if value.tzinfo is None else value.astimezone(ZERO)


class WhenText(TypeDecorator[When]):
    """What a source claims, as written in ISO 8601: a day stays a day."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: When | None, _: Dialect) -> str | None:
        """Raises ValueError for a naive datetime."""
        return iso(value)

    def process_result_value(self, value: str | None, _: Dialect) -> When | None:
        """A day or an aware moment."""
        return None if value is None else parse_iso(value)


class Names(TypeDecorator[tuple[str, ...]]):
    """Several names as `,KH,JP,`: readable, and found by one LIKE on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, _: Dialect) -> str:
        """A name never holds a comma: they are IDs and country codes."""
        return "".join(f",{name}" for name in value) + "," if value else ""

    def process_result_value(self, value: str | None, _: Dialect) -> tuple[str, ...]:
        """In the order in which they were given."""
        return tuple(value.strip(",").split(",")) if value else ()


class Json(TypeDecorator[Any]):
    """A frozen value of the model as JSON, checked when it is read back."""

    impl = Text
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__()
        self.shape = shape
        self._adapter: TypeAdapter[Any] = TypeAdapter(shape)

    def process_bind_param(self, value: Any, _: Dialect) -> str | None:
        """None stays NULL."""
        return None if value is None else self._adapter.dump_json(value).decode()

    def process_result_value(self, value: str | None, _: Dialect) -> Any:
        """Fields that a later version added take their defaults."""
        return None if value is None else self._adapter.validate_json(value)
