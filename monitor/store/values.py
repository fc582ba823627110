"""Frozen values and rows: a column that holds a field of a value has the field's name."""

from dataclasses import fields
from typing import Any, TypeVar

from sqlmodel import SQLModel

T = TypeVar("T")


def columns(value: type[Any], table: type[SQLModel]) -> tuple[Any, ...]:
    """The columns of a table that make up a value, in the order of its fields."""
    return tuple(getattr(table, each.name) for each in fields(value))


def shallow(value: Any) -> dict[str, Any]:
    """The fields of a value by name; values inside it stay what they are."""
    return {each.name: getattr(value, each.name) for each in fields(value)}


def value(of: type[T], row: SQLModel) -> T:
    """The value that a row holds."""
    return of(**{each.name: getattr(row, each.name) for each in fields(of)})  # type: ignore[arg-type]
