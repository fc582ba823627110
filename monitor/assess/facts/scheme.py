"""Schemes: those that are known, and those whose name says that they are one: Scholarship, Grant Aid, 〜制度."""

from collections.abc import Iterator

from monitor.assess.facts.field import Text
from monitor.assess.facts.organisation import named
from monitor.model import Fact


def find(field: Text) -> Iterator[Fact]:
    """Every scheme that is named."""
    return named(field, "scheme", "scheme")
